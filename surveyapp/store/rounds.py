"""Rounds: opened, put off, stopped, closed, removed. Their state follows from their times at every request."""

import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, bindparam, delete, exists, insert, select, update

from surveyapp.questionnaire.words import Said
from surveyapp.store import actions, feedback, study_tables, tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused

Kind: TypeAlias = Literal["real", "trial", "demo"]
Breakdown: TypeAlias = Literal["gender", "none"]
Access: TypeAlias = Literal["open", "codes"]
State: TypeAlias = Literal["planned", "open", "finishing", "closed", "released", "stopped"]

SMALLEST_K = 3
FINISHING = timedelta(hours=1)
"""How long a visit under way may still be finished after closing. It passes before the release."""

POSTPONED_BY = timedelta(days=1)
POSTPONED_AT_MOST = 2

NAME_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Site:
    """Where people take part."""

    id: str
    name: str


@dataclass(frozen=True)
class Facts:
    """What the information page tells of who asks, and why they may."""

    responsible: str
    contact: str
    legal_ground: str
    kept_until: date | None
    reference: str


@dataclass(frozen=True)
class Asking:
    """How a round treats those who answer.

    On a shared tablet a visit that rests for `idle_minutes` (0: however long) is left; its answers are kept as
    unfinished if `idle_keeps`, else thrown away. Until the end of `receipt_until` a receipt opens its response; a round
    without that day gives no receipts. `help_now` and `results_told` are the organisation's words: whom to turn to, and
    where and when the results will be told.
    """

    own_supervisor_may_help: bool = True
    proxy_allowed: bool = False
    idle_minutes: int = 3
    idle_keeps: bool = False
    receipt_until: date | None = None
    help_now: str = ""
    results_told: str = ""


@dataclass(frozen=True)
class Plan:
    """What is fixed before a round opens. Times are aware.

    `second` is the variable that blocks are cut by beside gender: `$site`, `$language`, `$helper` or a question's id.
    `wave` is what conditions read as `$wave`; a round that is no wave has none. A `ballot` closes for all at once, and
    is released when it closes, since those who vote wait for it.
    """

    label: str
    questionnaire_version: str
    kind: Kind
    languages: tuple[str, ...]
    sites: tuple[Site, ...]
    k: int
    breakdown: Breakdown
    opens: datetime
    closes: datetime
    releases: datetime
    access: Access
    facts: Facts
    second: str | None = field(default=None, kw_only=True)
    wave: str = field(default="", kw_only=True)
    asking: Asking = field(default=Asking(), kw_only=True)
    ballot: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Round(Plan):
    """One collection. `name` stands in its address, and can't be guessed."""

    id: int
    name: str
    postponed: int
    stopped: datetime | None
    released: bool
    finished: date | None

    def state(self, now: datetime) -> State:
        """How it stands at that moment."""
        if self.stopped:
            return "stopped"
        if self.released:
            return "released"
        if now >= self.closes:
            return "finishing" if now < self.closes + self.finishing else "closed"
        return "planned" if now < self.opens else "open"

    @property
    def finishing(self) -> timedelta:
        """How long a visit under way may be finished after closing."""
        return _finishing(self)

    def takes_starts(self, now: datetime) -> bool:
        """Whether a visit can begin."""
        return self.state(now) == "open"

    def takes_answers(self, now: datetime) -> bool:
        """Whether a visit under way can go on."""
        return self.state(now) in ("open", "finishing")


_ROUND = select(tables.round, exists().where(tables.release.c.round_id == tables.round.c.id).label("released"))
_BY_NAME = _ROUND.where(tables.round.c.name == bindparam("name"))
_BY_ID = _ROUND.where(tables.round.c.id == bindparam("id"))
_ALL = _ROUND.order_by(tables.round.c.opens.desc(), tables.round.c.closes.desc(), tables.round.c.label)


def open_round(c: Connection, plan: Plan, now: datetime) -> Round:  # noqa: ARG001
    """Store a round. Whether this plan may open is asked before; what the release rule needs is refused here too."""
    if plan.k < SMALLEST_K:
        raise StoreRefused(
            Said("The smallest group that figures may be about must be %(k)s or more.", {"k": SMALLEST_K})
        )
    _check_release_time(plan, plan.closes, plan.releases)
    plain = asdict(plan)
    id = tables.new_id()
    c.execute(
        insert(tables.round).values(
            id=id,
            name=address_name(plan.label),
            postponed=0,
            stopped=None,
            finished=None,
            **plain.pop("facts"),
            **plain.pop("asking"),
            **plain,
        )
    )
    return _there(c, id)


def round_named(c: Connection, name: str) -> Round | None:
    """The round of that name."""
    row = c.execute(_BY_NAME, {"name": name}).one_or_none()
    return _round(row) if row else None


def round_by_id(c: Connection, id: int) -> Round | None:
    """The round of that id."""
    row = c.execute(_BY_ID, {"id": id}).one_or_none()
    return _round(row) if row else None


def held(c: Connection, id: int) -> Round | None:
    """The round as it stands now. Until the transaction ends nobody answers in it, changes it or releases it."""
    turns.take(c, "round", id)
    return round_by_id(c, id)


def shared(c: Connection, id: int) -> Round | None:
    """The round as it stands now. Until the transaction ends nobody changes it or releases it."""
    turns.share(c, "round", id)
    return round_by_id(c, id)


def rounds(c: Connection) -> list[Round]:
    """All rounds, those that open last first."""
    return [_round(row) for row in c.execute(_ALL)]


def postpone(c: Connection, round: Round, closes: datetime, releases: datetime, now: datetime) -> Round:
    """Put closing and release off, or the release alone: at most twice, a day or more, before they have come."""
    present = _there(c, round.id)
    if present.stopped or present.released:
        raise StoreRefused(Said("The round is over, so it can't be put off."))
    if present.postponed >= POSTPONED_AT_MOST:
        raise StoreRefused(Said("The round has been put off twice already. It can't be put off again."))
    if closes == present.closes and releases == present.releases:
        raise StoreRefused(Said("Choose a later closing time, or a later release time."))
    for new, old in ((closes, present.closes), (releases, present.releases)):
        if new == old:
            continue
        if new < old:
            raise StoreRefused(Said("A closing or release time can't be brought forward."))
        if new < old + POSTPONED_BY:
            raise StoreRefused(Said("A closing or release time can only be put off by a whole day or more."))
        if now >= old:
            raise StoreRefused(Said("That time has come already, so it can't be put off."))
    _check_release_time(present, closes, releases)
    if present.facts.kept_until and releases.date() > present.facts.kept_until:
        raise StoreRefused(Said("The release must come before the day until which the answers are kept."))
    c.execute(
        update(tables.round)
        .where(tables.round.c.id == present.id)
        .values(
            closes=closes,
            releases=releases,
            postponed=present.postponed + 1,
            receipt_until=_receipts_put_off(present, closes, releases),
        )
    )
    return _there(c, present.id)


def stop(c: Connection, round: Round, now: datetime) -> Round:
    """Stop a round at once and for good. Its release is "no figures"."""
    present = _there(c, round.id)
    if present.stopped:
        raise StoreRefused(Said("The round is stopped already."))
    if present.released:
        raise StoreRefused(Said("The round is released already, so it can't be stopped."))
    c.execute(update(tables.round).where(tables.round.c.id == present.id).values(stopped=now))
    return _there(c, present.id)


def close_trial(c: Connection, round: Round, now: datetime) -> Round:
    """Close a trial for all at once. Its release is due in the same moment."""
    present = _there(c, round.id)
    if present.kind != "trial":
        raise StoreRefused(Said("Only a trial round can be closed before its time."))
    if present.stopped or present.released or now >= present.releases:
        raise StoreRefused(Said("The round is closed already."))
    c.execute(
        update(tables.round)
        .where(tables.round.c.id == present.id)
        .values(closes=min(present.closes, now), releases=now)
    )
    return _there(c, present.id)


def finish(c: Connection, round: Round, day: date) -> None:
    """Mark a round as finished: its participants have been told what became of it. Refused before that."""
    from_release = tables.release.c.round_id == round.id
    if c.execute(select(tables.release.c.round_id).where(from_release)).first() is None:
        raise StoreRefused(Said("The round is not over yet."))
    feedback.refuse_untold(c, round_id=round.id)
    c.execute(update(tables.round).where(tables.round.c.id == round.id).values(finished=day))


def remove(c: Connection, round: Round) -> None:
    """Remove a trial or demo round with all that belongs to it."""
    present = _there(c, round.id)
    if present.kind == "real":
        raise StoreRefused(Said("A real round can't be removed. It can be stopped."))
    of_round = select(tables.tablet_code.c.id).where(tables.tablet_code.c.round_id == present.id)
    c.execute(delete(tables.tablet).where(tables.tablet.c.tablet_code_id.in_(of_round)))
    feedback.remove(c, round_id=present.id)
    actions.remove(c, round_id=present.id)
    c.execute(update(study_tables.ballot).where(study_tables.ballot.c.round_id == present.id).values(round_id=None))
    for table in (
        tables.counted,
        tables.tablet_code,
        tables.access_code,
        tables.response,
        tables.counter,
        tables.open_answer,
        tables.release,
    ):
        c.execute(delete(table).where(table.c.round_id == present.id))
    c.execute(delete(tables.round).where(tables.round.c.id == present.id))


def _finishing(plan: Plan) -> timedelta:
    """A trial and a ballot close for all at once."""
    return timedelta(0) if plan.kind == "trial" or plan.ballot else FINISHING


def _check_release_time(plan: Plan, closes: datetime, releases: datetime) -> None:
    if releases < closes + _finishing(plan):
        raise StoreRefused(Said("The release must come at least an hour after closing."))


def _receipts_put_off(round: Round, closes: datetime, releases: datetime) -> date | None:
    """Receipts are put off as the release is, so that none is given out that works no more."""
    until, kept = round.asking.receipt_until, round.facts.kept_until
    if until is None:
        return None
    later = max(until + (releases - round.releases), closes.date())
    return min(later, kept) if kept else later


def _there(c: Connection, id: int) -> Round:
    """The round as it stands now, whatever the caller has read earlier, and held."""
    found = held(c, id)
    if found is None:
        raise StoreRefused(Said("The round has been removed."))
    return found


def _round(row: Row[Any]) -> Round:
    plain = row._asdict()
    facts = Facts(**{part.name: plain.pop(part.name) for part in fields(Facts)})
    asking = Asking(**{part.name: plain.pop(part.name) for part in fields(Asking)})
    sites = tuple(Site(**site) for site in row.sites)
    return Round(**plain | {"facts": facts, "asking": asking, "sites": sites})


def address_name(label: str) -> str:
    """What stands in the address: the beginning of the label, and eight random letters: 39 bits that nobody guesses."""
    ascii = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii).strip("-")[:20].strip("-") or "round"
    return f"{slug}-{''.join(secrets.choice(NAME_LETTERS) for _ in range(8))}"
