"""A running service for tests: the whole application with a database of its own and a clock that can be put on."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from surveyapp.app import create_app
from surveyapp.config import Config, shipped
from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.store import questionnaires, rounds
from surveyapp.store.engine import Store
from surveyapp.store.rounds import Facts, Plan, Round, Site
from tests.databases import Database

ALL_KINDS = Path(__file__).parent / "all_kinds"

FACTS = Facts(
    responsible="Exempelkommun",
    contact="Fråga personalen, eller ring 08-123 45 67",
    legal_ground="Allmänt intresse, dataskyddsförordningen artikel 6.1 e",
    kept_until=date(2030, 12, 31),
    reference="EK 2026/17",
)


@dataclass
class Service:
    """The service, what is in it, and its clock. `ahead` puts the clock on."""

    app: Flask
    address: str = ""
    ahead: timedelta = field(default_factory=timedelta)

    @property
    def store(self) -> Store:
        store: Store = self.app.extensions["surveyapp"].store
        return store

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def today(self) -> date:
        """The organisation's day, which begins before that of UTC."""
        return self.now().astimezone(ZoneInfo("Europe/Stockholm")).date()

    def publish(self, folder: Path | Questionnaire) -> str:
        """Publish a questionnaire; its version."""
        media = {}
        if isinstance(folder, Path):
            loaded = load_folder(folder)
            assert loaded.questionnaire, [str(fault.said) for fault in loaded.faults]
            folder, media = loaded.questionnaire, dict(loaded.media)
        with self.store.writing() as c:
            questionnaires.publish(c, folder, media, self.today())
        return folder.version

    def open_round(self, folder: Path | Questionnaire = ALL_KINDS, **plan: object) -> Round:
        """An open real round of that questionnaire, unless `plan` says otherwise."""
        now = self.now()
        given: dict[str, Any] = {
            "label": "Höstens omgång",
            "questionnaire_version": self.publish(folder),
            "kind": "real",
            "languages": ("sv", "en", "ar"),
            "sites": (Site("here", "Här"),),
            "k": 5,
            "breakdown": "gender",
            "opens": now - timedelta(hours=1),
            "closes": now + timedelta(days=7),
            "releases": now + timedelta(days=8),
            "access": "open",
            "facts": FACTS,
        }
        with self.store.writing() as c:
            return rounds.open_round(c, Plan(**given | plan), now)

    def link(self, round: Round) -> str:
        """What participants are given."""
        return f"{self.address}/r/{round.name}/"


def make_service(
    data: Path, public_address: str = "http://127.0.0.1:8000", database: Database | None = None
) -> Service:
    """A service whose key lies in `data`, and its database too unless another is given."""
    config = Config(
        data=data,
        database=database.address if database else f"sqlite:///{data / 'surveyapp.sqlite'}",
        public_address=public_address,
        plain_http=False,
        proxy=None,
        zone=ZoneInfo("Europe/Stockholm"),
        organisation="Exempelkommun",
        translations=shipped("translations"),
    )
    service: Service
    app = create_app(config, lambda: service.now())
    app.testing = True
    service = Service(app)
    return service
