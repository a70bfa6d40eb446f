"""Puts a workbook together from a release, the questionnaire that it is about, a language and an export profile."""

from collections.abc import Sequence
from datetime import datetime

from surveyapp.evaluate import reading
from surveyapp.evaluate.binding import About, begin, finish, sheet_names
from surveyapp.evaluate.paper import Book
from surveyapp.evaluate.profile import STANDARD, Profile
from surveyapp.evaluate.reading import Question
from surveyapp.evaluate.sheets import circumstances, codebook, cover, flat, grid, overview, question, rank
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import fixed
from surveyapp.release.figures import Figures, figures
from surveyapp.release.model import Release
from surveyapp.web import words

NAMES = {
    "cover": fixed("Cover"),
    "overview": fixed("Overview"),
    "language-and-help": fixed("Language and help"),
    "flat": fixed("Flat table"),
    "codebook": fixed("Codebook"),
}

SHOWN = {
    "overview": fixed("The favourable share of each question, women and men side by side"),
    "language-and-help": fixed("In which language and how people answered, and who helped"),
    "flat": fixed("Every count in a row of its own, for pivot tables"),
    "codebook": fixed("What the ids stand for, in the words that were asked"),
}


def make_workbook(release: Release, questionnaire: Questionnaire, language: str, profile: Profile = STANDARD) -> bytes:
    """The workbook as .xlsx. The same release in the same language and profile gives the same bytes.

    Raises `ExportRefused` if the profile names questions that the questionnaire lacks.
    """
    with words.in_language(language):
        workbook, look = begin(language)
        book = Book(workbook, release, questionnaire, language, look, profile)
        alternatives = _sheets(book)
        about = About(
            creator=release.round.responsible,
            title=release.round.label,
            subject=book.said(questionnaire.title),
            released=datetime.fromisoformat(release.round.releases),
        )
        return finish(workbook, language, about, alternatives)


def _sheets(book: Book) -> list[str]:
    """Write the sheets; the alternative texts of their pictures. Without figures only the codebook is left."""
    there = {one.screen.id: one for one in reading.questions(book.release, book.questionnaire)}
    chosen = [there[id] for id in book.profile.chosen(book.questionnaire, there)]
    together = reading.sheets(chosen)
    called = dict(
        zip(
            [*NAMES, *(those[0].screen.id for those in together)],
            sheet_names([*map(words.say, NAMES.values()), *map(_name, together)]),
            strict=True,
        )
    )
    sheets = [name for name in book.profile.sheets if book.release.blocks or name == "codebook"]
    own = {one.screen.id: called[those[0].screen.id] for those in together for one in those if "questions" in sheets}
    contents: list[tuple[str, str]] = []
    for sheet in sheets:
        if sheet == "questions":
            contents += [(called[those[0].screen.id], _shows(book, those)) for those in together]
        else:
            contents.append((called[sheet], words.say(SHOWN[sheet])))
    alternatives = cover.write(book, called["cover"], contents)
    for sheet in sheets:
        if sheet == "overview":
            overview.write(book, called[sheet], chosen, own)
        elif sheet == "questions":
            texts = [_write(book, called[those[0].screen.id], those) for those in together]
            alternatives += [text for text in texts if text]
        elif sheet == "language-and-help":
            circumstances.write(book, called[sheet])
        elif sheet == "flat":
            flat.write(book, called[sheet], _flat(book, [one.figures for one in chosen]))
        else:
            screens = {screen.id: screen for screen in book.questionnaire.questions}
            codebook.write(
                book, called[sheet], [screens[id] for id in book.profile.chosen(book.questionnaire, screens)]
            )
    return alternatives


def _name(those: Sequence[Question]) -> str:
    """What the sheet of these questions is called."""
    first, last = those[0], those[-1]
    if len(those) == 1:
        return f"{first.number} {first.screen.id}"
    return f"{first.number}–{last.number} {first.screen.part_of}"


def _shows(book: Book, those: Sequence[Question]) -> str:
    """What the sheet of these questions is about."""
    if len(those) == 1:
        return book.title(those[0].screen)
    return "\n".join([reading.heading(those, book.said), *(book.said(one.screen.text) for one in those)])


def _write(book: Book, name: str, those: Sequence[Question]) -> str | None:
    """Write it. Returns the alternative text of its chart, if it has one."""
    if len(those) > 1:
        return grid.write(book, name, those)
    (one,) = those
    return rank.write(book, name, one) if one.screen.choose else question.write(book, name, one)


def _flat(book: Book, chosen: list[Figures]) -> list[Figures]:
    """All tables in the release's order, or those that were chosen, and the facts where they have their sheet."""
    if book.profile.questions is None:
        return list(figures(book.release, book.questionnaire))
    return [
        *chosen,
        *(reading.facts(book.release, book.questionnaire) if "language-and-help" in book.profile.sheets else ()),
    ]
