"""A study's release: what its focus groups said, as far as it points at nobody.

Pure functions on plain rows. Speakers take the place of responses; docs/decisions/what-a-study-publishes.md tells why
each figure is told, or is not.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

from surveyapp.release.balance import balance
from surveyapp.release.blocks import members, partition
from surveyapp.release.model import Block, BlockId, Count, Frozen
from surveyapp.release.tally import Gender

Composition: TypeAlias = Literal["women", "men", "mixed"]
SpeakerId: TypeAlias = int

Sizes: TypeAlias = Mapping[int, Sequence[int]]
"""For each group how many of each block are in it."""

MOST_GROUPS = 10
"""Of more groups it would take long to try every set."""


class StudyFacts(Frozen):
    """What a release says of its study. Days are ISO."""

    id: str
    label: str
    kind: Literal["real", "trial", "demo"]
    guide: str
    version: str
    languages: tuple[str, ...]
    k: int
    begun: str
    released: str
    responsible: str
    contact: str
    legal_ground: str
    kept_until: str
    reference: str


class Moderated(Frozen):
    """Who moderated (a role), what they are to the participants, and how many of the meetings."""

    moderator: str
    relation: Literal["outsider", "staff", "own_supervisor", "peer"]
    meetings: int


class Spread(Frozen):
    """How widely something was said in a block. `mentions` only where `persons` is a number of k or more."""

    persons: Count
    mentions: int | None = None


class Topic(Frozen):
    """A theme (its id in the guide) or a code (its whole name), and how widely it was said.

    `spread` has one entry for each block. `groups` are those that it came up in, where that points at no group.
    """

    name: str
    spread: tuple[Spread, ...]
    groups: int | None = None


class Quote(Frozen):
    """What somebody said. `theme` and `block` only where k or more people stand behind each."""

    text: str
    theme: str | None = None
    block: BlockId | None = None


class Balance(Frozen):
    """A block's share of the talk ÷ its share of the persons, in tenths: 10 is proportional. `None` if nobody spoke."""

    time: int | None
    turns: int | None


class StudyRelease(Frozen):
    """All that anybody but an analyst is told of a study. No blocks: "no figures", which is final too.

    `balance` has one entry for each block, or none where women and men don't stand apart. `ballots` names the rounds
    whose own releases hold the votes.
    """

    format: Literal[1] = 1
    study: StudyFacts
    groups: Mapping[Composition, int]
    moderated: tuple[Moderated, ...]
    blocks: tuple[Block, ...] = ()
    themes: tuple[Topic, ...] = ()
    codes: tuple[Topic, ...] = ()
    quotes: tuple[Quote, ...] = ()
    balance: tuple[Balance, ...] = ()
    ballots: tuple[str, ...] = ()

    def canonical(self) -> bytes:
        """The canonical JSON that is stored: sorted keys, no spaces, UTF-8."""
        plain = self.model_dump(mode="json")
        return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()


@dataclass(frozen=True)
class Voice:
    """A speaker who was there and has not withdrawn."""

    id: SpeakerId
    gender: Gender
    group: int


@dataclass(frozen=True)
class Mention:
    """What a speaker said under one theme, in their group.

    `quote` are the words that others may read, and `codes` the whole names of codes.
    """

    speaker: SpeakerId
    group: int
    theme: str
    codes: frozenset[str]
    quote: str | None = None


@dataclass(frozen=True)
class Spoken:
    """A time that a speaker spoke for."""

    speaker: SpeakerId
    seconds: int


@dataclass(frozen=True)
class Told:
    """All that a release is made from. `groups` has the composition of each; `themes` are in the guide's order."""

    groups: Mapping[int, Composition]
    themes: Sequence[str]
    codes: Sequence[str]
    voices: Collection[Voice]
    mentions: Collection[Mention]
    spoken: Collection[Spoken]


def make(facts: StudyFacts, moderated: Collection[Moderated], ballots: Collection[str], told: Told) -> StudyRelease:
    """The release. It depends on nobody's id, and on no order."""
    sizes: dict[Gender, dict[str, int]] = {gender: {"": 0} for gender in ("women", "men", "other")}
    for voice in told.voices:
        sizes[voice.gender][""] += 1
    blocks = partition(sizes, facts.k, by_gender=True)
    of_block = {part[0]: block.id for block in blocks for part in members(block, ("",))}
    block_of = {voice.id: of_block[voice.gender] for voice in told.voices if voice.gender in of_block}
    sizes_of = Counter((voice.group, block_of[voice.id]) for voice in told.voices if voice.id in block_of)
    group_sizes = {group: [sizes_of[group, block.id] for block in blocks] for group in told.groups}
    mentions = [one for one in told.mentions if one.speaker in block_of]  # those left out are in nothing that is made

    def topic(name: str, its: Collection[Mention]) -> Topic:
        spread = tuple(_spread(block, [one for one in its if block_of[one.speaker] == block.id], facts.k)
                       for block in blocks)  # fmt: skip
        return Topic(name=name, spread=spread, groups=_groups(spread, {one.group for one in its}, group_sizes))

    themes = [topic(theme, [one for one in mentions if one.theme == theme]) for theme in told.themes]
    codes = [topic(code, [one for one in mentions if code in one.codes]) for code in sorted(set(told.codes))]
    return StudyRelease(
        study=facts,
        groups=dict(sorted(Counter(told.groups.values()).items())),
        moderated=tuple(sorted(moderated, key=lambda one: (one.relation, one.moderator))),
        blocks=blocks,
        themes=tuple(themes) if blocks else (),
        codes=tuple(one for one in codes if at_least(one, blocks) >= facts.k),
        quotes=_quotes(themes, blocks, mentions, block_of, facts.k),
        balance=_balance(blocks, block_of, told.spoken),
        ballots=tuple(sorted(ballots)),
    )


def at_least(topic: Topic, blocks: Sequence[Block]) -> int:
    """How many persons at least stand behind a topic, as far as its counts tell."""
    return sum(_at_least(one, block) for one, block in zip(topic.spread, blocks, strict=True))


def _at_least(spread: Spread, block: Block) -> int:
    if isinstance(spread.persons, int):
        return spread.persons
    return 0 if spread.persons == "at_most_one" else block.size - 1


def _spread(block: Block, its: Collection[Mention], k: int) -> Spread:
    persons = len({one.speaker for one in its})
    if persons <= 1:
        return Spread(persons="at_most_one")
    if persons >= block.size - 1:
        return Spread(persons="all_or_all_but_one")
    return Spread(persons=persons, mentions=len(its) if persons >= k else None)


def _groups(spread: Sequence[Spread], said_in: Collection[int], sizes: Sizes) -> int | None:
    """In how many groups it came up, where mentions are told of every block and that points at no group.

    Whoever knows who is in which group tries every set of groups that the told persons may have been in. No number is
    told by which a group is known to be in it, or not to be; and neither if that followed from telling none.
    """
    if len(sizes) > MOST_GROUPS or any(one.mentions is None for one in spread):
        return None
    persons = [one.persons for one in spread if isinstance(one.persons, int)]
    possible: dict[int, list[frozenset[int]]] = {}
    for n in range(1, len(sizes) + 1):
        sets = [frozenset(one) for one in combinations(sizes, n)]
        possible[n] = [one for one in sets if _may_be(one, persons, sizes)]
    told = [n for n, sets in possible.items() if _points_at_none(sets, sizes)]
    untold = [one for n, sets in possible.items() if n not in told for one in sets]
    while told and not _points_at_none(untold, sizes):
        untold += possible[told.pop()]
    return len(said_in) if len(said_in) in told else None


def _points_at_none(sets: Collection[frozenset[int]], groups: Collection[int]) -> bool:
    return not sets or all({group in one for one in sets} == {False, True} for group in groups)


def _may_be(groups: frozenset[int], persons: Sequence[int], sizes: Sizes) -> bool:
    """Whether so many persons of each block may have been in just these groups, with one in each at least."""
    blocks = range(len(persons))
    if any(sum(sizes[group][block] for group in groups) < persons[block] for block in blocks):
        return False
    needed = Counter(frozenset(block for block in blocks if sizes[group][block]) for group in groups)
    return all(
        sum(n for those, n in needed.items() if those <= set(some)) <= sum(persons[block] for block in some)
        for many in range(len(persons) + 1)
        for some in combinations(blocks, many)
    )


def _quotes(
    themes: Sequence[Topic],
    blocks: Sequence[Block],
    mentions: Collection[Mention],
    block_of: Mapping[SpeakerId, BlockId],
    k: int,
) -> tuple[Quote, ...]:
    """The quotes, in the order of the themes, and then in one that tells nothing.

    A theme's quotes carry their blocks all or none: else one without would be told by those that have one.
    """
    named = {topic.name for topic in themes if at_least(topic, blocks) >= k}
    apart = len(blocks) > 1
    with_block = {
        topic.name
        for topic in themes
        if apart and all(_at_least(one, block) >= k for one, block in zip(topic.spread, blocks, strict=True))
    }
    places = {topic.name: place for place, topic in enumerate(themes)}
    found = [
        Quote(
            text=one.quote,
            theme=one.theme if one.theme in named else None,
            block=block_of[one.speaker] if one.theme in with_block else None,
        )
        for one in mentions
        if one.quote
    ]

    def order(quote: Quote) -> tuple[int, bytes, str]:
        place = places[quote.theme] if quote.theme else len(places)
        return place, hashlib.sha256(quote.text.encode()).digest(), quote.block or ""

    return tuple(sorted(found, key=order))


def _balance(
    blocks: Sequence[Block], block_of: Mapping[SpeakerId, BlockId], spoken: Collection[Spoken]
) -> tuple[Balance, ...]:
    if len(blocks) < 2:
        return ()
    persons = {block.id: block.size for block in blocks}
    seconds, turns = Counter[BlockId](), Counter[BlockId]()
    for one in spoken:
        if one.speaker in block_of and one.seconds:
            seconds[block_of[one.speaker]] += one.seconds
            turns[block_of[one.speaker]] += 1
    time, turned = balance(persons, seconds), balance(persons, turns)
    return tuple(Balance(time=_tenths(time[block.id]), turns=_tenths(turned[block.id])) for block in blocks)


def _tenths(share: float | None) -> int | None:
    return None if share is None else round(10 * share)
