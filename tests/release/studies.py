"""Small made-up studies for tests: who was there, and who said what."""

from random import Random

from surveyapp.release.study import Mention, Moderated, Spoken, StudyFacts, StudyRelease, Told, Voice, make
from surveyapp.release.tally import GENDERS, Gender

FACTS = StudyFacts(
    id="study", label="Study", kind="real", guide="work", version="0", languages=("sv",), k=5, begun="2026-03-02",
    released="2026-04-02", responsible="The board", contact="", legal_ground="", kept_until="", reference="",
)  # fmt: skip

THEMES, CODES = ("comfort", "noise"), ("heavy", "fun", "heavy › lifts")


def study(random: Random, most: int = 9) -> Told:
    """A study of up to `most` of each gender in four groups, one of them women only."""
    groups = {1: "women", 2: "mixed", 3: "mixed", 4: "mixed"}
    voices = [
        Voice(100 * place + n, gender, random.choice([1, 2, 3, 4] if gender == "women" else [2, 3, 4]))
        for place, gender in enumerate(GENDERS)
        for n in range(random.randint(0, most))
    ]
    mentions = [
        Mention(
            voice.id,
            voice.group,
            random.choice(THEMES),
            frozenset(code for code in CODES if random.random() < 0.4),
            f"quote of {voice.id}, {n}" if random.random() < 0.5 else None,
        )
        for voice in voices
        for n in range(random.choice([0, 0, 1, 2]))
    ]
    spoken = [Spoken(voice.id, random.randint(0, 90)) for voice in voices]
    return Told(groups, THEMES, CODES, voices, mentions, spoken)  # type: ignore[arg-type]


def released(told: Told, k: int = 3) -> StudyRelease:
    """Its release."""
    moderated = [Moderated(moderator="instructor", relation="staff", meetings=4)]
    return make(FACTS.model_copy(update={"k": k}), moderated, ["vote"], told)


def of_gender(told: Told, gender: Gender) -> set[int]:
    """The ids of those of a gender."""
    return {voice.id for voice in told.voices if voice.gender == gender}
