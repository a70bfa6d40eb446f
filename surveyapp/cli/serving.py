"""Serve the service on this machine, and copy what it holds."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from surveyapp import config as settings
from surveyapp.cli.common import configured, created, running_app, today

if TYPE_CHECKING:
    from types import FrameType

THREADS = 8


@click.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes. [one; on PostgreSQL as many as cores]")
@click.option("--threads", type=click.IntRange(1, 64), default=THREADS, show_default=True, help="Threads of each.")
def serve(port: int, host: str, workers: int | None, threads: int) -> None:
    """Serve the service on this machine, and do by itself what is due each minute.

    One process serves a SQLite database, and puts up with clients that send slowly. Several (by --workers, and always
    on PostgreSQL) need a proxy in front that reads whole requests; docs/operating.md shows how.
    """
    from surveyapp.serving import logs

    os.environ.setdefault("SURVEYAPP_PUBLIC_ADDRESS", f"http://127.0.0.1:{port}")
    config = configured()
    if not (settings.is_this_machine(host) or config.secure or config.plain_http):
        raise click.ClickException(
            f"--host {host} would serve answers unprotected to the network. Set SURVEYAPP_PUBLIC_ADDRESS to the https "
            "address of the proxy in front, or SURVEYAPP_PLAIN_HTTP=yes if you know why."
        )
    if config.statement and config.statement.is_old(today()[1].date()):
        click.echo(
            "A year has gone since the accessibility statement was assessed or changed. "
            "Assess the service again, and date the statement anew.",
            err=True,
        )
    if workers is None and not config.database.startswith("sqlite:"):
        workers = os.cpu_count()
    logs.to_stderr()
    if workers:
        _serve_by_workers(config, host, port, workers, threads)
    else:
        _serve_by_threads(host, port, threads)


def _serve_by_threads(host: str, port: int, threads: int) -> None:
    from surveyapp.serving.threads import Server

    app = created()
    try:
        server = Server(app, host, port, threads)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} can't be used: {error.strerror}. Choose another with --port."
        ) from None

    def stop(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # a second one ends it at once
        server.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _say_ready(host, port)
    server.serve()


def _serve_by_workers(config: settings.Config, host: str, port: int, workers: int, threads: int) -> None:
    from surveyapp.app import create_app
    from surveyapp.serving.workers import Server

    created().extensions["surveyapp"].store.close()  # what is wrong with the database is told before the processes part
    Server(lambda: create_app(config), host, port, workers, threads, lambda: _say_ready(host, port)).serve()


def _say_ready(host: str, port: int) -> None:
    click.echo(f"Serving on http://{host}:{port} (stop with Ctrl-C)")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the whole database into FILE, in one moment, while the service goes on.

    The key is not in it: keep a copy of that apart, once. A backup tells more than the service does: docs/privacy.md.
    """
    if file.exists():
        raise click.ClickException(f"{file} is there already. Name a new file: backups are not overwritten.")
    with running_app() as app:
        service = app.extensions["surveyapp"]
        half = file.with_name(file.name + ".part")
        try:
            service.store.backup(half)
            os.link(half, file)  # unlike a renaming it never replaces what somebody has put there meanwhile
        except OSError as error:
            raise click.ClickException(f"{file} can't be written: {error.strerror}.") from None
        finally:
            half.unlink(missing_ok=True)
        click.echo(f"Copied the database to {file}. To restore it, this key is needed too: {service.config.key_file}")
