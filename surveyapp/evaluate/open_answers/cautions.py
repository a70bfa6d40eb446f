"""What is said beside every list of texts; the same words in every round."""

from collections.abc import Iterator

from surveyapp.questionnaire.words import Said


def about_the_list() -> Iterator[Said]:
    """How the list came about, and what it can and can't tell."""
    yield Said("People wrote these texts in their own words. They are no figures: count nothing in them.")
    yield Said("A reviewer has read each text, and taken away what could point at someone. That can miss something.")
    yield Said(
        "The texts stand in random order. Nothing tells who wrote one, or which were written by the same person."
    )
    yield Said("Whoever is left out of the figures is left out here too.")
    yield Said("Where few were asked, or few or nearly all answered, a text stands without its question.")
    yield Said("The list changes at midnight only.")
