"""The forms of studies, groups, speakers and meetings."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from surveyapp.accounts.forms import Checkboxes, Day, StaffForm, WholeNumber, needed
from surveyapp.questionnaire.words import fixed

COMPOSITIONS = {"mixed": fixed("Women and men together"), "women": fixed("Women only"), "men": fixed("Men only")}
RELATIONS = {
    "outsider": fixed("Someone from outside"),
    "staff": fixed("Someone of the staff, who does not decide over them"),
    "own_supervisor": fixed("Their own supervisor"),
    "peer": fixed("Someone in the same situation"),
}
GENDERS = {
    "woman": fixed("Woman"),
    "man": fixed("Man"),
    "other": fixed("Other"),
    "": fixed("Not told"),
}
TOLD = {
    "read_aloud": fixed("Read aloud"),
    "interpreter": fixed("Through an interpreter"),
    "pictures": fixed("With pictures"),
}


class StudyForm(StaffForm):
    """Everything about a study that is fixed when it begins."""

    kind = RadioField(
        fixed("What is the study for?"),
        choices=[
            ("trial", fixed("A trial: staff try the guide. It can be removed.")),
            ("real", fixed("A real study, with people who are asked.")),
        ],
        validators=[needed(fixed("Choose whether it is a trial or a real study."))],
    )
    label = StringField(
        fixed("The study's name, for staff"), validators=[needed(fixed("Give the study a name that staff know it by."))]
    )
    languages = Checkboxes(
        fixed("Languages of what is shown to the group"), validators=[needed(fixed("Choose at least one language."))]
    )
    k = WholeNumber(
        fixed("The smallest group that figures may be about"), description=fixed("Usually 5. Never under 3.")
    )
    responsible = StringField(fixed("Who is responsible"))
    contact = StringField(fixed("Whom participants can turn to"))
    legal_ground = StringField(fixed("Legal ground"))
    kept_until = Day(fixed("What was said is kept until"))
    reference = StringField(fixed("Reference number"))
    help_now = TextAreaField(fixed("Whom participants can turn to at once, if they need help"))
    results_told = TextAreaField(fixed("Where and when participants are told what became of it"))


class GroupForm(StaffForm):
    """A group, and why it is put together so."""

    label = StringField(
        fixed("The group's name, for staff"), validators=[needed(fixed("Give the group a name that staff know it by."))]
    )
    site = StringField(fixed("Where it meets"), validators=[needed(fixed("Write where the group meets."))])
    composition = RadioField(
        fixed("Who is in it"),
        choices=list(COMPOSITIONS.items()),
        validators=[needed(fixed("Choose who is in the group."))],
    )
    reason = TextAreaField(fixed("Why"), validators=[needed(fixed("Write why the group is put together so."))])


class SpeakerForm(StaffForm):
    """What is known of a speaker. There is no field for a name."""

    gender = RadioField(fixed("Gender, as they say themselves"), choices=list(GENDERS.items()), default="")
    language = SelectField(fixed("Language"))
    interpreter = BooleanField(fixed("Speaks through an interpreter"))
    support_person = BooleanField(fixed("Has a support person along"))
    agrees_notes = BooleanField(fixed("Agrees that what they say is written down"))
    agrees_quotes = BooleanField(fixed("Agrees that others may read their words"))
    agrees_recording = BooleanField(fixed("Agrees to a recording"))
    told = Checkboxes(fixed("How this was told to them"), choices=list(TOLD.items()))


class MeetingForm(StaffForm):
    """A group's next meeting."""

    day = Day(fixed("Day"), validators=[needed(fixed("Write the day of the meeting."))])
    moderator = StringField(
        fixed("Who moderates: a role, no name"),
        validators=[needed(fixed("Write who moderates, as a role: for example an instructor from another place."))],
    )
    relation = RadioField(
        fixed("What they are to the participants"),
        choices=list(RELATIONS.items()),
        validators=[needed(fixed("Choose what they are to the participants."))],
    )
