"""One process with a few threads, by waitress, which reads whole requests before a thread sees them.

So those who send slowly, by a bad line or on purpose, hold nobody else up.
"""

import copy
import time
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer

from surveyapp.app import MAX_BODY, UPLOADS
from surveyapp.serving.proxied import behind
from surveyapp.serving.ticking import Ticker

CONNECTIONS = 1000

GRACE_SECONDS = 20
"""How long a server that is told to stop waits for requests that have begun."""


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Waitress has one limit for the body of a request; the addresses where files are uploaded have their own."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.path in UPLOADS:
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = UPLOADS[self.path] + 1


class _Channel(HTTPChannel):  # type: ignore[misc]
    parser_class = _Parser

    @property
    def in_flight(self) -> bool:
        """Whether somebody waits for an answer: to a request that has begun, as soon as its headers are whole."""
        begun = self.request is not None and self.request.headers_finished
        return bool(begun or self.requests or self.total_outbufs_len)


class Server:
    """Listens from the start. `OSError` if the port is taken."""

    def __init__(self, app: Flask, host: str, port: int, threads: int) -> None:
        config = app.extensions["surveyapp"].config
        self._ticker = Ticker(app)
        self._stopping = False
        self._map: dict[int, Any] = {}
        self._dispatcher = waitress.create_server(
            behind(config.proxy, config.scheme, app),
            map=self._map,
            host=host,
            port=port,
            clear_untrusted_proxy_headers=False,  # `behind` decides
            threads=threads,
            connection_limit=CONNECTIONS,
            max_request_body_size=MAX_BODY + 1,  # the first size that is refused
            ident=None,
        ).task_dispatcher
        self._listening = [part for part in self._map.values() if isinstance(part, BaseWSGIServer)]
        for one in self._listening:
            one.channel_class = _Channel

    def serve(self) -> None:
        """Answer, and do what is due each minute, until told to stop; then finish the requests that have begun."""
        self._ticker.start()
        try:
            while not self._stopping:
                self._turn(1)
            self._finish()
        finally:
            self._ticker.stop()

    def stop(self) -> None:
        """To be called by a signal."""
        self._stopping = True
        self._listening[0].pull_trigger()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _finish(self) -> None:
        self._turn(0)  # what has come by now
        for one in self._listening:
            wasyncore.dispatcher.close(one)  # the socket alone: the threads still wake this one by its trigger
        end = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < end and any(isinstance(c, _Channel) and c.in_flight for c in self._map.values()):
            self._turn(1)
        self._dispatcher.shutdown()
        wasyncore.close_all(self._map)
