"""What is said beside every release: the rule, what it promises and doesn't, and how to read small numbers."""

from collections.abc import Iterator

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.words import Said
from surveyapp.release.figures import SMALL_BASE
from surveyapp.release.model import Release


def no_figures(release: Release) -> Said | None:
    """Why there are no figures, or `None` when there are."""
    facts = release.round
    if release.blocks:
        return None
    if facts.stopped:
        return Said("There are no figures: the round was stopped.")
    return Said("There are no figures: fewer than %(k)s people answered.", {"k": facts.k})


def rule(release: Release, questionnaire: Questionnaire) -> Iterator[Said]:
    """The rule of the release. The words depend on the round's plan alone, never on who answered."""
    facts = release.round
    k = {"k": facts.k}
    yield Said("Every figure is about %(k)s people or more.", k)
    if facts.breakdown == "gender" and any(screen.ask == "gender" for screen in questionnaire.questions):
        yield Said("Women and men are shown apart if at least %(k)s women and at least %(k)s men answered.", k)
        yield Said(
            "Then those who told another gender, or none, are shown as a group if they are at least %(k)s. "
            "If they are fewer, they are left out of every figure.",
            k,
        )
        yield Said("If women or men are fewer than %(k)s, all who answered are one group, and nobody is left out.", k)
    else:
        yield Said("All who answered are one group, and nobody is left out.")
    yield from _cut(release)
    yield Said("If fewer than %(k)s people answered in all, there are no figures.", k)
    yield Said(
        "A question that was asked of too few in a group is shown for all groups together. "
        "If too few were asked in all, it is not shown."
    )
    yield Said(
        "A sensitive question is shown for all groups together. "
        "Its smallest and its largest counts are told in words. The other counts may still tell what the words hide."
    )
    yield Said("The figures were made once, at a time set beforehand, and never change.")


def _cut(release: Release) -> Iterator[Said]:
    second = release.round.second
    if second is None:
        return
    k = {"k": release.round.k}
    yield Said(
        "Each of these groups is split by the second variable as well. The group of those who told another gender, or "
        "none, is never split."
    )
    yield Said(
        "Values of it that fewer than %(k)s in a group have are put together, with the smallest of the others until "
        "they are %(k)s, and are named by all of them. If only one part is left, the group stays whole.",
        k,
    )
    if not second.startswith("$"):
        yield Said("Not to answer the question that asks for it, or not to want to, counts as a value of its own.")
    yield Said(
        "A question that depends on the second variable is shown only if all or none in each part were asked it."
    )


def promise(k: int) -> Said:
    """What the release promises."""
    return Said(
        "Every published figure on answers is a sum over %(k)s or more responses, and no arithmetic over all that was "
        "ever published about a round gives a sum over fewer.",
        {"k": k},
    )


def not_promised(k: int) -> Iterator[Said]:
    """What it does not promise; the same on every cover."""
    fewer = {"fewer": k - 1}
    yield Said("That a group did not all answer alike.")
    yield Said(
        "Anything against %(fewer)s people who tell each other their answers, or one who sends %(fewer)s answers by an "
        "open link, on paper or with codes of their own.",
        fewer,
    )
    yield Said("That nobody who counted heads can see that someone answered other or nothing on gender.")
    yield Said("That facts which never change stay hidden from one who compares rounds.")
    yield Said("The sizes of groups.")


def conclusions() -> Iterator[Said]:
    """How to read small numbers."""
    small = {"base": SMALL_BASE}
    yield Said(
        "The base is the number of people that a percentage is of. Under a base of %(base)s, read the counts: "
        "one person more or less moves the percentage by five points or more.",
        small,
    )
    yield Said("The figures tell what those who answered said. They are no sample, and say nothing sure about others.")
    yield Said("In small groups a difference between women and men may be chance. Ask again before you act on it.")
    yield Said("The figures tell what people answered, not why.")
    yield Said(
        "The share within a group tells how many of the women asked, or of the men asked, gave an answer. "
        "The distribution tells how many of those who gave an answer are women, and how many are men. "
        "They are different questions."
    )
    yield Said(
        "The favourable share leaves out those who did not answer, did not want to answer, or chose a way out such as "
        "don't know."
    )
