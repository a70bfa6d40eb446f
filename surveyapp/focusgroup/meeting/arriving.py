"""Notes as a device sends them: each is taken or refused by itself, so that one that is wrong keeps none back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast, get_args

from surveyapp.questionnaire.words import Said, fixed
from surveyapp.store.notes import Note, Sort, ThemeTime, Turn, Who, Wording
from surveyapp.store.studies import Speaker

LONGEST = 4_000
"""Characters of a statement."""

MOST_SECONDS = 4 * 60 * 60
MOST_STAMP = 1_000_000
MOST_AT_ONCE = 500

UNREADABLE = fixed("This note can't be read. Write it anew.")


@dataclass(frozen=True)
class Meant:
    """What a note can be about: the meeting's themes and speakers, and who writes."""

    meeting_id: int
    writer: str
    themes: Collection[str]
    speakers: Mapping[int, Speaker]


class Refused(Exception):
    """A note that can't be taken."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = Said(said)


def id_of(item: object) -> str | None:
    """The id that a note says it has, whatever else is wrong with it: 63 bits as text."""
    id = item.get("id") if isinstance(item, dict) else None
    known = isinstance(id, str) and id.isascii() and id.isdigit() and len(id) < 20 and int(id) < 2**63
    return id if known else None


def note_of(item: object, meant: Meant) -> Note:
    """The note. Raises `Refused`."""
    id = id_of(item)
    if not isinstance(item, dict) or id is None:
        raise Refused(UNREADABLE)
    theme = item.get("theme")
    if not isinstance(theme, str) or theme not in meant.themes:
        raise Refused(fixed("The guide has no such theme. Choose a theme, and write it anew."))
    common = {"id": int(id), "meeting_id": meant.meeting_id, "writer": meant.writer, "arrived": 0}
    if item.get("kind") == "theme_time":
        return ThemeTime(**common, theme=theme, seconds=_number(item, "seconds", MOST_SECONDS))  # type: ignore[arg-type]
    who, speaker = _who(item, meant)
    if item.get("kind") == "turn":
        return Turn(
            **common,  # type: ignore[arg-type]
            theme=theme,
            who=who,
            speaker_id=speaker.id if speaker else None,
            seconds=_number(item, "seconds", MOST_SECONDS),
            interpreted=item.get("interpreted") is True,
        )
    if item.get("kind") != "wording":
        raise Refused(UNREADABLE)
    return Wording(
        **common,  # type: ignore[arg-type]
        statement_id=_id(item, "statement"),
        stamp=_number(item, "stamp", MOST_STAMP),
        theme=theme,
        who=who,
        speaker_id=speaker.id if speaker else None,
        sort=_sort(item),
        text=_text(item, speaker),
        removed=item.get("removed") is True,
    )


def _text(item: Mapping[str, object], speaker: Speaker | None) -> str:
    text = item.get("text")
    text = (
        "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()
        if isinstance(text, str)
        else ""
    )
    if not text and item.get("removed") is not True:
        raise Refused(fixed("There are no words in it. Write what was said."))
    if len(text) > LONGEST:
        raise Refused(fixed("It is too long. Make two statements of it."))
    if speaker and not speaker.agrees_notes:
        raise Refused(fixed("This speaker does not want to be written down."))
    return text


def _who(item: Mapping[str, object], meant: Meant) -> tuple[Who, Speaker | None]:
    who = item.get("who")
    if who not in get_args(Who):
        raise Refused(UNREADABLE)
    if who != "speaker":
        return cast(Who, who), None
    speaker = meant.speakers.get(_id(item, "speaker"))
    if speaker is None:
        raise Refused(fixed("There is no such speaker in the group. Choose who said it, and write it anew."))
    return "speaker", speaker


def _sort(item: Mapping[str, object]) -> Sort:
    sort = item.get("sort")
    if sort not in get_args(Sort):
        raise Refused(UNREADABLE)
    return cast(Sort, sort)


def _id(item: Mapping[str, object], key: str) -> int:
    id = id_of({"id": item.get(key)})
    if id is None:
        raise Refused(UNREADABLE)
    return int(id)


def _number(item: Mapping[str, object], key: str, most: int) -> int:
    number = item.get(key)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= most:
        raise Refused(UNREADABLE)
    return number
