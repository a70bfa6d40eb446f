"""Copies a whole organisation to a server."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from surveyapp.questionnaire.words import Said
from surveyapp.store import documents, schema, tables, turns
from surveyapp.store.engine import Store
from surveyapp.store.errors import StoreRefused
from surveyapp.store.transactions import transaction

BATCH = 500


@dataclass(frozen=True)
class Contents:
    """What a table holds: how many rows, and a hash of them that doesn't depend on their order."""

    table: str
    rows: int
    sha256: str


def copy(source: Store, address: str) -> list[Contents]:
    """Copy everything into an empty database on a server, in one transaction there, and tell what was copied.

    Nobody else writes to the source meanwhile. What has arrived is read back and compared before it is kept.
    """
    from surveyapp.store import postgresql  # its driver may not be installed

    engine = postgresql.connect(address)
    try:
        with source.writing() as from_, transaction(engine) as to:
            postgresql.check_server(to)
            turns.take(to, "schema")
            if schema.found(to) is not None:
                raise StoreRefused(Said("The database to copy to isn't empty. Give it an empty one."))
            schema.bring(to)
            return [_copy(table, from_, to) for table in tables.metadata.sorted_tables]
    finally:
        engine.dispose()


def _copy(table: Table, from_: Connection, to: Connection) -> Contents:
    given, arrived = _Sum(), _Sum()
    with from_.execute(_in_order(table), execution_options={"yield_per": BATCH}) as rows:
        for batch in rows.partitions():
            given.add(batch)
            to.execute(insert(table), [dict(row._mapping) for row in batch])
    with to.execute(_in_order(table), execution_options={"yield_per": BATCH}) as rows:
        for batch in rows.partitions():
            arrived.add(batch)
    if (given.rows, given.sum) != (arrived.rows, arrived.sum):
        raise StoreRefused(
            Said("The table %(table)s didn't arrive as it was, so nothing was copied.", {"table": table.name})
        )
    return Contents(table.name, arrived.rows, f"{arrived.sum:064x}")


def _in_order(table: Table) -> Any:  # noqa: ANN401
    """All rows in the order of their keys, which are random where the order could tell something."""
    return select(table).order_by(*table.primary_key)


class _Sum:
    """Counts rows, and adds up their hashes."""

    def __init__(self) -> None:
        self.rows = 0
        self.sum = 0

    def add(self, rows: Iterable[Row[Any]]) -> None:
        for row in rows:
            values = json.dumps(documents.without_nul(tuple(row)), sort_keys=True, default=_plain)
            self.rows += 1
            self.sum = (self.sum + int.from_bytes(hashlib.sha256(values.encode()).digest(), "big")) % 2**256


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, date):  # and a moment, which is one too
        return value.isoformat()
    raise TypeError(value)
