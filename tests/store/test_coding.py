"""Codes, what can be done and quotes, on both databases."""

from dataclasses import replace

import pytest

from surveyapp.store import coding, notes, studies, study_tables
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from tests.focusgroup.voices import Voices, voices
from tests.store.conftest import TODAY


@pytest.fixture
def there(store: Store) -> Voices:
    return voices(store, TODAY)


def test_a_code_is_put_on_a_part_once_and_only_inside_the_words_that_were_seen(there: Voices) -> None:
    statement = there.say("Det drar kallt")
    study, wording = there.study.id, there.heard(statement).statement.wording_id
    with there.store.writing() as c:
        code = coding.add_code(c, study, "Kyla", "Drag")
        for part in ((0, 3), (0, 3), (2, 9)):
            coding.put_code(c, study, code.id, statement, wording, part, "kim")
        assert [(one.start, one.end) for one in coding.codings(c, study)] == [(0, 3), (2, 9)]
        for part in ((3, 3), (-1, 3), (4, 99)):
            with pytest.raises(StoreRefused, match="last word"):
                coding.put_code(c, study, code.id, statement, wording, part, "kim")
        with pytest.raises(StoreRefused, match="Read them again"):
            coding.put_code(c, study, code.id, statement, 1, (0, 3), "kim")
        with pytest.raises(StoreRefused, match="removed"):
            coding.put_code(c, study, 1, statement, wording, (0, 3), "kim")
        with pytest.raises(StoreRefused, match="coded with this"):
            coding.remove_code(c, code)
        for one in coding.codings(c, study):
            coding.take_code_off(c, study + 1, one.id)
        assert len(coding.codings(c, study)) == 2, "another study took it off"


def test_a_tree_has_no_circle(there: Voices) -> None:
    with there.store.writing() as c:
        top = coding.add_code(c, there.study.id, "Kyla", "")
        low = coding.add_code(c, there.study.id, "Drag", "", top.id)
        for parent in (top.id, low.id):
            with pytest.raises(StoreRefused, match="under itself"):
                coding.change_code(c, top, "Kyla", "", parent)
        with pytest.raises(StoreRefused, match="codes under this one"):
            coding.remove_code(c, top)
        coding.remove_code(c, low)
        coding.remove_code(c, top)
        assert coding.codes(c, there.study.id) == []


def test_what_a_speaker_takes_along_is_coded_sorted_and_quoted_no_more(there: Voices) -> None:
    gone, stays = there.say("Hemligt", outcome="confirmed"), there.say("Kvar", by=2, outcome="changed")
    study = there.study.id
    wording = there.heard(gone).statement.wording_id
    with there.store.writing() as c:
        code = coding.add_code(c, study, "Allt", "")
        for statement in (gone, stays):
            coding.quote(c, study, statement, "Ord")
            coding.sort_statements(c, study, {statement: "can_do"})
        coding.put_code(c, study, code.id, gone, wording, (0, 3), "kim")
        notes.withdraw(c, there.speakers[0][0], TODAY)
        coding.sort_statements(c, study, {gone: "can_ease"})
        with pytest.raises(StoreRefused):
            coding.put_code(c, study, code.id, gone, wording, (0, 3), "kim")
        with pytest.raises(StoreRefused):
            coding.quote(c, study, gone, "Hemligt")
        assert coding.codings(c, study) == []
        assert coding.sortings(c, study) == {stays: "can_do"}
        assert coding.quotes(c, study) == {stays: "Ord"}
    for table in (study_tables.coding, study_tables.sorting, study_tables.quote):
        with there.store.reading() as c:
            assert gone not in {row.statement_id for row in c.execute(table.select())}


def test_a_quote_goes_when_the_speaker_no_longer_agrees_or_the_words_change(there: Voices) -> None:
    one, two = there.say("Ett", outcome="confirmed"), there.say("Två", by=2, outcome="confirmed")
    speaker = there.speakers[0][0]
    with there.store.writing() as c:
        coding.quote(c, there.study.id, one, "Ett")
        coding.quote(c, there.study.id, two, "Två")
        plan = studies.SpeakerPlan(
            **{name: getattr(speaker, name) for name in studies.SpeakerPlan.__dataclass_fields__}
        )
        studies.change_speaker(c, speaker, replace(plan, agrees_quotes=False))
        assert coding.quotes(c, there.study.id) == {two: "Två"}
    there.reword(two, "Tre")
    with there.store.reading() as c:
        assert coding.quotes(c, there.study.id) == {}
