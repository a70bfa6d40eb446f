"""Copies what people wrote, when a release is made, to the list that reviewers read. A text is no figure."""

from collections.abc import Iterable, Iterator
from contextlib import closing

from surveyapp.questionnaire.kinds.text import ANSWERED
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Questionnaire, Screen
from surveyapp.release.model import Release, Row
from surveyapp.release.tally import GENDERS, Given, gender_of
from surveyapp.store import open_answers, responses
from surveyapp.store.engine import Connection


def asked_for(questionnaire: Questionnaire) -> tuple[Screen, ...]:
    """The questions that people answer in their own words, in order."""
    return tuple(screen for screen in questionnaire.questions if screen.ask == "text")


def copy(c: Connection, round_id: int, questionnaire: Questionnaire, release: Release) -> None:
    """Copy the texts of all whom the release's figures are about, in the transaction that makes it."""
    if release.blocks and asked_for(questionnaire):
        with closing(responses.submitted(c, round_id)) as given:
            texts = list(collected(questionnaire, release, given))
        open_answers.add(c, round_id, texts)


def collected(
    questionnaire: Questionnaire, release: Release, given: Iterable[Given]
) -> Iterator[tuple[str | None, str]]:
    """The texts, each with its question, or with none where the release doesn't tell how many answered it.

    So no heading tells more than the figures do: it is missing above a question that fewer than k were asked, and
    where the figures have words in the place of a number.
    """
    questions = asked_for(questionnaire)
    named = {table.id for table in release.tables for row in table.rows if row.id == ANSWERED and _in_numbers(row)}
    held = {
        gender for block in release.blocks for gender in (GENDERS if block.gender == "everyone" else (block.gender,))
    }
    for response in given:
        if gender_of(response.answers) in held:
            for screen in questions:
                text = response.answers.get(screen.id)
                if isinstance(text, str) and text != RATHER_NOT_SAY and text.strip():
                    yield screen.id if screen.id in named else None, text


def _in_numbers(row: Row) -> bool:
    return all(isinstance(count, int) for count in row.counts)
