"""The analysts' pages: every statement of a study, codes on parts of them, and how widely each was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField

from surveyapp.accounts.forms import StaffForm, needed, written
from surveyapp.accounts.guard import note, open_to, someone
from surveyapp.focusgroup import counting, parts
from surveyapp.focusgroup.blueprint import blueprint
from surveyapp.focusgroup.studies import guide_of, known_study
from surveyapp.questionnaire.words import fixed
from surveyapp.store import coding as store
from surveyapp.store import notes, studies
from surveyapp.store.coding import Code, Coding
from surveyapp.store.errors import StoreRefused
from surveyapp.store.heard import Heard, heard
from surveyapp.store.studies import Group, Study
from surveyapp.web import here, words

SIDES = (fixed("For"), fixed("Against"))
"""Two codes under one, so that who said the opposite stands beside it."""

NOT_CODED = "none"


class CodeForm(StaffForm):
    """A code, and where it stands."""

    name = StringField(fixed("Code"), validators=[needed(fixed("Write what the code is called."))])
    description = TextAreaField(
        fixed("What belongs under it, and what does not"), validators=[needed(fixed("Write what belongs under it."))]
    )
    parent = SelectField(fixed("Stands under"))


class CodingForm(StaffForm):
    """A code on a part of a statement, from a word to a word."""

    first = SelectField(fixed("First word"))
    last = SelectField(fixed("Last word"))
    code = SelectField(fixed("Code"))
    new = StringField(fixed("Or a new code"))


@dataclass(frozen=True)
class Filter:
    """Which statements an analyst looks at; an empty choice is all of them."""

    theme: str
    code: str
    group: str

    @classmethod
    def asked(cls) -> "Filter":
        """What the address asks for."""
        return cls(*(request.args.get(name, "") for name in ("theme", "code", "group")))

    def kept(self) -> dict[str, Any]:
        """For an address that keeps it."""
        return {name: value for name, value in vars(self).items() if value}

    def of(self, said: Sequence[Heard], codes: Sequence[Code], codings: Sequence[Coding]) -> list[Heard]:
        """Those of the statements that it lets through. A code stands for those under it too."""
        coded = {one.statement_id for one in codings}
        if self.code and self.code != NOT_CODED:
            ids = store.under(int(self.code) if self.code.isdecimal() else 0, codes)
            coded = {one.statement_id for one in codings if one.code_id in ids}
        return [
            one
            for one in said
            if (not self.theme or one.statement.theme == self.theme)
            and (not self.group or str(one.group.id) == self.group)
            and (not self.code or (one.statement.id in coded) != (self.code == NOT_CODED))
        ]


@dataclass(frozen=True)
class Material:
    """All that analysts have of a study."""

    said: list[Heard]
    codes: list[Code]
    codings: list[Coding]
    groups: list[Group]

    def codings_of(self, one: Heard) -> list[Coding]:
        """The codes on the present wording of a statement."""
        return [each for each in self.earlier(one) if each.wording_id == one.statement.wording_id]

    def outdated(self, one: Heard) -> list[Coding]:
        """The codes on an earlier wording of a statement."""
        return [each for each in self.earlier(one) if each.wording_id != one.statement.wording_id]

    def earlier(self, one: Heard) -> list[Coding]:
        """The codes on any wording of a statement."""
        return [each for each in self.codings if each.statement_id == one.statement.id]


def material(study: Study) -> Material:
    """All that analysts have of a study, as it is now."""
    with here.store().reading() as c:
        return Material(
            said=heard(c, study.id),
            codes=store.codes(c, study.id),
            codings=store.codings(c, study.id),
            groups=studies.groups(c, study.id),
        )


def known_statement(said: Sequence[Heard], id: int) -> Heard:
    """The statement of that id; not found if there is none, or if its words are gone."""
    return next((one for one in said if one.statement.id == id), None) or abort(404)


# ---- statements ----


@blueprint.get("/<name>/coding/")
@open_to("analyst")
def statements(name: str) -> ResponseReturnValue:
    """Every statement of a study, or those of a theme, a code or a group."""
    study = known_study(name)
    there, chosen = material(study), Filter.asked()
    return render_template(
        "focusgroup/statements.html",
        study=study,
        guide=guide_of(study),
        there=there,
        tree=counting.tree(there.codes),
        chosen=chosen,
        found=chosen.of(there.said, there.codes, there.codings),
        pieces=parts.pieces,
    )


@blueprint.route("/<name>/coding/<id:statement>", methods=["GET", "POST"])
@open_to("analyst")
def code_statement(name: str, statement: int) -> ResponseReturnValue:
    """Put codes on parts of a statement."""
    study = known_study(name)
    there, chosen = material(study), Filter.asked()
    one = known_statement(there.said, statement)
    text_words = parts.words_of(one.statement.text)
    form = CodingForm(first=str(text_words[0].start), last=str(text_words[-1].end))
    numbered = list(enumerate(text_words, 1))
    form.first.choices = [(str(word.start), f"{n}. {word.text}") for n, word in numbered]
    form.last.choices = [(str(word.end), f"{n}. {word.text}") for n, word in numbered]
    tree = counting.tree(there.codes)
    form.code.choices = [("", "–"), *((str(code.id), path) for code, _, path in tree)]
    if form.validate_on_submit():
        new = written(form.new)
        if not new and not form.code.data:
            form.blame("code", fixed("Choose a code, or write a new one."))
        else:
            try:
                with here.store().writing() as c:
                    code_id = store.add_code(c, study.id, new, "").id if new else int(form.code.data)
                    part = int(form.first.data), int(form.last.data)
                    wording = request.form.get("wording", "")
                    seen = int(wording) if wording.isdecimal() else 0
                    store.put_code(c, study.id, code_id, statement, seen, part, someone().name)
            except StoreRefused as refusal:
                form.blame("new" if new else "last", refusal.said)
            else:
                return redirect(url_for(".code_statement", name=name, statement=statement, **chosen.kept()), code=303)
    listed = chosen.of(there.said, there.codes, there.codings)
    at = next((n for n, each in enumerate(listed) if each.statement.id == statement), None)
    page = render_template(
        "focusgroup/code_statement.html",
        study=study,
        guide=guide_of(study),
        there=there,
        names={code.id: path for code, _, path in tree},
        one=one,
        form=form,
        chosen=chosen,
        before=listed[at - 1] if at else None,
        after=listed[at + 1] if at is not None and at + 1 < len(listed) else None,
        earlier=_earlier_words(one, there),
        pieces=parts.pieces,
    )
    return page, 422 if form.faulty() else 200


@blueprint.post("/<name>/coding/<id:statement>/off/<id:coding>")
@open_to("analyst")
def take_code_off(name: str, statement: int, coding: int) -> ResponseReturnValue:
    """Take a code off a statement."""
    study = known_study(name)
    if any(one.id == coding for one in material(study).codings):
        with here.store().writing() as c:
            store.take_code_off(c, study.id, coding)
    return redirect(url_for(".code_statement", name=name, statement=statement, **Filter.asked().kept()), code=303)


def _earlier_words(one: Heard, there: Material) -> dict[int, str]:
    """For each code on an earlier wording the words that it was put on."""
    outdated = there.outdated(one)
    if not outdated:
        return {}
    with here.store().reading() as c:
        wordings = {each.id: each.text for each in notes.read(c, notes.Wording, one.statement.meeting_id)}
    return {each.id: wordings.get(each.wording_id, "")[each.start : each.end] for each in outdated}


# ---- codes ----


@blueprint.get("/<name>/codes/")
@open_to("analyst")
def codes(name: str) -> ResponseReturnValue:
    """The tree of codes, and how widely each was said."""
    study = known_study(name)
    there = material(study)
    counts = counting.by_code(there.said, there.codes, there.codings, there.groups)
    return render_template("focusgroup/codes.html", study=study, counts=counts, groups=there.groups)


@blueprint.get("/<name>/codes/<id:code>/")
@open_to("analyst")
def code(name: str, code: int) -> ResponseReturnValue:
    """What was said under a code and under each code below it, side by side."""
    study = known_study(name)
    there = material(study)
    found = _known_code(there, code)
    columns = [found, *(one for one in there.codes if one.parent_id == code)]
    counts = {each.code.id: each for each in counting.by_code(there.said, there.codes, there.codings, there.groups)}
    under_each = []
    for column in columns:
        ids = {column.id} if column is found else store.under(column.id, there.codes)
        listed = [(one, [each for each in there.codings if each.code_id in ids]) for one in there.said]
        under_each.append(
            (column, [(one, each) for one, each in listed if any(on.statement_id == one.statement.id for on in each)])
        )
    return render_template(
        "focusgroup/code.html",
        study=study,
        guide=guide_of(study),
        code=found,
        path=next(path for each, _, path in counting.tree(there.codes) if each.id == code),
        under_each=under_each,
        counts=counts,
        groups=there.groups,
        there=there,
        pieces=parts.pieces,
        has_sides=_has_sides(there, code),
    )


@blueprint.route("/<name>/codes/add", methods=["GET", "POST"])
@open_to("analyst")
def add_code(name: str) -> ResponseReturnValue:
    """Add a code."""
    study = known_study(name)
    there = material(study)
    form = _code_form(there, None)
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                store.add_code(c, study.id, written(form.name), written(form.description), _parent(form))
                note(c, f"added a code to the study {study.name}")
        except StoreRefused as refusal:
            form.blame("name", refusal.said)
        else:
            return redirect(url_for(".codes", name=name), code=303)
    page = render_template("focusgroup/code_form.html", study=study, form=form, code=None)
    return page, 422 if form.faulty() else 200


@blueprint.route("/<name>/codes/<id:code>/change", methods=["GET", "POST"])
@open_to("analyst")
def change_code(name: str, code: int) -> ResponseReturnValue:
    """Rename, describe or move a code."""
    study = known_study(name)
    there = material(study)
    found = _known_code(there, code)
    form = _code_form(there, found)
    if form.validate_on_submit():
        try:
            with here.store().writing() as c:
                store.change_code(c, found, written(form.name), written(form.description), _parent(form))
                note(c, f"changed a code of the study {study.name}")
        except StoreRefused as refusal:
            form.blame("name", refusal.said)
        else:
            return redirect(url_for(".codes", name=name), code=303)
    page = render_template("focusgroup/code_form.html", study=study, form=form, code=found)
    return page, 422 if form.faulty() else 200


@blueprint.post("/<name>/codes/<id:code>/sides")
@open_to("analyst")
def add_sides(name: str, code: int) -> ResponseReturnValue:
    """Add *for* and *against* under a code."""
    study = known_study(name)
    there = material(study)
    found = _known_code(there, code)
    if not _has_sides(there, code):
        with here.store().writing() as c:
            for side in SIDES:
                store.add_code(c, study.id, words.say(side), found.description, code)
            note(c, f"added codes to the study {study.name}")
    return redirect(url_for(".code", name=name, code=code), code=303)


@blueprint.post("/<name>/codes/<id:code>/remove")
@open_to("analyst")
def remove_code(name: str, code: int) -> ResponseReturnValue:
    """Remove a code that is not used."""
    study = known_study(name)
    found = _known_code(material(study), code)
    try:
        with here.store().writing() as c:
            store.remove_code(c, found)
            note(c, f"removed a code of the study {study.name}")
    except StoreRefused as refusal:
        flash(refusal.said.message)
        return redirect(url_for(".code", name=name, code=code), code=303)
    return redirect(url_for(".codes", name=name), code=303)


def _known_code(there: Material, id: int) -> Code:
    return next((one for one in there.codes if one.id == id), None) or abort(404)


def _has_sides(there: Material, code_id: int) -> bool:
    names = {one.name for one in there.codes if one.parent_id == code_id}
    return any(words.say(side) in names for side in SIDES)


def _code_form(there: Material, code: Code | None) -> CodeForm:
    form = CodeForm(obj=code, parent=str(code.parent_id or "") if code else request.args.get("under", ""))
    not_there = store.under(code.id, there.codes) if code else set()
    listed = [(str(each.id), path) for each, _, path in counting.tree(there.codes) if each.id not in not_there]
    form.parent.choices = [("", "–"), *listed]
    return form


def _parent(form: CodeForm) -> int | None:
    return int(form.parent.data) if form.parent.data else None


# ---- counts ----


@blueprint.get("/<name>/counts/")
@open_to("analyst")
def counts(name: str) -> ResponseReturnValue:
    """How widely each theme and code was said, and how far the material carries."""
    study = known_study(name)
    there, guide = material(study), guide_of(study)
    themes = [
        (theme, counting.count(one for one in there.said if one.statement.theme == theme.id)) for theme in guide.themes
    ]
    return render_template(
        "focusgroup/counts.html",
        study=study,
        guide=guide,
        themes=themes,
        codes=counting.by_code(there.said, there.codes, there.codings, there.groups),
        groups=there.groups,
        steps=counting.curve(there.said, there.codes, there.codings),
    )
