"""The forms of ballots."""

from wtforms import BooleanField, RadioField, StringField

from surveyapp.accounts.forms import PICTURES, Checkboxes, InLanguages, StaffForm, WholeNumber, between, needed
from surveyapp.questionnaire.words import fixed

METHODS = {
    "rank": fixed("Choose some and put them in order"),
    "dots": fixed("Dots: choose some"),
    "yes_no": fixed("Yes or no to each"),
}
VOTERS = {"participants": fixed("The participants"), "staff": fixed("The staff")}
MOST_VOTERS = 200


class BesideForm(StaffForm):
    """The ballot of the others, on the same improvements."""

    label = StringField(
        fixed("The ballot's name, for staff"),
        validators=[needed(fixed("Give the ballot a name that staff know it by."))],
    )
    by_gender = BooleanField(fixed("The result is told for women and men apart. This is said before the vote."))


class BallotForm(BesideForm):
    """How is voted, and by whom."""

    voters = RadioField(fixed("Who votes"), choices=list(VOTERS.items()), default="participants")
    method = RadioField(fixed("How they vote"), choices=list(METHODS.items()), default="rank")
    choose = WholeNumber(
        fixed("How many each may choose"),
        description=fixed("The first place gives as many points as can be chosen, and each place after it one less."),
        default=3,
        validators=[between(1, 20)],
    )
    improvements = Checkboxes(fixed("What is voted on"))


class IdeaForm(InLanguages):
    """An idea that was told at the table."""

    picture = RadioField(fixed("Picture"), choices=[(id, id.replace("_", " ")) for id in PICTURES], default="idea")


class ChoicesForm(StaffForm):
    """What is voted on."""

    improvements = Checkboxes(fixed("What is voted on"))


class OpenVoteForm(StaffForm):
    """What is fixed when the vote opens."""

    n = WholeNumber(
        fixed("How many vote"),
        description=fixed("As many slips are printed, each with a code for one vote."),
        validators=[between(1, MOST_VOTERS)],
    )
    minutes = WholeNumber(
        fixed("Minutes until the vote closes"),
        description=fixed("From 5 to 60. It closes for all at once, and can't be put off."),
        default=20,
        validators=[between(5, 60)],
    )


class PaperForm(StaffForm):
    """A vote on paper."""

    code = StringField(fixed("The code on the slip that came with the paper"))
