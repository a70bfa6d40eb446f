"""Gives the application what all rooms share."""

from collections.abc import Callable
from datetime import datetime
from itertools import product
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from surveyapp.questionnaire.kinds.ways_out import REFUSED
from surveyapp.store.engine import Store
from surveyapp.web import (
    assets,
    compression,
    drawing,
    errors,
    headers,
    health,
    here,
    look,
    pages,
    pictures,
    reading,
    words,
)


def init(app: Flask, store: Store, clock: Callable[[], datetime], config: here.Settings) -> None:
    """Give the application what all rooms share. To be called before the rooms' own `init`."""
    app.extensions["surveyapp"] = here.Service(store, clock, config)
    app.url_map.converters["id"] = RowId
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["product"] = product
    app.jinja_env.globals.update(
        static_url=assets.static_url,
        picture_url=pictures.picture_url,
        drawn=pictures.drawn,
        turning=pictures.TURNING,
        look=look.present,
        sound_of=reading.sound_of,
        is_read_by_a_computer=reading.is_read_by_a_computer,
        film_of=reading.film_of,
        organisation=config.organisation,
        public_host=urlsplit(config.public_address).netloc,
        statement_is_old=pages.statement_is_old,
        refused=REFUSED,
        places=app.extensions["surveyapp"].places,
    )
    words.init(app, config.translations)
    drawing.init(app)
    compression.init(app)
    headers.init(app)
    errors.init(app)
    for blueprint in (assets.bp, pictures.bp, pages.bp, health.bp):
        app.register_blueprint(blueprint)


class RowId(IntegerConverter):
    """The id of a row in an address: whatever has more than 63 bits is not found."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**63 - 1)
