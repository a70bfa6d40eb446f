"""Staff for tests: one user of each role, and clients that have logged in."""

import html
import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.accounts.guard import Role
from surveyapp.accounts.passwords import hashed
from surveyapp.store import staff
from tests.pages import check_page
from tests.running import Service

ROLES: tuple[Role, ...] = ("designer", "evaluator", "reviewer", "moderator", "analyst", "administrator")
PASSWORD = "correct horse battery"
HASHED = hashed(PASSWORD)


def add_staff(service: Service) -> None:
    """One user of each role, named as the role."""
    with service.store.writing() as c:
        for role in ROLES:
            staff.add(c, role, HASHED, frozenset({role}))


class Person:
    """Somebody at a browser. Every HTML page that they get is examined."""

    def __init__(self, service: Service, role: Role | None = None, language: str = "en") -> None:
        self.client: FlaskClient = service.app.test_client()
        self.headers = {"Accept-Language": language}
        if role:
            self._log_in(service, role)

    def _log_in(self, service: Service, role: Role) -> None:
        """As the log-in page does, but without the password, whose hash takes its time on purpose."""
        with service.store.reading() as c:
            user = staff.user_by_name(c, role)
        assert user
        with self.client.session_transaction() as session:
            session.update(user=user.name, id=str(user.id), generation=user.generation)

    def get(self, address: str) -> TestResponse:
        """Open a page, without following redirects."""
        return self._examined(self.client.get(address, headers=self.headers))

    def post(self, address: str, *, page: str | None = None, **fields: object) -> TestResponse:
        """Send a form with the token of the page that it stands on (of the same address, unless told otherwise)."""
        return self.send(address, csrf_token=self.field(page or address, "csrf_token"), **fields)

    def field(self, address: str, name: str) -> str:
        """What a hidden field of a page holds."""
        page = self.get(address).text.partition("<main")[2]  # the header's forms have fields of these names too
        found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
        assert found, f"no field {name} on {address}"
        return html.unescape(found[1])

    def cookie(self, name: str) -> str:
        """The value of a cookie of this browser."""
        found = self.client.get_cookie(name)
        assert found
        return found.value

    @staticmethod
    def without_tokens(page: str) -> str:
        """A page without what is new in it each time."""
        return re.sub(r'(name="(?:csrf_token|once)"[^>]* value=")[^"]*', r"\1", page)

    def send(self, address: str, **fields: object) -> TestResponse:
        """Send fields as they are."""
        return self._examined(self.client.post(address, data=fields, headers=self.headers))

    def _examined(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            check_page(response.text)
        return response
