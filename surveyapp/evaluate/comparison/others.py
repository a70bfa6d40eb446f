"""The questions that one round alone has."""

from surveyapp.evaluate import styles
from surveyapp.evaluate.comparison.laid import Laid
from surveyapp.evaluate.paper import Paper
from surveyapp.questionnaire.words import fixed
from surveyapp.web import words

HEADS = (fixed("Round"), fixed("Question"), fixed("Text"))


def write(laid: Laid, name: str) -> None:
    """List them. Their figures are in the workbooks of their rounds."""
    paper = Paper(laid, name, name, (34, 26, 70))
    paper.says(
        fixed("These questions were asked in one of the rounds only. Their figures are in the workbook of that round.")
    )
    for column, head in enumerate(HEADS, 1):
        paper.text(column, words.say(head), styles.HEAD)
    paper.row += 1
    paper.freeze()
    for side, question in laid.comparison.alone():
        for column, text in enumerate((side.name, question.screen.id, laid.title(side, question.screen.id)), 1):
            paper.text(column, text, styles.LABEL)
        paper.row += 1
