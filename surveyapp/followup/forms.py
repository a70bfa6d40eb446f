"""The forms of actions and of what participants are told."""

from collections.abc import Mapping

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.form import BaseForm

from surveyapp.accounts.forms import PICTURES, Checkboxes, Day, InLanguages, StaffForm, needed, refused, written
from surveyapp.questionnaire.words import fixed
from surveyapp.store import staff
from surveyapp.store.actions import State
from surveyapp.store.feedback import How
from surveyapp.web import here, personal

STATES: Mapping[State, str] = {
    "proposed": fixed("Proposed"),
    "decided": fixed("Decided"),
    "under_way": fixed("Under way"),
    "done": fixed("Done"),
    "no": fixed("No, and why"),
}
HOW: Mapping[How, str] = {
    "meeting": fixed("At a meeting"),
    "poster": fixed("With a poster"),
    "letter": fixed("With a letter"),
    "page": fixed("With the page"),
    "talk": fixed("In talks with each"),
}


def a_role(_form: BaseForm, field: Field) -> None:
    """Refuse what looks like a person's name or number, and the name of a staff user."""
    text = written(field)
    with here.store().reading() as c:
        is_user = staff.user_by_name(c, text) is not None
    if is_user or personal.found(text):
        raise refused(
            fixed("That looks like a person's name. Write a role, in small letters: for example head of the workshop.")
        )


class StandForm(InLanguages):
    """How an action stands."""

    state = RadioField(
        fixed("How it stands"), choices=list(STATES.items()), validators=[needed(fixed("Choose how it stands."))]
    )
    owner = StringField(
        fixed("Who is responsible: a role, no name"),
        description=fixed("For example: head of the workshop. Everyone can read it on the wall."),
        validators=[needed(fixed("Write who is responsible for it, as a role.")), a_role],
    )
    due = Day(
        fixed("To be done by"), description=fixed("Like this: 2030-12-31. Leave it empty if there is no day yet.")
    )
    next_meeting = Day(fixed("The meeting that takes it up next"), description=fixed("Like this: 2030-12-31."))

    def check(self) -> None:
        """A "no" needs its why."""
        if self.state.data == "no":
            self.need("why", fixed("Write why nothing will be done about it."))


class ActionForm(StandForm):
    """A new action."""

    picture = RadioField(fixed("Picture"), choices=[(id, id.replace("_", " ")) for id in PICTURES], default="idea")
    improvements = Checkboxes(fixed("Which improvements it comes of"))


class TitleForm(InLanguages):
    """An action's title in more languages."""


class LineForm(InLanguages):
    """A line of what participants are told."""

    picture = RadioField(fixed("Picture"), choices=[(id, id.replace("_", " ")) for id in PICTURES], default="talk")
    action = SelectField(fixed("The action that it is about"))
    figure = SelectField(
        fixed("A figure that belongs to it"),
        description=fixed("Figures come from what is released. What could point at somebody is not in the list."),
    )


class TellingForm(StaffForm):
    """When and how participants were told."""

    day = Day(fixed("Day"), validators=[needed(fixed("Write the day on which they were told."))])
    how = RadioField(
        fixed("How they were told"),
        choices=list(HOW.items()),
        validators=[needed(fixed("Choose how they were told."))],
    )
    site = SelectField(fixed("Where"))
    note = TextAreaField(
        fixed("Note"),
        description=fixed("For example which language was interpreted, or what was asked. No names."),
        default="",
    )
