"""The flat sheet: every count of every round in a row of its own."""

from surveyapp.evaluate.comparison.laid import Laid
from surveyapp.evaluate.paper import Paper
from surveyapp.evaluate.sheets import flat
from surveyapp.questionnaire.words import fixed
from surveyapp.release.figures import figures


def write(laid: Laid, name: str) -> None:
    """The rounds' flat sheets, one below the other, each row with its round."""
    cut = any(side.release.round.second for side in laid.comparison.sides)
    more = flat.HEADS_OF_CUTS if cut else ()
    paper = Paper(laid, name, name, (26, 30, *flat.WIDTHS, *[flat.WIDTH_OF_CUTS] * len(more)))
    paper.says(flat.SAYS)
    paper.says(fixed("Never add counts of different rounds: the same people may have answered several."))
    flat.table(
        paper,
        (fixed("Round"), fixed("Round in words"), *flat.HEADS, *more),
        [
            (side.release.round.id, side.name, *line)
            for side in laid.comparison.sides
            for line in flat.lines(laid.of(side), figures(side.release, side.questionnaire))
        ],
    )
