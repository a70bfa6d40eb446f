"""Ballots on improvements. The votes of one are the responses of its round, so nothing of them is known before."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, delete, insert, select, update

from surveyapp.questionnaire.model import Answers, Questionnaire
from surveyapp.questionnaire.words import Said
from surveyapp.store import codes, improvements, questionnaires, responses, rounds, study_tables, tables, turns
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.improvements import Improvement
from surveyapp.store.keys import Keys
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Plan, Round

Voters: TypeAlias = Literal["participants", "staff"]
Method: TypeAlias = Literal["rank", "dots", "yes_no"]
Step: TypeAlias = Literal["ideas", "round_table", "merge", "vote"]

KEY = "ballot-"
"""What the key of a ballot's questionnaire begins with."""

_ballot = study_tables.ballot.c
_choice = study_tables.ballot_choice.c
_code = tables.access_code.c


@dataclass(frozen=True)
class BallotPlan:
    """How is voted, and by whom. `choose` is how many each may choose; by yes or no, as many as there are."""

    label: str
    voters: Voters
    method: Method
    choose: int
    by_gender: bool


@dataclass(frozen=True)
class Ballot(BallotPlan):
    """A secret vote. `beside_id` is the ballot on the same improvements whose voice weighs the same."""

    id: int
    study_id: int
    step: Step
    beside_id: int | None
    round_id: int | None

    @property
    def key(self) -> str:
        """The key of its questionnaire."""
        return f"{KEY}{self.id}"


def add(c: Connection, study_id: int, plan: BallotPlan) -> Ballot:
    """Add a ballot, which nobody can vote in yet."""
    return _add(c, study_id, plan, None)


def add_beside(c: Connection, ballot: Ballot, label: str, voters: Voters, *, by_gender: bool) -> Ballot:
    """Add the ballot of the others on the same improvements, in the same way. Refused if there is one already."""
    turns.take(c, "improvements", ballot.study_id)
    if ballot.beside_id or other(c, ballot):
        raise StoreRefused(Said("There is a second ballot on these improvements already."))
    if voters == ballot.voters:
        raise StoreRefused(Said("The second ballot is for others than the first one."))
    plan = BallotPlan(label, voters, ballot.method, ballot.choose, by_gender)
    return _add(c, ballot.study_id, plan, ballot)


def of_study(c: Connection, study_id: int) -> list[Ballot]:
    """The ballots of a study, by label."""
    rows = c.execute(
        select(study_tables.ballot).where(_ballot.study_id == study_id).order_by(_ballot.label, _ballot.id)
    )
    return [_read(row) for row in rows]


def by_id(c: Connection, id: int) -> Ballot | None:
    """The ballot of that id."""
    row = c.execute(select(study_tables.ballot).where(_ballot.id == id)).one_or_none()
    return _read(row) if row else None


def other(c: Connection, ballot: Ballot) -> Ballot | None:
    """The ballot that is held beside this one."""
    where = _ballot.id == ballot.beside_id if ballot.beside_id else _ballot.beside_id == ballot.id
    row = c.execute(select(study_tables.ballot).where(where)).one_or_none()
    return _read(row) if row else None


def set_step(c: Connection, ballot: Ballot, step: Step) -> None:
    """Say how far the group has come. The vote is opened by `open_vote`."""
    c.execute(update(study_tables.ballot).where(_ballot.id == ballot.id).values(step=step))


def choices(c: Connection, ballot: Ballot) -> list[Improvement]:
    """The improvements that are voted on, in order. One that has become part of another is that one."""
    of = ballot.beside_id or ballot.id
    ids = c.execute(
        select(_choice.improvement_id).where(_choice.ballot_id == of).order_by(_choice.position, _choice.improvement_id)
    ).scalars()
    every = {one.id: one for one in improvements.of_study(c, ballot.study_id, merged=True)}
    found = (every[id] for id in ids)
    return list({one.id: one for one in (every[one.merged_into_id or one.id] for one in found)}.values())


def choose(c: Connection, ballot: Ballot, improvement_ids: Sequence[int]) -> None:
    """Say which improvements are voted on. Refused once a vote on them has opened, here or in the ballot beside it."""
    turns.take(c, "improvements", ballot.study_id)
    present, beside = _there(c, ballot.id), other(c, ballot)
    if present.beside_id:
        raise StoreRefused(Said("The first ballot says what both vote on."))
    if present.round_id or (beside and beside.round_id):
        raise StoreRefused(Said("The vote has opened, so what is voted on can't be changed."))
    there = {one.id for one in improvements.of_study(c, ballot.study_id)}
    wanted = [id for id in dict.fromkeys(improvement_ids) if id in there]
    c.execute(delete(study_tables.ballot_choice).where(_choice.ballot_id == ballot.id))
    if wanted:
        c.execute(
            insert(study_tables.ballot_choice),
            [{"ballot_id": ballot.id, "improvement_id": id, "position": n} for n, id in enumerate(wanted, 1)],
        )


def open_vote(
    c: Connection, ballot: Ballot, questionnaire: Questionnaire, plan: Plan, voters: int, keys: Keys, now: datetime
) -> tuple[Round, list[str]]:
    """Open the vote: its round, and a code for each voter, told this once. Refused if it is open or over."""
    turns.take(c, "improvements", ballot.study_id)
    if _there(c, ballot.id).round_id:
        raise StoreRefused(Said("The vote has opened already."))
    if not (plan.ballot and plan.access == "codes" and plan.releases == plan.closes):
        raise ValueError("a ballot closes for all at once, and each voter has a code")
    questionnaires.publish(c, questionnaire, {}, now.date())
    round = rounds.open_round(c, plan, now)
    made = codes.make(c, round, round.sites[0].id, voters, keys)
    c.execute(update(study_tables.ballot).where(_ballot.id == ballot.id).values(round_id=round.id, step="vote"))
    return round, made


def start_anew(c: Connection, ballot: Ballot, now: datetime) -> None:
    """End a vote that went wrong, before it closes: nobody ever sees its votes, and another can be opened."""
    turns.take(c, "improvements", ballot.study_id)
    present = _there(c, ballot.id)
    round = rounds.held(c, present.round_id) if present.round_id else None
    if round is None or not round.takes_answers(now):
        raise StoreRefused(Said("The vote has closed, so it can't be started anew."))
    rounds.stop(c, round, now)
    c.execute(update(study_tables.ballot).where(_ballot.id == ballot.id).values(round_id=None, step="merge"))


def vote_on_paper(
    c: Connection, round: Round, code_id: int, language: str, answers: Answers, day: date, now: datetime
) -> None:
    """Store a vote from paper, and burn the code of the slip that came with it, in one transaction.

    Refused if the vote is not open, or the code is not free: unknown, used, or of a visit under way.
    """
    present = rounds.held(c, round.id)
    if present is None or not present.takes_starts(now):
        raise StoreRefused(Said("The vote is closed."))
    burnt = c.execute(
        update(tables.access_code)
        .where(_code.id == code_id, _code.round_id == round.id, _code.state == "free")
        .values(state="burnt")
        .returning(_code.site)
    ).scalar()
    if burnt is None:
        raise StoreRefused(Said("This code can't be used. Look whether it is right, or has been used already."))
    responses.insert_submitted(c, present, [Submitted(burnt, language, None, day, answers, mode="paper")])


def _add(c: Connection, study_id: int, plan: BallotPlan, beside: Ballot | None) -> Ballot:
    id = tables.new_id()
    c.execute(
        insert(study_tables.ballot).values(
            id=id,
            study_id=study_id,
            step="merge" if beside else "ideas",
            beside_id=beside.id if beside else None,
            round_id=None,
            **asdict(plan),
        )
    )
    return _there(c, id)


def _there(c: Connection, id: int) -> Ballot:
    found = by_id(c, id)
    if found is None:
        raise StoreRefused(Said("This has been removed."))
    return found


def _read(row: Row[Any]) -> Ballot:
    return Ballot(**row._asdict())
