"""Addresses for paper: as a drawing to scan, and as people type them."""

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """The QR code of an address as a drawing for a page: black on white, with the quiet zone that scanners need."""
    drawn = segno.make_qr(address, error="m").svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 (segno draws numbers alone)


def without_scheme(address: str) -> str:
    """An address as people type it."""
    return address.partition("://")[2].rstrip("/")
