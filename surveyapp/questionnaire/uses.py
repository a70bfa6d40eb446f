"""`use: other-key.screen`: a screen that several questionnaires share, found in the other's file while one is loaded.

It is taken as it is written there, with its options and pictures, in the languages of the questionnaire that uses it.
Only folders beside the questionnaire's own are looked into.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as Folders
from typing import TypeVar

from pydantic import BaseModel

from surveyapp.questionnaire.definition import ID_FORM, WrittenChoice, WrittenScreen
from surveyapp.questionnaire.faults import Path, Problem, Report, shown, unknown
from surveyapp.questionnaire.media import MEDIA, Folder
from surveyapp.questionnaire.read_draft import read_options, read_screen
from surveyapp.questionnaire.source import MOST_BYTES, Block, Items, read_source
from surveyapp.questionnaire.words import Said, fixed

FILE = "questionnaire.yaml"
MOST_OTHERS = 20
"""So many other questionnaires are read for one, and no more of them together than one file may have."""

T = TypeVar("T")


class Beside(Mapping[str, Folder]):
    """The questionnaires in the folders beside one, by their keys. No link leads out of the folder around them."""

    def __init__(self, folder: Folders) -> None:
        self.around = folder.resolve().parent

    def __getitem__(self, key: str) -> Folder:  # noqa: D105
        if re.fullmatch(ID_FORM, key):
            folder = self.around / key
            if (folder / FILE).is_file() and (folder / FILE).resolve().is_relative_to(self.around):
                return folder
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:  # noqa: D105
        return (folder.name for folder in sorted(self.around.iterdir()) if folder.name in self)

    def __len__(self) -> int:  # noqa: D105
        return sum(1 for _ in self)


@dataclass
class Uses:
    """What the questionnaire `key` uses of `others`. `lent` has the media that come along: folder and name there."""

    key: str
    languages: tuple[str, ...]
    others: Mapping[str, Folder]
    lent: dict[str, tuple[Folder, str]] = field(default_factory=dict)
    roots: dict[str, Block] = field(default_factory=dict)
    room: int = MOST_BYTES

    def screen(self, raw: Block, path: Path) -> WrittenScreen | Problem:
        """The screen that is used, or why there is none."""
        for key in raw:
            if key != "use":
                said = Said('Beside "use" no other key can stand. Take it away, or write the whole screen here.')
                return Problem((*path, key), "beside-use", said, at_key=True)
        path = (*path, "use")
        there = raw
        seen: list[object] = []
        while "use" in there:
            use = there["use"]
            if not isinstance(use, str) or not re.fullmatch(rf"{ID_FORM}\.{ID_FORM}", use):
                said = Said(
                    "Write the key of the other questionnaire, a full stop and the id of its screen, such as "
                    '"gemensam.trygg".'
                )
                return Problem(path, "use-form", said)
            key, _, id = use.partition(".")
            if use in seen or key == self.key:
                said = Said('"%(use)s" leads back here. Write the screen in one of the questionnaires.', {"use": use})
                return Problem(path, "use-circle", said)
            seen.append(use)
            found = self.find(key, id, path)
            if isinstance(found, Problem):
                return found
            there, where = found
        return self.read(there, where, key, path)

    def find(self, key: str, id: str, path: Path) -> tuple[Block, Path] | Problem:
        """The screen of that id in another questionnaire, as it is written there."""
        root = self.root(key, path)
        if isinstance(root, Problem):
            return root
        known: list[str] = []
        written = root.get("screens")
        for number, screen in enumerate(written if isinstance(written, Items) else ()):
            if isinstance(screen, Block):
                its = screen.get("id", str(screen.get("use", "")).rpartition(".")[2])
                if its == id:
                    return screen, ("screens", number)
                known.append(str(its))
        sentence = fixed('That questionnaire has no screen "%(name)s".')
        return unknown(path, "unknown-used-screen", id, known, sentence)

    def root(self, key: str, path: Path) -> Block | Problem:
        """What the other questionnaire's file holds."""
        if key in self.roots:
            return self.roots[key]
        if key not in self.others:
            sentence = fixed(
                'There is no questionnaire "%(name)s" beside this one. Its folder is needed too: put it there, or '
                "upload both folders as one zip."
            )
            return unknown(path, "unknown-questionnaire", key, self.others, sentence)
        data = _file(self.others[key], self.room)
        self.room -= len(data)
        if self.room < 0 or len(self.roots) >= MOST_OTHERS:
            said = Said("Too much is used of other questionnaires. Write some of the screens here.")
            return Problem(path, "too-many-used", said)
        source = read_source(data.decode("utf-8-sig", errors="replace"))
        if not isinstance(source.root, Block):
            return _faulty(path, key)
        self.roots[key] = source.root
        return source.root

    def read(self, raw: Block, where: Path, key: str, path: Path) -> WrittenScreen | Problem:
        """The screen as it is written there, as part of the questionnaire that uses it."""
        report = Report(key, self.roots[key])
        written = read_screen(raw, where, report)
        if isinstance(written, WrittenChoice) and isinstance(written.options, str):
            sets = self.roots[key].get("option_sets")
            if not isinstance(sets, Block) or written.options not in sets:
                return _faulty(path, key)
            options = read_options(sets[written.options], ("option_sets", written.options), report)
            written = written.model_copy(update={"options": options})
        if written is None or report.faults:
            return _faulty(path, key)
        return self.taken(written, key)

    def taken(self, part: T, key: str) -> T:
        """A written part with the texts of our languages only, and its media under names of their own."""
        if isinstance(part, BaseModel):
            changed = {
                name: self.named(name, value, key)
                for name, value in part
                if name in part.model_fields_set and name != "show_if"
            }
            return part.model_copy(update=changed)
        if isinstance(part, tuple):
            return tuple(self.taken(one, key) for one in part)  # type: ignore[return-value]
        if isinstance(part, dict):
            return {language: self.taken(one, key) for language, one in part.items() if language in self.languages}  # type: ignore[return-value]
        return part

    def named(self, name: str, value: T, key: str) -> T:
        """The value of a field of that name, with our names for the files that it may name."""
        if name == "picture":
            return tuple(self.file(one, key) for one in value)  # type: ignore[attr-defined,return-value]
        if name in ("file", "captions"):
            return self.file(str(value), key)  # type: ignore[return-value]
        return self.taken(value, key)

    def file(self, name: str, key: str) -> str:
        """A file's name here: one of the other questionnaire is told from one of our own."""
        if not name.startswith(MEDIA):
            return name
        here = f"{MEDIA}{key}/{name.removeprefix(MEDIA)}"
        self.lent[here] = (self.others[key], name)
        return here


def _file(folder: Folder, most: int) -> bytes:
    if isinstance(folder, Mapping):
        return folder.get(FILE, b"")
    if folder is None:
        return b""
    with (folder / FILE).open("rb") as file:
        return file.read(most + 1)


def _faulty(path: Path, key: str) -> Problem:
    said = Said(
        'That screen can\'t be read in "%(key)s". Check that questionnaire, and mend it first.', {"key": shown(key)}
    )
    return Problem(path, "used-faulty", said)
