"""The mark of a view that everyone may enter. What bears no mark is refused by the guard."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open a view to everyone, signed in or not."""
    view.__dict__["open_to"] = frozenset()
    return view
