"""Slow clients, stop signals, and the sizes of what is sent, with real sockets."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from surveyapp import design
from surveyapp.app import MAX_BODY
from surveyapp.serving.proxied import behind
from surveyapp.store.rounds import Round
from tests.serving.process import FORM, SURVEYAPP, Running, begun, environment, kept, prepared, served

SLOW = 60
HALF_A_HEADER = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
HALF_A_BODY = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nname="

BY_THREADS, BY_PROCESSES = (), ("--workers", "2")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Round]]:
    """A service that no test stops."""
    folder = tmp_path_factory.mktemp("shared")
    with prepared(folder) as (_, round), served(folder) as running:
        yield running, round


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_those_who_send_slowly_keep_nobody_waiting(shared: tuple[Running, Round]) -> None:
    running, round = shared
    with ExitStack() as open_ones:
        slow = []
        for beginning in (HALF_A_HEADER, HALF_A_BODY):
            for _ in range(SLOW):
                slow.append(open_ones.enter_context(socket.create_connection(("127.0.0.1", running.port))))
                slow[-1].sendall(beginning)
        assert "/summary" in begun(running, round).post(answer="often").post(answer="").path
        for one in slow:
            one.setblocking(False)
            with pytest.raises(BlockingIOError):  # it stands open still, and nothing has come
                one.recv(1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("options", [BY_THREADS, BY_PROCESSES])
def test_a_stop_signal_lets_an_answer_that_is_under_way_arrive(
    options: tuple[str, ...], number: signal.Signals, data: Path
) -> None:
    with prepared(data) as (service, round), served(data, *options) as running:
        visit = begun(running, round)
        body = visit.body(answer="often")
        visit.connection.putrequest("POST", visit.path)
        for name, value in (FORM | {"Cookie": visit.cookie, "Content-Length": str(len(body))}).items():
            visit.connection.putheader(name, value)
        visit.connection.endheaders(body[:10])
        running.stop(number)
        visit.connection.send(body[10:])
        answer = visit.connection.getresponse()
        assert answer.status == 303
        answer.read()
        assert running.end() == (0, "")
        assert kept(service, round, visit) == {"good": "often"}


def test_a_stop_signal_lets_a_large_answer_be_read_to_its_end(data: Path) -> None:
    """More than the sockets hold: a slow reader of a page is waited for, too."""
    with prepared(data) as (_, round), served(data) as running:
        visit = begun(running, round)
        style = visit.page.split('rel="stylesheet" href="')[1].split('"')[0]
        asked = f"GET {style} HTTP/1.1\r\nHost: here\r\n\r\n".encode() * 100
        with socket.create_connection(("127.0.0.1", running.port)) as reader:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            reader.sendall(asked)
            first = reader.recv(1000)
            running.stop()
            rest = b"".join(iter(lambda: reader.recv(65536), b""))
        assert (first + rest).count(b"HTTP/1.1 200 OK") == 100
        assert running.end() == (0, "")


@pytest.mark.parametrize("path", ["/login", "/r/none/ask/good"])
def test_a_request_that_is_too_large_is_refused_before_it_is_read(path: str, shared: tuple[Running, Round]) -> None:
    assert status(shared[0].port, path, MAX_BODY + 1) == 413


def test_files_of_questionnaires_may_be_larger(shared: tuple[Running, Round]) -> None:
    port = shared[0].port
    assert status(port, "/design/upload", design.MOST_UPLOADED + 1) == 413
    with pytest.raises(TimeoutError):  # it waits for the rest
        status(port, "/design/upload", MAX_BODY + 1, patience=0.5)


def status(port: int, path: str, size: int, patience: float = 60) -> int:
    """The answer to a POST that announces `size` bytes and sends one."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as sender:
        sender.sendall(f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: {size}\r\n\r\nx".encode())
        return int(sender.recv(1000).split()[1])


def test_a_port_that_is_taken_is_told_in_a_sentence(shared: tuple[Running, Round], data: Path) -> None:
    serve = [str(SURVEYAPP), "serve", "--port", str(shared[0].port)]
    again = subprocess.run(serve, env=environment(data), capture_output=True, text=True)
    assert again.returncode == 1
    assert "can't be used" in again.stderr
    assert "Traceback" not in again.stderr


@pytest.mark.parametrize("proxy", [None, "127.0.0.1"])
def test_only_the_named_proxy_is_believed_on_who_asks(proxy: str | None) -> None:
    def app(environ: dict[str, object], _start: object) -> list[bytes]:
        return [f"{environ['wsgi.url_scheme']} {environ['REMOTE_ADDR']}".encode()]

    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1, 192.0.2.7"}
    told = behind(proxy, "https", app)(environ, lambda *_: lambda _: None)
    assert list(told) == [b"https 192.0.2.7" if proxy else b"https 127.0.0.1"]
