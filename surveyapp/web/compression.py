"""Pages are sent compressed. What is sent as a file is compressed once, in `assets`.

A page with its pictures inside is 15 to 35 kilobytes, and a fourth of that compressed. Its length tells nothing to who
could only make a browser ask for it: another site's request comes without the cookie, and no page repeats an address.
"""

import gzip

from flask import Flask, Response, request

LEAST = 1000
"""Bytes. What is shorter gains nothing."""

LEVEL = 4
"""Of 9. A higher one takes longer than it saves."""


def init(app: Flask) -> None:
    """Compress every page for a browser that takes it."""
    app.after_request(compressed)


def is_wanted() -> bool:
    """Whether this request's browser takes gzip."""
    return request.accept_encodings.quality("gzip") > 0


def compressed(response: Response) -> Response:
    """A page as the browser takes it. Anything else is left as it is."""
    if response.mimetype != "text/html" or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if is_wanted() and len(response.data) >= LEAST:
        response.data = gzip.compress(response.data, LEVEL, mtime=0)
        response.content_encoding = "gzip"
    return response
