"""Bring a database to a newer version of the program, or to a server."""

from __future__ import annotations

import click

from surveyapp.cli.common import configured, refusals_end_it


@click.command()
def migrate() -> None:
    """Bring the database to this version of the program, or make it if it is empty.

    Stop the service on every machine before, and make a backup. (A SQLite database is migrated when it is opened, and
    copied beside itself before, so it needs no such command.)
    """
    from surveyapp.store.engine import open_store

    config = configured()
    config.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with refusals_end_it():
        open_store(config.database, config.key_file, migrating=True).close()
    click.echo("The database fits this version of the program.")


@click.command()
@click.option("--to", "address", required=True, metavar="ADDRESS", help="postgresql://user@host/name, an empty one")
def copy(address: str) -> None:
    """Copy the whole SQLite database to an empty one on a PostgreSQL server, and compare what has arrived.

    Stop the service before. Nobody can write to the old database while it is being copied; what is written to it later
    stays there. A password is best kept out of ADDRESS: the file ~/.pgpass or PGPASSWORD holds it.
    """
    from surveyapp.store.copying import copy as copy_to
    from surveyapp.store.engine import open_store

    config = configured()
    if not config.database.startswith("sqlite:"):
        raise click.ClickException("The database is on a server already. Copy it with pg_dump and pg_restore.")
    if not address.startswith("postgresql://"):
        raise click.ClickException("The address to copy to must begin with postgresql://")
    with refusals_end_it():
        store = open_store(config.database, config.key_file)
        click.echo("Copying. The old database takes no writing until this is done.")
        copied = copy_to(store, address)
        store.close()
    for one in copied:
        click.echo(f"  {one.table:15} {one.rows:8}  {one.sha256[:16]}")
    click.echo(
        "Everything has arrived: the counts and hashes of every table are the same on both sides.\n"
        "Now set SURVEYAPP_DATABASE to the new address. The key file stays where it is, and each further machine "
        f"needs a copy of it: {config.key_file}"
    )
