"""The questionnaire that a ballot is voted with: made from its improvements, in the study's languages."""

from collections.abc import Sequence
from typing import Any

from surveyapp.questionnaire.kinds.gender import OPTIONS, QUESTION
from surveyapp.questionnaire.kinds.yes_no import OPTIONS as YES_OR_NO
from surveyapp.questionnaire.model import Option, Questionnaire, Screen, Text
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store.ballots import Ballot
from surveyapp.store.improvements import Improvement
from surveyapp.web import words

VOTE = "vote"
"""The id of the question, where there is one on all improvements."""


def make(ballot: Ballot, improvements: Sequence[Improvement], languages: Sequence[str], k: int) -> Questionnaire:
    """The questionnaire of a ballot. `languages[0]` is the source; a fixed text is in those that have a catalogue."""
    return Questionnaire(
        key=ballot.key,
        languages=tuple(languages),
        title=_in_each(languages, fixed("A secret vote on what should change")),
        welcome=_in_each(languages, *_welcome(ballot, k)),
        thanks=_in_each(languages, fixed("Thank you for voting. The result is shown when the vote has closed.")),
        screens=(*_gender(ballot), *_screens(ballot, improvements)),
    )


def option_id(improvement: Improvement) -> str:
    """What an improvement is called in the questionnaire."""
    return f"i{improvement.id}"


def said_beforehand(ballot: Ballot, k: int) -> Said:
    """How the result will be told, for everybody to know before they vote."""
    if ballot.by_gender:
        return Said(
            "The result is told for women and men apart, if there are %(k)s or more women and %(k)s or more men.",
            {"k": k},
        )
    return Said("The result is told for everyone together, if %(k)s people or more vote.", {"k": k})


def _welcome(ballot: Ballot, k: int) -> tuple[Said | str, ...]:
    return fixed("You vote alone. Nobody sees how you vote."), said_beforehand(ballot, k)


def _gender(ballot: Ballot) -> tuple[Screen, ...]:
    if not ballot.by_gender:
        return ()
    pictures = ("woman", "man", "other_gender")
    return (Screen(id="gender", ask="gender", text=QUESTION, pictures=pictures, options=OPTIONS),)


def _screens(ballot: Ballot, improvements: Sequence[Improvement]) -> tuple[Screen, ...]:
    if ballot.method == "yes_no":
        return tuple(
            Screen(
                id=option_id(one),
                ask="yes-no",
                text=dict(one.text),
                pictures=(one.picture,),
                options=YES_OR_NO,
            )
            for one in improvements
        )
    options = tuple(Option(id=option_id(one), text=dict(one.text), pictures=(one.picture,)) for one in improvements)
    asked: dict[str, Any] = {
        "id": VOTE,
        "text": fixed("What matters most to you?"),
        "pictures": ("vote",),
        "options": options,
    }
    if ballot.method == "rank":
        return (Screen(ask="rank", choose=ballot.choose, **asked),)
    return (Screen(ask="choose-many", at_most=ballot.choose, **asked),)


def _in_each(languages: Sequence[str], *sentences: Said | str) -> Text:
    found: dict[str, str] = {}
    for tag in languages:
        with words.in_language(tag):
            if words.page_language() == tag or tag == languages[0]:
                found[tag] = "\n\n".join(words.say(sentence) for sentence in sentences)
    return found
