"""The tables. Their shape fits SQLite and PostgreSQL alike, also spread over nodes by a response's id.

- Ids are random 63-bit integers made by the app: no sequences, and the order of rows tells nothing.
- Whatever belongs to a response has the response's id in its key. Nothing is unique across responses but codes.
- About responses and codes there are days, never times.
- No triggers, no collations, no defaults of the database, and every constraint has a name.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from surveyapp.store import study_tables  # noqa: F401 (who asks for the metadata gets every table)
from surveyapp.store.columns import Moment as Moment
from surveyapp.store.columns import document, id_column, key_of, of, one_of
from surveyapp.store.columns import metadata as metadata
from surveyapp.store.columns import new_id as new_id

NEWEST_SCHEMA = "0007"
"""The newest migration. Told here so that a start without one to do needs no Alembic."""

key_check = Table(
    "key_check",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
)
"""What shows that the key file is the one that this database was made with."""

questionnaire = Table(
    "questionnaire",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("key", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("published", Date, nullable=False),
    Column("title", document, nullable=False),
    Column("definition", LargeBinary, nullable=False),
)
"""A published version, whole. The highest number of a key is the one that was loaded last."""

draft = Table(
    "draft",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("key", Text, nullable=False),
    Column("saved", Date, nullable=False),
    Column("title", document, nullable=False),
    Column("definition", LargeBinary, nullable=False),
)
"""A version that is not published yet. No round can point here."""

medium = Table(
    "medium",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("mimetype", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

round = Table(
    "round",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("questionnaire_version", String(64), ForeignKey("questionnaire.version"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("languages", document, nullable=False),
    Column("sites", document, nullable=False),
    Column("k", Integer, nullable=False),
    Column("breakdown", Text, nullable=False),
    Column("opens", Moment, nullable=False),
    Column("closes", Moment, nullable=False),
    Column("releases", Moment, nullable=False),
    Column("access", Text, nullable=False),
    Column("responsible", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("legal_ground", Text, nullable=False),
    Column("kept_until", Date),
    Column("reference", Text, nullable=False),
    Column("postponed", Integer, nullable=False),
    Column("stopped", Moment),
    Column("second", Text),
    Column("wave", Text, nullable=False),
    Column("own_supervisor_may_help", Boolean, nullable=False),
    Column("proxy_allowed", Boolean, nullable=False),
    Column("idle_minutes", Integer, nullable=False),
    Column("idle_keeps", Boolean, nullable=False),
    Column("receipt_until", Date),
    Column("help_now", Text, nullable=False),
    Column("results_told", Text, nullable=False),
    Column("ballot", Boolean, nullable=False),
    Column("finished", Date),
    one_of("kind", "real", "trial", "demo"),
    one_of("breakdown", "gender", "none"),
    one_of("access", "open", "codes"),
    CheckConstraint("k >= 3", name="k"),
    CheckConstraint("postponed BETWEEN 0 AND 2", name="postponed"),
)

response = Table(
    "response",
    metadata,
    id_column(),
    of("round"),
    Column("site", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("support", document, nullable=False),
    Column("helper", Text),
    Column("mode", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("token_hash", String(64)),
    Column("answers", document, nullable=False),
    Column("receipt_hash", String(64)),
    Column("proxy", Boolean, nullable=False),
    Column("company", Text),
    one_of("state", "started", "unfinished", "submitted", "withdrawn"),
    one_of("mode", "own_device", "shared_tablet", "paper"),
    # Neither index holds a column that keeping an answer changes.
    Index("ix_response_state_round_id", "state", "round_id"),
    Index("ix_response_token_hash", "token_hash"),
    Index("ix_response_receipt_hash", "receipt_hash"),
)

access_code = Table(
    "access_code",
    metadata,
    id_column(),
    of("round"),
    Column("site", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("response_id", BigInteger),
    one_of("state", "free", "bound", "burnt", "revoked"),
    CheckConstraint("(state = 'bound') = (response_id IS NOT NULL)", name="response_only_while_bound"),
    Index("ix_access_code_round_id", "round_id"),
    Index("ix_access_code_response_id", "response_id"),
)
"""The id is 63 bits of the code's keyed hash."""

tablet_code = Table(
    "tablet_code",
    metadata,
    id_column(),
    of("round"),
    Column("site", Text, nullable=False),
    Column("state", Text, nullable=False),
    one_of("state", "usable", "revoked"),
    Index("ix_tablet_code_round_id", "round_id"),
)
"""What staff write on a tablet to share it in a round, and to end that. The id is 63 bits of the code's keyed hash."""

tablet = Table(
    "tablet",
    metadata,
    id_column(),
    Column("tablet_code_id", BigInteger, ForeignKey("tablet_code.id"), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Index("ix_tablet_token_hash", "token_hash"),
    Index("ix_tablet_tablet_code_id", "tablet_code_id"),
)
"""A tablet that people share in a round. Nothing leads from it to a response."""

counted = Table(
    "counted",
    metadata,
    key_of("response"),
    of("round"),
    Index("ix_counted_round_id", "round_id"),
)
"""The responses that a release has counted: each at most once, ever, by its key."""

release = Table(
    "release",
    metadata,
    key_of("round"),
    Column("hash", String(64)),
    Column("json", LargeBinary),
)

open_answer = Table(
    "open_answer",
    metadata,
    id_column(),
    of("round"),
    Column("question", Text),
    Column("text", Text, nullable=False),
    Column("mark", Text),
    Column("shorter", Text),
    Column("decided", Date),
    Column("shown", Text),
    one_of("mark", "show", "shorten", "dont_show"),
    CheckConstraint("(shorter IS NOT NULL) = (coalesce(mark, '') = 'shorten')", name="shorter"),
    Index("ix_open_answer_round_id", "round_id"),
)
"""What somebody wrote, of a release: nothing here leads to the response. Without a question where too few were asked.

`mark`, `shorter` and `decided` (the day of the mark, until a night has passed it on) are the reviewers'. `shown` is
what evaluators see.
"""

counter = Table(
    "counter",
    metadata,
    key_of("round"),
    Column("at_least", Integer, nullable=False),
    Column("midnight", Date, nullable=False),
)
"""What staff see of an open real round: a multiple of its k, as it stood at the beginning of that day."""

night = Table(
    "night",
    metadata,
    Column("rewritten", Date, primary_key=True),
)
"""One row: the local day on which the file was last written anew."""

staff_user = Table(
    "staff_user",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("roles", document, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("generation", Integer, nullable=False),
)

failed_guess = Table(
    "failed_guess",
    metadata,
    id_column(),
    Column("about", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_failed_guess_about", "about"),
    Index("ix_failed_guess_source", "source"),
)
"""Passwords, codes and receipts of the last hour that were none: keyed hashes of what they were to open, and whence."""

audit = Table(
    "audit",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
)
