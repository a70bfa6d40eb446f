"""The throttle: guesses at a password, an access code, a receipt or a tablet's code that failed.

What was tried and whence are keyed hashes, the source's under a key that changes daily. They are forgotten within the
hour.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select

from surveyapp.store import tables, turns
from surveyapp.store.engine import Connection


@dataclass(frozen=True)
class Guess:
    """What somebody tries to open, and whence, as `Keys.guess_about` and `Keys.guess_source` hash them."""

    about: str
    source: str


@dataclass(frozen=True)
class Limit:
    """How many failures there may be `within` that time: about one thing from anywhere, and from one source."""

    within: timedelta
    about: int
    source: int


HOUR = timedelta(hours=1)

LOG_IN = Limit(timedelta(minutes=15), about=5, source=20)
ACCESS_CODE = Limit(HOUR, about=10_000, source=200)
"""A room of people behind one address may mistype many times. In two weeks of 10,000 tries an hour somebody meets one
of a thousand codes of 37 bits with a chance of 2.4 %."""
TABLET_CODE = Limit(HOUR, about=100, source=20)
RECEIPT = Limit(HOUR, about=30, source=10)
"""Of three words among 1,024: in a round of 500 receipts a whole day of guesses meets one with a chance of 0.2 %."""

_failed = tables.failed_guess.c


def throttled(c: Connection, guess: Guess, limit: Limit, now: datetime) -> bool:
    """Whether there were too many failures. Guesses are judged one after the other: many at once is no way around."""
    turns.take(c, "guess", guess.about)
    of_about, of_source = c.execute(
        select(func.count().filter(_failed.about == guess.about), func.count().filter(_failed.source == guess.source))
        .where(or_(_failed.about == guess.about, _failed.source == guess.source))
        .where(_failed.at > now - limit.within)
    ).one()
    return bool(of_about >= limit.about or of_source >= limit.source)


def note(c: Connection, guess: Guess, now: datetime) -> None:
    """Note a failure, and forget the old ones."""
    forget(c, now)
    c.execute(
        insert(tables.failed_guess), {"id": tables.new_id(), "about": guess.about, "source": guess.source, "at": now}
    )


def forgive(c: Connection, guess: Guess) -> None:
    """Forget the failures about that from that source, because the right word came from there."""
    c.execute(delete(tables.failed_guess).where(_failed.about == guess.about, _failed.source == guess.source))


def forget(c: Connection, now: datetime) -> None:
    """Delete what the throttle needs no more."""
    c.execute(delete(tables.failed_guess).where(_failed.at <= now - HOUR))
