"""Several processes with threads each, by gunicorn, for a database that several can write to at once.

A proxy that reads whole requests belongs in front: here somebody who sends slowly keeps a thread.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from surveyapp.serving import logs
from surveyapp.serving.proxied import behind
from surveyapp.serving.ticking import Ticker

GRACE_SECONDS = 20


class _Arbiter(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    handle_int = Arbiter.handle_term  # Ctrl-C lets requests in flight finish, too


class _Worker(ThreadWorker):  # type: ignore[misc]
    handle_quit = ThreadWorker.handle_exit  # a terminal's Ctrl-C reaches every process of the group

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not self.alive:  # gunicorn would leave new connections waiting for a process that is about to end
            for listener in self.sockets:
                listener.close()


class _Log(Logger):  # type: ignore[misc]
    """Gunicorn's news of its processes. What it has to say of a request names who asked for what, so it isn't said."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401
        self.cfg = cfg
        self.error_log = logs.logger
        self._access_log_enabled = False

    def info(self, msg: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Nothing."""

    warning = debug = info

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, ARG002
        """That it happened, and where in the program."""
        self.error_log.error("The server failed.", exc_info=True)


class Server(BaseApplication):  # type: ignore[misc]
    """Opens `make_app()` in each of its processes, after they have parted: connections don't bear to be shared."""

    def __init__(
        self, make_app: Callable[[], Flask], host: str, port: int, workers: int, threads: int, ready: Callable[[], None]
    ) -> None:
        self._make_app = make_app
        self._ticker: Ticker | None = None
        self._settings = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": _Worker,
            "logger_class": _Log,
            "graceful_timeout": GRACE_SECONDS,
            "timeout": 120,
            "forwarded_allow_ips": "",  # `behind` decides
            "control_socket_disable": True,
            "proc_name": "surveyapp",
            "when_ready": lambda _arbiter: ready(),
            "worker_exit": lambda _arbiter, _worker: self._stop_ticking(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn asks for its settings."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401
        """Gunicorn asks for the application, in a worker's process."""
        app = self._make_app()
        config = app.extensions["surveyapp"].config
        self._ticker = Ticker(app)
        self._ticker.start()
        return behind(config.proxy, config.scheme, app)

    def _stop_ticking(self) -> None:
        if self._ticker:
            self._ticker.stop()

    def serve(self) -> None:
        """Answer until told to stop; then finish the requests that have begun. Ends the process."""
        _Arbiter(self).run()
