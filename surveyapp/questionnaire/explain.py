"""What the typed classes found, said in words that a designer can use."""

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ValidationError

from surveyapp.questionnaire.definition import WrittenOption
from surveyapp.questionnaire.draft import WrittenHead
from surveyapp.questionnaire.faults import Path, Problem, shown, unknown
from surveyapp.questionnaire.kinds import WRITTEN
from surveyapp.questionnaire.kinds.grid import WrittenStatement
from surveyapp.questionnaire.words import Said, fixed

TEXT_KEYS = frozenset({"text", "why", "unit", "title", "welcome", "thanks", "information", "opening", "closing"})

TOO_SHORT = fixed("This list is too short. At least %(least)s is wanted.")
TEXT = fixed('Write the text for each language, such as {sv: "Hej", en: "Hello"}.')

BANDS = {
    "number": fixed("Write the lowest number of each band but the first, such as bands: [25, 45, 65]."),
    "date": fixed("Write the first day of each band but the first, such as bands: [2020-01-01, 2025-01-01]."),
}

FORMS = {
    "list_type": fixed('Here a list is wanted: each part on a line of its own with "-" before it, or [one, two].'),
    "tuple_type": fixed('Here a list is wanted: each part on a line of its own with "-" before it, or [one, two].'),
    "dict_type": fixed("Here keys with values are wanted, such as {at_most: 3}."),
    "model_type": fixed("Here keys with values are wanted, such as {at_most: 3}."),
    "string_type": fixed("Here a word or a text is wanted, and no list and no keys."),
    "too_short": TOO_SHORT,
    "too_long": fixed("This list is too long. At most %(most)s is allowed."),
    "greater_than_equal": fixed("This number is too small. The smallest is %(least)s."),
    "less_than_equal": fixed("This number is too large. The largest is %(most)s."),
}


def explained(
    error: ValidationError, path: Path, ask: str | None, head: type[BaseModel] = WrittenHead
) -> Iterator[Problem]:
    """Each fault of a part of the file. `ask` is the kind of a screen; `head` has the file's own keys."""
    for found in error.errors(include_url=False):
        here = (*path, *(step for step in found["loc"] if not str(step).startswith("#")))
        context: Mapping[str, object] = found.get("ctx", {})
        type_ = found["type"]
        message = found["msg"]
        if type_ == "extra_forbidden":
            yield _unknown_key(here, ask, head)
        elif type_ == "missing" and isinstance(here[-1], int):
            yield Problem(here[:-1], "value-form", Said(TOO_SHORT, {"least": here[-1] + 1}))
        elif type_ == "missing":
            said = Said('"%(key)s" is missing. Add it.', {"key": str(here[-1])})
            yield Problem(here[:-1], "key-missing", said)
        elif type_ == "dict_type" and (here[-1] in TEXT_KEYS or "ends" in here):
            yield Problem(here, "text-form", Said(TEXT))
        elif "bands" in here and ask in BANDS and _is_no_edge(type_, context):
            yield Problem(here[: here.index("bands") + 1], "bands-form", Said(BANDS[ask]))  # once, for all of them
        elif "%(value)s" in message:
            yield Problem(here, type_, Said(message, {"value": shown(context.get("value", ""))}))
        elif type_ in FORMS:
            gaps = {
                "least": str(context.get("min_length", context.get("ge", ""))),
                "most": str(context.get("max_length", context.get("le", ""))),
            }
            yield Problem(here, "value-form", Said(FORMS[type_], gaps))
        elif type_ != "literal_error":  # of a reserved id, and told there
            yield Problem(here, "value-form", Said("This value can't be used here. See docs/questionnaires.md."))


def _is_no_edge(type_: str, context: Mapping[str, object]) -> bool:
    """Whether a band was written in another form; a day that no calendar has is told as a day."""
    is_day = type_ == "day-form" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(context.get("value")))
    return type_ in ("number-form", "day-form", "tuple_type") and not is_day


def _unknown_key(path: Path, ask: str | None, head: type[BaseModel]) -> Problem:
    key = str(path[-1])
    in_option = (
        len(path) > 2
        and isinstance(path[-2], int)
        and path[0] in ("option_sets", "screens")
        and not (path[0] == "screens" and len(path) == 3)
    )
    model = head
    if in_option:
        model = WrittenStatement if "statements" in path else WrittenOption
    elif ask is not None and len(path) == 3:
        model = WRITTEN[ask]
        if any(key in written.model_fields for written in WRITTEN.values()):
            said = Said('"%(key)s" has no meaning with "ask: %(ask)s". Take it away.', {"key": key, "ask": ask})
            return Problem(path, "key-not-here", said, at_key=True)
    known = [*model.model_fields, *(("option_sets", "screens") if model is WrittenHead else ())]
    return unknown(
        path,
        "unknown-key",
        key,
        known,
        fixed('The key "%(name)s" is not known here.'),
        at_key=True,
    )
