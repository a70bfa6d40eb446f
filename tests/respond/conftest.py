from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.databases import Files, Server
from tests.running import Service, make_service


@pytest.fixture(scope="session")
def _service(engine: Files | Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("respond")
    with engine.ready(data) as database:
        service = make_service(data, database=database)
        yield service
        service.store.close()


@pytest.fixture
def service(_service: Service) -> Service:
    """The whole service; its clock is right again in each test."""
    _service.ahead = timedelta()
    return _service
