"""Texts by themselves: nothing leads back to a response, and what is decided shows after the next midnight."""

from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from surveyapp.store import nightly, open_answers, rounds, tables
from surveyapp.store.engine import Store
from surveyapp.store.open_answers import Decision, OpenAnswer
from surveyapp.store.rounds import Round
from tests.store.conftest import DAY, TODAY, Open

TEXTS = [("food", "Gott"), ("food", "Kallt"), ("room", "Trångt"), (None, "Ring mig")]
ORDER = ("room", "food")


@pytest.fixture
def round(store: Store, open_round: Open) -> Round:
    round = open_round(kind="trial")
    with store.writing() as c:
        open_answers.add(c, round.id, TEXTS)
    return round


def all_of(store: Store, round: Round, unmarked: bool = False) -> list[OpenAnswer]:
    with store.reading() as c:
        return open_answers.page(c, round.id, ORDER, unmarked, 0, 50)


def decide(store: Store, round: Round, day: date, **decisions: Decision) -> None:
    """Decide about texts, named by their first word."""
    ids = {one.text.split()[0]: one.id for one in all_of(store, round)}
    with store.writing() as c:
        open_answers.decide(c, round.id, {ids[word]: decision for word, decision in decisions.items()}, day)


def seen(store: Store, round: Round) -> list[str]:
    with store.reading() as c:
        texts = [text for _, text in open_answers.shown(c, round.id, ORDER)]
        assert len(texts) == open_answers.count_shown(c, round.id)
    return texts


def midnight(store: Store, today: date) -> None:
    with store.writing() as c:
        open_answers.pass_on(c, today)


def test_a_row_holds_the_text_its_round_and_question_and_nothing_of_who_wrote_it() -> None:
    assert set(tables.open_answer.columns.keys()) == {
        "id", "round_id", "question", "text", "mark", "shorter", "decided", "shown"
    }  # fmt: skip


def test_texts_stand_by_question_those_without_one_last_and_then_by_their_ids(store: Store, round: Round) -> None:
    texts = all_of(store, round)
    assert [one.question for one in texts] == ["room", "food", "food", None]
    assert texts[1].id < texts[2].id
    with store.reading() as c:
        paged = [one for start in range(4) for one in open_answers.page(c, round.id, ORDER, False, start, 1)]
        assert paged == texts
        assert open_answers.of_ids(c, round.id, [one.id for one in texts[2:]], ORDER) == texts[2:]


def in_order_of_arrival(store: Store, round: Round) -> bool:
    """Whether texts stand as they came."""
    texts = [("food", str(n)) for n in range(200)]
    with store.writing() as c:
        open_answers.add(c, round.id, texts)
    with store.reading() as c:
        stored = c.execute(
            select(tables.open_answer.c.text)
            .where(tables.open_answer.c.round_id == round.id)
            .order_by(tables.open_answer.c.id)
        ).scalars()
        return list(stored) == [text for _, text in texts]


def test_the_order_is_independent_of_arrival(store: Store, open_round: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not in_order_of_arrival(store, open_round())

    class NoShuffle:
        def shuffle(self, _texts: list[object]) -> None: ...

    monkeypatch.setattr("surveyapp.store.open_answers.secrets.SystemRandom", NoShuffle)
    assert in_order_of_arrival(store, open_round()), "the check sees texts that aren't shuffled"


def test_what_is_decided_shows_after_the_next_midnight_and_not_before(store: Store, round: Round) -> None:
    assert seen(store, round) == []
    decide(store, round, TODAY, Gott=Decision("show"), Ring=Decision("shorten", "Ring"), Kallt=Decision("dont_show"))
    for today, expected in ((TODAY, []), (TODAY, []), (TODAY + DAY, ["Gott", "Ring"]), (TODAY + DAY, ["Gott", "Ring"])):
        midnight(store, today)
        assert seen(store, round) == expected


def test_a_mark_that_is_changed_shows_as_it_stood_at_midnight(store: Store, round: Round) -> None:
    decide(store, round, TODAY, Gott=Decision("show"), Kallt=Decision("show"))
    decide(store, round, TODAY, Gott=Decision("dont_show"))
    midnight(store, TODAY + DAY)
    assert seen(store, round) == ["Kallt"]
    decide(store, round, TODAY + DAY, Gott=Decision("show"), Kallt=Decision(None))
    assert seen(store, round) == ["Kallt"]
    midnight(store, TODAY + 2 * DAY)
    assert seen(store, round) == ["Gott"]


def test_a_mark_of_the_next_day_does_not_hold_up_what_a_late_midnight_owes(store: Store, round: Round) -> None:
    decide(store, round, TODAY, Gott=Decision("show"), Kallt=Decision("show"))
    decide(store, round, TODAY + DAY, Gott=Decision("dont_show"))
    assert seen(store, round) == seen(store, round)
    assert set(seen(store, round)) == {"Gott", "Kallt"}
    midnight(store, TODAY + DAY)
    assert set(seen(store, round)) == {"Gott", "Kallt"}
    midnight(store, TODAY + 2 * DAY)
    assert seen(store, round) == ["Kallt"]


def test_reviewers_see_the_present_marks_and_the_first_text(store: Store, round: Round) -> None:
    decide(store, round, TODAY, Ring=Decision("shorten", "…"))
    (ring,) = [one for one in all_of(store, round) if one.text == "Ring mig"]
    assert (ring.mark, ring.shorter) == ("shorten", "…")
    assert len(all_of(store, round, unmarked=True)) == 3
    with store.reading() as c:
        assert open_answers.count(c, round.id) == 4
        assert open_answers.count(c, round.id, unmarked=True) == 3
        assert open_answers.rounds_with_texts(c) == {round.id: 3}


def test_a_text_of_another_round_is_neither_found_nor_marked(store: Store, round: Round, open_round: Open) -> None:
    other = open_round()
    ids = [one.id for one in all_of(store, round)]
    with store.writing() as c:
        assert open_answers.of_ids(c, other.id, ids, ORDER) == []
        open_answers.decide(c, other.id, {id: Decision("show") for id in ids}, TODAY)
    assert all(one.mark is None for one in all_of(store, round))


@pytest.mark.parametrize("wrong", [{"mark": "show", "shorter": "x"}, {"mark": "shorten"}, {"shorter": "x"}])
def test_a_shorter_text_stands_beside_the_mark_that_needs_it_and_no_other(
    store: Store, round: Round, wrong: dict[str, str]
) -> None:
    row = {"id": 1, "round_id": round.id, "text": "t", "mark": None, "shorter": None}
    with pytest.raises(IntegrityError), store.writing() as c:
        c.execute(insert(tables.open_answer), row | wrong)


def test_texts_go_with_the_round(store: Store, round: Round) -> None:
    with store.writing() as c:
        rounds.remove(c, round)
        assert open_answers.count(c, round.id) == 0


def test_texts_go_with_the_answers_after_the_day_until_which_they_are_kept(store: Store, round: Round) -> None:
    until = round.facts.kept_until
    assert until
    for today, left in ((until, 4), (until + DAY, 0), (until + DAY, 0)):
        with store.writing() as c:
            nightly.forget_answers(c, today)
            assert open_answers.count(c, round.id) == left
