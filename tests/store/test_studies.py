"""Studies: groups, speakers without names, meetings; and what is written down is a set that only grows."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.guide import Guide, GuideQuestion, Theme
from surveyapp.store import guides, improvements, notes, studies, study_tables, tables
from surveyapp.store.engine import Connection, Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.notes import Note, ReadingBack, Statement, ThemeTime, Turn, Wording
from surveyapp.store.rounds import Facts
from surveyapp.store.studies import Group, GroupPlan, Meeting, MeetingPlan, Speaker, SpeakerPlan, StudyPlan
from tests.store.conftest import DAY, TODAY

GUIDE = Guide(
    key="talk",
    languages=("sv", "en"),
    title={"sv": "Samtal"},
    information={"sv": "Du väljer själv."},
    opening={"sv": "Välkomna."},
    closing={"sv": "Tack."},
    themes=tuple(
        Theme(
            id=id,
            title={"sv": id},
            minutes=20,
            pictures=("talk",),
            questions=(GuideQuestion(id=f"{id}-1", text={"sv": "Hur är det?"}),),
            meeting=meeting,
        )
        for id, meeting in (("say", 1), ("plan", 1), ("road", 2))
    ),
)
PLAN = StudyPlan(
    label="Verkstäderna",
    guide_version=GUIDE.version,
    kind="real",
    languages=("sv",),
    k=5,
    facts=Facts("Kommunen", "Kim", "Artikel 6.1 e", TODAY + 900 * DAY, "D-1"),
    help_now="Ring Kim",
    results_told="På husmötet",
)
WOMAN = SpeakerPlan("woman", "ar", True, False, True, True, False, ("read_aloud", "interpreter"))


def begin(c: Connection, speakers: int = 3) -> tuple[Group, list[Speaker], list[Meeting]]:
    """A study with one group, its speakers and two meetings."""
    guides.publish(c, GUIDE, {}, TODAY)
    study = studies.begin(c, PLAN, TODAY)
    group = studies.add_group(c, study, GroupPlan("Grupp 1", "Snickeriet", "mixed", "De arbetar ihop"))
    there = [studies.add_speaker(c, group, WOMAN) for _ in range(speakers)]
    plan = MeetingPlan(TODAY, "En lärare utifrån", "outsider")
    return group, there, [studies.plan_meeting(c, group, plan), studies.plan_meeting(c, group, plan)]


def said(statement: int, stamp: int, text: str, speaker: Speaker | None = None, id: int | None = None) -> Wording:
    return Wording(
        id=id or tables.new_id(),
        meeting_id=0,
        writer="kim",
        arrived=0,
        statement_id=statement,
        stamp=stamp,
        theme="say",
        who="speaker" if speaker else "several",
        speaker_id=speaker.id if speaker else None,
        sort="verbatim",
        text=text,
    )


def test_what_is_stored_is_read_as_it_was(store: Store) -> None:
    with store.writing() as c:
        group, speakers, meetings = begin(c)
        studies.set_present(c, meetings[0], [speakers[0].id, speakers[2].id, 999])
        studies.set_state(c, meetings[0], "under_way")
    with store.reading() as c:
        (study,) = studies.studies(c)
        assert guides.guide(c, study.guide_version) == GUIDE
        assert [version.key for version in guides.latest(c)] == ["talk"]
        assert studies.study_named(c, study.name) == study == studies.study_by_id(c, study.id)
        assert studies.groups(c, study.id) == [group]
        assert [one.pseudonym for one in studies.speakers(c, group.id)] == ["D1", "D2", "D3"]
        assert [(one.number, one.state) for one in studies.meetings(c, group.id)] == [(1, "under_way"), (2, "planned")]
        assert studies.present(c, meetings[0].id, meetings[1].id) == {
            meetings[0].id: {speakers[0].id, speakers[2].id},
            meetings[1].id: frozenset(),
        }


def test_no_column_could_hold_a_name() -> None:
    for table in (study_tables.speaker, study_tables.attendance, study_tables.turn, study_tables.wording):
        assert not {"name", "mail", "phone", "born"} & {
            part for column in table.columns for part in column.name.split("_")
        }


def test_a_study_is_finished_only_when_its_participants_have_been_told(store: Store) -> None:
    with store.writing() as c:
        begin(c)
        (study,) = studies.studies(c)
    with pytest.raises(StoreRefused, match="what the participants were told"), store.writing() as c:
        studies.finish(c, study, TODAY)
    with store.reading() as c:
        assert studies.studies(c)[0].finished is None


def test_of_a_statement_the_highest_stamp_holds_and_the_first_wording_is_kept(store: Store) -> None:
    with store.writing() as c:
        _, speakers, (meeting, later) = begin(c)
        notes.write(
            c, meeting, [said(7, 2, "Second", speakers[0]), said(7, 1, "First", speakers[1]), said(8, 1, "Gone")]
        )
        notes.write(c, meeting, [replace(said(8, 2, "Gone"), removed=True)])
        reading = ReadingBack(tables.new_id(), 0, "kim", 0, 7, 3, "confirmed", (speakers[0].id,), TODAY)
        notes.write(c, later, [reading])
    with store.reading() as c:
        (statement,) = notes.statements_of(c, meeting.id)
    assert (statement.text, statement.first, statement.outcome) == ("Second", "First", "confirmed")
    assert statement.speaker_id == speakers[0].id
    assert statement.read_back
    assert statement.read_back.present == (speakers[0].id,)


@pytest.fixture
def meeting(store: Store) -> tuple[Meeting, list[Speaker]]:
    with store.writing() as c:
        _, speakers, (meeting, _) = begin(c)
    return meeting, speakers


def queue(speakers: Sequence[Speaker], random: Random) -> list[Note]:
    """What two devices have to send: wordings of few statements, turns, times of themes, readings back."""
    made: list[Note] = []
    for n in range(1, 13):
        statement, stamp = random.randint(1, 4), random.randint(1, 3)
        made.append(said(statement, stamp, f"{n}", random.choice([*speakers, None]), id=random.getrandbits(63)))
    made.append(Turn(random.getrandbits(63), 0, "kim", 0, "say", "speaker", speakers[0].id, 9, False))
    made.append(ThemeTime(random.getrandbits(63), 0, "kim", 0, "say", 60))
    made.append(ReadingBack(random.getrandbits(63), 0, "kim", 0, 1, 1, "confirmed", (speakers[0].id,), TODAY))
    return made


@given(seed=st.integers(0, 10_000))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_and_however_often_notes_arrive_the_statements_are_the_same(
    seed: int, store: Store, meeting: tuple[Meeting, list[Speaker]]
) -> None:
    random = Random(seed)
    there, speakers = meeting
    with store.writing() as c:
        group = studies.group_by_id(c, there.focus_group_id)
        assert group
        plan = MeetingPlan(TODAY, "En lärare", "outsider")
        once, often = studies.plan_meeting(c, group, plan), studies.plan_meeting(c, group, plan)
        made = queue(speakers, random)
        notes.write(c, once, made)
        again = [replace(note, id=note.id ^ 1) for note in made]  # the same notes of another meeting
    sent = 0
    while sent < 3 or len(arrived(store, often)) < len(made):
        batch = random.choices(again, k=random.randint(1, len(again)))
        with store.writing() as c:
            notes.write(c, often, batch)
        sent += 1
    assert plain(store, often) == plain(store, once)


def arrived(store: Store, meeting: Meeting) -> list[int]:
    with store.reading() as c:
        return sorted(
            note.arrived
            for sort in notes.TABLES
            for note in notes.read(c, sort, meeting.id)  # type: ignore[type-var]
        )


def plain(store: Store, meeting: Meeting) -> list[tuple[object, ...]]:
    """The statements without what tells one meeting from the other."""
    with store.reading() as c:
        found: list[Statement] = notes.statements(
            notes.read(c, Wording, meeting.id), notes.read(c, ReadingBack, meeting.id)
        )
    assert arrived(store, meeting) == list(range(1, len(arrived(store, meeting)) + 1))
    return sorted((one.id, one.text, one.first, one.speaker_id or 0, one.outcome) for one in found)


def test_a_speaker_who_withdraws_takes_the_words_along_and_a_trace_stays(
    store: Store, meeting: tuple[Meeting, list[Speaker]]
) -> None:
    there, (gone, stays, _) = meeting
    with store.writing() as c:
        notes.write(c, there, [said(1, 1, "Secret", gone), said(1, 2, "Secret too", stays), said(2, 1, "Kept", stays)])
        notes.write(c, there, [Turn(tables.new_id(), 0, "kim", 0, "say", "speaker", gone.id, 30, False)])
        study = studies.group_by_id(c, there.focus_group_id)
        assert study
        improvement = improvements.add(c, study.study_id, {"sv": "Fråga"}, "talk", [1, 2])
        notes.withdraw(c, gone, TODAY)
    with store.writing() as c:
        notes.write(c, there, [said(3, 1, "Late secret", gone), said(1, 9, "Late secret", stays)])
    with store.reading() as c:
        wordings, turns = notes.read(c, Wording, there.id), notes.read(c, Turn, there.id)
        assert not [wording for wording in wordings if "ecret" in wording.text]
        assert {statement.id: statement.text for statement in notes.statements(wordings, [])} == {
            1: "",
            2: "Kept",
            3: "",
        }
        assert [turn.seconds for turn in turns] == [0]
        assert improvements.one(c, improvement.id).sources == {2}
        found = studies.speaker_by_id(c, gone.id)
        assert found
        assert found.withdrawn == TODAY


def test_merged_improvements_live_on_in_one_with_all_that_they_came_from(store: Store) -> None:
    with store.writing() as c:
        group, _, (meeting, _) = begin(c)
        notes.write(c, meeting, [said(n, 1, "Said") for n in range(3)])
        one, two, three = (improvements.add(c, group.study_id, {"sv": str(n)}, "talk", [n]) for n in range(3))
        improvements.merge(c, one, two)
        improvements.put_in_order(c, group.study_id, [three.id, two.id])
        assert [found.id for found in improvements.of_study(c, group.study_id)] == [three.id, two.id]
        assert improvements.one(c, two.id).sources == {0, 1}
        with pytest.raises(StoreRefused):
            improvements.merge(c, one, three)
        with pytest.raises(StoreRefused):
            improvements.merge(c, two, two)
