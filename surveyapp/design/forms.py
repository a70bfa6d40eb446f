"""The forms of running a round."""

from flask import session
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from surveyapp.accounts.forms import Checkboxes, ConfirmForm, Day, LocalTime, StaffForm, WholeNumber, between, needed
from surveyapp.questionnaire.words import Said, fixed

MOST_CODES = 500
MOST_MADE_UP = 500


class OpenForm(StaffForm):
    """Everything about a round. The rules on its values are in `opening`."""

    kind = RadioField(
        fixed("What is the round for?"),
        choices=[
            ("trial", fixed("A trial: staff try the questions. It can be closed at once, and is marked everywhere.")),
            ("real", fixed("A real round: it closes and releases by itself, and can't be changed once it is open.")),
        ],
        validators=[needed(fixed("Choose whether it is a trial or a real round."))],
    )
    label = StringField(fixed("The round's name, for staff"))
    languages = Checkboxes(fixed("Languages"))
    sites = TextAreaField(
        fixed("Sites, one on each line"),
        description=fixed(
            "Each site gets a link of its own. Leave this empty if there is only one. If something is asked "
            "only at some sites, write the short name of the site first, like this: norr = The workshop in the north"
        ),
    )
    k = WholeNumber(
        fixed("The smallest group that figures may be about"),
        description=fixed("Usually 5. Never under 3."),
    )
    breakdown = RadioField(
        fixed("Figures are split by"),
        choices=[("gender", fixed("Gender")), ("none", fixed("Nothing: everyone together"))],
        validators=[needed(fixed("Choose what figures are split by."))],
    )
    second = SelectField(
        fixed("And, within that, by"),
        default="",
        description=fixed(
            "Each group is split by this too, as far as the parts are large enough. What depends on it is shown only "
            "where the parts stand apart."
        ),
    )
    wave = StringField(
        fixed("Which wave is this?"),
        description=fixed(
            "A short name that conditions read, such as before or after. Leave it empty if there are none."
        ),
    )
    opens = LocalTime(fixed("Opens"), description=fixed("Like this: 2026-12-01 08:00"))
    closes = LocalTime(
        fixed("Closes"), description=fixed("Nobody can begin after this. Who has begun gets an hour more to finish.")
    )
    releases = LocalTime(fixed("Figures are released"), description=fixed("At least an hour after closing."))
    access = RadioField(
        fixed("Who can answer?"),
        choices=[
            ("open", fixed("Everyone who has the link")),
            ("codes", fixed("Everyone who has an access code. Each code works once.")),
        ],
        validators=[needed(fixed("Choose who can answer."))],
    )
    responsible = StringField(fixed("Who is responsible"))
    contact = StringField(fixed("Whom participants can turn to"))
    legal_ground = StringField(fixed("Legal ground"))
    kept_until = Day(fixed("Answers are kept until"), description=fixed("A day, like this: 2030-12-31"))
    reference = StringField(fixed("Reference number"))
    help_now = TextAreaField(
        fixed("Whom to turn to at once, if somebody needs help"),
        description=fixed(
            "One on each line: a name or a place, and how to reach it. It is one tap from every page of the questions."
        ),
    )
    results_told = TextAreaField(
        fixed("Where and when the results will be told"),
        description=fixed("Participants read it when they have sent their answers."),
    )
    receipt_until = Day(
        fixed("Receipts work until"),
        description=fixed(
            "With a receipt people can take a break, look at their answers or withdraw them. "
            "Usually until the day of the figures. Empty: no receipts are given."
        ),
    )
    own_supervisor_may_help = BooleanField(fixed("A participant's own supervisor may help with the answers"))
    proxy_allowed = BooleanField(
        fixed("Someone may answer for another person, who wants it"),
        description=fixed("It is asked before the first question, and kept with the answers."),
    )
    idle_minutes = WholeNumber(
        fixed("On a shared tablet: minutes of rest before the page asks whether anybody is there"),
        description=fixed("From 1 to 20. With 0 it never asks. A minute after the question the visit ends."),
    )
    idle_keeps = BooleanField(
        fixed("What somebody had answered before they walked away is kept, as unfinished"),
        description=fixed("Otherwise it is thrown away."),
    )


class PostponeForm(StaffForm):
    """The closing put off."""

    closes = LocalTime(fixed("New closing time"), description=fixed("At least a day later than the present one."))
    releases = LocalTime(fixed("New release time"), description=fixed("At least an hour after closing."))


class OnceForm(StaffForm):
    """What shows something this once. `once` keeps a reload from making it a second time."""

    once = HiddenField()

    def made_before(self) -> bool:
        """Whether this very form has made something already; then it says so."""
        if self.once.data != session.get("made"):
            return False
        self.blame("n", Said("These codes have been made already, and can't be shown again."))
        return True

    def remember(self) -> None:
        """That it has made what it makes."""
        session["made"] = self.once.data


class CodesForm(OnceForm):
    """Access codes for one site."""

    site = SelectField(fixed("Site"))
    n = WholeNumber(fixed("How many codes"), validators=[between(1, MOST_CODES)])


class ReplaceForm(ConfirmForm, CodesForm):
    """Access codes in place of those that are lost."""


class FillForm(StaffForm):
    """Made-up answers for a trial."""

    n = WholeNumber(fixed("How many made-up responses"), validators=[between(1, MOST_MADE_UP)])
