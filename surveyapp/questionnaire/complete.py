"""What a round asks more of a questionnaire than a draft must have: its languages complete, its sites known."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from surveyapp.questionnaire.faults import Fault, meant, shown
from surveyapp.questionnaire.model import All, Comparison, Condition, Not, Questionnaire, Screen, Words
from surveyapp.questionnaire.source import Place
from surveyapp.questionnaire.words import Said

NO_PLACES: Mapping[str, Place] = MappingProxyType({})


def missing_texts(
    questionnaire: Questionnaire,
    languages: Collection[str],
    places: Mapping[str, Place] = NO_PLACES,
    file: str | None = None,
) -> list[Fault]:
    """Every text that lacks one of the languages. `places` and `file` are those of a file just loaded."""
    faults = []
    for language in languages:
        if language not in questionnaire.languages:
            said = Said(
                'The questionnaire is not in "%(language)s".',
                {"language": shown(language)},
                meant(language, questionnaire.languages),
            )
            faults.append(Fault(file or questionnaire.key, 0, 0, None, "language-not-offered", said))
            continue
        for screen, what, words in _all_words(questionnaire):
            if not isinstance(words, str) and not words.get(language):
                place = places.get(screen or "", Place(0, 0))
                said = Said(
                    'The text "%(source)s" (%(what)s) is missing in "%(language)s". Add it.',
                    {"source": shown(words[questionnaire.source]), "what": what, "language": language},
                )
                fault = Fault(file or questionnaire.key, place.line, place.column, screen, "text-missing", said)
                faults.append(fault)
    return faults


def _all_words(questionnaire: Questionnaire) -> Iterator[tuple[str | None, str, Words]]:
    yield None, "title", questionnaire.title
    yield None, "welcome", questionnaire.welcome
    yield None, "thanks", questionnaire.thanks
    for screen in questionnaire.screens:
        if screen.own_words_of is None:  # its text is the option's
            yield from ((screen.id, what, words) for what, words in _words_of(screen))


def _words_of(screen: Screen) -> Iterator[tuple[str, Words]]:
    yield "text", screen.text
    if screen.why is not None:
        yield "why", screen.why
    yield from (("ends", end) for end in screen.ends or ())
    yield from ((f"options: {option.id}", option.text) for option in screen.options)
    if screen.about is not None:
        yield "about", screen.about.text
    if screen.unit is not None:
        yield "unit", screen.unit


def site_faults(questionnaire: Questionnaire, sites: Collection[str]) -> list[Fault]:
    """Every `$site` of a condition that is none of the round's sites."""
    faults = []
    for screen in questionnaire.screens:
        conditions = (screen.show_if, *(option.show_if for option in screen.options))
        for site in dict.fromkeys(site for condition in conditions for site in _sites(condition)):
            if site not in sites:
                said = Said(
                    'The condition names the site "%(site)s", which the round has not.',
                    {"site": shown(site)},
                    meant(site, sites),
                )
                faults.append(Fault(questionnaire.key, 0, 0, screen.id, "unknown-site", said))
    return faults


def _sites(condition: Condition | None) -> Iterator[str]:
    if condition is None:
        return
    if isinstance(condition, Comparison):
        if condition.of == "$site":
            yield from condition.any_of or ()
    elif isinstance(condition, Not):
        yield from _sites(condition.negated)
    else:
        for part in condition.all if isinstance(condition, All) else condition.any:
            yield from _sites(part)
