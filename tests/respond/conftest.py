from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.running import Service, make_service


@pytest.fixture(scope="session")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = make_service(tmp_path_factory.mktemp("respond"))
    yield service
    service.store.close()


@pytest.fixture
def service(_service: Service) -> Service:
    """The whole service; its clock is right again in each test."""
    _service.ahead = timedelta()
    return _service
