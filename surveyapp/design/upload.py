"""A questionnaire from a designer's own computer: checked like a file, and kept as a draft if it has no faults."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from flask import render_template, request
from flask.typing import ResponseReturnValue
from wtforms import FileField, StringField, TextAreaField

from surveyapp.accounts.forms import StaffForm
from surveyapp.accounts.guard import note, open_to
from surveyapp.design.archive import MOST_UPLOADED, Files, Refused, questionnaires_in
from surveyapp.design.blueprint import blueprint
from surveyapp.questionnaire.definition import ID_FORM
from surveyapp.questionnaire.faults import Fault
from surveyapp.questionnaire.load import FILE, Loaded, load_files
from surveyapp.questionnaire.source import MOST_BYTES
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store import questionnaires
from surveyapp.web import here
from surveyapp.web.words import say

MOST_LINES = 1500
"""Of a longer file only the lines around what was found are shown."""

AROUND = 3
LONGEST_LINE = 400
LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # what YAML counts as one

TAB = "→"
"""What a tab is shown as: it is often what is wrong in a line."""

NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
TURNS_AROUND = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that make a line look otherwise than it is read."""

Outcome: TypeAlias = Literal["saved", "published", "faulty"]


class UploadForm(StaffForm):
    """A zip, or a text with the questionnaire's key."""

    zip = FileField(
        fixed("A questionnaire's folder, packed as a zip"),
        description=fixed("Pictures come along. A zip may hold several folders; each is taken."),
    )
    text = TextAreaField(fixed("Or the text of questionnaire.yaml"))
    key = StringField(
        fixed("The questionnaire's key"),
        description=fixed("Only for a text, or a zip without a folder: else the folder's name is the key."),
    )


@dataclass(frozen=True)
class Line:
    """A line of the file, and what was found on it. `number` 0 stands for lines that are left out."""

    number: int
    text: str = ""
    faults: tuple[Fault, ...] = ()
    advice: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A questionnaire that was checked, and what became of it."""

    key: str
    text: str
    loaded: Loaded
    outcome: Outcome = "faulty"

    def summary(self) -> list[tuple[str, Said]]:
        """Each fault in a sentence, with the id of the line that it is on."""
        return [(self.id_of(fault), _with_place(self.key, fault)) for fault in self.loaded.faults]

    def id_of(self, fault: Fault) -> str:
        """The id of the fault's line on the page; that of the whole text for a fault of no line."""
        return f"{self.key}-{fault.line}" if fault.line else f"{self.key}-text"

    def lines(self) -> Iterator[Line]:
        """The text line by line, with what was found beside it."""
        written = LINE_BREAK.split(self.text)
        found = (*self.loaded.faults, *self.loaded.advice)
        lines = {fault.line for fault in found}
        near = {line + n for line in lines for n in range(-AROUND, AROUND + 1)}
        left_out = False
        for number, text in enumerate(written, 1):
            if len(written) > MOST_LINES and number not in near:
                left_out = True
                continue
            if left_out:
                yield Line(0)
                left_out = False
            here = [fault for fault in found if fault.line == number] if number in lines else []
            yield Line(
                number,
                _harmless(text),
                tuple(fault for fault in here if fault.severity == "fault"),
                tuple(fault for fault in here if fault.severity == "advice"),
            )
        if left_out:
            yield Line(0)


def allow_larger_body() -> None:
    """Before a request is read: this one route takes a large one."""
    if request.endpoint == "design.upload":
        request.max_content_length = MOST_UPLOADED
        request.max_form_memory_size = MOST_BYTES + 100_000


@blueprint.route("/upload", methods=["GET", "POST"])
@open_to("designer")
def upload() -> ResponseReturnValue:
    """Check what was uploaded, tell every fault beside its line, and keep what has none as a draft."""
    form = UploadForm()
    checked: list[Checked] = []
    if form.validate_on_submit():
        try:
            given = _given(form)
            checked = [_check(key, files, given) for key, files in given.items()]
        except _Incomplete as wrong:
            form.blame(wrong.field, wrong.said)
        except Refused as refused:
            form.blame("zip", refused.said)
        checked = [_keep(one) for one in checked]
    form.text.data = NO_TEXT.sub("", form.text.data or "")
    faults: list[tuple[str, Said | str]] = [(field.id, error) for field in form.faulty() for error in field.errors]
    faults += [fault for one in checked for fault in one.summary()]
    page = render_template("design/upload.html", form=form, checked=checked, faults=faults)
    return page, 422 if faults else 200


class _Incomplete(Exception):
    def __init__(self, field: str, said: Said) -> None:
        super().__init__(said)
        self.field, self.said = field, said


def _given(form: UploadForm) -> dict[str, Files]:
    """The files of each questionnaire, by its key."""
    data = form.zip.data.read() if form.zip.data else b""
    text, key = form.text.data or "", (form.key.data or "").strip()
    if bool(data) == bool(text.strip()):
        raise _Incomplete("zip", Said("Choose a zip, or paste a text: one of the two."))
    if (key or not data) and not re.fullmatch(ID_FORM, key):
        said = Said('Write a key of the letters a–z, digits, "_" and "-", that begins with a letter.')
        raise _Incomplete("key", said)
    return questionnaires_in(data, key) if data else {key: {FILE: text.replace("\r\n", "\n").encode()}}


def _check(key: str, files: Files, given: Mapping[str, Files]) -> Checked:
    others = {other: folder for other, folder in given.items() if other != key}
    return Checked(key, files[FILE].decode("utf-8-sig", errors="replace"), load_files(files, key, others))


def _keep(checked: Checked) -> Checked:
    questionnaire = checked.loaded.questionnaire
    if questionnaire is None:
        return checked
    today = here.today()
    with here.store().writing() as c:
        saved = questionnaires.save_draft(c, questionnaire, checked.loaded.media, today)
        if saved:
            note(c, f"saved a draft of the questionnaire {questionnaire.key}, version {questionnaire.version[:12]}")
    return replace(checked, outcome="saved" if saved else "published")


def _with_place(key: str, fault: Fault) -> Said:
    gaps = {"key": key, "line": str(fault.line), "what": say(fault.said)}
    if not fault.line:
        return Said("%(key)s: %(what)s", gaps)
    return Said("%(key)s, line %(line)s: %(what)s", gaps)


def _harmless(text: str) -> str:
    """A line that a page can show as it stands in the file, and not too long."""
    shown = TURNS_AROUND.sub("\ufffd", NO_TEXT.sub("\ufffd", text[:LONGEST_LINE].replace("\t", TAB)))
    return shown + "…" if len(text) > LONGEST_LINE else shown
