"""Passwords: argon2id, and the one rule for choosing one."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveyapp.questionnaire.words import Said

SHORTEST = 12
LONGEST = 1000

_hasher = PasswordHasher()  # argon2id with the library's current settings
_nobodys = (  # written, not reckoned: no start needs the 64 MB that a hash takes
    f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}${'A' * 22}${'A' * 43}"
)


def refusal(password: str) -> Said | None:
    """Why a new password can't be used, or `None`. Length alone protects; odd signs only make people forget."""
    if not SHORTEST <= len(password) <= LONGEST:
        return Said("Choose at least %(n)s signs. A few words in a row are easy to remember.", {"n": SHORTEST})
    return None


def hashed(password: str) -> str:
    """The hash that is stored in the password's place."""
    return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one. Without a stored one it takes as long, so time betrays no name."""
    try:
        return _hasher.verify(stored or _nobodys, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
