"""Access codes. A code can be printed only when it is made; the store has its keyed hash alone."""

import secrets
import unicodedata

from sqlalchemy import bindparam, insert, select, update

from surveyapp.questionnaire.words import Said
from surveyapp.store import tables
from surveyapp.store.engine import Connection
from surveyapp.store.errors import StoreRefused
from surveyapp.store.keys import Keys
from surveyapp.store.rounds import Round, round_by_id

LETTERS = "23456789CDFGHJKMNPQRTVWXY"
"""No two look alike, and no vowel makes a word of them. Eight of them are 37 bits."""

LENGTH = 8

MISREAD = str.maketrans("BSZ", "852")

_code = tables.access_code.c
_DOOR = select(_code.round_id, _code.site).where(_code.id == bindparam("id"))
_TAKEN = select(_code.id).where(_code.id == bindparam("id"))


def normalise(text: str) -> str:
    """A code as it was printed, however it was typed: small letters, gaps, other digits, look-alikes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    digits = (str(unicodedata.decimal(letter, letter)) for letter in plain if letter.isalnum())
    letters = "".join(digits).translate(MISREAD)
    return f"{letters[:4]}-{letters[4:]}"


def make(c: Connection, round: Round, site: str, n: int, keys: Keys) -> list[str]:
    """Make `n` codes for a site of the round, and return them, this once."""
    if round.access != "codes":
        raise StoreRefused(Said("The round has an open link, so it needs no access codes."))
    if site not in {known.id for known in round.sites}:
        raise ValueError(f"the round has no site {site}")
    made: list[str] = []
    for _ in range(n):
        code, id = _fresh(c, keys)
        c.execute(
            insert(tables.access_code),
            {"id": id, "round_id": round.id, "site": site, "state": "free", "response_id": None},
        )
        made.append(code)
    return made


def door_of(c: Connection, id: int) -> tuple[Round, str] | None:
    """The round and the site of a code, whatever has become of it: who holds a list must not learn what is used."""
    row = c.execute(_DOOR, {"id": id}).first()
    round = round_by_id(c, row.round_id) if row else None
    return (round, row.site) if row and round else None


def revoke_unused(c: Connection, round: Round, site: str | None) -> None:
    """Make the codes that nobody has used worthless, at one site or at all, because the list was lost."""
    unused = update(tables.access_code).where(_code.round_id == round.id, _code.state == "free")
    c.execute((unused if site is None else unused.where(_code.site == site)).values(state="revoked"))


def _fresh(c: Connection, keys: Keys) -> tuple[str, int]:
    while True:
        code = normalise("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))
        id = keys.code_id(code)
        if c.execute(_TAKEN, {"id": id}).scalar() is None:
            return code, id
