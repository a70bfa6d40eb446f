"""Someone who answers, without a browser: keeps cookies, follows where the service leads, and examines every page."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin

from werkzeug.test import TestResponse

from surveyapp.questionnaire.model import Answer
from surveyapp.store.rounds import Round
from tests.pages import check_page
from tests.running import Service

Posted = Mapping[str, str | list[str]]


class Participant:
    """A participant of one round. `at` is the address of the page that was shown last, `page` its HTML."""

    def __init__(self, service: Service, round: Round, language: str = "sv", site: str = "here") -> None:
        self.service = service
        self.round = round
        self.language = language
        self.root = f"/r/{round.name}/"
        self.door = f"{self.root}at/{site}/{language}/"
        self.client = service.app.test_client()
        self.at = ""
        self.page = ""
        self.status = 0
        self.company: str | None = "alone"  # what is told of who was there; with none, that page is stayed at
        self.shown: list[tuple[str, str]] = []  # every page so far: its address and its HTML

    def tab(self) -> "Participant":
        """The same browser's other tab: it shares the cookies."""
        other = Participant(self.service, self.round, self.language)
        other.client, other.at, other.page, other.door = self.client, self.at, self.page, self.door
        return other

    def open(self, address: str = "") -> "Participant":
        """Open a page, relative to the round, and go where it leads."""
        return self._show(self.client.get(urljoin(self.root, address)), urljoin(self.root, address))

    def begin(self, **fields: str) -> "Participant":
        """Open the information page and press the button that starts."""
        self.open(self.door)
        return self.send(self.door, **fields)

    def answer(self, answer: str | list[str] | None = None, **more: str) -> "Participant":
        """Fill in the screen that is shown, and press Continue."""
        fields: dict[str, Any] = dict(more)
        if answer is not None:
            fields["answer"] = answer
        return self.send(self.at, **fields)

    def send(self, address: str | None = None, /, **fields: str | list[str]) -> "Participant":
        """Post the form that is shown to `address`, with what it hides, and go where that leads."""
        address = urljoin(self.root, address or self.at)
        return self._show(self.client.post(address, data=self.hidden() | fields), address)

    def post_only(self, address: str | None = None, /, **fields: str | list[str]) -> TestResponse:
        """Post the form that is shown, and stay."""
        return self.client.post(urljoin(self.root, address or self.at), data=self.hidden() | fields)

    def walk(self, answers: Mapping[str, Answer | None]) -> "Participant":
        """Answer every screen up to the summary. What `answers` lacks is skipped."""
        while "/ask/" in self.at:
            given = answers.get(self.screen)
            if isinstance(given, str) and 'name="day"' in self.page and given != "rather_not_say":
                year, month, day = given.split("-")
                self.answer(day=day, month=month, year=year)
            elif given == "rather_not_say" and 'name="rather_not_say"' in self.page:
                self.answer(rather_not_say="rather_not_say")
            else:
                self.answer(list(given) if isinstance(given, tuple) else None if given is None else str(given))
        assert self.at == f"{self.root}summary", self.at
        return self

    def submit(self) -> "Participant":
        """Send the answers that the summary shows."""
        assert self.at == f"{self.root}summary", self.at
        return self.send()

    @property
    def screen(self) -> str:
        """The id of the screen that is shown."""
        found = re.search(r"/ask/([^?]+)", self.at)
        return found[1] if found else self.at

    @property
    def back(self) -> str:
        """Where the page's Back leads."""
        found = re.search(r'class="back" href="([^"]+)"', self.page)
        return unescape(found[1]) if found else ""

    def chosen(self) -> list[str]:
        """What is chosen on the page."""
        return re.findall(r'value="([^"]*)"[^>]*\bchecked', self.page)

    def hidden(self) -> dict[str, str]:
        """What the page's first form hides."""
        form = self.page[self.page.find("<form") : self.page.find("</form>")]
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))

    @property
    def token(self) -> str:
        """The cookie's value."""
        cookie = self.client.get_cookie("visit", path=self.root.rstrip("/"))
        return cookie.value if cookie else ""

    def _show(self, response: TestResponse, address: str) -> "Participant":
        while response.status_code in (301, 302, 303, 308):
            assert response.status_code == 303 or response.request.method == "GET", "a kept form leads on with 303"
            address = urljoin(address, response.headers["Location"])
            response = self.client.get(address)
        self.at, self.page, self.status = address, response.text, response.status_code
        self.shown.append((self.at, self.page))
        check_page(self.page)
        assert response.headers["Cache-Control"] == "no-store"
        assert {name for name, _ in self.cookies()} <= {"visit", "look", "tablet"}
        if self.company and self.at == f"{self.root}company":
            return self.answer(self.company)
        return self

    def cookies(self) -> list[tuple[str, str]]:
        """Every cookie that the browser has."""
        return [(cookie.key, cookie.path) for cookie in (self.client._cookies or {}).values()]
