"""What a database is when it is opened: empty, as this program needs it, older or newer, and of which key."""

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text

from surveyapp.questionnaire.words import Said
from surveyapp.store import tables
from surveyapp.store.errors import StoreRefused
from surveyapp.store.keys import Keys


def found(c: Connection) -> str | None:
    """The schema that the database has, `None` if it is empty. Refused if it is a newer or another program's."""
    names = inspect(c).get_table_names()
    if not names:
        return None
    if "alembic_version" not in names:
        raise StoreRefused(Said("The database holds tables of another program. Give surveyapp a database of its own."))
    schema = c.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if schema is not None and schema != tables.NEWEST_SCHEMA:
        from surveyapp.store import migrate  # Alembic takes half a second to import

        if not migrate.is_known(schema):
            raise StoreRefused(
                Said("The database was made by a newer version of the program. Install that version, or a later one.")
            )
    return schema


def bring(c: Connection) -> None:
    """Bring the database to the newest schema, in the transaction of `c`."""
    from surveyapp.store import migrate

    migrate.upgrade(c)


def check_key(c: Connection, keys: Keys, key_file: Path) -> None:
    """Refuse a database that was made with another key. A new one is of this key from now on."""
    fingerprint = keys.secret("key check").hex()
    stored = c.execute(select(tables.key_check.c.fingerprint)).scalar()
    if stored is None:
        c.execute(insert(tables.key_check).values(fingerprint=fingerprint))
    elif stored != fingerprint:
        raise StoreRefused(
            Said(
                "The key in %(file)s is not the one that this database was made with. "
                "No access code would work. Put the right key file back.",
                {"file": str(key_file)},
            )
        )
