"""The two forms that would let a sensitive answer be worked out from what is published."""

from collections.abc import Iterator

from surveyapp.questionnaire.faults import Problem, shown
from surveyapp.questionnaire.flatten import SENSITIVE_FACTS, Flat
from surveyapp.questionnaire.words import Said

GENDER = "gender"


def sensitive_that_reads_gender(flat: Flat) -> Iterator[Problem]:
    """A sensitive question is published for all genders together: who was asked must not follow from gender.

    The condition may read gender by itself, or through a question that reads it, at any distance.
    """
    through: dict[str, str | None] = {}  # by screen: what its condition reads on the way to gender, if it leads there
    told: set[str] = set()
    for id, screen in flat.screens.items():
        read = (*screen.reads, *screen.option_reads)
        through[id] = next((of for of in read if of == GENDER or through.get(of)), None)
        if not screen.is_question or not screen.sensitive or through[id] is None:
            continue
        if told.isdisjoint(read):  # what only follows from another fault is not told again
            said = Said(
                "A sensitive question is published for women and men together, so that its condition can't depend on "
                'gender. It does by "%(reads)s". Take the condition away, or ask this of everyone.',
                {"reads": shown(through[id])},
            )
            path = flat.paths[id]
            yield Problem((*path, "show_if"), "sensitive-reads-gender", said, at_key=True)
        told.add(id)


def sensitive_beside_another(flat: Flat) -> Iterator[Problem]:
    """A condition that reads a sensitive question reads no other."""
    for id, screen in flat.screens.items():
        together = [screen.reads, *({*screen.reads, *option.reads} for option in screen.options)]
        several = [of for read in together if len(read) > 1 for of in read]
        first = next((of for of in several if _is_sensitive(of, flat)), None)
        if screen.is_question and first is not None:
            said = Said(
                'The condition reads "%(sensitive)s", which is sensitive, and another question too. How many were '
                "asked could give an answer away. Read only one of them.",
                {"sensitive": shown(first)},
            )
            yield Problem((*flat.paths[id], "show_if"), "sensitive-beside-another", said, at_key=True)


def _is_sensitive(of: str, flat: Flat) -> bool:
    return of in SENSITIVE_FACTS or (of in flat.screens and flat.screens[of].sensitive)
