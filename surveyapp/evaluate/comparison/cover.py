"""The cover: which rounds stand beside each other, what can be compared and what can't, and how they are protected."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from surveyapp.evaluate import cautions, names, styles
from surveyapp.evaluate.comparison import beside
from surveyapp.evaluate.comparison.laid import Laid
from surveyapp.evaluate.comparison.sides import Side
from surveyapp.evaluate.paper import NONE, Paper
from surveyapp.evaluate.sheets.cover import local
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.model import Group, group_of
from surveyapp.web import here, words

NAME_WIDTH, TOGETHER = 30, 96

Value = str | int | datetime


def write(laid: Laid, name: str, overview: str, questions: Mapping[str, str], rest: str, flat: str) -> None:
    """Write it. What follows the name are the names of the other sheets, and of the questions' by their ids."""
    sides = laid.comparison.sides
    width = max(22, TOGETHER // len(sides))
    paper = Paper(laid, name, words.say(fixed("Rounds side by side")), (NAME_WIDTH, *[width] * len(sides)))
    paper.row += 1
    _rounds(laid, paper)
    _list(paper, fixed("What can be compared"), beside.comparable(laid.comparison))
    _list(paper, fixed("Read this before you compare"), beside.cautions())
    for rule, those in _by_rule(sides).items():
        paper.says(fixed("How those who answered are protected"), styles.HEADING)
        if len(those) < len(sides):
            paper.across(", ".join(side.name for side in those), styles.NOTE)
        for sentence in rule:
            paper.across(sentence, styles.TEXT)
        paper.row += 1
    k = min(side.release.round.k for side in sides)
    _list(paper, fixed("What is promised of each round"), [cautions.promise(k)])
    _list(paper, fixed("What is not promised"), cautions.not_promised(k))
    _list(paper, fixed("What may be concluded"), cautions.conclusions())
    paper.new_page()
    paper.says(fixed("The sheets"), styles.HEADING)
    _sheet(paper, overview, words.say(fixed("The favourable share of each question, round by round")))
    for one in laid.comparison.shared:
        title = laid.title(one.sides[0], one.id)
        if one.breaks:
            title = words.say(Said("Not comparable: %(question)s", {"question": title}))
        _sheet(paper, questions[one.id], title)
    _sheet(paper, rest, words.say(fixed("The questions that one round alone has")))
    _sheet(paper, flat, words.say(fixed("Every count in a row of its own, with its round, for pivot tables")))


def _rounds(laid: Laid, paper: Paper) -> None:
    sides = laid.comparison.sides
    paper.text(1, words.say(fixed("The rounds")), styles.HEAD)
    for n, side in enumerate(sides):
        paper.text(2 + n, side.name, styles.HEAD)
    paper.row += 1
    facts = [dict(_facts(laid, side)) for side in sides]
    for fact in dict.fromkeys(fact for one in facts for fact in one):
        values = [one.get(fact, "") for one in facts]
        if not any(values):
            continue
        paper.text(1, words.say(fact), styles.LABEL)
        for n, value in enumerate(values):
            if isinstance(value, str):
                paper.text(2 + n, value or NONE, styles.LABEL)
            else:
                paper.number(2 + n, value, styles.COUNT_FIRST if isinstance(value, int) else styles.TIME)
        paper.row += 1
    paper.row += 1


def _facts(laid: Laid, side: Side) -> Iterator[tuple[str, Value]]:
    release, facts = side.release, side.release.round
    mark = names.mark(facts.kind)
    yield fixed("Note"), words.say(mark) if mark else ""
    yield fixed("Questionnaire"), laid.of(side).said(side.questionnaire.title)
    yield fixed("Wave"), facts.wave
    yield fixed("Opened"), local(facts.opens)
    yield fixed("Closed"), local(facts.closes)
    yield fixed("Figures made"), local(facts.releases)
    yield fixed("Time zone"), here.zone().key
    yield fixed("Places"), ", ".join(facts.sites.values()) if len(facts.sites) > 1 else ""
    yield fixed("Smallest group that is shown"), facts.k
    sizes: dict[Group, int] = {}
    for block in release.blocks:
        sizes[group_of(block.id)] = sizes.get(group_of(block.id), 0) + block.size
    for group, named in names.BLOCKS.items():
        yield named, sizes.get(group, "")
    reason = cautions.no_figures(release)
    yield fixed("Figures"), words.say(reason) if reason else ""
    yield fixed("Languages"), ", ".join(words.own_name(tag) for tag in facts.languages)
    yield fixed("Responsible"), facts.responsible
    yield fixed("Contact"), facts.contact
    yield fixed("Round"), facts.id
    yield fixed("Version of the questionnaire"), facts.version
    yield fixed("Checksum of the figures"), release.hash


def _by_rule(sides: Sequence[Side]) -> dict[tuple[str, ...], list[Side]]:
    """The sentences of the rules, and the rounds that each is about."""
    found: dict[tuple[str, ...], list[Side]] = {}
    for side in sides:
        rule = tuple(map(words.say, cautions.rule(side.release, side.questionnaire)))
        found.setdefault(rule, []).append(side)
    return found


def _list(paper: Paper, heading: str, sentences: Iterator[Said] | list[Said]) -> None:
    paper.says(heading, styles.HEADING)
    for sentence in sentences:
        paper.says(sentence, styles.TEXT)
    paper.row += 1


def _sheet(paper: Paper, sheet: str, shows: str) -> None:
    paper.text(1, sheet, styles.LINK, link=sheet)
    paper.text(2, shows, styles.LABEL, to=len(paper.widths))
    paper.row += 1
