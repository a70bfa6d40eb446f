"""What can be heard: recordings in the questionnaire's folder `sound/<language>/`, and files that a computer made.

A sound belongs to the words that it says. A recording has a name, and a row in the table beside it that holds the hash
of the words that were read; a made file has that hash as its name. So a sound is heard only where just these words are
shown, and one sound serves wherever they stand.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from surveyapp.questionnaire.faults import Path as WayTo
from surveyapp.questionnaire.faults import Problem, shown
from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.questionnaire.media import Folder, content, names
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Questionnaire, Screen, Words
from surveyapp.questionnaire.words import Said, fixed

SOUND = "sound/"
MADE = "made"
RECORDED = "recorded.tsv"
"""The table of the recordings of a language: on each line a name, a tab, and the hash of the words that were read."""

MOST_BYTES = 1024 * 1024
MOST_BYTES_TOGETHER = 40 * 1024 * 1024
MOST_FILES = 5_000

ROW = re.compile(r"([^\t/]+)\t([0-9a-f]{32})")
MADE_NAME = re.compile(r"([0-9a-f]{32})\.mp3")


class Line(NamedTuple):
    """Words that can be heard. `name` is where they stand first: `screen`, or `screen.option`."""

    name: str
    text: str

    @property
    def hash(self) -> str:
        """See `hash_of`."""
        return hash_of(self.text)


def hash_of(text: str) -> str:
    """What a sound of that text is known by: 32 hex digits of SHA-256. How its lines are broken makes no difference."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]


def with_value(value: int, text: str) -> str:
    """An end of a rating as it is said: which step it is, and what that means."""
    return f"{value}: {text}"


def is_made(name: str) -> bool:
    """Whether the file of that name was made by a computer."""
    return PurePosixPath(name).parent.name == MADE


def is_mp3(data: bytes) -> bool:
    """Whether a file is MP3, by its first bytes."""
    return data[:3] == b"ID3" or (len(data) > 2 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2)


def places(questionnaire: Questionnaire, language: str, say: Callable[[str], str]) -> Iterator[Line]:
    """Everything that is heard on the screens, in order, at every place where it stands.

    `say` says a fixed message in that language. A text that the language lacks is left out.
    """
    for screen in questionnaire.screens:
        for name, words in said_on(screen):
            text = say(words) if isinstance(words, str) else words.get(language, "")
            if text:
                yield Line(name, text)


def own_texts(screens: Iterable[Screen]) -> frozenset[str]:
    """The hashes of everything that is heard in a designer's own words, in every language."""
    said = [words for screen in screens for _, words in said_on(screen) if not isinstance(words, str)]
    return frozenset(hash_of(text) for words in said for text in words.values())


def said_on(screen: Screen) -> Iterator[tuple[str, Words]]:
    """What is heard on a screen, in order, by name. An end of a rating is said with its step."""
    if screen.about is not None:
        yield screen.part_of or screen.id, screen.about.text
    yield screen.id, screen.text
    for value, end in zip((0, 10), screen.ends or (), strict=False):
        yield f"{screen.id}.{value}", {language: with_value(value, text) for language, text in end.items()}
    yield from ((f"{screen.id}.{option.id}", option.text) for option in screen.options)
    if screen.is_question:
        yield RATHER_NOT_SAY, REFUSED


def lines(questionnaire: Questionnaire, language: str, say: Callable[[str], str]) -> list[Line]:
    """The same, each text once, by the first place where it stands."""
    found: dict[str, Line] = {}
    for line in places(questionnaire, language, say):
        found.setdefault(line.hash, line)
    return list(found.values())


@dataclass
class Sounds:
    """The sounds of a folder. `by_hash` has the file's name (`sound/…`) for each language and hash of words."""

    files: dict[str, bytes] = field(default_factory=dict)
    by_hash: dict[str, dict[str, str]] = field(default_factory=dict)

    def lend(self, other: "Sounds", key: str, wanted: Collection[str]) -> None:
        """Take from another questionnaire, whose key it is, the sounds of the words `wanted` that we lack."""
        for language, theirs in other.by_hash.items():
            ours = self.by_hash.setdefault(language, {})
            for hash in wanted:
                if hash in theirs and hash not in ours:
                    ours[hash] = f"{SOUND}{key}/{theirs[hash].removeprefix(SOUND)}"
                    self.files[ours[hash]] = other.files[theirs[hash]]


def read_sounds(folder: Folder, languages: Iterable[str]) -> tuple[Sounds, list[Problem]]:
    """The sounds in the folder `sound`, and what is wrong with them. Problems stand at their language in the file."""
    numbers = {language: number for number, language in enumerate(languages)}
    sounds = Sounds()
    problems: list[Problem] = []
    total = 0
    for count, name in enumerate(sorted(names(folder, SOUND))):
        parts = PurePosixPath(name).parts
        language = parts[1] if len(parts) > 2 else ""
        path: WayTo = ("languages", numbers[language]) if language in numbers else ("languages",)
        gaps: dict[str, str | int] = {"name": shown(name), "language": shown(language)}
        if language not in numbers:
            said = Said('"%(name)s" is of no language of the questionnaire, and is left out.', gaps)
            problems.append(Problem(path, "sound-language", said, "advice"))
            continue
        if parts[2:] == (RECORDED,):
            continue
        data = content(folder, name, MOST_BYTES)
        problem = _faulty(parts[2:], data)
        if problem is not None:
            code, sentence = problem
            problems.append(Problem(path, code, Said(sentence, gaps)))
            continue
        total += len(data or b"")
        if total > MOST_BYTES_TOGETHER or count >= MOST_FILES:
            said = Said("The sounds are larger than 40 MiB together. Make them smaller.")
            return sounds, [*problems, Problem(path, "sound-too-large", said)]
        sounds.files[name] = data or b""
    for language, number in numbers.items():
        rows, wrong = read_table(folder, language)
        problems += [Problem(("languages", number), "sound-table", said) for said in wrong]
        made, recorded = _made_and_recorded(sounds.files, language)
        noted = {rows[name]: file for name, file in recorded.items() if name in rows}
        sounds.by_hash[language] = made | noted
        if len(noted) < len(recorded):
            problems.append(
                Problem(("languages", number), "sound-not-noted", _not_noted({*recorded} - {*rows}), "advice")
            )
    used = {name for by_hash in sounds.by_hash.values() for name in by_hash.values()}
    sounds.files = {name: data for name, data in sounds.files.items() if name in used}
    sounds.by_hash = {language: by_hash for language, by_hash in sounds.by_hash.items() if by_hash}
    return sounds, problems


def read_table(folder: Folder, language: str) -> tuple[dict[str, str], list[Said]]:
    """The recordings of a language: name to the hash of the words that were read. And what can't be read of it."""
    name = f"{SOUND}{language}/{RECORDED}"
    try:
        data = content(folder, name, MOST_BYTES) or b""
    except FileNotFoundError:
        return {}, []
    rows: dict[str, str] = {}
    wrong: list[Said] = []
    for number, written in enumerate(data.decode(errors="replace").splitlines(), 1):
        row = ROW.fullmatch(written)
        if row and row[1] not in rows:
            rows[row[1]] = row[2]
        else:
            said = Said(
                'Line %(line)s of "%(name)s" can\'t be read. Take it away, and run "surveyapp speak" with --recorded.',
                {"line": str(number), "name": shown(name)},
            )
            wrong.append(said)
    return rows, wrong


def recordings(folder: Folder, language: str) -> dict[str, str]:
    """The recordings of a language that are there, noted or not: name to file."""
    return _made_and_recorded(names(folder, f"{SOUND}{language}/"), language)[1]


def write_table(folder: Path, language: str, rows: Mapping[str, str]) -> None:
    """Write the table of a language's recordings."""
    written = "".join(f"{name}\t{hash}\n" for name, hash in sorted(rows.items()))
    (folder / SOUND / language / RECORDED).write_text(written, encoding="utf-8")


def _faulty(way: tuple[str, ...], data: bytes | None) -> tuple[str, str] | None:
    """What is wrong with a file at that way inside the folder of its language: a code and a sentence."""
    if data is None:
        return "sound-outside", fixed('"%(name)s" leads out of the questionnaire\'s folder. Put the file itself there.')
    if len(data) > MOST_BYTES:
        return "sound-too-large", fixed('"%(name)s" is larger than 1 MiB. Make it smaller.')
    if not way[-1].endswith(".mp3") or not is_mp3(data):
        return "sound-format", fixed('"%(name)s" is no MP3. Save the sound as MP3.')
    if len(way) > 1 and not (way[0] == MADE and len(way) == 2 and MADE_NAME.fullmatch(way[1])):
        return "sound-place", fixed('"%(name)s" is not where a sound can be. Put it in "sound/%(language)s".')
    return None


def _made_and_recorded(files: Collection[str], language: str) -> tuple[dict[str, str], dict[str, str]]:
    """The files that were made by their hash, and the recordings by their name."""
    made: dict[str, str] = {}
    recorded: dict[str, str] = {}
    for file in files:
        way = PurePosixPath(file)
        if way.parts[1] == language and way.suffix == ".mp3":
            (made if way.parts[2] == MADE else recorded)[way.stem] = file
    return made, recorded


def _not_noted(names: Collection[str]) -> Said:
    return Said(
        'These recordings are not heard, because nobody has noted what they say: %(names)s. Run "surveyapp speak" with '
        "--recorded.",
        {"names": shown(", ".join(sorted(names)))},
    )


class Lacking(NamedTuple):
    """What a language has of sound: words with it and without, recordings out of date, made files that nobody hears."""

    heard: tuple[Line, ...]
    silent: tuple[Line, ...]
    stale: tuple[Line, ...]
    superfluous: tuple[str, ...]


def lacking(questionnaire: Questionnaire, folder: Folder, language: str, say: Callable[[str], str]) -> Lacking:
    """Hold the sounds of a language against what is said in it now. A stale recording's line has the present words."""
    said = list(places(questionnaire, language, say))
    hashes = {line.hash for line in said}
    rows, _ = read_table(folder, language)
    made, recorded = _made_and_recorded(names(folder, f"{SOUND}{language}/"), language)
    present = {line.name: line for line in reversed(said)}
    stale = {name for name in recorded if name in rows and rows[name] not in hashes}
    once = lines(questionnaire, language, say)
    silent = tuple(line for line in once if sound_of(questionnaire, language, line.text) is None)
    return Lacking(
        tuple(line for line in once if line not in silent),
        silent,
        tuple(present.get(name, Line(name, "")) for name in sorted(stale)),
        tuple(file for hash, file in sorted(made.items()) if hash not in hashes or hash in rows.values()),
    )


def sound_of(questionnaire: Questionnaire, language: str, text: str) -> str | None:
    """The name of the file that says it. Easy Swedish is Swedish: what it lacks, Swedish may have."""
    for tag in (language, language.split("-")[0]):
        found = questionnaire.sounds.get(tag, {}).get(hash_of(text))
        if found:
            return found
    return None
