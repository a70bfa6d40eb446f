"""The minute's work, done by one of a machine's processes beside its answering."""

import fcntl
import os
import threading
from contextlib import suppress
from datetime import UTC

from flask import Flask

from surveyapp.release.tick import tick
from surveyapp.serving import logs
from surveyapp.web.here import Service

TICK_SECONDS = 60


class Ticker:
    """A thread that does each minute what is due, if this process is the one that does it."""

    def __init__(self, app: Flask) -> None:
        self._service: Service = app.extensions["surveyapp"]
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tick", daemon=True)

    def start(self) -> None:
        """Begin, with what is due now."""
        self._thread.start()

    def stop(self) -> None:
        """Do nothing more, and wait a little for what is being done."""
        self._stopped.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        file = self._service.config.tick_file
        held = os.open(file.with_name(file.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while True:
                # Whoever holds the lock goes on holding it. When that process ends, another one gets it.
                with suppress(BlockingIOError):
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._do()
                if self._stopped.wait(TICK_SECONDS):
                    return
        finally:
            os.close(held)

    def _do(self) -> None:
        try:
            do_what_is_due(self._service)
        except Exception:
            logs.logger.exception("What is due could not be done; it is tried again in a minute.")


def do_what_is_due(service: Service) -> None:
    """Do it, and leave the time in a file, for the health page.

    Not in the database: its write-ahead log would then tell between which minutes an answer was stored.
    """
    now = service.clock()
    tick(service.store, now, service.config.zone)
    half = service.config.tick_file.with_name(service.config.tick_file.name + ".part")
    half.write_text(now.astimezone(UTC).isoformat(timespec="minutes"), encoding="ascii")
    half.replace(service.config.tick_file)
