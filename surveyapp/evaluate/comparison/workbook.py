"""Puts a workbook of rounds side by side together."""

from collections.abc import Sequence
from datetime import datetime

from surveyapp.evaluate.binding import About, begin, finish, sheet_names
from surveyapp.evaluate.comparison import cover, flat, others, overview, question
from surveyapp.evaluate.comparison.laid import Laid
from surveyapp.evaluate.comparison.sides import Comparison, compare
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import Said, fixed
from surveyapp.release.model import Release
from surveyapp.web import words


def make_comparison(rounds: Sequence[tuple[Release, Questionnaire]], language: str) -> bytes:
    """The workbook as .xlsx. The same releases in the same order and language give the same bytes.

    Raises `ExportRefused` if there is nothing to compare.
    """
    with words.in_language(language):
        comparison = compare(rounds)
        workbook, look = begin(language)
        laid = Laid(workbook, look, language, comparison)
        alternatives = _sheets(laid)
        labels = ", ".join(side.release.round.label for side in comparison.sides)
        return finish(workbook, language, _about(comparison, labels), alternatives)


def _about(comparison: Comparison, labels: str) -> About:
    return About(
        creator=comparison.sides[0].release.round.responsible,
        title=words.say(Said("Rounds side by side: %(rounds)s", {"rounds": labels})),
        subject=words.say(fixed("Rounds side by side")),
        released=max(datetime.fromisoformat(side.release.round.releases) for side in comparison.sides),
    )


def _sheets(laid: Laid) -> list[str]:
    shared = laid.comparison.shared
    first, shares, rest, counts, *names = sheet_names(
        [
            *map(words.say, (fixed("Cover"), fixed("Overview"), fixed("Not in common"), fixed("Flat table"))),
            *(f"{one.number} {one.id}" for one in shared),
        ]
    )
    sheets = {one.id: name for one, name in zip(shared, names, strict=True)}
    cover.write(laid, first, shares, sheets, rest, counts)
    overview.write(laid, shares, sheets)
    texts = [question.write(laid, sheets[one.id], one) for one in shared]
    others.write(laid, rest)
    flat.write(laid, counts)
    return [text for text in texts if text]
