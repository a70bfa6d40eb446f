"""Load a definition: every fault at once, with its place, or a questionnaire. Nothing is half-loaded."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from surveyapp.questionnaire.check_bands import faulty_bands
from surveyapp.questionnaire.check_options import (
    faulty_choices,
    faulty_option_lists,
    long_frequency_scales,
    nothing_favourable,
    unused_sets,
)
from surveyapp.questionnaire.check_order import helper_asked_late
from surveyapp.questionnaire.check_pictures import faulty_pictures, pictures_in
from surveyapp.questionnaire.check_sensitive import sensitive_beside_another, sensitive_that_reads_gender
from surveyapp.questionnaire.check_texts import faulty_languages, faulty_texts
from surveyapp.questionnaire.definition import ID_FORM
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Fault, Problem, Report, shown
from surveyapp.questionnaire.faults import Path as WayTo
from surveyapp.questionnaire.film import faulty_films, films_in, read_films
from surveyapp.questionnaire.flatten import flatten
from surveyapp.questionnaire.media import MEDIA, Folder, read_media
from surveyapp.questionnaire.model import Questionnaire, Review
from surveyapp.questionnaire.reach import unreachable
from surveyapp.questionnaire.read_draft import languages_of, read_draft
from surveyapp.questionnaire.readability import hard_texts
from surveyapp.questionnaire.sound import own_texts, read_sounds
from surveyapp.questionnaire.source import MOST_BYTES, Block, Place, read_source
from surveyapp.questionnaire.uses import FILE as FILE
from surveyapp.questionnaire.uses import Beside, Uses
from surveyapp.questionnaire.words import Said

NOBODY: Mapping[str, Folder] = {}


@dataclass(frozen=True)
class Loaded:
    """What became of a file. `questionnaire` is `None` if and only if there are faults.

    `media` has the files by name (`media/…`, `sound/…`), as they are to be kept. `places` has where each screen stands.
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
    return _load_bytes(data, key, folder, Beside(folder), report)


def load_files(files: Mapping[str, bytes], key: str, others: Mapping[str, Folder] = NOBODY) -> Loaded:
    """As `load_folder`, with the folder's files in memory, by their names in it: `questionnaire.yaml`, `media/…`,
    `sound/…`.

    `others` are the folders of the questionnaires whose screens it may use, by their keys.
    """
    return _load_bytes(files[FILE], key, files, others, Report(FILE))


def load_text(text: str, key: str, others: Mapping[str, str] | None = None) -> Loaded:
    """Load a definition that has no media. `others` are the definitions whose screens it may use, by their keys."""
    folders = {other: {FILE: written.encode()} for other, written in (others or {}).items()}
    return _load(text, key, None, folders, Report(FILE))


def _load_bytes(data: bytes, key: str, folder: Folder, others: Mapping[str, Folder], report: Report) -> Loaded:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if len(data) <= MOST_BYTES:
            report.at(Place(line, 1), "no-utf8", Said("The file is not UTF-8 from here. Save it as UTF-8."))
            return Loaded(None, report.sorted())
        text = data.decode("utf-8-sig", errors="replace")
    return _load(text, key, folder, others, report)


def _load(text: str, key: str, folder: Folder, others: Mapping[str, Folder], report: Report) -> Loaded:
    source = read_source(text)
    report.root = source.root
    for place, code, said in source.wrong:
        report.at(place, code, said)
    if not isinstance(source.root, Block):
        if not report.faults:
            said = Said('The file holds no questionnaire. It begins with "languages:". See docs/questionnaires.md.')
            report.at(Place(1, 1), "empty", said)
        return Loaded(None, report.sorted())
    uses = Uses(key, languages_of(source.root), others)
    draft = read_draft(source.root, report, uses.screen)
    flat = flatten(draft)
    report.take(flat.problems)
    named: dict[str, WayTo] = {}
    for path, picture in pictures_in(draft):
        if picture.startswith(MEDIA):
            named.setdefault(picture, path)
    media, problems = read_media(folder, named, uses.lent)
    report.take(problems)
    films, problems = read_films(folder, films_in(draft), uses.lent)
    report.take(problems)
    sounds, problems = read_sounds(folder, draft.languages)
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
    for other in uses.roots:
        lent, _ = read_sounds(others[other], draft.languages)
        sounds.lend(lent, other, own_texts(flat.screens.values()))
    media = {**media, **films, **sounds.files}
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
        sounds=sounds.by_hash,
    )
    return Loaded(questionnaire, (), advice, media, places)


RULES: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    faulty_languages,
    faulty_texts,
    faulty_option_lists,
    faulty_choices,
    faulty_bands,
    faulty_pictures,
    faulty_films,
    unused_sets,
    nothing_favourable,
    long_frequency_scales,
    helper_asked_late,
)
