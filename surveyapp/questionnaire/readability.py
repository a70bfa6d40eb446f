"""How easy the words are. Advice, never a lock: it says nothing of hard short words, so people must try them too."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from surveyapp.questionnaire.check_texts import all_texts
from surveyapp.questionnaire.draft import Draft
from surveyapp.questionnaire.faults import Path, Problem, shown
from surveyapp.questionnaire.words import Said

EASY_LIX, ORDINARY_LIX = 30, 40
EASY_SENTENCE, ORDINARY_SENTENCE = 10, 15
EASY_LINE = 45
LONG_WORD = 12
WORDS_FOR_LIX = 100
MOST_OF_A_RULE = 20
MOST_LOOKED_AT = 200_000
"""Characters in a language."""

LIX_LANGUAGES = frozenset({"sv", "da", "nb", "nn", "no", "en", "de"})
"""LIX was made for Swedish and serves its neighbours. Elsewhere only the length of sentences is looked at."""

NEGATIONS = {
    "sv": frozenset({"inte", "ingen", "inget", "inga", "aldrig", "ej"}),
    "en": frozenset({"not", "no", "never", "none", "nobody", "don't", "doesn't", "isn't", "aren't", "can't"}),
}
ABBREVIATIONS = re.compile(
    r"\b(?:t\.ex|bl\.a|m\.m|o\.s\.v|d\.v\.s|e\.g|i\.e|t ex|bl a|m m|osv|dvs|etc|resp|ca)\b", re.I
)
SLASHED = re.compile(r"\b(?:och/eller|and/or|he/she|han/hon)\b", re.I)

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…؟።]+(?=\s|$)|\n+")


def words(text: str) -> list[str]:
    """The words of a text."""
    return WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Its sentences: they end with a mark before a space, and at the end of a line."""
    return [sentence for sentence in SENTENCE_END.split(text) if WORD.search(sentence)]


def lix(text: str) -> float:
    """LIX: words in a sentence, plus the percentage of words of more than six letters. Under 30 is very easy."""
    found = words(text)
    if not found:
        return 0.0
    long = sum(len(word) > 6 for word in found)
    return len(found) / len(sentences(text)) + 100 * long / len(found)


def is_easy(language: str) -> bool:
    """Whether the tag names an easy variant, such as `sv-simple`."""
    return "simple" in language.lower().split("-")[1:]


def hard_texts(draft: Draft) -> Iterator[Problem]:
    """What the designer may look at again in a questionnaire, at most so much of each rule and language."""
    yield from hard_among(draft.languages, list(all_texts(draft)))


def hard_among(languages: Sequence[str], texts: Sequence[tuple[Path, Mapping[str, str]]]) -> Iterator[Problem]:
    """What the designer may look at again in these texts, at most so much of each rule and language."""
    for number, language in enumerate(languages):
        mine = list(_some((path, text[language]) for path, text in texts if language in text))
        yield from _hard_as_a_whole(("languages", number), language, [text for _, text in mine])
        for rule in (_long_sentences, _hard_words, _marks, _negations):
            yield from islice(rule(language, mine), MOST_OF_A_RULE)


def _some(texts: Iterable[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    """As much as the advice looks at: no file is to take long by its length."""
    room = MOST_LOOKED_AT
    for path, text in texts:
        room -= len(text)
        if room < 0:
            return
        yield path, text


def _hard_as_a_whole(path: Path, language: str, texts: Iterable[str]) -> Iterator[Problem]:
    whole = "\n".join(texts)
    if language.split("-")[0] not in LIX_LANGUAGES or len(words(whole)) < WORDS_FOR_LIX:
        return
    most, is_now = (EASY_LIX if is_easy(language) else ORDINARY_LIX), round(lix(whole))
    if is_now >= most:
        said = Said(
            'The readability index (LIX) of the texts in "%(language)s" is %(lix)s. It should be under %(most)s: use '
            "shorter words and sentences.",
            {"language": language, "lix": is_now, "most": most},
        )
        yield Problem(path, "lix", said, "advice")


def _long_sentences(language: str, texts: list[tuple[Path, str]]) -> Iterator[Problem]:
    most = EASY_SENTENCE if is_easy(language) else ORDINARY_SENTENCE
    for path, text in texts:
        for sentence in sentences(text):
            length = sum(bool(WORD.search(word)) for word in sentence.split())
            if length > most:
                said = Said(
                    'This sentence has %(length)s words. In "%(language)s" at most %(most)s is good: "%(sentence)s"',
                    {"length": length, "language": language, "most": most, "sentence": shown(sentence.strip())},
                )
                yield Problem((*path, language), "long-sentence", said, "advice")
        if is_easy(language) and any(len(line) > EASY_LINE for line in text.split("\n")):
            said = Said(
                "A line has more than %(most)s characters. Begin a new line where one would pause.", {"most": EASY_LINE}
            )
            yield Problem((*path, language), "long-line", said, "advice")


def _hard_words(language: str, texts: list[tuple[Path, str]]) -> Iterator[Problem]:
    if language.split("-")[0] not in LIX_LANGUAGES:
        return
    seen: set[str] = set()
    for path, text in texts:
        for word in words(text):
            if len(word) >= LONG_WORD and word.casefold() not in seen:
                seen.add(word.casefold())
                said = Said(
                    '"%(word)s" is a long word. Is there a shorter one, or is it explained?', {"word": shown(word)}
                )
                yield Problem((*path, language), "long-word", said, "advice")


def _marks(language: str, texts: list[tuple[Path, str]]) -> Iterator[Problem]:
    for path, text in texts:
        here = (*path, language)
        if "(" in text or "[" in text:
            yield Problem(here, "brackets", Said("There are brackets in this text. Make it two sentences."), "advice")
        if SLASHED.search(text):
            yield Problem(here, "slash", Said('A word like "and/or" is hard to read. Choose one word.'), "advice")
        if ABBREVIATIONS.search(text):
            yield Problem(here, "abbreviation", Said("There is an abbreviation in this text. Write it out."), "advice")
        if text.count("?") + text.count("؟") > 1:
            yield Problem(
                here, "two-questions", Said("There are two questions here. Ask one thing at a time."), "advice"
            )
        if re.search(r"<[a-z/]", text, re.I):
            said = Said("Texts are plain: what looks like HTML here is shown as it stands.")
            yield Problem(here, "looks-like-html", said, "advice")


def _negations(language: str, texts: list[tuple[Path, str]]) -> Iterator[Problem]:
    negations: Mapping[str, frozenset[str]] = NEGATIONS
    mine = negations.get(language.split("-")[0], frozenset())
    if not mine:
        return
    for path, text in texts:
        for sentence in sentences(text):
            if sum(word.casefold() in mine for word in words(sentence)) > 1:
                said = Said("There are two negations in one sentence. Say it the other way round.")
                yield Problem((*path, language), "two-negations", said, "advice")
