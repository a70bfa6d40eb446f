"""The report of a study's release, for Word."""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Written
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from surveyapp.evaluate import names
from surveyapp.evaluate.cells import legal
from surveyapp.evaluate.package import fixed_package
from surveyapp.evaluate.study import reading
from surveyapp.evaluate.study.reading import NONE, Told
from surveyapp.evaluate.study.workbook import ACTION_HEADS, MODERATED_HEADS, VOTE_HEADS
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.web import words


def make_report(told: Told) -> bytes:
    """The report as .docx. The same release, votes and board in the same language give the same bytes."""
    with words.in_language(told.language):
        report = _Report(told)
        report.write()
        return report.file()


class _Report:
    """A report while it is written, from the top down."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.document: Written = Document()
        language = words.interface_language(told.language)
        self.right_to_left = words.direction(language) == "rtl"
        _set_language(self.document, language)

    def write(self) -> None:
        """All its chapters."""
        told, release = self.told, self.told.release
        self._said(self.document.add_paragraph(style="Title"), release.study.label)
        if told.mark:
            self._paragraph(told.mark)
        self._heading(fixed("Summary"))
        for block in release.blocks:
            self._bullet(told.block(block.id))
        if reason := reading.no_figures(release):
            self._paragraph(reason)
        self._table(
            (fixed("Theme"), *told.heads()), [(told.theme(one.name), *told.cells(one)) for one in release.themes]
        )
        self._method()
        self._themes()
        self._heading(fixed("Codes"))
        self._table((fixed("Code"), *told.heads()), [(one.name, *told.cells(one)) for one in release.codes])
        self._heading(fixed("Balance"))
        self._table((fixed("Group"), fixed("Balance in time"), fixed("Balance in turns")), told.balance())
        self._heading(fixed("Votes"))
        self._table(
            VOTE_HEADS,
            [(one.ballot, one.question, one.choice, one.group, one.voters, one.figure) for one in told.vote_lines()],
        )
        self._heading(fixed("Actions"))
        self._table(ACTION_HEADS, told.action_lines())
        self._heading(fixed("What may be concluded, and what not"))
        for heading, sentences in (
            (fixed("How those who took part are protected"), reading.rule(release.study.k)),
            (fixed("What is not promised"), reading.not_promised()),
            (fixed("What may be concluded"), reading.conclusions()),
        ):
            self._heading(heading, 2)
            for sentence in sentences:
                self._bullet(sentence)

    def _method(self) -> None:
        told = self.told
        self._heading(fixed("Method"))
        for composition, n in told.groups():
            self._bullet(f"{composition}: {words.say_number(n)}")
        self._heading(fixed("Who moderated"), 2)
        self._table(MODERATED_HEADS, told.moderated())
        self._heading(fixed("The study"), 2)
        for fact, value in told.facts():
            if value:
                self._bullet(f"{words.say(fact)}: {value}")

    def _themes(self) -> None:
        told = self.told
        self._heading(fixed("Themes"))
        for theme in (*(one.name for one in told.release.themes), None):
            quotes = told.quotes(theme)
            if theme or quotes:
                self._text_heading(told.theme(theme), 2)
            for quote in quotes:
                speaker = told.speaker(quote)
                text = f"{quote.text} – {speaker}" if speaker else quote.text
                self._said(self.document.add_paragraph(style="Quote"), text)

    def file(self) -> bytes:
        """Its bytes, stamped with the day of the release."""
        told, properties = self.told, self.document.core_properties
        properties.title = legal(told.release.study.label)[:255]
        properties.author = properties.last_modified_by = legal(told.release.study.responsible)[:255] or "surveyapp"
        properties.subject, properties.comments = legal(told.said(told.guide.title))[:255], ""
        properties.language = words.interface_language(told.language)
        properties.created = properties.modified = told.released.replace(tzinfo=None)
        properties.revision = 1
        out = io.BytesIO()
        self.document.save(out)
        return fixed_package(out.getvalue(), told.released, [])

    def _heading(self, text: str, level: int = 1) -> None:
        self._text_heading(words.say(text), level)

    def _text_heading(self, text: str, level: int) -> None:
        self._said(self.document.add_paragraph(style=f"Heading {level}"), text)

    def _paragraph(self, text: Said | str) -> None:
        self._said(self.document.add_paragraph(), words.say(text))

    def _bullet(self, text: Said | str) -> None:
        self._said(self.document.add_paragraph(style="List Bullet"), text if isinstance(text, str) else words.say(text))

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table whose first row is marked as its head. Without rows a sentence stands in its place."""
        there = list(rows)
        if not there:
            self._paragraph(fixed("Nothing is told here."))
            return
        table = self.document.add_table(rows=1 + len(there), cols=len(heads), style="Table Grid")
        if self.right_to_left:
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        head = table.rows[0]._tr.get_or_add_trPr()
        head.append(OxmlElement("w:tblHeader"))
        for place, line in enumerate([[words.say(one) for one in heads], *there]):
            for cell, value in zip(table.rows[place].cells, line, strict=True):
                self._said(cell.paragraphs[0], _written(value), bold=place == 0)
        self.document.add_paragraph()

    def _said(self, paragraph: Paragraph, text: str, bold: bool = False) -> None:
        run = paragraph.add_run(legal(text))
        run.bold = bold or None
        if self.right_to_left:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            run.font.rtl = True


def _written(value: object) -> str:
    if value is None:
        return NONE
    if isinstance(value, int | float):
        return words.say_number(value)
    return words.say(names.COARSE[value]) if value in names.COARSE else str(value)  # type: ignore[index]


def _set_language(document: Written, language: str) -> None:
    """The language of all that says no other, also for screen readers."""
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    found = run.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        run.append(found)
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        found.set(qn(name), language)
