"""Documents: what a column holds as JSON. Lists leave the store as tuples, because what leaves it is frozen."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement


def write_json(value: object) -> str:
    """JSON as it is stored."""
    written = _written(value)
    return _written(without_nul(value)) if "\\u0000" in written else written


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def without_nul(value: Any) -> Any:  # noqa: ANN401
    """The same with the replacement sign for NUL, which PostgreSQL has in no text."""
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, Mapping):
        return {without_nul(key): without_nul(item) for key, item in value.items()}
    return [without_nul(item) for item in value] if isinstance(value, list | tuple) else value


def read_json(text: str) -> Any:  # noqa: ANN401
    """Stored JSON, with its lists as tuples."""
    if text == "{}":  # most responses' `support`
        return {}
    value = json.loads(text)
    return _frozen(value) if "[" in text and isinstance(value, list | dict) else value


def _frozen(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return tuple(_frozen(item) if isinstance(item, list | dict) else item for item in value)
    for key, item in value.items():
        if isinstance(item, list | dict):
            value[key] = _frozen(item)
    return value


class Merged(FunctionElement[Any]):
    """A document with `n` entries replaced or added. `null` is an entry too.

    The entries are given beside the statement, as `entries` writes them.
    """

    inherit_cache = True
    name = "merged"

    def __init__(self, document: ColumnElement[Any], n: int) -> None:
        pairs = [bindparam(f"{part}_{i}", type_=Text) for i in range(n) for part in ("key", "value")]
        super().__init__(document, *pairs)


def entries(given: Mapping[str, object]) -> dict[str, str]:
    """The values that a statement with `Merged` needs for these entries."""
    values: dict[str, str] = {}
    for i, (key, value) in enumerate(given.items()):
        if '"' in key or "\\" in key:
            raise ValueError(f"{key!r} is no screen's id")
        values |= {f"key_{i}": key, f"value_{i}": write_json(value)}
    return values


@compiles(Merged, "sqlite")
def _merged_on_sqlite(element: Merged, compiler: SQLCompiler, **_: object) -> str:
    document, *pairs = (compiler.process(clause) for clause in element.clauses)
    changes = "".join(
        f""", '$."' || {key} || '"', json({value})""" for key, value in zip(pairs[::2], pairs[1::2], strict=True)
    )
    return f"json_set({document}{changes})"


@compiles(Merged, "postgresql")
def _merged_on_postgresql(element: Merged, compiler: SQLCompiler, **_: object) -> str:
    document, *pairs = (compiler.process(clause) for clause in element.clauses)
    return " || ".join(
        [
            document,
            *(
                f"jsonb_build_object({key}, CAST({value} AS JSONB))"
                for key, value in zip(pairs[::2], pairs[1::2], strict=True)
            ),
        ]
    )
