"""From the file's plain text, lists and mappings to typed parts, each read by itself."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from surveyapp.questionnaire.definition import ID_FORM, WrittenOption, WrittenScreen
from surveyapp.questionnaire.draft import MOST_LANGUAGES, Draft, WrittenHead
from surveyapp.questionnaire.explain import explained
from surveyapp.questionnaire.faults import Path, Problem, Report, shown, unknown
from surveyapp.questionnaire.kinds import WRITTEN
from surveyapp.questionnaire.source import Block, Items
from surveyapp.questionnaire.words import Said, fixed

RESERVED_SCREENS = ("gender", "helper")

Used: TypeAlias = Callable[[Block, Path], WrittenScreen | Problem]
"""How a screen of another questionnaire is found."""

T = TypeVar("T")


def read_draft(root: Block, report: Report, used: Used) -> Draft:
    """Every part that can be read, each by itself, so that a fault in one hides none in another."""
    head = {key: value for key, value in root.items() if key not in ("option_sets", "screens")}
    sets, broken_sets = _read_sets(root.get("option_sets"), report)
    screens, broken_ids = _read_screens(root.get("screens"), report, used)
    return Draft(
        root=root,
        languages=languages_of(root),
        head=read_part(TypeAdapter(WrittenHead), head, (), report),
        sets=sets,
        broken_sets=broken_sets,
        screens=screens,
        broken_ids=broken_ids,
    )


def languages_of(root: Block) -> tuple[str, ...]:
    """The languages as they are written, known or not."""
    languages = root.get("languages")
    if not isinstance(languages, Items):
        return ()
    return tuple(tag for tag in languages[:MOST_LANGUAGES] if isinstance(tag, str))


OPTIONS: TypeAdapter[tuple[WrittenOption, ...]] = TypeAdapter(tuple[WrittenOption, ...])


def read_options(raw: object, path: Path, report: Report) -> tuple[WrittenOption, ...] | None:
    """A list of options."""
    return read_part(OPTIONS, raw, path, report)


def _read_sets(written: object, report: Report) -> tuple[dict[str, tuple[WrittenOption, ...]], frozenset[str]]:
    sets: dict[str, tuple[WrittenOption, ...]] = {}
    broken: set[str] = set()
    if written is not None and not isinstance(written, Block):
        said = Said('After "option_sets:" come names, each with a list of options.')
        report.take([Problem(("option_sets",), "sets-form", said)])
        return sets, frozenset()
    for name, options in (written or {}).items():
        if report.full:
            break
        path = ("option_sets", name)
        read = read_options(options, path, report)
        if not re.fullmatch(ID_FORM, name):
            said = Said(
                '"%(name)s" is no name for a set. Use the letters a–z, digits, "_" and "-".', {"name": shown(name)}
            )
            report.take([Problem(path, "id-form", said, at_key=True)])
        if read is None:
            broken.add(name)
        elif not read:
            report.take([Problem(path, "no-options", Said("There are no options here. Write some."))])
            broken.add(name)
        else:
            sets[name] = read
    return sets, frozenset(broken)


def _read_screens(written: object, report: Report, used: Used) -> tuple[dict[int, WrittenScreen], frozenset[str]]:
    screens: dict[int, WrittenScreen] = {}
    broken: set[str] = set()
    if not isinstance(written, Items) or not written:
        said = Said('The screens are missing. Write "screens:" and a list of them, each with "-" before it.')
        report.take([Problem(("screens",), "no-screens", said)])
        return screens, frozenset()
    for number, raw in enumerate(written):
        if report.full:
            break
        id: object = None
        if isinstance(raw, Block) and "use" in raw:
            screen, id = _use(raw, ("screens", number), report, used)
        else:
            screen = read_screen(raw, ("screens", number), report)
            id = raw.get("id") if isinstance(raw, Block) else None
        if screen is not None:
            screens[number] = screen
        elif isinstance(id, str):
            broken.add(id)
    return screens, frozenset(broken)


def _use(raw: Block, path: Path, report: Report, used: Used) -> tuple[WrittenScreen | None, str]:
    """A screen of another questionnaire, and the id that it would have."""
    found = used(raw, path)
    if isinstance(found, WrittenScreen):
        return found, found.id
    report.take([found])
    return None, str(raw["use"]).rpartition(".")[2]


def read_screen(raw: object, path: Path, report: Report) -> WrittenScreen | None:
    """One screen that is written here."""
    if not isinstance(raw, Block):
        said = Said('A screen is a list of keys such as "id:", "ask:" and "text:".')
        report.take([Problem(path, "screen-form", said)])
        return None
    ask = raw.get("ask")
    definition = WRITTEN.get(ask) if isinstance(ask, str) else None
    if definition is not None and isinstance(ask, str):
        report.take(_faulty_reserved_id(raw, path))
        return read_part(TypeAdapter(definition), raw, path, report, ask)
    report.take(_unknown_kind(ask, path))
    return None


def _unknown_kind(ask: object, path: Path) -> Iterator[Problem]:
    if not isinstance(ask, str):
        said = Said(
            '"ask" is missing: what does the participant do here? One of: %(kinds)s.', {"kinds": ", ".join(WRITTEN)}
        )
        yield Problem(path, "ask-missing", said)
    else:
        sentence = fixed('"%(name)s" is no kind of question.')
        yield unknown((*path, "ask"), "unknown-kind", ask, WRITTEN, sentence)


def _faulty_reserved_id(raw: Block, path: Path) -> Iterator[Problem]:
    """The ids of the reserved questions, and their kinds, belong together."""
    id, ask = raw.get("id"), raw.get("ask")
    if isinstance(id, str) and id in RESERVED_SCREENS and ask != id:
        said = Said(
            'The id "%(id)s" belongs to the reserved question. Choose another, or write "ask: %(id)s".', {"id": id}
        )
        yield Problem((*path, "id"), "id-reserved", said)
    elif isinstance(id, str) and ask in RESERVED_SCREENS and id != ask:
        said = Said('The reserved question has the id "%(id)s". Write that.', {"id": str(ask)})
        yield Problem((*path, "id"), "id-reserved", said)


def read_part(
    adapter: TypeAdapter[T],
    raw: object,
    path: Path,
    report: Report,
    ask: str | None = None,
    head: type[BaseModel] = WrittenHead,
) -> T | None:
    """The typed part; or what is left of it without its faulty values, so that the other rules see it too."""
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        report.take(explained(error, path, ask, head))
        rest = _without_faulty(raw, error)
    try:
        return adapter.validate_python(rest)
    except ValidationError:
        return None


def _without_faulty(raw: object, error: ValidationError) -> object:
    rest = deepcopy(raw)
    for found in error.errors(include_url=False, include_context=False, include_input=False):
        steps = [step for step in found["loc"] if not str(step).startswith("#")]
        node = rest
        for step in steps[:-1]:
            inner = _inside(node, step)
            node = node if inner is None else inner
        if isinstance(node, dict) and steps:
            node.pop(steps[-1], None)
    return rest


def _inside(node: object, step: int | str) -> object:
    if isinstance(node, dict):
        return node.get(step)
    return node[step] if isinstance(node, list) and isinstance(step, int) and step < len(node) else None
