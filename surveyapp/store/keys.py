"""The key of all keyed hashes: made at the first start, in a file that only its owner can read, outside the database.

Who has the database but not the key can try no codes and no addresses against it.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """Keyed hashes, each purpose under a key of its own."""

    _key: bytes = field(repr=False)

    def secret(self, purpose: str) -> bytes:
        """A key for that purpose: it follows from the key in the file, and that doesn't follow from it."""
        return hmac.digest(self._key, purpose.encode(), "sha256")

    def code_id(self, code: str) -> int:
        """The key of an access code's row: 63 bits of its keyed hash."""
        return self._id("access code", code)

    def guess_about(self, sort: str, what: str) -> str:
        """What was guessed at. A name that was typed may have been a password, so none can be tried against it."""
        return self._hash(f"guess at {sort}", what.casefold())

    def guess_source(self, sort: str, address: str, day: date) -> str:
        """Whence it was guessed, under a key that changes daily."""
        return self._hash(f"{sort} source {day.isoformat()}", address)

    def receipt_hash(self, round_id: int, words: str) -> str:
        """What is stored of a receipt. `words` is the same in whatever order they were told."""
        return self._hash("receipt", f"{round_id} {words}")

    def tablet_code_id(self, code: str) -> int:
        """The key of a tablet code's row: 63 bits of its keyed hash."""
        return self._id("tablet code", code)

    def token_hash(self, token: str) -> str:
        """What is stored of a participant's token. A token is long and random, so its hash needs no key."""
        return hashlib.sha256(token.encode()).hexdigest()

    def _id(self, purpose: str, text: str) -> int:
        return int.from_bytes(hmac.digest(self.secret(purpose), text.encode(), "sha256")[:8], "big") >> 1

    def _hash(self, purpose: str, text: str) -> str:
        return hmac.new(self.secret(purpose), text.encode(), "sha256").hexdigest()


def read_or_make(file: Path) -> Keys:
    """The keys of that file; it is made if it is missing. Two processes that start at once make one file."""
    if not file.exists():
        draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_hex(32) + "\n")
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass  # the other process was first, and its key is the one
        finally:
            draft.unlink()
    file.chmod(0o600)
    return Keys(bytes.fromhex(file.read_text("ascii")))
