"""Export profiles: what a workbook leaves out of its release, or puts in another order. They can say nothing else.

A profile is checked as questionnaires are: every fault at once, with its place, or a profile. Nothing is half-loaded.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, Tag, ValidationError

from surveyapp.evaluate.logo import LARGEST, Logo, read_logo
from surveyapp.evaluate.refused import ExportRefused
from surveyapp.questionnaire.definition import ID_FORM, Flag, Language, Text, Written
from surveyapp.questionnaire.explain import explained
from surveyapp.questionnaire.faults import Fault, Problem, Report, meant, shown, unknown
from surveyapp.questionnaire.media import read_media
from surveyapp.questionnaire.model import Questionnaire, Screen
from surveyapp.questionnaire.source import MOST_BYTES, Block, Items, Place, read_source
from surveyapp.questionnaire.words import Said, fixed

SHEETS = ("overview", "questions", "language-and-help", "flat", "codebook")
"""What may follow the cover, in the order of the standard workbook."""

ALL = "all"
MOST_PROFILES = 100

Sheet: TypeAlias = Annotated[str, Field(json_schema_extra={"enum": list(SHEETS)})]

WrittenQuestions: TypeAlias = Annotated[
    Annotated[Annotated[str, Field(json_schema_extra={"const": ALL})], Tag("#all")]
    | Annotated[Annotated[tuple[str, ...], Field(min_length=1)], Tag("#list")],
    Discriminator(lambda value: "#all" if isinstance(value, str) else "#list"),
]


class WrittenProfile(Written):
    """What stands in the file."""

    title: Text
    sheets: Annotated[tuple[Sheet, ...], Field(min_length=1)]
    questions: WrittenQuestions = ALL
    language: Language | None = None
    charts: Flag = True
    organisation: Annotated[str, Field(max_length=200)] = ""
    logo: str | None = None


@dataclass(frozen=True)
class Profile:
    """A profile that was loaded. `questions` is `None` for all, `language` is `None` for the reader's own.

    `titles` are the words that it is chosen by.
    """

    name: str
    titles: Mapping[str, str]
    sheets: tuple[str, ...] = SHEETS
    questions: tuple[str, ...] | None = None
    language: str | None = None
    charts: bool = True
    organisation: str = ""
    logo: Logo | None = None

    def chosen(self, questionnaire: Questionnaire, there: Iterable[str]) -> list[str]:
        """The ids of the questions, of those that are there, in the profile's order.

        The id of a grid stands for all its questions. Raises `ExportRefused` for ids that the questionnaire lacks.
        """
        if self.questions is None:
            return list(there)
        known = _known(questionnaire)
        lacking = [id for id in self.questions if id not in known]
        if lacking:
            raise ExportRefused(
                Said(
                    'The profile "%(profile)s" names questions that the round\'s questionnaire has not: %(ids)s.',
                    {
                        "profile": self.name,
                        "ids": ", ".join(f'"{shown(id)}"' for id in lacking),
                    },
                    meant(lacking[0], known),
                )
            )
        wanted = [screen.id for id in self.questions for screen in known[id]]
        return [id for id in dict.fromkeys(wanted) if id in set(there)]


STANDARD = Profile(name="standard", titles={})
"""All that the release holds."""


def _known(questionnaire: Questionnaire) -> dict[str, list[Screen]]:
    """The questions that an id stands for."""
    known: dict[str, list[Screen]] = {}
    for screen in questionnaire.questions:
        for id in dict.fromkeys((screen.id, screen.part_of or screen.id)):
            known.setdefault(id, []).append(screen)
    return known


@dataclass(frozen=True)
class Loaded:
    """What became of a file. `profile` is `None` if and only if there are faults."""

    name: str
    profile: Profile | None
    faults: tuple[Fault, ...] = ()


def profiles(folders: Sequence[Path], languages: Collection[str]) -> list[Loaded]:
    """The profiles of these folders, by name; the first folder that has one of a name is the one that counts."""
    files: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.yaml"))[:MOST_PROFILES]:
            files.setdefault(file.stem, file)
    names = sorted(files, key=lambda name: (name != STANDARD.name, name))
    return [load_profile(files[name], languages) for name in names]


def load_profile(file: Path, languages: Collection[str]) -> Loaded:
    """Load one. `languages` are those that a workbook can be in."""
    report = Report(str(file))
    if not re.fullmatch(ID_FORM, file.stem):
        said = Said(
            "The file's name is the profile's. \"%(name)s\" is none: use the letters a–z, digits, "
            '"_" and "-", and begin with a letter.',
            {"name": shown(file.stem)},
        )
        report.at(Place(0, 0), "file-name", said)
    try:
        with file.open("rb") as opened:
            text = opened.read(MOST_BYTES + 1).decode("utf-8-sig")
    except OSError:
        report.at(Place(0, 0), "no-file", Said("There is no such file to read."))
        return Loaded(file.stem, None, report.sorted())
    except UnicodeDecodeError:
        report.at(Place(1, 1), "no-utf8", Said("The file is not UTF-8. Save it as UTF-8."))
        return Loaded(file.stem, None, report.sorted())
    profile = _load(text, file, languages, report)
    return Loaded(file.stem, None if report.faults else profile, report.sorted())


def _load(text: str, file: Path, languages: Collection[str], report: Report) -> Profile | None:
    source = read_source(text)
    report.root = source.root
    for place, code, said in source.wrong:
        report.at(place, code, said)
    if not isinstance(source.root, Block):
        if not report.faults:
            said = Said('The file holds no export profile. It begins with "title:". See docs/workbooks.md.')
            report.at(Place(1, 1), "empty", said)
        return None
    written = None
    try:
        written = WrittenProfile.model_validate(source.root)
    except ValidationError as error:
        report.take(explained(error, (), None, WrittenProfile))
    report.take(_faulty_sheets(source.root))
    report.take(_faulty_questions(source.root))
    report.take(_faulty_languages(source.root, languages))
    logo, problems = _read_logo(source.root, file.parent)
    report.take(problems)
    if written is None:
        return None
    return Profile(
        name=file.stem,
        titles=written.title,
        sheets=written.sheets,
        questions=None if isinstance(written.questions, str) else written.questions,
        language=written.language,
        charts=written.charts,
        organisation=written.organisation,
        logo=logo,
    )


def _listed(root: Block, key: str) -> list[tuple[int, str]]:
    written = root.get(key)
    return [(n, one) for n, one in enumerate(written) if isinstance(one, str)] if isinstance(written, Items) else []


def _faulty_sheets(root: Block) -> Iterator[Problem]:
    for n, name in _listed(root, "sheets"):
        if name == "cover":
            said = Said("The cover is always there and always the first. Take it away here.")
            yield Problem(("sheets", n), "cover-named", said)
        elif name not in SHEETS:
            yield unknown(
                ("sheets", n),
                "unknown-sheet",
                name,
                SHEETS,
                fixed('"%(name)s" is no sheet.'),
            )
    yield from _twice(root, "sheets")


def _faulty_questions(root: Block) -> Iterator[Problem]:
    written = root.get("questions")
    if isinstance(written, str) and written != ALL:
        said = Said('After "questions:" comes the word all, or a list of ids such as [one, two].')
        yield Problem(("questions",), "questions-form", said)
    for n, id in _listed(root, "questions"):
        if not re.fullmatch(rf"{ID_FORM}(\.{ID_FORM})*", id):
            said = Said('"%(id)s" is no id of a question. The codebook of a workbook lists them.', {"id": shown(id)})
            yield Problem(("questions", n), "id-form", said)
    yield from _twice(root, "questions")


def _twice(root: Block, key: str) -> Iterator[Problem]:
    seen = Counter[str]()
    for n, name in _listed(root, key):
        seen[name] += 1
        if seen[name] == 2:
            yield Problem((key, n), "named-twice", Said('"%(name)s" stands here twice.', {"name": shown(name)}))


def _faulty_languages(root: Block, languages: Collection[str]) -> Iterator[Problem]:
    sentence = fixed('A workbook can\'t be in "%(name)s".')
    language = root.get("language")
    if isinstance(language, str) and language not in languages:
        yield unknown(("language",), "unknown-language", language, languages, sentence)
    titles = root.get("title")
    if not isinstance(titles, Block):
        return
    if not titles:
        yield Problem(("title",), "title-missing", Said("The title has no words. It is what the profile is chosen by."))
    for tag, words in titles.items():
        if tag not in languages:
            yield unknown(("title", tag), "unknown-language", tag, languages, sentence, at_key=True)
        elif isinstance(words, str) and not words.strip():
            yield Problem(("title", tag), "title-missing", Said("The title has no words here."))


def _read_logo(root: Block, folder: Path) -> tuple[Logo | None, list[Problem]]:
    name = root.get("logo")
    if not isinstance(name, str):
        return None, []
    media, problems = read_media(folder, {name: ("logo",)}, {})
    if any(problem.code == "media-outside" for problem in problems):
        said = Said(
            '"%(name)s" is not a file in the folder "media" beside the profile. Put it there.', {"name": shown(name)}
        )
        problems = [Problem(("logo",), "media-outside", said)]
    logo = read_logo(media[name]) if name in media else None
    if name in media and logo is None:
        said = Said(
            'A workbook can\'t show "%(name)s". Use a PNG or JPEG of at most %(most)s times %(most)s pixels.',
            {"name": shown(name), "most": str(LARGEST)},
        )
        problems = [Problem(("logo",), "logo-format", said)]
    return logo, problems


def json_schema() -> dict[str, Any]:
    """The schema of a profile, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **WrittenProfile.model_json_schema()}
