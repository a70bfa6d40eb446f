"""Times as the organisation reads them: written and shown in its zone, kept in UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from surveyapp.questionnaire.words import Said

FIRST_YEAR, LAST_YEAR = 2000, 2200
"""Other years are slips of the hand."""


def parse_local(text: str, zone: ZoneInfo) -> datetime | Said:
    """The moment that `2026-12-01 08:00` (or a browser's `2026-12-01T08:00`) means in `zone`, or why it means none."""
    try:
        written = datetime.strptime(text.strip().replace("T", " "), "%Y-%m-%d %H:%M")  # noqa: DTZ007 (the zone follows)
    except ValueError:
        return Said("Write the day and the time like this: 2026-12-01 08:00.")
    if not FIRST_YEAR <= written.year <= LAST_YEAR:
        return Said("Write the day and the time like this: 2026-12-01 08:00.")
    early, late = (written.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != written:
        return Said("The clock skips %(time)s that day. Choose another time.", {"time": text_of(early, zone)[-5:]})
    return Said("The clock shows %(time)s twice that day. Choose another time.", {"time": text_of(early, zone)[-5:]})


def parse_day(text: str) -> date | Said:
    """The day that `2030-12-31` means, or why it means none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return Said("Write the day like this: 2030-12-31.")


def text_of(moment: datetime, zone: ZoneInfo) -> str:
    """The moment as the organisation's clock shows it, written as `parse_local` reads it."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The beginning of a day in `zone`."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
