"""Files that mean harm: refused with the place, or harmless wherever they are shown, in bounded time and memory."""

import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.load import Loaded, load_text
from surveyapp.questionnaire.model import Questionnaire
from tests.questionnaire.writing import HEAD

CORPUS = Path(__file__).parent / "hostile"
GOOD: dict[str, Any] = yaml.load(
    (Path(__file__).parents[1] / "all_kinds" / "questionnaire.yaml").read_text(), yaml.BaseLoader
)
GOOD["screens"] = [screen for screen in GOOD["screens"] if "use" not in screen and screen["id"] != "symbol"]
STRINGS = [
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "%(name)s %s %",
    "${7*7}",
    "../../etc/passwd",
    "a\u202eb\u200b\u2066c",
    "\u0000",
    "\ud800",
    "\ufeff",
    "1" * 300,
    "9" * 5000,
    "rather_not_say",
    "answered",
    "$site",
    "a.b",
    "__proto__",
    "null",
    "true",
    "-0",
    "1e999",
    "2026-02-30",
    "",
    "\n\n",
    "💥" * 100,
]


def examine(loaded: Loaded, text: str) -> None:
    """Nothing is half-loaded, each fault has a place in the file, and no fault writes to the terminal."""
    assert (loaded.questionnaire is None) == bool(loaded.faults)
    lines = text.count("\n") + 2
    for fault in (*loaded.faults, *loaded.advice):
        assert 0 <= fault.line <= lines
        said = str(fault)
        assert len(said) < 2000
        assert said.isprintable(), "a control, an override or half a character"
        assert "%(" not in str(fault.said).replace("%(name)s %s %", "")
    if loaded.questionnaire is not None:
        again = Questionnaire.model_validate_json(loaded.questionnaire.canonical())
        assert again.version == loaded.questionnaire.version
        for screen in loaded.questionnaire.screens:
            assert len(screen.id) <= 150
            kind_of(screen).rows(screen)


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.yaml")), ids=lambda file: file.stem)
def test_each_file_of_the_corpus_is_refused_with_a_place(file: Path) -> None:
    text = file.read_text()
    loaded = load_text(text, "fientlig")
    examine(loaded, text)
    wanted = [line.removeprefix("# refused: ") for line in text.splitlines() if line.startswith("# refused: ")]
    assert wanted
    told = {f"{fault.code} {fault.line}" for fault in loaded.faults}
    assert set(wanted) <= told, told


def options(n: int, more: str = "") -> str:
    return "[" + ", ".join(f"{{id: o{i}, text: {{sv: Val {i}}}{more}}}" for i in range(n)) + "]"


def asked(id: str, chosen: str, more: str = "") -> str:
    return f"  - {{id: {id}, ask: choose-many, pictures: false, text: {{sv: F}}, {more}options: {chosen}}}\n"


def large() -> Iterator[tuple[str, str]]:
    """Files made to take long, or much room."""
    each = range(1, 9)
    two = "[{id: o0, text: {sv: A}}, {id: b, text: {sv: B}}]"
    any_of = "{any: [" + ", ".join(["{q0: o1}"] * 190) + "]}"
    first = asked("q0", options(200))
    yield (
        "set",
        f"{HEAD}option_sets:\n  s: {options(200)}\nscreens:\n" + "".join(asked(f"q{n}", "s") for n in range(1500)),
    )
    conditions = [asked(f"q{n}", two, f"show_if: {{q{n - 1}: o0}}, ") for n in range(1, 900)]
    yield "conditions", f"{HEAD}screens:\n{asked('q0', two)}" + "".join(conditions)
    yield (
        "misspelt",
        f"{HEAD}screens:\n"
        + "".join(
            asked(f"question_number_{n}", options(2), f"show_if: {{question_numbr_{n}: o0}}, ") for n in range(1500)
        ),
    )
    yield (
        "each",
        f"{HEAD}screens:\n{first}"
        + "".join(asked(f"q{n}", "{chosen_in: q0}", "for_each: {chosen_in: q0}, ") for n in each),
    )
    yield (
        "any",
        f"{HEAD}screens:\n{first}"
        + "".join(asked(f"q{n}", options(2), f"show_if: {any_of}, for_each: {{chosen_in: q0}}, ") for n in each),
    )
    yield (
        "chain",
        f"{HEAD}screens:\n{first}" + "".join(asked(f"q{n}", f"{{chosen_in: q{n - 1}}}") for n in range(1, 10)),
    )
    yield "faults", f"{HEAD}screens:\n" + "".join(f"  - {{id: q{n}, ask: chose-one, x{n}: 1}}\n" for n in range(1900))
    yield "keys", f"{HEAD}option_sets:\n" + "".join(f"  s{n}: {options(150, ', z: 1')}\n" for n in range(100))
    yield "word", f"{HEAD}screens:\n  - {{id: q, ask: text, pictures: false, text: {{sv: {'a-' * 1_900_000}}}}}\n"
    yield "digits", f"{HEAD}screens:\n  - {{id: q, ask: number, max: {'9' * 1_000_000}, min: -{'9' * 9}}}\n"


@pytest.mark.parametrize(("name", "text"), list(large()), ids=[name for name, _ in large()])
def test_what_is_made_to_take_long_ends_soon_and_takes_little_room(name: str, text: str) -> None:
    """In a process of its own, which the system stops at so many seconds of work and so much memory."""
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (25, 25))\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from surveyapp.questionnaire.load import load_text\n"
        "found = load_text(sys.stdin.read(), 'x')\n"
        "assert (found.questionnaire is None) == bool(found.faults)\n"
        "assert len(found.faults) <= 101\n"
    )
    done = subprocess.run([sys.executable, "-c", program], input=text, text=True, capture_output=True, check=False)
    assert done.returncode == 0, (name, done.stderr)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Every place of a plain tree."""
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


PLACES = [path for path in places(GOOD) if path]
VALUES = st.one_of(
    st.sampled_from(STRINGS),
    st.sampled_from(
        [[], {}, ["a"], {"a": "b"}, {"chosen_in": "chores"}, {"at_least": "3"}, {"not": {"where": "home"}}]
    ),
    st.sampled_from(PLACES).map(lambda path: deepcopy(at(GOOD, path))),
)


def at(tree: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401
    for step in path:
        tree = tree[step]
    return tree


def changed(changes: list[tuple[tuple[Any, ...], str, Any]]) -> dict[str, Any]:
    """The good file with changes; one that has no place any more is left out."""
    tree = deepcopy(GOOD)
    for path, how, value in changes:
        try:
            parent = at(tree, path[:-1])
            old = parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if how == "drop":
            del parent[path[-1]]
        elif how == "twice" and isinstance(parent, list):
            parent.append(deepcopy(old))
        elif how == "key" and isinstance(parent, dict):
            parent[str(value)[:200]] = parent.pop(path[-1])
        elif not isinstance(parent, str):
            parent[path[-1]] = value
    return tree


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["put", "drop", "twice", "key"]), VALUES),
        min_size=1,
        max_size=6,
    )
)
def test_a_good_file_changed_anyhow_is_loaded_whole_or_refused_with_places(changes: list[Any]) -> None:
    text = yaml.dump(changed(changes), Dumper=yaml.CDumper, allow_unicode=True, sort_keys=False, default_style='"')
    examine(load_text(text, "prov"), text)


@pytest.mark.parametrize("text", [t for t in STRINGS if t.strip() and t.isprintable()])
def test_a_text_that_looks_like_a_program_is_a_text(text: str) -> None:
    tree = deepcopy(GOOD)
    for path in PLACES:
        if (
            len(path) > 1
            and path[-1] in ("sv", "en", "ar")
            and path[0] == "screens"
            and path[-2] == "text"
            and len(path) == 4
        ):
            at(tree, path[:-1])[path[-1]] = text
    written = yaml.dump(tree, Dumper=yaml.CDumper, allow_unicode=True, sort_keys=False, default_style='"')
    loaded = load_text(written, "prov")
    examine(loaded, written)
    assert loaded.questionnaire is not None, list(map(str, loaded.faults))
    where = loaded.questionnaire.screen("where")
    assert where.text == {"sv": text, "en": text, "ar": text}
