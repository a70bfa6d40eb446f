"""What is said beside figures of several rounds, on the cover and the page alike."""

from collections.abc import Iterator

from surveyapp.evaluate.comparison.sides import Comparison
from surveyapp.questionnaire.words import Said
from surveyapp.release.model import group_of


def comparable(comparison: Comparison) -> Iterator[Said]:
    """What can be compared, and what can't."""
    shared = comparison.shared
    yield Said(
        "%(questions)s questions were asked in several of the rounds. Each has a sheet.", {"questions": len(shared)}
    )
    yield Said(
        "A question is the same if its id is the same. Where its words, its answers or who was asked differ, its sheet "
        "says how."
    )
    if broken := [one.id for one in shared if one.breaks]:
        yield Said(
            "These can't be compared, since something differs that changes the figures: %(questions)s.",
            {"questions": ", ".join(broken)},
        )
    if look := [one.id for one in shared if one.reworded and not one.breaks]:
        yield Said(
            "Look at these before you compare them, since something differs: %(questions)s.",
            {"questions": ", ".join(look)},
        )
    groups = {tuple(dict.fromkeys(group_of(b.id) for b in side.release.blocks)) for side in comparison.sides}
    if len(groups) > 1:
        yield Said(
            "The rounds don't have the same groups. Compare women with women, men with men, everyone with everyone."
        )


def cautions() -> Iterator[Said]:
    """What is to be known before anything is compared."""
    yield Said("The rounds stand beside each other. They are never added: the same people may have answered several.")
    yield Said(
        "No difference is computed here. A difference between rounds may be chance, or come from other people having "
        "answered, and the smaller the base, the more so."
    )
    yield Said("Between two rounds much else may have happened. The figures don't tell what brought a change about.")
    yield Said(
        "Facts about a person that never change may be found out by one who compares rounds of the same few people. "
        "Don't look for persons in the figures."
    )
