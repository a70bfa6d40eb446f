"""A study of two groups in which something has been said, for tests of what is made of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from surveyapp.questionnaire.guide import Guide, GuideQuestion, Theme
from surveyapp.store import guides, notes, studies, tables
from surveyapp.store.engine import Store
from surveyapp.store.heard import Heard, heard
from surveyapp.store.notes import Outcome, ReadingBack, Who, Wording
from surveyapp.store.studies import Group, GroupPlan, Meeting, MeetingPlan, Speaker, SpeakerPlan, Study, StudyPlan
from tests.running import FACTS

GUIDE = Guide(
    key="work",
    languages=("sv", "ar"),
    title={"sv": "Prat om jobbet", "ar": "حديث عن العمل"},
    information={"sv": "Du bestämmer."},
    opening={"sv": "Hej."},
    closing={"sv": "Tack."},
    themes=tuple(
        Theme(
            id=id,
            title={"sv": title, "ar": arabic},
            minutes=10,
            pictures=(picture,),
            questions=(GuideQuestion(id=f"{id}-1", text={"sv": "Hur är det?"}),),
        )
        for id, title, arabic, picture in (
            ("comfort", "Hur det känns", "كيف تشعر", "good"),
            ("noise", "Ljudet", "الضجيج", "listen"),
        )
    ),
)


@dataclass(frozen=True)
class Voices:
    """The study with its groups, and of each group its speakers (the second agrees to no quotes) and two meetings."""

    store: Store
    study: Study
    groups: tuple[Group, Group]
    speakers: tuple[list[Speaker], list[Speaker]]
    meetings: tuple[list[Meeting], list[Meeting]]
    day: date

    def say(
        self,
        text: str,
        *,
        by: int | Who = 0,
        group: int = 0,
        meeting: int = 0,
        theme: str = "comfort",
        outcome: Outcome = "draft",
    ) -> int:
        """Write down a statement, by a speaker's place in the group or another one; its id."""
        speaker = self.speakers[group][by] if isinstance(by, int) else None
        wording = Wording(
            id=tables.new_id(),
            meeting_id=0,
            writer="moderator",
            arrived=0,
            statement_id=tables.new_id(),
            stamp=1,
            theme=theme,
            who="speaker" if isinstance(by, int) else by,
            speaker_id=speaker.id if speaker else None,
            sort="verbatim",
            text=text,
        )
        with self.store.writing() as c:
            notes.write(c, self.meetings[group][meeting], [wording])
            if outcome != "draft":
                present = tuple(one.id for one in self.speakers[group])
                id = wording.id if outcome == "changed" else tables.new_id()
                back = ReadingBack(id, 0, "moderator", 0, wording.statement_id, 2, outcome, present, self.day)
                notes.write(c, self.meetings[group][meeting], [back])
        return wording.statement_id

    def reword(self, statement: int, text: str, id: int | None = None, stamp: int | None = None) -> None:
        """Write a statement down in other words, after those that hold unless `stamp` is told."""
        one = self.heard(statement)
        old = one.statement
        wording = Wording(
            id or tables.new_id(),
            0,
            "moderator",
            0,
            old.id,
            stamp or old.stamp + 1,
            old.theme,
            old.who,
            old.speaker_id,
            old.sort,
            text,
        )
        with self.store.writing() as c:
            notes.write(c, one.meeting, [wording])

    def every(self) -> list[Heard]:
        """What was said, as it holds now."""
        with self.store.reading() as c:
            return heard(c, self.study.id)

    def heard(self, statement: int) -> Heard:
        """A statement as it holds now."""
        return next(one for one in self.every() if one.statement.id == statement)


def voices(store: Store, day: date, label: str = "Verkstäderna") -> Voices:
    """A study in which nothing has been said yet."""
    plan = StudyPlan(label, GUIDE.version, "real", ("sv", "ar"), 5, FACTS, "Ring 112.", "På husmötet.")
    with store.writing() as c:
        guides.publish(c, GUIDE, {}, day)
        study = studies.begin(c, plan, day)
        first, second = (
            studies.add_group(c, study, GroupPlan(name, "Snickeriet", "mixed", "Alla vill."))
            for name in ("Grupp A", "Grupp B")
        )
        speakers, meetings = [], []
        for group in (first, second):
            plans = [SpeakerPlan("woman", "sv", False, False, True, n != 1, False, ("read_aloud",)) for n in range(3)]
            speakers.append([studies.add_speaker(c, group, one) for one in plans])
            planned = [MeetingPlan(day + timedelta(days=n), "instructor", "outsider") for n in range(2)]
            meetings.append([studies.plan_meeting(c, group, one) for one in planned])
    return Voices(store, study, (first, second), (speakers[0], speakers[1]), (meetings[0], meetings[1]), day)
