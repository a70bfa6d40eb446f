"""A small application of the shared room alone, with a page for each of a few screens."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Blueprint, Flask, Response, abort, flash, render_template, render_template_string, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surveyapp.questionnaire.kinds import kind_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.statement import Statement
from surveyapp.store.engine import Store, open_store
from surveyapp.web import here, pictures, shared, words
from surveyapp.web.public import public
from tests.pages import check_page
from tests.web.screens import ALL_KINDS

STOCKHOLM = ZoneInfo("Europe/Stockholm")

NOW = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: {tag}\n"

"""


@dataclass(frozen=True)
class Settings:
    """The settings that the shared room reads."""

    translations: Path
    public_address: str = "http://127.0.0.1:8000"
    secure: bool = False
    zone: ZoneInfo = STOCKHOLM
    organisation: str = "Exempelkommun"
    tick_file: Path = Path("/nowhere")
    exports: tuple[Path, ...] = ()
    statement: Statement | None = None


@dataclass(frozen=True)
class OfKind:
    """As much of a round as the base page reads."""

    kind: str
    name: str = "round"


@dataclass(frozen=True)
class Someone:
    """As much of a user as the staff frame reads."""

    name: str
    roles: frozenset[str]


USER = Someone("Noor", frozenset({"designer"}))


def catalogue(folder: Path, tag: str, messages: dict[str, str]) -> None:
    """Write a catalogue of a few messages."""
    file = folder / tag / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    entries = "\n".join(f'msgid "{message}"\nmsgstr "{said}"\n' for message, said in messages.items())
    file.write_text(CATALOGUE.format(tag=tag) + entries, encoding="utf-8")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("translations")
    catalogue(folder, "sv", {"Continue": "Gå vidare", "Error:": "Fel:", "%(n)s of %(most)s": "%(n)s av %(most)s"})
    catalogue(folder, "ar", {"Continue": "متابعة", "Error:": "خطأ:"})
    return Settings(folder)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("store")
    store = open_store(f"sqlite:///{folder / 'test.sqlite'}", folder / "key")
    yield store
    store.close()


def make_app(store: Store, settings: Settings, questionnaire: Questionnaire = ALL_KINDS) -> Flask:
    """The shared room, with pages that draw the screens of a questionnaire and a few more to look at."""
    app = Flask("surveyapp", static_folder=None, template_folder=None)
    app.config["SECRET_KEY"] = "only for this test"
    shared.init(app, store=store, clock=lambda: NOW, config=settings)
    app.register_blueprint(_screens(questionnaire))
    app.register_blueprint(_staff())
    here.offer_place(app, "accounts.page", "Rounds", "designer")
    here.offer_place(app, "accounts.secret", "Secret", "evaluator")
    app.jinja_env.globals.update(
        signed_in=lambda: USER, may=lambda *roles: not USER.roles.isdisjoint(roles), csrf_token=lambda: "token"
    )
    return app


def _screens(questionnaire: Questionnaire) -> Blueprint:
    screens = Blueprint("screens", "tests.web.conftest")

    @screens.route("/r/<kind>/<language>/<id>", methods=["GET", "POST"])
    @public
    def ask(kind: str, language: str, id: str) -> tuple[str, int]:
        screen = questionnaire.screen(id)
        form = kind_of(screen).form(screen)(request.form if request.method == "POST" else None)
        wrong = request.method == "POST" and not form.validate()
        with words.in_language(language):
            page = render_template(
                "screen.html",
                questionnaire=questionnaire,
                round=OfKind(kind),
                screen=screen,
                form=form,
                language=language,
                step=3,
                steps=12,
                back_url="/",
                token="token",
                action=request.path,
                echo=request.args.get("echo"),
                language_url="/",
                media_url=lambda name: f"/r/{name}",
            )
        return page, 422 if wrong and form.errors else 200

    @screens.get("/r/media/<name>")
    @public
    def medium(name: str) -> Response:
        return pictures.PICTURES["home"].response(True)

    @screens.get("/fail/<int:code>")
    @public
    def fail(code: int) -> str:
        if code == 500:
            raise RuntimeError("<script>a secret</script>")
        abort(code)

    return screens


def _staff() -> Blueprint:
    accounts = Blueprint("accounts", "tests.web.conftest")

    @accounts.get("/design/page")
    def page() -> str:
        words.use_language("sv")
        flash("Saved.")
        return render_template_string(
            '{% extends "staff.html" %}{% block title %}A{% endblock %}{% block main %}<h1>A</h1>{% endblock %}'
        )

    @accounts.get("/evaluate/page")
    def secret() -> str:
        return ""

    @accounts.post("/language")
    def choose_language() -> str:
        return ""

    @accounts.post("/logout")
    def log_out() -> str:
        return ""

    return accounts


@pytest.fixture(scope="session")
def app(store: Store, settings: Settings) -> Flask:
    return make_app(store, settings)


@pytest.fixture(scope="session")
def https_app(store: Store, settings: Settings) -> Flask:
    return make_app(store, replace(settings, secure=True, public_address="https://survey.example.org"))


class ExaminingClient(FlaskClient):
    """Examines every page that it gets."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            squeezed = response.content_encoding == "gzip"
            check_page((gzip.decompress(response.data) if squeezed else response.data).decode())
        return response


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    app.test_client_class = ExaminingClient
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[[str], str]:
    """The text of a page at an address."""

    def get(address: str) -> str:
        return client.get(address).text

    return get
