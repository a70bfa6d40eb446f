"""The demo study: four groups, one of women only, with all that comes after the talks; made once, removed whole."""

from pathlib import Path

from sqlalchemy import func, select

from surveyapp import demo_study
from surveyapp.config import shipped
from surveyapp.questionnaire.guide_load import load_guide
from surveyapp.release.study_make import study_release_of
from surveyapp.store import actions, coding, columns, feedback, guides, improvements, notes, studies, study_tables
from tests.running import Service, make_service


def made(tmp_path: Path) -> Service:
    service = make_service(tmp_path)
    loaded = load_guide(shipped("questionnaires") / demo_study.GUIDE)
    assert loaded.guide
    now = service.now()
    with service.store.writing() as c:
        guides.publish(c, loaded.guide, loaded.media, service.today())
    assert demo_study.make(service.store, now, service.today())
    assert demo_study.make(service.store, now, service.today())
    return service


def test_it_has_all_that_comes_of_focus_groups_and_is_removed_whole(tmp_path: Path) -> None:
    service = made(tmp_path)
    with service.store.reading() as c:
        (study,) = studies.studies(c)
        groups = studies.groups(c, study.id)
        assert sorted(group.composition for group in groups) == ["mixed", "mixed", "mixed", "women"]
        meetings = studies.meetings(c, *(group.id for group in groups))
        assert [meeting.number for meeting in meetings] == [1, 2] * 4
        said = notes.statements_of(c, *(meeting.id for meeting in meetings))
        assert len(said) > 80
        assert {one.outcome for one in said} == {"draft", "read_back", "confirmed", "rejected"}
        assert len(coding.codings(c, study.id)) > 20
        assert len(coding.quotes(c, study.id)) > 10
        assert all(one.sources for one in improvements.of_study(c, study.id))
        assert {action.events[-1].state for action in actions.actions(c, study_id=study.id)} == {
            "proposed",
            "decided",
            "under_way",
            "done",
            "no",
        }
        feedback.refuse_untold(c, study_id=study.id)
    release = study_release_of(service.store, study)
    assert release
    assert [block.id for block in release.blocks] == ["women", "men"]
    assert release.quotes
    assert release.balance

    demo_study.remove(service.store)
    with service.store.reading() as c:
        left = {
            table.name
            for table in columns.metadata.sorted_tables
            if table.name in vars(study_tables) and c.execute(select(func.count()).select_from(table)).scalar_one()
        }
    assert left == {"guide"}
