"""Load a definition: every fault at once, with its place, or a questionnaire. Nothing is half-loaded."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from surveyapp.questionnaire.check_bands import faulty_bands
from surveyapp.questionnaire.check_options import (
    faulty_choices,
    faulty_option_lists,
    long_frequency_scales,
    unused_sets,
)
from surveyapp.questionnaire.check_pictures import MEDIA, faulty_pictures, pictures_in
from surveyapp.questionnaire.check_sensitive import sensitive_beside_another, sensitive_that_reads_gender
from surveyapp.questionnaire.check_texts import faulty_languages, faulty_texts
from surveyapp.questionnaire.definition import ID_FORM, WrittenOption, WrittenScreen
from surveyapp.questionnaire.draft import MOST_LANGUAGES, Draft, WrittenHead
from surveyapp.questionnaire.explain import explained
from surveyapp.questionnaire.faults import Fault, Problem, Report, shown, unknown
from surveyapp.questionnaire.faults import Path as WayTo
from surveyapp.questionnaire.flatten import flatten
from surveyapp.questionnaire.kinds import WRITTEN
from surveyapp.questionnaire.media import Folder, read_media
from surveyapp.questionnaire.model import Questionnaire, Review
from surveyapp.questionnaire.reach import unreachable
from surveyapp.questionnaire.readability import hard_texts
from surveyapp.questionnaire.source import MOST_BYTES, Block, Items, Place, read_source
from surveyapp.questionnaire.words import Said, fixed

FILE = "questionnaire.yaml"
RESERVED_SCREENS = ("gender", "helper")

T = TypeVar("T")


@dataclass(frozen=True)
class Loaded:
    """What became of a file. `questionnaire` is `None` if and only if there are faults.

    `media` has the files by name (`media/…`), as they are to be kept. `places` has where each screen stands.
    """

    questionnaire: Questionnaire | None
    faults: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


def load_folder(folder: Path) -> Loaded:
    """Load `questionnaire.yaml` and the media of a folder. The folder's name is the questionnaire's key."""
    report = Report(str(folder / FILE))
    try:
        with (folder / FILE).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        said = Said('There is no file "questionnaire.yaml" to read in this folder.')
        return Loaded(None, (Fault(report.file, 0, 0, None, "no-file", said),))
    key = folder.resolve().name
    if not re.fullmatch(ID_FORM, key):
        said = Said(
            "The folder's name is the questionnaire's key. \"%(name)s\" is none: use the letters a–z, digits, "
            '"_" and "-", and begin with a letter.',
            {"name": shown(key)},
        )
        report.at(Place(0, 0), "folder-name", said)
    return _load_bytes(data, key, folder, report)


def load_files(files: Mapping[str, bytes], key: str) -> Loaded:
    """As `load_folder`, with the folder's files in memory, by their names in it: `questionnaire.yaml`, `media/…`."""
    return _load_bytes(files[FILE], key, files, Report(FILE))


def load_text(text: str, key: str) -> Loaded:
    """Load a definition that has no media."""
    return _load(text, key, None, Report(FILE))


def _load_bytes(data: bytes, key: str, folder: Folder, report: Report) -> Loaded:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if len(data) <= MOST_BYTES:
            report.at(Place(line, 1), "no-utf8", Said("The file is not UTF-8 from here. Save it as UTF-8."))
            return Loaded(None, report.sorted())
        text = data.decode("utf-8-sig", errors="replace")
    return _load(text, key, folder, report)


def _load(text: str, key: str, folder: Folder, report: Report) -> Loaded:
    source = read_source(text)
    report.root = source.root
    for place, code, said in source.wrong:
        report.at(place, code, said)
    if not isinstance(source.root, Block):
        if not report.faults:
            said = Said('The file holds no questionnaire. It begins with "languages:". See docs/questionnaires.md.')
            report.at(Place(1, 1), "empty", said)
        return Loaded(None, report.sorted())
    draft = _read_draft(source.root, report)
    flat = flatten(draft)
    report.take(flat.problems)
    named: dict[str, WayTo] = {}
    for path, picture in pictures_in(draft):
        if picture.startswith(MEDIA):
            named.setdefault(picture, path)
    media, problems = read_media(folder, named)
    report.take(problems)
    for rule in RULES:
        report.take(rule(draft))
    report.take(sensitive_that_reads_gender(flat))
    report.take(sensitive_beside_another(flat))
    if not any(fault.severity == "fault" for fault in report.faults):
        report.take(unreachable(flat, draft.languages))
    report.take(hard_texts(draft))
    found = report.sorted()
    faults = tuple(fault for fault in found if fault.severity == "fault")
    advice = tuple(fault for fault in found if fault.severity == "advice")
    places = {id: report.place(path) for id, path in flat.paths.items()}
    if faults or draft.head is None:
        return Loaded(None, faults, advice)
    questionnaire = Questionnaire(
        key=key,
        languages=draft.languages,
        reviewed={tag: Review(by=review.by, on=review.on) for tag, review in draft.head.reviewed.items()},
        title=draft.head.title,
        welcome=draft.head.welcome,
        thanks=draft.head.thanks,
        screens=tuple(flat.screens.values()),
        media={name: hashlib.sha256(data).hexdigest() for name, data in sorted(media.items())},
    )
    return Loaded(questionnaire, (), advice, media, places)


RULES: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    faulty_languages,
    faulty_texts,
    faulty_option_lists,
    faulty_choices,
    faulty_bands,
    faulty_pictures,
    unused_sets,
    long_frequency_scales,
)


def _read_draft(root: Block, report: Report) -> Draft:
    """Every part that can be read, each by itself, so that a fault in one hides none in another."""
    head = {key: value for key, value in root.items() if key not in ("option_sets", "screens")}
    sets, broken_sets = _read_sets(root.get("option_sets"), report)
    screens, broken_ids = _read_screens(root.get("screens"), report)
    languages = root.get("languages")
    return Draft(
        root=root,
        languages=tuple(tag for tag in languages[:MOST_LANGUAGES] if isinstance(tag, str))
        if isinstance(languages, list)
        else (),
        head=_read(TypeAdapter(WrittenHead), head, (), report),
        sets=sets,
        broken_sets=broken_sets,
        screens=screens,
        broken_ids=broken_ids,
    )


OPTIONS: TypeAdapter[tuple[WrittenOption, ...]] = TypeAdapter(tuple[WrittenOption, ...])


def _read_sets(written: object, report: Report) -> tuple[dict[str, tuple[WrittenOption, ...]], frozenset[str]]:
    sets: dict[str, tuple[WrittenOption, ...]] = {}
    broken: set[str] = set()
    if written is not None and not isinstance(written, Block):
        said = Said('After "option_sets:" come names, each with a list of options.')
        report.take([Problem(("option_sets",), "sets-form", said)])
        return sets, frozenset()
    for name, options in (written or {}).items():
        path = ("option_sets", name)
        read = _read(OPTIONS, options, path, report)
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


def _read_screens(written: object, report: Report) -> tuple[dict[int, WrittenScreen], frozenset[str]]:
    screens: dict[int, WrittenScreen] = {}
    broken: set[str] = set()
    if not isinstance(written, Items) or not written:
        said = Said('The screens are missing. Write "screens:" and a list of them, each with "-" before it.')
        report.take([Problem(("screens",), "no-screens", said)])
        return screens, frozenset()
    for number, raw in enumerate(written):
        if report.full:
            break
        screen = _read_screen(raw, ("screens", number), report)
        if screen is not None:
            screens[number] = screen
        elif isinstance(raw, Block) and isinstance(id := raw.get("id"), str):
            broken |= {id, f"{id}.own_words"}
    return screens, frozenset(broken)


def _read_screen(raw: object, path: WayTo, report: Report) -> WrittenScreen | None:
    if not isinstance(raw, Block):
        said = Said('A screen is a list of keys such as "id:", "ask:" and "text:".')
        report.take([Problem(path, "screen-form", said)])
        return None
    if "use" in raw:
        said = Said('"%(key)s" is not in this version.', {"key": "use"})
        report.take([Problem((*path, "use"), "later-version", said, at_key=True)])
        return None
    ask = raw.get("ask")
    definition = WRITTEN.get(ask) if isinstance(ask, str) else None
    if definition is not None and isinstance(ask, str):
        report.take(_faulty_reserved_id(raw, path))
        return _read(TypeAdapter(definition), raw, path, report, ask)
    report.take(_unknown_kind(ask, path))
    return None


def _unknown_kind(ask: object, path: WayTo) -> Iterator[Problem]:
    if not isinstance(ask, str):
        said = Said(
            '"ask" is missing: what does the participant do here? One of: %(kinds)s.', {"kinds": ", ".join(WRITTEN)}
        )
        yield Problem(path, "ask-missing", said)
    else:
        sentence = fixed('"%(name)s" is no kind of question. Did you mean: %(near)s?')
        yield unknown((*path, "ask"), "unknown-kind", ask, WRITTEN, sentence)


def _faulty_reserved_id(raw: Block, path: WayTo) -> Iterator[Problem]:
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


def _read(adapter: TypeAdapter[T], raw: object, path: WayTo, report: Report, ask: str | None = None) -> T | None:
    """The typed part; or what is left of it without its faulty values, so that the other rules see it too."""
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        report.take(explained(error, path, ask))
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
