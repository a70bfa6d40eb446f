"""Load a moderator's guide from `guide.yaml`: every fault at once, with its place, or a guide.

Each theme and each question is read by itself, so that a fault in one hides none in another.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, create_model

from surveyapp.questionnaire.check_texts import faulty_among, faulty_languages, texts_in
from surveyapp.questionnaire.definition import ID_FORM, Id, Language, Number, Pictures, Text, Written, WrittenReview
from surveyapp.questionnaire.draft import MOST_LANGUAGES, DraftOfFile
from surveyapp.questionnaire.faults import Fault, Problem, Report, shown, unknown
from surveyapp.questionnaire.faults import Path as WayTo
from surveyapp.questionnaire.guide import Guide, GuideQuestion, Theme
from surveyapp.questionnaire.media import MEDIA, Folder, read_media
from surveyapp.questionnaire.model import Review
from surveyapp.questionnaire.pictures import PICTURES
from surveyapp.questionnaire.read_draft import languages_of, read_part
from surveyapp.questionnaire.readability import hard_among
from surveyapp.questionnaire.source import MOST_BYTES, Block, Items, Place, read_source
from surveyapp.questionnaire.words import Said, fixed

FILE = "guide.yaml"

MOST_MINUTES = 240
MOST_MEETINGS = 10
MOST_THEMES = 40
LONG_MEETING = 180
"""Minutes. Nobody listens for longer, breaks included."""


class WrittenGuideHead(Written):
    """What stands before the themes."""

    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=MOST_LANGUAGES)]
    reviewed: dict[str, WrittenReview] = Field(default_factory=dict)
    title: Text
    information: Text
    opening: Text
    closing: Text


class WrittenTheme(Written):
    """A theme without its questions."""

    id: Id
    title: Text
    minutes: Annotated[Number, Field(ge=1, le=MOST_MINUTES)]
    picture: Pictures
    meeting: Annotated[Number, Field(ge=1, le=MOST_MEETINGS)] = 1


class WrittenGuideQuestion(Written):
    """A question of a theme."""

    id: Id
    text: Text
    probes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class GuideDraft(DraftOfFile):
    """The parts that loaded, each by itself, by their places in the file."""

    head: WrittenGuideHead | None
    themes: Mapping[int, WrittenTheme]
    questions: Mapping[tuple[int, int], WrittenGuideQuestion]

    def texts(self) -> list[tuple[WayTo, Mapping[str, str]]]:
        """Every text, with its path."""
        found = list(texts_in(self.head, ()))
        for n, theme in self.themes.items():
            found += texts_in(theme, ("themes", n))
        for (n, m), question in self.questions.items():
            found += texts_in(question, ("themes", n, "questions", m))
        return found


@dataclass(frozen=True)
class LoadedGuide:
    """What became of a file. `guide` is `None` if and only if there are faults. `missing` are texts to translate."""

    guide: Guide | None
    faults: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()
    missing: tuple[Fault, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)


def load_guide(folder: Path) -> LoadedGuide:
    """Load `guide.yaml` and the media of a folder. The folder's name is the guide's key."""
    report = Report(str(folder / FILE))
    key = folder.resolve().name
    if not re.fullmatch(ID_FORM, key):
        said = Said(
            "The folder's name is the guide's key. \"%(name)s\" is none: use the letters a–z, digits, "
            '"_" and "-", and begin with a letter.',
            {"name": shown(key)},
        )
        report.at(Place(0, 0), "folder-name", said)
    try:
        with (folder / FILE).open("rb") as file:
            text = file.read(MOST_BYTES + 1).decode("utf-8-sig")
    except OSError:
        report.at(Place(0, 0), "no-file", Said('There is no file "guide.yaml" to read in this folder.'))
        return LoadedGuide(None, report.sorted())
    except UnicodeDecodeError:
        report.at(Place(1, 1), "no-utf8", Said("The file is not UTF-8. Save it as UTF-8."))
        return LoadedGuide(None, report.sorted())
    return load_guide_text(text, key, folder, report)


def load_guide_text(text: str, key: str, folder: Folder = None, report: Report | None = None) -> LoadedGuide:
    """As `load_guide`, of a text."""
    report = report or Report(FILE)
    source = read_source(text)
    report.root = source.root
    for place, code, said in source.wrong:
        report.at(place, code, said)
    if not isinstance(source.root, Block):
        if not report.faults:
            said = Said('The file holds no guide. It begins with "languages:". See docs/guides.md.')
            report.at(Place(1, 1), "empty", said)
        return LoadedGuide(None, report.sorted())
    draft = _read(source.root, report)
    report.take(faulty_languages(draft))
    report.take(faulty_among(draft, draft.texts()))
    report.take(_twice(draft))
    report.take(_faulty_pictures(draft))
    named = {picture: path for path, picture in _pictures(draft) if picture.startswith(MEDIA)}
    media, problems = read_media(folder, named, {})
    report.take(problems)
    report.take(_meetings_without_themes(draft))
    report.take(_long_meetings(draft))
    report.take(hard_among(draft.languages, draft.texts()))
    found = report.sorted()
    faults = tuple(fault for fault in found if fault.severity == "fault")
    advice = tuple(fault for fault in found if fault.severity == "advice")
    if faults or draft.head is None:
        return LoadedGuide(None, faults, advice)
    return LoadedGuide(_guide(key, draft, draft.head, media), (), advice, tuple(_missing(draft, report)), media)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `guide.yaml`, for editors."""
    theme = create_model(
        "Theme",
        __base__=WrittenTheme,
        questions=(Annotated[tuple[WrittenGuideQuestion, ...], Field(min_length=1)], ...),
    )
    whole: Any = create_model(
        "Guide", __base__=WrittenGuideHead, themes=(Annotated[tuple[theme, ...], Field(min_length=1)], ...)
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole.model_json_schema()}


HEAD: TypeAdapter[WrittenGuideHead] = TypeAdapter(WrittenGuideHead)
THEME: TypeAdapter[WrittenTheme] = TypeAdapter(WrittenTheme)
QUESTION: TypeAdapter[WrittenGuideQuestion] = TypeAdapter(WrittenGuideQuestion)


def _read(root: Block, report: Report) -> GuideDraft:
    themes: dict[int, WrittenTheme] = {}
    questions: dict[tuple[int, int], WrittenGuideQuestion] = {}
    head = read_part(HEAD, _without(root, "themes"), (), report, head=_with(WrittenGuideHead, "themes"))
    for n, raw in enumerate(_items(root, "themes", ("themes",), report)[:MOST_THEMES]):
        here: WayTo = ("themes", n)
        if not isinstance(raw, Block):
            said = Said('A theme is a list of keys such as "id:", "title:" and "questions:".')
            report.take([Problem(here, "theme-form", said)])
            continue
        theme = read_part(THEME, _without(raw, "questions"), here, report, head=_with(WrittenTheme, "questions"))
        if theme is not None:
            themes[n] = theme
        for m, asked in enumerate(_items(raw, "questions", (*here, "questions"), report)):
            way = (*here, "questions", m)
            question = read_part(QUESTION, asked, way, report, head=WrittenGuideQuestion)
            if question is not None:
                questions[n, m] = question
    return GuideDraft(root, languages_of(root), head, themes, questions)


def _without(block: Block, key: str) -> dict[str, Any]:
    return {name: value for name, value in block.items() if name != key}


def _with(written: type[Written], key: str) -> type[Written]:
    """The keys that a message may name: those of the class, and the one that is read by itself."""
    return create_model(written.__name__, __base__=written, **{key: (Any, None)})  # type: ignore[call-overload,no-any-return]


def _items(block: Block, key: str, path: WayTo, report: Report) -> Items:
    found = block.get(key)
    if isinstance(found, Items) and found:
        if len(found) > MOST_THEMES:
            report.take([Problem(path, "too-many", Said("There are too many here. Make two guides of it."))])
        return found
    said = Said('"%(key)s" is missing: a list, each part with "-" before it.', {"key": key})
    report.take([Problem(path if key in block else path[:-1], f"no-{key}", said)])
    return Items(Place(1, 1))


def _twice(draft: GuideDraft) -> Iterator[Problem]:
    """No two themes, and no two questions, have the same id: statements name them."""
    themes = [(("themes", n, "id"), theme.id) for n, theme in draft.themes.items()]
    questions = [(("themes", n, "questions", m, "id"), one.id) for (n, m), one in draft.questions.items()]
    for found in (themes, questions):
        times = Counter(id for _, id in found)
        seen: set[str] = set()
        for path, id in found:
            if times[id] > 1 and id in seen:
                yield Problem(path, "id-twice", Said('The id "%(id)s" stands here twice. Choose another.', {"id": id}))
            seen.add(id)


def _pictures(draft: GuideDraft) -> Iterator[tuple[WayTo, str]]:
    """Every picture that is named, also in a theme that has another fault."""
    themes = draft.root.get("themes")
    for n, theme in enumerate(themes if isinstance(themes, Items) else ()):
        named = theme.get("picture") if isinstance(theme, Block) else None
        for place, picture in enumerate([named] if isinstance(named, str) else named or ()):
            if isinstance(picture, str):
                yield ("themes", n, "picture", place), picture


def _faulty_pictures(draft: GuideDraft) -> Iterator[Problem]:
    for path, picture in _pictures(draft):
        if not picture.startswith(MEDIA) and picture not in PICTURES:
            sentence = fixed('There is no picture "%(name)s". Your own begin with "media/".')
            yield unknown(path, "unknown-picture", picture, sorted(PICTURES), sentence)


def _meetings_without_themes(draft: GuideDraft) -> Iterator[Problem]:
    """Meetings are numbered from 1. A theme that did not load may be the one that is missed."""
    themes = draft.root.get("themes")
    if not isinstance(themes, Items) or len(draft.themes) < len(themes):
        return
    numbers = {theme.meeting for theme in draft.themes.values()}
    for n, theme in draft.themes.items():
        before = theme.meeting - 1
        if before and before not in numbers:
            said = Said(
                "This theme is of meeting %(meeting)s, and no theme is of meeting %(before)s. Number them from 1.",
                {"meeting": theme.meeting, "before": before},
            )
            yield Problem(("themes", n, "meeting"), "meeting-without-themes", said)


def _long_meetings(draft: GuideDraft) -> Iterator[Problem]:
    """Advice, where a meeting is longer than people can listen."""
    minutes = Counter[int]()
    for theme in draft.themes.values():
        minutes[theme.meeting] += theme.minutes
    for meeting, sum_ in sorted(minutes.items()):
        if sum_ > LONG_MEETING:
            said = Said(
                "Meeting %(meeting)s takes %(minutes)s minutes. At most %(most)s is good, breaks included.",
                {"meeting": meeting, "minutes": sum_, "most": LONG_MEETING},
            )
            yield Problem(("themes",), "long-meeting", said, "advice")


def _missing(draft: GuideDraft, report: Report) -> Iterator[Fault]:
    """Every text that lacks one of the languages."""
    for path, text in draft.texts():
        for language in draft.languages:
            if language not in text:
                place = report.place(path)
                said = Said(
                    'The text "%(source)s" (%(what)s) is missing in "%(language)s". Add it.',
                    {"source": shown(text[draft.languages[0]]), "what": str(path[-1]), "language": language},
                )
                yield Fault(report.file, place.line, place.column, None, "text-missing", said)


def _guide(key: str, draft: GuideDraft, head: WrittenGuideHead, media: Mapping[str, bytes]) -> Guide:
    return Guide(
        key=key,
        languages=draft.languages,
        reviewed={tag: Review(by=review.by, on=review.on) for tag, review in head.reviewed.items()},
        title=head.title,
        information=head.information,
        opening=head.opening,
        closing=head.closing,
        themes=tuple(
            Theme(
                id=theme.id,
                title=theme.title,
                minutes=theme.minutes,
                pictures=theme.picture,
                meeting=theme.meeting,
                questions=tuple(
                    GuideQuestion(id=one.id, text=one.text, probes=one.probes)
                    for (of, _), one in draft.questions.items()
                    if of == n
                ),
            )
            for n, theme in draft.themes.items()
        ),
        media={name: hashlib.sha256(data).hexdigest() for name, data in sorted(media.items())},
    )
