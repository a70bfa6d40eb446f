from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from surveyapp.store import ballots, codes, guides, improvements, responses, studies, tables
from surveyapp.store.ballots import Ballot, BallotPlan
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.rounds import Round
from surveyapp.store.studies import StudyPlan
from tests.followup.conftest import GUIDE
from tests.store.conftest import NOW, PLAN, QUESTIONNAIRE, TODAY

CLOSES = NOW + timedelta(minutes=20)
VOTE = replace(PLAN, opens=NOW, closes=CLOSES, releases=CLOSES, access="codes", ballot=True)
RANK = BallotPlan("Grupp 1", "participants", "rank", 2, by_gender=True)


@pytest.fixture
def ballot(store: Store) -> Ballot:
    with store.writing() as c:
        plan = StudyPlan("Norr", GUIDE.version, "real", ("sv",), 5, PLAN.facts, "", "")
        guides.publish(c, GUIDE, {}, TODAY)
        study = studies.begin(c, plan, TODAY)
        made = ballots.add(c, study.id, RANK)
        wanted = [improvements.add(c, study.id, {"sv": wish}, "idea").id for wish in ("a", "b", "c")]
        ballots.choose(c, made, wanted)
        return made


def opened(store: Store, ballot: Ballot, n: int = 3) -> tuple[Round, list[str]]:
    with store.writing() as c:
        return ballots.open_vote(c, ballot, QUESTIONNAIRE, VOTE, n, store.keys, NOW)


def on_paper(store: Store, round: Round, code: str) -> bool:
    try:
        with store.writing() as c:
            id = store.keys.code_id(codes.normalise(code))
            ballots.vote_on_paper(c, round, id, "sv", {"good": "yes"}, TODAY, NOW)
    except StoreRefused:
        return False
    return True


def by_slip(store: Store, round: Round, code: str, token: str) -> bool:
    with store.writing() as c:
        site = round.sites[0].id
        id = responses.start(c, round, site, "sv", token, NOW, TODAY, store.keys.code_id(codes.normalise(code)))
    if not isinstance(id, int):
        return False
    with store.writing() as c:
        return responses.submit(c, round, id, 0, {"good": "yes"}, None, TODAY, NOW) == "submitted"


def modes(store: Store, round: Round) -> list[str]:
    with store.reading() as c:
        return sorted(row.mode for row in responses.submitted(c, round.id))


def test_a_code_is_one_vote_however_it_is_sent_and_how_many_at_once(store: Store, ballot: Ballot) -> None:
    round, made = opened(store, ballot)
    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(on_paper, store, round, made[0]) for _ in range(3)]
        tries += [pool.submit(by_slip, store, round, made[0], f"token {n}") for n in range(3)]
        assert sum(one.result() for one in tries) == 1
    assert len(modes(store, round)) == 1
    assert on_paper(store, round, made[1])
    assert "paper" in modes(store, round)
    assert not on_paper(store, round, "2222-2222")
    with store.reading() as c:
        code = tables.access_code.c
        assert c.execute(select(code.response_id).where(code.state == "burnt")).scalars().all().count(None) >= 1


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_tried_in_whatever_order_a_code_is_one_vote_at_most(
    seed: int, store: Store, ballot: Ballot
) -> None:
    round, made = opened(store, ballot, 4)
    random, voted = Random(seed), set[str]()
    for n in range(20):
        code, paper = random.choice(made), random.random() < 0.5
        counted = on_paper(store, round, code) if paper else by_slip(store, round, code, f"token {n}")
        assert counted == (code not in voted)
        voted.add(code)
    assert len(modes(store, round)) == len(voted)


def test_paper_is_refused_when_the_vote_has_closed(store: Store, ballot: Ballot) -> None:
    round, made = opened(store, ballot)
    with pytest.raises(StoreRefused), store.writing() as c:
        ballots.vote_on_paper(c, round, store.keys.code_id(codes.normalise(made[0])), "sv", {}, TODAY, round.closes)


def test_a_vote_is_opened_once_and_fixes_what_it_is_on(store: Store, ballot: Ballot) -> None:
    opened(store, ballot)
    with pytest.raises(StoreRefused, match="opened already"):
        opened(store, ballot)
    with pytest.raises(StoreRefused, match="can't be changed"), store.writing() as c:
        ballots.choose(c, ballot, [])
    with store.reading() as c:
        assert [one.text["sv"] for one in ballots.choices(c, ballot)] == ["a", "b", "c"]


def test_a_vote_is_started_anew_only_before_its_close(store: Store, ballot: Ballot) -> None:
    round, _ = opened(store, ballot)
    with pytest.raises(StoreRefused), store.writing() as c:
        ballots.start_anew(c, ballot, round.closes)
    with store.writing() as c:
        ballots.start_anew(c, ballot, NOW)
    again, _ = opened(store, ballot)
    assert again.id != round.id


def test_a_second_ballot_is_for_the_others_and_on_the_same(store: Store, ballot: Ballot) -> None:
    with pytest.raises(StoreRefused, match="for others"), store.writing() as c:
        ballots.add_beside(c, ballot, "Samma", "participants", by_gender=False)
    with store.writing() as c:
        beside = ballots.add_beside(c, ballot, "Personalen", "staff", by_gender=False)
        assert ballots.choices(c, beside) == ballots.choices(c, ballot)
        assert ballots.other(c, ballot) == beside
        assert ballots.other(c, beside) == ballot
    with pytest.raises(StoreRefused, match="second ballot"), store.writing() as c:
        ballots.add_beside(c, ballot, "En till", "staff", by_gender=False)
    opened(store, beside)
    with pytest.raises(StoreRefused, match="can't be changed"), store.writing() as c:
        ballots.choose(c, ballot, [])


def test_what_became_part_of_another_is_voted_on_as_that(store: Store, ballot: Ballot) -> None:
    with store.writing() as c:
        a, b, _ = ballots.choices(c, ballot)
        improvements.merge(c, a, b)
        assert [one.text["sv"] for one in ballots.choices(c, ballot)] == ["b", "c"]
