"""Pages beside the way (the look, help, a pause): their address carries the page that they were opened from.

It is carried as the name of one of ours and its parts, never as an address, so that it leads nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for

PAGES: Mapping[str, tuple[str, ...]] = {
    "begin": (),
    "languages": ("site",),
    "information": ("site", "language"),
    "ask": ("screen_id",),
    "summary": (),
    "company": (),
    "thanks": ("language",),
    "receipt": (),
    "tablet": (),
}
"""The pages to come back to, and the parts of their addresses."""

SHOWN_BY = {
    "start": "information",
    "keep": "ask",
    "submit": "summary",
    "tell_company": "company",
    "open_receipt": "receipt",
    "share": "tablet",
    "set_look": "choose_look",
}
"""What a form shows again is the page that it came from."""

BESIDE = frozenset({"choose_look", "help_now", "pause", "done", "still_here"})
"""Pages beside the way. From one of them the next leads back to where the first was opened."""


def url_for_after(endpoint: str) -> str | None:
    """The address of a page beside the way, to come back from it to the page that is shown now."""
    view = (request.endpoint or "").rpartition(".")[2]
    view = SHOWN_BY.get(view, view)
    parts = dict(request.view_args or {})
    if endpoint == f".{view}":
        return None
    if view in BESIDE:
        carried: dict[str, Any] = {part: request.args[part] for part in PAGES[page_shown()]}
        return url_for(
            endpoint,
            name=parts["name"],
            page=page_shown(),
            change=1 if "change" in request.args else None,
            **carried,
        )
    if view in ("other_language", "change_language"):
        screen = request.args.get("screen")
        view, parts = ("ask", {**parts, "screen_id": screen}) if screen else ("summary", parts)
    if view not in PAGES:
        view, parts = "begin", {"name": parts["name"]}
    return url_for(endpoint, page=view, **parts, change=1 if "change" in request.args else None)


def page_shown() -> str:
    """The page that this one was opened from, if all parts of its address are there; else the beginning."""
    page = request.args.get("page", "")
    parts = [request.args.get(part, "") for part in PAGES.get(page, ("no such page",))]
    # A slash stays a slash in an address, so with dots it would lead to another page than the one that is named.
    return page if all(part and "/" not in part and not part.startswith(".") for part in parts) else "begin"


def back_url(name: str, language: str) -> str:
    """The address of that page, in the language that is read now."""
    page = page_shown()
    parts: dict[str, Any] = {part: request.args[part] for part in PAGES[page]}
    if "language" in parts:
        parts["language"] = language
    if page == "ask" and "change" in request.args:
        parts["change"] = "1"
    return url_for(f".{page}", name=name, **parts)
