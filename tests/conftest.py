from collections.abc import Iterator
from pathlib import Path

import pytest

from surveyapp.store.engine import Store
from tests.databases import Database, Files, Server, running_server


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server() as socket:
        yield Server(socket, tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Files | Server:
    """What makes databases. A test that asks for it, or for what comes of it, runs on both."""
    made: Files | Server = request.getfixturevalue("files" if request.param == "sqlite" else "server")
    return made


@pytest.fixture
def empty(engine: Files | Server, tmp_path: Path) -> Database:
    """A database that nobody has opened yet."""
    return engine.empty(tmp_path)


@pytest.fixture
def database(engine: Files | Server, tmp_path: Path) -> Iterator[Database]:
    """A database with its tables."""
    with engine.ready(tmp_path) as made:
        yield made


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    opened = database.open()
    yield opened
    opened.close()
