"""The overview: the favourable share of each question, the rounds one below the other, group beside group."""

from collections.abc import Mapping, Sequence

from surveyapp.evaluate import names, styles
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
    _heads(paper, groups)
    for one in laid.comparison.shared:
        if any(side.questions[one.id].screen.favourable for side in one.sides):
            _question(laid, paper, one, sheets[one.id], groups)


def _heads(paper: Paper, groups: Sequence[tuple[Group, ...]]) -> None:
    end = FIRST + 3 * len(groups)
    paper.text(1, "", styles.HEAD_GROUP, to=3)
    for n, group in enumerate(groups):
        paper.text(FIRST + 3 * n, words.say(names.column(group)), styles.HEAD_GROUP, to=FIRST + 2 + 3 * n)
    paper.text(end, "", styles.HEAD_GROUP)
    paper.row += 1
    paper.text(1, words.say(fixed("Question")), styles.HEAD, to=2)
    paper.text(3, words.say(fixed("Round")), styles.HEAD)
    for n in range(len(groups)):
        for m, head in enumerate((fixed("Count"), fixed("Base"), fixed("Share"))):
            paper.text(FIRST + 3 * n + m, words.say(head), styles.HEAD_FIGURE)
    paper.text(end, words.say(fixed("Note")), styles.HEAD)
    paper.row += 1
    paper.freeze(columns=3)


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
            overview.favourable(paper, FIRST + 3 * m, shown.get(group))
        notes = [overview.note(question)]
        if n == 0 and one.breaks:
            notes.insert(0, fixed("Not comparable: see its sheet"))
        elif n == 0 and one.reworded:
            notes.insert(0, fixed("Something differs: see its sheet"))
        told = ". ".join(words.say(note).rstrip(".") for note in notes if note)
        paper.text(FIRST + 3 * len(groups), told, styles.LABEL_ASIDE)
        paper.row += 1
