"""Rules for texts: the source language is there, no language is unknown, and nothing is hidden in them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from surveyapp.questionnaire.draft import Draft, DraftOfFile
from surveyapp.questionnaire.faults import Path, Problem, shown, unknown
from surveyapp.questionnaire.source import Block
from surveyapp.questionnaire.words import Said, fixed

LONGEST = 10_000
"""Characters of a text. Nobody reads more on one screen."""


def texts_in(written: object, path: Path) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Every text of a part of the definition, with its path."""
    if isinstance(written, BaseModel):
        for name in type(written).model_fields:
            if name in written.model_fields_set and name not in ("show_if", "reviewed", "film"):
                yield from texts_in(getattr(written, name), (*path, name))
    elif isinstance(written, tuple):
        for number, part in enumerate(written):
            yield from texts_in(part, (*path, number))
    elif isinstance(written, dict):
        yield path, written


def all_texts(draft: Draft) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Every text of the definition, with its path."""
    yield from texts_in(draft.head, ())
    for name, options in draft.sets.items():
        yield from texts_in(options, ("option_sets", name))
    for number, screen in draft.screens.items():
        yield from texts_in(screen, ("screens", number))


def faulty_texts(draft: Draft) -> Iterator[Problem]:
    """Each text of a questionnaire is there in the source language, in known languages only, and is plain."""
    yield from faulty_among(draft, all_texts(draft))


def faulty_among(draft: DraftOfFile, texts: Iterable[tuple[Path, Mapping[str, str]]]) -> Iterator[Problem]:
    """Each of the texts is there in the source language, in known languages only, and is plain."""
    for path, text in texts:
        if draft.languages and draft.languages[0] not in text:
            said = Said(
                'The text in the source language "%(language)s" is missing. Add it.', {"language": draft.languages[0]}
            )
            yield Problem(path, "source-text-missing", said)
        for language, words in text.items():
            here = (*path, language)
            if language not in draft.languages:
                yield _unknown_language(draft, path, language)
            elif not words:
                yield Problem(here, "empty-text", Said("This text is empty. Write it, or take the line away."))
            elif len(words) > LONGEST:
                said = Said(
                    "A text has at most %(most)s characters. This one has %(length)s. Make it several screens.",
                    {"most": LONGEST, "length": len(words)},
                )
                yield Problem(here, "text-too-long", said)
            elif any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in words):
                yield Problem(here, "control-character", Said("This text holds a control character. Write it anew."))


def _unknown_language(draft: DraftOfFile, path: Path, language: str) -> Problem:
    block = draft.at(path)
    if isinstance(block, Block) and language in block.bare:
        said = Said(
            'A text with a comma needs quotes, such as {sv: "Ja, ibland"}. Here "%(rest)s" stands alone.',
            {"rest": shown(language)},
        )
        return Problem((*path, language), "comma-without-quotes", said, at_key=True)
    sentence = fixed('"%(name)s" is not among the languages of the file.')
    return unknown((*path, language), "unknown-language", language, draft.languages, sentence, at_key=True)


def faulty_languages(draft: DraftOfFile) -> Iterator[Problem]:
    """Each language is named once, and `reviewed` names only these."""
    seen: set[str] = set()
    for number, language in enumerate(draft.languages):
        if language.casefold() in seen:
            said = Said(
                'The language "%(language)s" stands here twice. Keep one of them.', {"language": shown(language)}
            )
            yield Problem(("languages", number), "language-twice", said)
        seen.add(language.casefold())
    if draft.head is not None:
        for language in draft.head.reviewed:
            if language not in draft.languages:
                sentence = fixed('"%(name)s" is not among the languages of the file.')
                path = ("reviewed", language)
                yield unknown(path, "unknown-language", language, draft.languages, sentence, at_key=True)
