"""Brings a database to the newest schema, by Alembic called from here."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(c: Connection, to: str = "head") -> None:
    """Do every migration that is due, in the transaction of `c`."""
    config = _config()
    config.attributes["connection"] = c
    command.upgrade(config, to)


def is_known(schema: str) -> bool:
    """Whether this program has the migration that made that schema."""
    return schema in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def newest() -> str | None:
    """The newest migration."""
    return ScriptDirectory.from_config(_config()).get_current_head()
