"""The cover: what round this is, whom the figures are about, and what may and may not be read out of them."""

from collections.abc import Iterator
from datetime import datetime

from surveyapp.evaluate import names, styles
from surveyapp.evaluate.paper import Book, Paper
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.web import here, words

SMALL_BASE = 20
"""Under this base the counts are read, and not the percentages."""


def write(book: Book, name: str, sheets: list[tuple[str, str]]) -> None:
    """Write the cover. `sheets` holds the other sheets' names and what each shows."""
    facts = book.release.round
    paper = Paper(book, name, facts.label, (34, 92))
    paper.across(book.said(book.questionnaire.title), styles.HEADING)
    paper.row += 1
    _blocks(book, paper)
    _section(paper, fixed("The round"), _facts(book))
    _list(paper, fixed("How those who answered are protected"), rule(book))
    _list(paper, fixed("What is promised"), [promise(facts.k)])
    _list(paper, fixed("What is not promised"), not_promised(facts.k))
    _list(paper, fixed("What may be concluded"), conclusions())
    paper.says(fixed("The sheets"), styles.HEADING)
    for sheet, shows in sheets:
        paper.text(1, sheet, styles.LINK, link=sheet)
        paper.text(2, shows, styles.LABEL)
        paper.row += 1


def no_figures(book: Book) -> Said | None:
    """Why there are no figures, or `None` when there are."""
    facts = book.release.round
    if book.release.blocks:
        return None
    if facts.stopped:
        return Said("There are no figures: the round was stopped.")
    return Said("There are no figures: fewer than %(k)s people answered.", {"k": facts.k})


def rule(book: Book) -> Iterator[Said]:
    """The rule of the release. The words depend on the round's plan alone, never on who answered."""
    facts = book.release.round
    k = {"k": facts.k}
    yield Said("Every figure is about %(k)s people or more.", k)
    if facts.breakdown == "gender" and any(screen.ask == "gender" for screen in book.questionnaire.questions):
        yield Said("Women and men are shown apart if at least %(k)s women and at least %(k)s men answered.", k)
        yield Said(
            "Then those who told another gender, or none, are shown as a group if they are at least %(k)s. "
            "If they are fewer, they are left out of every figure.",
            k,
        )
        yield Said("If women or men are fewer than %(k)s, all who answered are one group, and nobody is left out.", k)
    else:
        yield Said("All who answered are one group, and nobody is left out.")
    yield Said("If fewer than %(k)s people answered in all, there are no figures.", k)
    yield Said(
        "A question that was asked of too few in a group is shown for all groups together. "
        "If too few were asked in all, it is not shown."
    )
    yield Said(
        "A sensitive question is shown for all groups together. "
        "Its smallest and its largest counts are told in words, so that nobody stands out."
    )
    yield Said("The figures were made once, at a time set beforehand, and never change.")


def promise(k: int) -> Said:
    """What the release promises."""
    return Said(
        "Every published figure on answers is a sum over %(k)s or more responses, and no arithmetic over all that was "
        "ever published about a round gives a sum over fewer.",
        {"k": k},
    )


def not_promised(k: int) -> Iterator[Said]:
    """What it does not promise; the same on every cover."""
    fewer = {"fewer": k - 1}
    yield Said("That a group did not all answer alike.")
    yield Said(
        "Anything against %(fewer)s people who tell each other their answers, or one who sends %(fewer)s answers by an "
        "open link, on paper or with codes of their own.",
        fewer,
    )
    yield Said("That nobody who counted heads can see that someone answered other or nothing on gender.")
    yield Said("That facts which never change stay hidden from one who compares rounds.")
    yield Said("The sizes of groups.")


def conclusions() -> Iterator[Said]:
    """How to read small numbers."""
    small = {"base": SMALL_BASE}
    yield Said(
        "The base is the number of people that a percentage is of. Under a base of %(base)s, read the counts: "
        "one person more or less moves the percentage by five points or more.",
        small,
    )
    yield Said("The figures tell what those who answered said. They are no sample, and say nothing sure about others.")
    yield Said("In small groups a difference between women and men may be chance. Ask again before you act on it.")
    yield Said("The figures tell what people answered, not why.")
    yield Said(
        "The share within a group tells how many of the women asked, or of the men asked, gave an answer. "
        "The distribution tells how many of those who gave an answer are women, and how many are men. "
        "They are different questions."
    )
    yield Said(
        "The favourable share leaves out those who did not answer, did not want to answer, or chose a way out such as "
        "don't know."
    )


def _blocks(book: Book, paper: Paper) -> None:
    paper.says(fixed("Whom the figures are about"), styles.HEADING)
    if reason := no_figures(book):
        paper.says(reason, styles.MARK)
    for block in book.release.blocks:
        paper.text(1, words.say(names.BLOCKS[block.id]), styles.LABEL)
        paper.number(2, block.size, styles.COUNT_FIRST)
        paper.row += 1
    if len(book.release.blocks) > 1:
        paper.text(1, words.say(names.column([block.id for block in book.release.blocks])), styles.LABEL_SUM)
        paper.number(2, sum(block.size for block in book.release.blocks), styles.COUNT_FIRST_SUM)
        paper.row += 1
    paper.row += 1


def _facts(book: Book) -> Iterator[tuple[str, str | datetime]]:
    facts = book.release.round
    yield fixed("Opened"), _local(facts.opens)
    yield fixed("Closed"), _local(facts.closes)
    yield fixed("Figures made"), _local(facts.releases)
    yield fixed("Time zone"), here.zone().key
    if len(facts.sites) > 1:
        yield fixed("Places"), ", ".join(facts.sites.values())
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


def _local(time: str) -> datetime:
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
