"""The overview: the favourable share of each question, the rounds one below the other, group beside group."""

from collections.abc import Mapping, Sequence

from surveyapp.evaluate import reading, styles
from surveyapp.evaluate.comparison.laid import Laid
from surveyapp.evaluate.comparison.sides import Shared
from surveyapp.evaluate.paper import Paper
from surveyapp.evaluate.sheets import overview
from surveyapp.questionnaire.words import fixed
from surveyapp.release.model import Group
from surveyapp.web import words

NUMBER_WIDTH, TEXT_WIDTH, ROUND_WIDTH, FIGURE_WIDTH, NOTE_WIDTH = 6, 40, 26, 8, 30
FIRST = 4
"""The first column of figures."""


def write(laid: Laid, name: str, sheets: Mapping[str, str]) -> None:
    """Write it. `sheets` are those of the questions, by their ids."""
    groups = laid.comparison.groups()
    widths = (NUMBER_WIDTH, TEXT_WIDTH, ROUND_WIDTH, *[FIGURE_WIDTH] * 3 * len(groups), NOTE_WIDTH)
    paper = Paper(laid, name, name, widths)
    paper.says(overview.FAVOURABLE)
    paper.says(fixed("Questions without a favourable answer stand on their own sheets only."))
    paper.says(fixed("Compare downwards: the rounds of a question stand below each other."))
    paper.says(reading.few("/".join(map(str, sorted({side.release.round.k for side in laid.comparison.sides})))))
    overview.heads(paper, groups, fixed("Round"))
    for one in laid.comparison.shared:
        if any(side.questions[one.id].screen.favourable for side in one.sides):
            _question(laid, paper, one, sheets[one.id], groups)


def _question(laid: Laid, paper: Paper, one: Shared, sheet: str, groups: Sequence[tuple[Group, ...]]) -> None:
    for n, side in enumerate(one.sides):
        question = side.questions[one.id]
        if n:
            paper.text(1, "", styles.LABEL)
            paper.text(2, "", styles.LABEL)
        else:
            paper.text(1, str(one.number), styles.LINK, link=sheet)
            paper.text(2, laid.title(side, one.id), styles.LABEL)
        paper.text(3, side.name, styles.LABEL)
        shown = {column.groups: column for column in side.columns(one.id)}
        for m, group in enumerate(groups):
            overview.favourable(paper, FIRST + 3 * m, shown.get(group), side.release.round.k)
        notes = [overview.note(question)]
        if n == 0 and one.breaks:
            notes.insert(0, fixed("Not comparable: see its sheet"))
        elif n == 0 and one.reworded:
            notes.insert(0, fixed("Something differs: see its sheet"))
        told = ". ".join(words.say(note).rstrip(".") for note in notes if note)
        paper.text(FIRST + 3 * len(groups), told, styles.LABEL_ASIDE)
        paper.row += 1
