from pathlib import Path

import pytest

from tests.accounts.staff import add_staff
from tests.running import Service, make_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service with one user of each role, for all tests of a file."""
    service = make_service(tmp_path_factory.mktemp("service"))
    add_staff(service)
    return service


@pytest.fixture
def own_service(tmp_path: Path) -> Service:
    """The same, for one test."""
    service = make_service(tmp_path)
    add_staff(service)
    return service
