"""What sheets and pages alike say beside figures: the names of rows, and how a question is shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from surveyapp.evaluate import names
from surveyapp.evaluate.groups import Groups
from surveyapp.questionnaire.kinds import Sayable, kind_of
from surveyapp.questionnaire.kinds.rank import places
from surveyapp.questionnaire.model import Option, Questionnaire, Screen, Words
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release import second
from surveyapp.release.figures import SMALL_BASE, Column, Figures, Share, figures
from surveyapp.release.model import NOT_ASKED, Group, Release, Row
from surveyapp.web import words

FACTS = ("$language", "$helper", "$company", "$support", "$mode", "$proxy")

_FACT_NAMES = {
    **second.FACTS,
    "$company": fixed("Was somebody with you when you answered?"),
    "$support": fixed("Support on the screen"),
    "$mode": fixed("Way of answering"),
    "$proxy": fixed("Who answered"),
}

_FACT_VALUES = {
    "alone": fixed("No, I was alone"),
    "somebody": fixed("Yes, but I was not helped"),
    "helped": fixed("Yes, and I was helped"),
    "used": fixed("Used"),
    "not_used": fixed("Not used"),
    "own_device": fixed("On a device of one's own"),
    "shared_tablet": fixed("On a shared tablet"),
    "paper": fixed("On paper"),
    "themselves": fixed("The participant"),
    "by_proxy": fixed("Somebody else for the participant"),
}


class Question:
    """A question of the release, numbered as it was asked."""

    def __init__(self, number: int, screen: Screen, its: Figures) -> None:
        self.number = number
        self.screen = screen
        self.figures = its
        self.rows = [row for row in its.table.rows if row.id != NOT_ASKED]
        self.apart: list[Group] = ["women", "men"] if its.women and not screen.choose else []
        """Between whom each answer is distributed; the places of a rank are not."""

    @property
    def answers(self) -> list[Row]:
        """The rows that are answers, way outs among them."""
        return [row for row in self.rows if row.id not in names.ASIDE]

    @property
    def placed(self) -> list[Option]:
        """The options of a rank that are put in order."""
        rows = {row.id for row in self.rows}
        return [option for option in self.screen.options if f"{option.id}.1" in rows]

    def given_a_place(self, option: str, column: Column) -> int | None:
        """How many put that option somewhere, if every count of it is told."""
        counts = [column.counts[f"{option}.{place}"] for place in places(self.screen)]
        whole = [count for count in counts if isinstance(count, int)]
        return sum(whole) if len(whole) == len(counts) else None

    def share_with_a_place(self, option: str, column: Column) -> Share | None:
        """Their part of those who were asked."""
        part = self.given_a_place(option, column)
        return Share(part, column.asked) if part is not None and column.asked else None

    def voters(self, column: Column) -> int | None:
        """How many put something in order, if every count of a first place is told: each of them gave one."""
        counts = [column.counts[f"{option.id}.1"] for option in self.placed]
        whole = [count for count in counts if isinstance(count, int)]
        return sum(whole) if len(whole) == len(counts) else None

    def points_each(self, option: str, column: Column, k: int) -> Fraction | None:
        """The option's points divided by those who put something in order, if they are k or more."""
        points, voters = column.points.get(option), self.voters(column)
        return Fraction(points, voters) if points is not None and voters and voters >= k else None

    def row(self, id: str) -> Row:
        """The row of that id."""
        return next(row for row in self.rows if row.id == id)

    def is_way_out(self, row: Row) -> bool:
        """Whether the row tells of something else than an answer to the question."""
        return row.id in names.ASIDE or any(option.id == row.id and option.way_out for option in self.screen.options)

    @property
    def offered_to_some(self) -> frozenset[str]:
        """The ids of the options that only some were offered."""
        return frozenset(option.id for option in self.screen.options if option.show_if)

    def name(self, row: Row) -> Sayable:
        """The row's name."""
        return names.ASIDE.get(row.id) or kind_of(self.screen).rows(self.screen)[row.id]


def title(screen: Screen, questionnaire: Questionnaire) -> Words:
    """A question in full: what it is about, what is asked, and of own words the answer that brought them about.

    This names a question wherever a reader meets it alone: one asked for each of several things, or a statement of a
    grid, says too little by its own text.
    """
    parts = [screen.text]
    if screen.own_words_of is not None:
        parts.insert(0, questionnaire.screen(screen.own_words_of).text)
    if screen.about is not None:
        parts.insert(0, screen.about.text)
    return parts[0] if len(parts) == 1 else _one_after_another(parts, questionnaire.languages)


def _one_after_another(parts: Sequence[Words], languages: Iterable[str]) -> Words:
    """The texts with dashes between them, in each of the languages that all of them have."""
    told = {tag: [_in_language(part, tag) for part in parts] for tag in languages}
    return {tag: " – ".join(map(str, texts)) for tag, texts in told.items() if None not in texts}


def _in_language(part: Words, tag: str) -> str | None:
    """The text in that language: a fixed one is translated, a designer's may lack it."""
    if not isinstance(part, str):
        return part.get(tag)
    with words.in_language(tag):
        return words.say(part)


def questions(release: Release, questionnaire: Questionnaire) -> list[Question]:
    """The questions of the release, shown or not."""
    numbers = {screen.id: number for number, screen in enumerate(questionnaire.questions, 1)}
    return [
        Question(numbers[one.id], one.screen, one) for one in figures(release, questionnaire) if one.screen is not None
    ]


def sheets(questions: Iterable[Question]) -> list[list[Question]]:
    """The questions that stand on a sheet together: the statements of a grid, and else each by itself."""
    found: list[list[Question]] = []
    for one in questions:
        beside = next((those for those in found if _same_grid(those[0].screen, one.screen)), None)
        if beside:
            beside.append(one)
        else:
            found.append([one])
    return found


def _same_grid(one: Screen, other: Screen) -> bool:
    """Whether both are statements of one grid, and not a question asked for each of several things."""
    return one.ask == "scale" and one.part_of is not None and (one.part_of, one.about) == (other.part_of, other.about)


def heading(statements: Sequence[Question], said: Callable[[Sayable], str]) -> str:
    """What stands above a grid's statements: their numbers, and what all of them are about."""
    about = statements[0].screen.about
    assert about, "statements of a grid are about something"
    return f"{statements[0].number}–{statements[-1].number}. {said(about.text)}"


def facts(release: Release, questionnaire: Questionnaire) -> list[Figures]:
    """The tables of language, helper, company, support and way of answering."""
    found = {one.id: one for one in figures(release, questionnaire)}
    return [found[id] for id in FACTS if id in found]


def fact_name(id: str) -> str:
    """What `$language` and the like are called."""
    return _FACT_NAMES[id]


def fact_value(id: str, row: Row, questionnaire: Questionnaire, said: Callable[[Sayable], str]) -> str:
    """A row of such a table in words; a remainder has the words of all that it holds."""
    values = [said(_fact_value(id, value, questionnaire)) for value in row.holds or (row.id,)]
    return words.say(Said("Together: %(values)s", {"values": "; ".join(values)})) if row.holds else values[0]


def _fact_value(id: str, value: str, questionnaire: Questionnaire) -> Sayable:
    if value in names.ASIDE:
        return names.ASIDE[value]
    if id == "$language":
        return {questionnaire.source: words.own_name(value)}
    if id == "$helper":
        helper = next(screen for screen in questionnaire.questions if screen.ask == "helper")
        return kind_of(helper).rows(helper)[value]
    return _FACT_VALUES[value]


def notes(question: Question, release: Release) -> Iterator[Said]:
    """How a question is shown, in the order in which a reader needs it."""
    table, screen = question.figures.table, question.screen
    if screen.reads:
        yield Said("This question was asked of some only, depending on earlier answers.")
    if table.shown == "not_shown":
        yield Said("Not shown: by how many were asked, or could answer what, the figures could point at someone.")
        return
    if screen.sensitive:
        yield Said("A sensitive question.")
    if table.shown == "together" and len(release.blocks) > 1:
        yield Said("Shown for all groups together: shown apart, the figures could point at someone.")
    if question.figures.hides:
        yield Said("The smallest and the largest counts are told in words, and what would need them is left out.")
    yield from _how_to_read(question, release)


def _how_to_read(question: Question, release: Release) -> Iterator[Said]:
    """What is to be known of the figures, where there are any."""
    screen = question.screen
    if question.figures.table.shown == "by_block" and (joined := put_together(release)):
        yield joined
    if question.offered_to_some:
        yield Said(
            "Some answers were offered to some only, depending on earlier answers. The percentages are of all who were "
            "asked the question."
        )
    if kind_of(screen).overlapping:
        yield Said("Several answers could be chosen, so that the answers can add up to more than those asked.")
    if screen.ask == "text":
        yield Said("The table tells how many wrote something. What they wrote is no figure.")
    if question.figures.counts_first:
        yield Said("Fewer than %(base)s people: read the counts before the percentages.", {"base": SMALL_BASE})
    if _is_few(question, release.round.k):
        yield few(release.round.k)


def percentage(share: Share | None, k: int) -> Share | None:
    """The share, if its base is k people or more. Of fewer, the counts alone are told: "100 %" of one misleads."""
    return share if share and share.base >= k else None


def has_mean(column: Column, k: int) -> bool:
    """Whether k people or more gave a number."""
    return column.rated is not None and column.rated >= k


def few(k: int | str) -> Said:
    """What is said where `percentage` or `has_mean` leave something out."""
    return Said(
        "A dash stands where a percentage or a mean would be of fewer than %(k)s people: read the counts.", {"k": k}
    )


def row_name(question: Question, row: Row, said: Callable[[Sayable], str]) -> str:
    """The row's name, and whether only some were offered it."""
    return option_name(question, row.id, said(question.name(row)))


def option_name(question: Question, id: str, name: str) -> str:
    """An option's name, and whether only some were offered it: unless that is so of all that stand beside it."""
    some = question.offered_to_some
    if id not in some or all(option.id in some or option.way_out for option in question.screen.options):
        return name
    return words.say(Said("%(answer)s (offered to some only)", {"answer": name}))


def put_together(release: Release) -> Said | None:
    """That values of the second variable were put together, and whether women's parts are others than men's."""
    parts: dict[Group, list[tuple[str, ...]]] = {}
    for block in release.blocks:
        if block.values:
            parts.setdefault(block.gender, []).append(block.values)
    if not any(len(values) > 1 for those in parts.values() for values in those):
        return None
    if "everyone" not in parts and parts.get("women") != parts.get("men"):
        return Said(
            "Values that too few had are put together, for women and for men each by themselves. So their parts differ "
            "here. Compare parts that hold the same values."
        )
    return Said("Values that too few had are put together. Such a part is named by all that it holds.")


def cuts(release: Release, questionnaire: Questionnaire, groups: Groups) -> Iterator[tuple[str, str]]:
    """Each value of the second variable, and where those who have it are counted: as the release's blocks tell."""
    facts = release.round
    genders = dict.fromkeys(block.gender for block in release.blocks)
    for value in second.second_of(facts.second, questionnaire, facts.sites, facts.languages).values:
        told = [_where(value, gender, release, groups) for gender in genders]
        yield groups.value(value), " ".join(words.say(one) for one in told if one)


def _where(value: str, gender: Group, release: Release, groups: Groups) -> Said | None:
    group = words.say(names.BLOCKS[gender])
    for block in release.blocks:
        if block.gender == gender and value in block.values:
            gaps: dict[str, str | int] = {"group": group, "size": block.size}
            others = "; ".join(groups.value(other) for other in block.values if other != value)
            if not others:
                return Said("%(group)s: %(size)s.", gaps)
            return Said("%(group)s: %(size)s, put together with %(others)s.", gaps | {"others": others})
    return Said("%(group)s: not split.", {"group": group}) if gender != "other" else None


def _is_few(question: Question, k: int) -> bool:
    columns = question.figures.columns
    shares = [*(column.favourable for column in columns), *(question.figures.women.values() if question.apart else ())]
    rated = [column.rated or (question.voters(column) if question.placed else None) for column in columns]
    return any(share and share.base < k for share in shares) or any(n is not None and 0 < n < k for n in rated)


def rest(share: Share) -> Share:
    """The other part of the base: the men, where the share is that of the women."""
    return Share(share.base - share.part, share.base)
