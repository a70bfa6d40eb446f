"""The cover: what round this is, whom the figures are about, and what may and may not be read out of them."""

from collections.abc import Iterator
from datetime import datetime

from surveyapp.evaluate import cautions, reading, styles
from surveyapp.evaluate.paper import Book, Paper
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import sums
from surveyapp.web import here, words


def write(book: Book, name: str, sheets: list[tuple[str, str]]) -> list[str]:
    """Write the cover. `sheets` holds the other sheets' names and what each shows.

    Returns the alternative text of its logo, if it has one.
    """
    facts = book.release.round
    paper = Paper(book, name, facts.label, (34, 92))
    paper.across(book.said(book.questionnaire.title), styles.HEADING)
    if book.profile.organisation:
        paper.across(book.profile.organisation, styles.HEADING)
    if book.profile.logo:
        paper.picture(book.profile.logo)
    paper.row += 1
    _blocks(book, paper)
    if book.release.blocks and book.groups.variable:
        _cuts(book, paper, book.groups.variable)
    _section(paper, fixed("The round"), _facts(book))
    _list(paper, fixed("How those who answered are protected"), cautions.rule(book.release, book.questionnaire))
    _list(paper, fixed("What is promised"), [cautions.promise(facts.k)])
    _list(paper, fixed("What is not promised"), cautions.not_promised(facts.k))
    _list(paper, fixed("What may be concluded"), cautions.conclusions())
    paper.new_page()
    paper.says(fixed("The sheets"), styles.HEADING)
    for sheet, shows in sheets:
        paper.text(1, sheet, styles.LINK, link=sheet)
        paper.text(2, shows, styles.LABEL)
        paper.row += 1
    return [book.profile.organisation or words.say(fixed("Logo"))] if book.profile.logo else []


def _blocks(book: Book, paper: Paper) -> None:
    paper.says(fixed("Whom the figures are about"), styles.HEADING)
    if reason := cautions.no_figures(book.release):
        paper.says(reason, styles.MARK)
    for block in book.release.blocks:
        paper.text(1, book.groups.name([block.id]), styles.LABEL)
        paper.number(2, block.size, styles.COUNT_FIRST)
        paper.row += 1
    sizes = {block.id: block.size for block in book.release.blocks}
    for blocks in sums(tuple(sizes)):
        paper.text(1, book.groups.name(blocks), styles.LABEL_SUM)
        paper.number(2, sum(sizes[id] for id in blocks), styles.COUNT_FIRST_SUM)
        paper.row += 1
    paper.row += 1


def _cuts(book: Book, paper: Paper, variable: str) -> None:
    """Which values the second variable has, and how they were put together."""
    paper.says(Said("The parts by: %(variable)s", {"variable": variable}), styles.HEADING)
    if joined := reading.put_together(book.release):
        paper.says(joined)
    for value, where in reading.cuts(book.release, book.questionnaire, book.groups):
        paper.text(1, value, styles.LABEL)
        paper.text(2, where, styles.LABEL)
        paper.row += 1
    paper.row += 1


def _facts(book: Book) -> Iterator[tuple[str, str | datetime]]:
    facts = book.release.round
    yield fixed("Opened"), local(facts.opens)
    yield fixed("Closed"), local(facts.closes)
    yield fixed("Figures made"), local(facts.releases)
    yield fixed("Time zone"), here.zone().key
    if len(facts.sites) > 1:
        yield fixed("Places"), ", ".join(facts.sites.values())
    if book.groups.variable:
        yield fixed("Second variable"), book.groups.variable
    yield fixed("Languages"), ", ".join(words.own_name(tag) for tag in facts.languages)
    yield fixed("Responsible"), facts.responsible
    yield fixed("Contact"), facts.contact
    yield fixed("Legal ground"), facts.legal_ground
    yield fixed("Answers are kept until"), facts.kept_until
    yield fixed("Reference number"), facts.reference
    yield fixed("Round"), facts.id
    yield fixed("Questionnaire"), facts.questionnaire
    yield fixed("Version of the questionnaire"), facts.version
    yield fixed("Checksum of the figures"), book.release.hash


def local(time: str) -> datetime:
    """A time of the release as it is entered and shown."""
    return datetime.fromisoformat(time).astimezone(here.zone()).replace(tzinfo=None)


def _section(paper: Paper, heading: str, facts: Iterator[tuple[str, str | datetime]]) -> None:
    paper.says(heading, styles.HEADING)
    for name, value in facts:
        if value:
            paper.text(1, words.say(name), styles.LABEL)
            if isinstance(value, str):
                paper.text(2, value, styles.LABEL)
            else:
                paper.number(2, value, styles.TIME)
            paper.row += 1
    paper.row += 1


def _list(paper: Paper, heading: str, sentences: Iterator[Said] | list[Said]) -> None:
    paper.says(heading, styles.HEADING)
    for sentence in sentences:
        paper.says(sentence, styles.TEXT)
    paper.row += 1
