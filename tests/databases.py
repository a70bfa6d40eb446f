"""The databases that tests run on: a file, and a PostgreSQL server of the tests' own.

The server is Debian's, started once by each process that needs it. It listens on a socket in a folder that is removed
after it, and doesn't wait for the disk.
"""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from pwd import getpwnam

import psycopg
import pytest

from surveyapp.store.engine import Store, open_store

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
"""Mark what is the one's own."""


@dataclass(frozen=True)
class Database:
    """An address, and the key that goes with it. `file` is the database, if it is one."""

    address: str
    key_file: Path

    def on_disk(self) -> bytes:
        """All that lies on the disk of it, logs and what is deleted in them too."""
        if self.address.startswith("sqlite:"):
            found = sorted(self.file.parent.glob(f"{self.file.name}*"))
        else:
            with psycopg.connect(self.address, autocommit=True) as c:
                c.execute("CHECKPOINT")
                row = c.execute(
                    "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
                ).fetchone()
            assert row
            data = Path(row[0])
            found = [*(data / "base" / str(row[1])).iterdir(), *(data / "pg_wal").glob("0*")]
        return b"".join(file.read_bytes() for file in found)

    @property
    def file(self) -> Path:
        assert self.address.startswith("sqlite:///")
        return Path(self.address.removeprefix("sqlite:///"))

    def open(self) -> Store:
        return open_store(self.address, self.key_file)


class Files:
    """Makes databases that are files, each in a folder."""

    def __init__(self, folder: Path) -> None:
        self._made = self.empty(folder)
        self._made.open().close()

    def empty(self, folder: Path) -> Database:
        """No database yet, and no key."""
        return Database(f"sqlite:///{folder / 'surveyapp.sqlite'}", folder / "key")

    @contextmanager
    def ready(self, folder: Path) -> Iterator[Database]:
        """A database with its tables: to copy it is quicker than to migrate."""
        for file in (self._made.file, self._made.key_file):
            shutil.copy(file, folder)
        yield self.empty(folder)


class Server:
    """Makes databases on a PostgreSQL server. `folder` is where its socket is."""

    def __init__(self, socket: Path, folder: Path) -> None:
        self.folder = socket
        self._numbers = count()
        self._made = self.empty(folder)
        self._made.open().close()

    def empty(self, folder: Path) -> Database:
        """A database without tables, and no key."""
        return self._new(folder, "template0")

    @contextmanager
    def ready(self, folder: Path) -> Iterator[Database]:
        """A database with its tables."""
        shutil.copy(self._made.key_file, folder)
        database = self._new(folder, self._name(self._made))
        yield database
        self.sql(f"DROP DATABASE {self._name(database)} WITH (FORCE)")

    def sql(self, statement: str) -> None:
        """Tell the server."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as c:
            c.execute(statement.encode())

    def _new(self, folder: Path, template: str) -> Database:
        name = f"tests_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return Database(f"postgresql:///{name}?host={self.folder}&user=postgres", folder / "key")

    def _name(self, database: Database) -> str:
        return database.address.split("/")[3].split("?")[0]


@contextmanager
def running_server(**more: str) -> Iterator[Path]:
    """A server with these settings more; what is given is the folder of its socket."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert programs, "The tests need PostgreSQL: apt-get install postgresql"
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        data = Path(folder) / "data"
        data.mkdir(0o700)
        as_owner = ["setpriv", "--pdeathsig", "KILL"]
        if os.geteuid() == 0:  # the server doesn't run as root
            owner = getpwnam("postgres")
            for each in (Path(folder), data):
                os.chown(each, owner.pw_uid, owner.pw_gid)
            as_owner += ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        made = [
            str(programs[-1] / "initdb"),
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run([*as_owner, *made], check=True, capture_output=True, cwd=folder)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": folder,
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "200",
            "autovacuum": "off",
            "lc_messages": "C.UTF-8",
            **more,
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        server = subprocess.Popen(
            [*as_owner, programs[-1] / "postgres", "-D", data, *options],
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
        )
        assert server.stderr
        told = ""
        for line in server.stderr:
            told += line
            if "ready to accept connections" in line:
                break
        else:
            raise AssertionError(told)
        drain = threading.Thread(target=server.stderr.read, daemon=True)
        drain.start()
        yield Path(folder)
        server.kill()
        server.wait()
        drain.join()
        server.stderr.close()
