from datetime import timedelta
from pathlib import Path

import pytest

from surveyapp.questionnaire.guide import Guide, GuideQuestion, Theme
from surveyapp.store import guides, improvements, notes, studies
from surveyapp.store.improvements import Improvement
from surveyapp.store.notes import Wording
from surveyapp.store.studies import GroupPlan, MeetingPlan, SpeakerPlan, Study, StudyPlan
from tests.accounts.staff import add_staff
from tests.running import FACTS, Service, make_service

GUIDE = Guide(
    key="work",
    languages=("sv", "ar"),
    title={"sv": "Prat om jobbet", "ar": "حديث عن العمل"},
    information={"sv": "Du bestämmer."},
    opening={"sv": "Hej."},
    closing={"sv": "Tack."},
    themes=(
        Theme(
            id="comfort",
            title={"sv": "Hur det känns"},
            minutes=10,
            pictures=("good",),
            questions=(GuideQuestion(id="how", text={"sv": "Hur är det?"}),),
        ),
    ),
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service with one user of each role, for all tests of a file."""
    service = make_service(tmp_path_factory.mktemp("service"))
    add_staff(service)
    return service


@pytest.fixture
def own_service(tmp_path: Path) -> Service:
    """The same, for one test."""
    service = make_service(tmp_path)
    add_staff(service)
    return service


def a_study(service: Service, label: str = "Verkstäderna") -> tuple[Study, Improvement]:
    """A study of one group that met ten days ago, and the improvement that came of what was said."""
    today = service.today()
    plan = StudyPlan(label, GUIDE.version, "real", ("sv", "ar"), 5, FACTS, "Ring 112.", "På husmötet.")
    with service.store.writing() as c:
        guides.publish(c, GUIDE, {}, today)
        study = studies.begin(c, plan, today - timedelta(days=30))
        group = studies.add_group(c, study, GroupPlan("Grupp 1", "Snickeriet", "mixed", "Alla vill."))
        speaker = studies.add_speaker(
            c, group, SpeakerPlan("woman", "sv", False, False, True, True, False, ("read_aloud",))
        )
        meeting = studies.plan_meeting(c, group, MeetingPlan(today - timedelta(days=10), "instructor", "outsider"))
        studies.set_present(c, meeting, [speaker.id])
        said = Wording(
            1, meeting.id, "moderator", 0, 7, 1, "comfort", "speaker", speaker.id, "verbatim", "Det drar kallt."
        )
        if not notes.statements_of(c, meeting.id):
            notes.write(c, meeting, [said])
        studies.set_state(c, meeting, "ended")
        improvement = improvements.add(c, study.id, {"sv": "Varmare i verkstaden"}, "home", [7], group.id)
    return study, improvement
