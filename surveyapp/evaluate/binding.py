"""What every workbook begins and ends with, whatever is written on its sheets."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from openpyxl import Workbook

from surveyapp.evaluate import styles
from surveyapp.evaluate.cells import legal
from surveyapp.evaluate.charts import Look
from surveyapp.evaluate.package import fixed_package
from surveyapp.web import words

LONGEST_NAME = 31


@dataclass(frozen=True)
class About:
    """What stands in the file's properties, and the time that it is stamped with."""

    creator: str
    title: str
    subject: str
    released: datetime


def begin(language: str) -> tuple[Workbook, Look]:
    """An empty workbook with its styles, and how its charts look."""
    right_to_left = words.direction(words.interface_language(language)) == "rtl"
    look = Look(right_to_left, styles.percent_format(Locale.parse(words.locale_of(language))))
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles.add_styles(workbook, look.percent, right_to_left)
    return workbook, look


def finish(workbook: Workbook, language: str, about: About, alternatives: Sequence[str]) -> bytes:
    """The file. `alternatives` holds the texts of its drawings, in the order of the sheets."""
    properties = workbook.properties
    properties.creator = legal(about.creator) or "surveyapp"
    properties.title = legal(about.title)
    properties.subject = legal(about.subject)
    properties.language = words.interface_language(language)
    out = io.BytesIO()
    workbook.save(out)
    return fixed_package(out.getvalue(), about.released, alternatives)


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that a sheet may have: short, without some signs, and no two alike."""
    found: list[str] = []
    for name in wanted:
        name = re.sub(r"[\[\]:*?/\\\n\t]", " ", legal(name)).strip(" '")[:LONGEST_NAME].strip(" '")
        number, tried = 2, name
        while tried.lower() in {one.lower() for one in found}:
            end = f" {number}"
            tried, number = name[: LONGEST_NAME - len(end)] + end, number + 1
        found.append(tried)
    return found
