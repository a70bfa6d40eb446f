import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from surveyapp.store import releases, responses, rounds, tables
from surveyapp.store.engine import Connection, Store
from surveyapp.store.responses import Response, Submitted
from surveyapp.store.rounds import Round
from tests.databases import Database
from tests.store.conftest import DAY, NOW, PLAN, TODAY, Open

ROOT = Path(__file__).parents[2]
HOUR = timedelta(hours=1)
TOKEN = "hash of a token"


def begin(store: Store, round: Round, token: str = TOKEN) -> int:
    with store.writing() as c:
        id = responses.start(c, round, "wood", "sv", token, NOW, TODAY, None)
    assert isinstance(id, int)
    return id


def keep(store: Store, round: Round, id: int, now: datetime = NOW, **answers: str) -> bool:
    with store.writing() as c:
        return responses.keep(c, round, id, answers, TODAY, now)


def submit(store: Store, round: Round, id: int, revision: int, now: datetime = NOW, **answers: str) -> str:
    with store.writing() as c:
        return responses.submit(c, round, id, revision, answers, "nobody", TODAY, now)


def found(store: Store, round: Round, token: str = TOKEN) -> Response | None:
    with store.reading() as c:
        return responses.by_token(c, round.id, token)


def row(c: Connection, id: int) -> dict[str, object]:
    return dict(c.execute(select(tables.response).where(tables.response.c.id == id)).one()._mapping)


# ---- starting and keeping --------------------------------------------------------------------------------------------


def test_a_visit_is_found_by_its_token_in_its_round_alone(store: Store, open_round: Open) -> None:
    round, other = open_round(), open_round()
    id = begin(store, round)
    response = found(store, round)
    assert response == Response(
        id, round.id, "wood", "sv", "started", {}, 0, {}, "own_device", None, TODAY, None, False, None
    )
    assert found(store, other) is None
    assert found(store, round, "another") is None


@pytest.mark.parametrize("now", [PLAN.opens - HOUR, PLAN.closes, PLAN.closes + HOUR])
def test_no_visit_starts_before_opening_or_after_closing(store: Store, open_round: Open, now: datetime) -> None:
    round = open_round()
    with store.writing() as c:
        assert responses.start(c, round, "wood", "sv", TOKEN, now, TODAY, None) == "not-open"
    assert found(store, round) is None


def test_a_site_that_the_round_lacks_is_a_mistake(store: Store, open_round: Open) -> None:
    round = open_round()
    with store.writing() as c, pytest.raises(ValueError, match="no site"):
        responses.start(c, round, "metal", "sv", TOKEN, NOW, TODAY, None)


def test_answers_are_merged_and_each_keeping_is_a_revision(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    typed = "Åsa \"'\\ \u0000 \\u0000 \U0001f600 $.x"
    assert keep(store, round, id, good="yes", name=typed)
    with store.writing() as c:
        assert responses.keep(c, round, id, {"good": "no", "steps": 4, "many": ("a", "b")}, TODAY + DAY, NOW)
    response = found(store, round)
    assert response
    kept = typed.replace("\0", "\N{REPLACEMENT CHARACTER}")  # no database has to hold a NUL
    assert response.answers == {"good": "no", "name": kept, "steps": 4, "many": ("a", "b")}
    assert (response.revision, response.day) == (2, TODAY + DAY)


@pytest.mark.parametrize("screen", ["own.words", "a-b", "a.b.c", "$helper", "#1", "0", "å"])
def test_any_screens_id_is_one_key_and_no_path(store: Store, open_round: Open, screen: str) -> None:
    round = open_round()
    id = begin(store, round)
    with store.writing() as c:
        responses.keep(c, round, id, {screen: "first", "other": "x"}, TODAY, NOW)
        responses.keep(c, round, id, {screen: "second"}, TODAY, NOW)
    response = found(store, round)
    assert response
    assert response.answers == {screen: "second", "other": "x"}


def test_an_id_that_could_end_a_path_is_refused(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with store.writing() as c, pytest.raises(ValueError, match="no screen"):
        responses.keep(c, round, id, {'a"': "x"}, TODAY, NOW)


def test_a_question_left_empty_has_been_seen(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    keep(store, round, id, good="yes")
    with store.writing() as c:
        assert responses.keep(c, round, id, {"good": None}, TODAY, NOW)
    response = found(store, round)
    assert response
    assert response.answers == {"good": None}


@pytest.mark.parametrize(
    ("kind", "now", "taken"),
    [
        ("real", PLAN.opens - HOUR, False),
        ("real", PLAN.closes, True),
        ("real", PLAN.closes + HOUR - timedelta(microseconds=1), True),
        ("real", PLAN.closes + HOUR, False),
        ("trial", PLAN.closes - timedelta(microseconds=1), True),
        ("trial", PLAN.closes, False),
    ],
)
def test_answers_are_taken_while_the_round_takes_them(
    store: Store, open_round: Open, kind: str, now: datetime, taken: bool
) -> None:
    round = open_round(kind=kind)
    id = begin(store, round)
    assert round.takes_answers(now) == taken
    assert keep(store, round, id, now, good="yes") == taken
    assert submit(store, round, id, int(taken), now) == ("submitted" if taken else "not-open")


def test_the_round_is_asked_as_it_is_now_and_not_as_the_page_knew_it(store: Store, open_round: Open) -> None:
    stopped, put_off, released = open_round(), open_round(), open_round()
    ids = [begin(store, round) for round in (stopped, put_off, released)]
    with store.writing() as c:
        rounds.stop(c, stopped, NOW)
        rounds.postpone(c, put_off, PLAN.closes + DAY, PLAN.releases + DAY, NOW)
        releases.begin(c, released.id)
    later = PLAN.closes + 2 * HOUR
    assert not keep(store, stopped, ids[0], good="yes")
    assert submit(store, stopped, ids[0], 0) == "not-open"
    assert keep(store, put_off, ids[1], later, good="yes")
    assert not keep(store, released, ids[2], good="yes")
    assert not keep(store, put_off, ids[0], good="yes"), "a response of another round"


def test_the_same_answer_sent_twice_at_once_is_kept_and_nothing_is_lost(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with ThreadPoolExecutor(8) as pool:
        same = [pool.submit(keep, store, round, id, good="yes") for _ in range(8)]
        others = [pool.submit(partial(keep, store, round, id, NOW, **{f"q{n}": str(n)})) for n in range(40)]
        assert all(sent.result() for sent in (*same, *others))
    response = found(store, round)
    assert response
    assert response.answers == {"good": "yes"} | {f"q{n}": str(n) for n in range(40)}
    assert response.revision == 48


def test_the_language_can_change_in_mid_visit(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with store.writing() as c:
        responses.set_language(c, round, id, "ar")
    response = found(store, round)
    assert response
    assert (response.language, response.revision) == ("ar", 0)


# ---- submitting ------------------------------------------------------------------------------------------------------


def test_the_submit_replaces_the_answers_and_the_token_finds_nothing(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    keep(store, round, id, good="yes", left_again="x")
    assert submit(store, round, id, 1, good="no") == "submitted"
    assert found(store, round) is None
    with store.reading() as c:
        kept = row(c, id)
        assert responses.count_submitted(c, round.id) == 1
        assert list(responses.submitted(c, round.id)) == [
            (id, "wood", "sv", "nobody", {}, "own_device", {"good": "no"}, False, None),
        ]
    assert (kept["state"], kept["token_hash"]) == ("submitted", None)


def test_after_the_submit_a_stale_tab_changes_nothing(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    submit(store, round, id, 0, good="no")
    with store.reading() as c:
        before = row(c, id)
    assert not keep(store, round, id, good="yes")
    assert submit(store, round, id, 1, good="yes") == "gone"
    with store.writing() as c:
        responses.set_language(c, round, id, "ar")
        assert row(c, id) == before


def test_a_summary_that_another_tab_has_overtaken_is_not_submitted(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    keep(store, round, id, good="yes")
    assert submit(store, round, id, 0, good="no") == "changed"
    response = found(store, round)
    assert response
    assert response.answers == {"good": "yes"}


def test_of_two_submits_at_once_one_wins(store: Store, open_round: Open) -> None:
    round = open_round()
    id = begin(store, round)
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(submit, store, round, id, 0, good=str(n)) for n in range(8)]
        outcomes = [one.result() for one in sent]
    assert sorted(outcomes) == ["gone"] * 7 + ["submitted"]
    with store.reading() as c:
        (answers,) = [one.answers for one in responses.submitted(c, round.id)]
    assert answers == {"good": str(outcomes.index("submitted"))}


def test_an_unknown_response_is_gone(store: Store, open_round: Open) -> None:
    assert submit(store, open_round(), 17, 0) == "gone"


# ---- many ------------------------------------------------------------------------------------------------------------

STREAMED = """
import resource, sys
from datetime import date
from pathlib import Path
from surveyapp.store import responses, rounds
from surveyapp.store.engine import open_store
from surveyapp.store.responses import Submitted

store = open_store(sys.argv[1], Path(sys.argv[2]))
one = Submitted("wood", "sv", None, date(2027, 3, 10), {f"question-{n}": "an answer" for n in range(12)})
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
with store.reading() as c:
    (round,) = rounds.rounds(c)
with store.writing() as c:
    responses.insert_submitted(c, round, (one for _ in range(200)))
with store.reading() as c:
    sum(1 for _ in responses.submitted(c, round.id))
before = peak()
with store.writing() as c:
    responses.insert_submitted(c, round, (one for _ in range(50_000)))
seen = last = 0
with store.reading() as c:
    for one in responses.submitted(c, round.id):
        assert one.id > last and len(one.answers) == 12
        last = one.id
        seen += 1
print(seen, peak() - before)
"""


def test_fifty_thousand_go_in_and_stream_out_in_order_in_little_memory(database: Database, open_round: Open) -> None:
    open_round(kind="trial")
    told = subprocess.run(
        [sys.executable, "-c", STREAMED, database.address, database.key_file],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    seen, megabytes = map(int, told.stdout.split())
    assert seen == 50_200
    assert megabytes < 30, "all of them together are about 85"


def test_what_comes_whole_is_submitted(store: Store, open_round: Open) -> None:
    round = open_round(kind="trial")
    whole = Submitted("sew", "ar", "interpreter", TODAY, {"good": None, "many": ("a",)}, {"sound": True}, "paper")
    with store.writing() as c:
        responses.insert_submitted(c, round, [whole])
        ((_, *rest),) = responses.submitted(c, round.id)
    assert rest == ["sew", "ar", "interpreter", {"sound": True}, "paper", {"good": None, "many": ("a",)}, False, None]
