"""Whether the service is well, for a proxy and for whoever watches it. It tells nothing of rounds and participants."""

from datetime import datetime

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from surveyapp.store import schema
from surveyapp.store.errors import StoreFailed, StoreRefused
from surveyapp.store.tables import NEWEST_SCHEMA
from surveyapp.web import here
from surveyapp.web.public import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """200 if participants can answer, 503 if not. Late work of the minute is told, but keeps nobody from answering."""
    found = _schema()
    ok = found == NEWEST_SCHEMA
    told = {"ok": ok, "database": found is not None, "schema": found, "tick_minutes": _minutes_since_tick()}
    return jsonify(told), 200 if ok else 503


def _schema() -> str | None:
    try:
        with here.store().reading() as c:
            return schema.found(c)
    except (StoreFailed, StoreRefused):
        return None


def _minutes_since_tick() -> int | None:
    """How long ago this machine last did what was due; `None` if it never did."""
    try:
        last = datetime.fromisoformat(here.config().tick_file.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    return int((here.now() - last).total_seconds() // 60)
