"""A study's release in the words of one language: what pages, workbook and report say alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from surveyapp.evaluate import names
from surveyapp.questionnaire.guide import Guide
from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Questionnaire, Words
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.figures import figures
from surveyapp.release.model import BlockId, Count, Release, group_of
from surveyapp.release.study import Quote, StudyRelease, Topic
from surveyapp.store.actions import Action
from surveyapp.web import words

COMPOSITIONS = {
    "mixed": fixed("Women and men together"),
    "women": fixed("Women only"),
    "men": fixed("Men only"),
}
RELATIONS = {
    "outsider": fixed("Someone from outside"),
    "staff": fixed("Someone of the staff, who does not decide over them"),
    "own_supervisor": fixed("Their own supervisor"),
    "peer": fixed("Someone in the same situation"),
}
STATES = {
    "proposed": fixed("Proposed"),
    "decided": fixed("Decided"),
    "under_way": fixed("Under way"),
    "done": fixed("Done"),
    "no": fixed("No, and why"),
}
SPEAKERS = {"women": fixed("Woman"), "men": fixed("Man"), "other": fixed("Other and not told")}
MARKS = {
    "demo": fixed("Demo. Everything here is made up."),
    "trial": fixed("Trial. It only helps us try out the guide."),
}
NONE = "–"


@dataclass(frozen=True)
class Vote:
    """A ballot with its release, once it has one."""

    label: str
    release: Release
    questionnaire: Questionnaire


@dataclass(frozen=True)
class VoteLine:
    """What one group of voters gave a choice: `figure` are points or votes."""

    ballot: str
    question: str
    choice: str
    group: str
    voters: int | None
    figure: Count | None
    points: bool


@dataclass(frozen=True)
class Told:
    """A study's release with all that is told beside it, in one language."""

    release: StudyRelease
    guide: Guide
    votes: Sequence[Vote]
    actions: Sequence[Action]
    language: str

    @property
    def released(self) -> datetime:
        """What its files are stamped with: the day of the release."""
        return datetime.combine(date.fromisoformat(self.release.study.released), datetime.min.time(), UTC)

    @property
    def mark(self) -> str | None:
        """What stands on everything of a study that isn't real."""
        return MARKS.get(self.release.study.kind)

    def said(self, text: Words) -> str:
        """A text of the guide or the board, in this language or in the one that is always there."""
        return words.said(text, self.language, next((tag for tag in (self.guide.source, *text) if tag in text), ""))

    def theme(self, id: str | None) -> str:
        """What a theme is called; without one, what quotes of themes with few stand under."""
        return self.said(self.guide.theme(id).title) if id else words.say(fixed("Other things that were said"))

    def block(self, id: BlockId) -> str:
        """What a block is called, with its base."""
        size = next(block.size for block in self.release.blocks if block.id == id)
        group = words.say(names.BLOCKS[group_of(id)])
        return words.say(Said("%(group)s (of %(base)s)", {"group": group, "base": size}))

    def heads(self) -> list[str]:
        """What stands above `cells`."""
        blocks = [self.block(block.id) for block in self.release.blocks]
        persons = [words.say(Said("Persons: %(group)s", {"group": block})) for block in blocks]
        mentions = [words.say(Said("Times: %(group)s", {"group": block})) for block in blocks]
        return [*persons, *mentions, words.say(fixed("Groups"))]

    def cells(self, topic: Topic) -> list[Count | None]:
        """Persons by block, then mentions by block, then groups; `None` where it is not told."""
        return [
            *(one.persons for one in topic.spread),
            *(one.mentions for one in topic.spread),
            topic.groups,
        ]

    def quotes(self, theme: str | None) -> list[Quote]:
        """The quotes under a theme, or under none."""
        return [quote for quote in self.release.quotes if quote.theme == theme]

    def speaker(self, quote: Quote) -> str:
        """Who said it, as far as it is told."""
        return words.say(SPEAKERS[group_of(quote.block)]) if quote.block else ""

    def facts(self) -> Iterator[tuple[str, str]]:
        """What the study is, where that was written down: a fixed name with the text."""
        facts = self.release.study
        yield fixed("Guide"), self.said(self.guide.title)
        yield fixed("Begun"), words.say_day(date.fromisoformat(facts.begun))
        yield fixed("Figures made"), words.say_day(date.fromisoformat(facts.released))
        yield fixed("Languages"), ", ".join(words.own_name(tag) for tag in facts.languages)
        yield fixed("Responsible"), facts.responsible
        yield fixed("Contact"), facts.contact
        yield fixed("Legal ground"), facts.legal_ground
        yield fixed("Reference number"), facts.reference
        yield fixed("Checksum of the figures"), self.release.hash

    def groups(self) -> list[tuple[str, int]]:
        """How many groups there were of each composition."""
        return [(words.say(COMPOSITIONS[one]), n) for one, n in self.release.groups.items()]

    def moderated(self) -> list[tuple[str, str, int]]:
        """Who moderated, what they are to the participants, and how many meetings."""
        return [(one.moderator, words.say(RELATIONS[one.relation]), one.meetings) for one in self.release.moderated]

    def balance(self) -> list[tuple[str, float | None, float | None]]:
        """For each block its balance in time and in turns."""
        return [
            (self.block(block.id), *(None if part is None else part / 10 for part in (one.time, one.turns)))  # type: ignore[misc]
            for block, one in zip(self.release.blocks, self.release.balance, strict=False)
        ]

    def vote_lines(self) -> Iterator[VoteLine]:
        """The results of the ballots that have ended: score and number of voters; ties as they are."""
        for vote in self.votes:
            for one in figures(vote.release, vote.questionnaire):
                screen = one.screen
                if screen is None or screen.ask == "text":
                    continue
                rows = kind_of(screen).rows(screen)
                choices = {option.id: option.text for option in screen.options} if screen.choose else rows
                for column in one.columns[: len(one.table.columns)]:
                    given = column.points if screen.choose else column.counts
                    for id, text in choices.items():
                        if id in given:
                            yield VoteLine(
                                ballot=vote.label,
                                question=words.said(screen.text, self.language, vote.questionnaire.source),
                                choice=words.said(text, self.language, vote.questionnaire.source)
                                if not isinstance(text, str) else words.say(text),
                                group=words.say(names.column(column.blocks)),
                                voters=column.asked,
                                figure=given[id],
                                points=bool(screen.choose),
                            )  # fmt: skip

    def action_lines(self) -> list[tuple[str, str, str, str, str]]:
        """What became of it: title, state, who is responsible, by when, and why not."""
        return [
            (
                self.said(action.title),
                words.say(STATES[action.now.state]),
                action.now.owner,
                words.say_day(action.now.due) if action.now.due else NONE,
                self.said(action.now.why) if any(action.now.why.values()) else NONE,
            )
            for action in self.actions
        ]


def no_figures(release: StudyRelease) -> Said | None:
    """Why there are no figures, or `None` when there are."""
    return (
        None
        if release.blocks
        else Said("There are no figures: fewer than %(k)s people took part.", {"k": release.study.k})
    )


def rule(k: int) -> Iterator[Said]:
    """How the speakers are protected. The words depend on k alone, never on who took part."""
    gaps = {"k": k}
    yield Said("Everything here is about all groups and meetings of the study together.")
    yield Said("Women and men are shown apart if at least %(k)s women and at least %(k)s men took part.", gaps)
    yield Said(
        "Then those who told another gender, or none, are shown as a group if they are at least %(k)s. "
        "If they are fewer, nothing that they said is in here.",
        gaps,
    )
    yield Said("If women or men are fewer than %(k)s, all who took part are one group, and nobody is left out.", gaps)
    yield Said("If fewer than %(k)s people took part in all, there are no figures.", gaps)
    yield Said("Persons are counted first. A count of none or one, or of all or all but one, is told in words.")
    yield Said("How often something was said is told only where at least %(k)s persons of a group said it.", gaps)
    yield Said("In how many groups it came up is told only where that can't point at one group.")
    yield Said(
        "A quote has the speaker's yes. It tells a gender only where %(k)s or more of each group spoke of the theme.",
        gaps,
    )
    yield Said("A code that fewer than %(k)s persons spoke of is not shown.", gaps)
    yield Said(
        "The balance compares a group's share of the talk with its share of the people. 1.0 is as much as its share."
    )
    yield Said("What is withdrawn after the release changes nothing in it.")


def not_promised() -> Iterator[Said]:
    """What is not promised; the same on every cover."""
    yield Said("That nobody knows a quote again by its words.")
    yield Said("That those who were in the same group keep to themselves what they heard.")
    yield Said("That a group did not all say the same.")
    yield Said("That what many women or many men said can't be known to have come up in a group of them alone.")
    yield Said("The sizes of groups.")


def conclusions() -> Iterator[Said]:
    """How to read what groups said."""
    yield Said("A focus group tells what is said and why, not how many people in all think so.")
    yield Said("Who moderates matters for what is said. Read what they are to the participants.")
    yield Said("That somebody did not say a thing does not mean that they think otherwise.")
