"""Serve the service on this machine."""

from __future__ import annotations

import os
import sys

import click

from surveyapp import config as settings
from surveyapp.cli.common import configured, created


@click.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def serve(port: int, host: str) -> None:
    """Serve the service on this machine, and do by itself what is due each minute."""
    import signal

    from surveyapp.app import listen
    from surveyapp.app import serve as serve_until_stopped

    os.environ.setdefault("SURVEYAPP_PUBLIC_ADDRESS", f"http://127.0.0.1:{port}")
    config = configured()
    if not (settings.is_this_machine(host) or config.secure or config.plain_http):
        raise click.ClickException(
            f"--host {host} would serve answers unprotected to the network. Set SURVEYAPP_PUBLIC_ADDRESS to the https "
            "address of the proxy in front, or SURVEYAPP_PLAIN_HTTP=yes if you know why."
        )
    app = created()
    try:
        server = listen(app, host, port)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} can't be used: {error.strerror}. Choose another with --port."
        ) from None
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    click.echo(f"Serving on http://{host}:{port} (stop with Ctrl-C)")
    serve_until_stopped(app, server)
