"""Security headers on every answer, error pages included."""

from flask import Flask, Response, request

from surveyapp.web import here

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

WITH_FRAMES = f"{POLICY}; frame-src 'self'"
"""For a staff page that shows other pages of ours in frames."""

FETCHING = f"{POLICY}; connect-src 'self'"
"""For a staff page whose script sends and fetches."""

FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""For a page that such a staff page may show."""

DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""For an SVG file: it may style itself, and nothing in it runs when someone opens it by its address."""

NOT_NEEDED = ("accelerometer", "browsing-topics", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")

PARTICIPANTS = "/r/"
"""Where the participants' pages are."""


def init(app: Flask) -> None:
    """Put the headers on every answer of the application."""
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Add the headers. A view that needs another policy or may be cached has said so itself."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("Cache-Control", "no-store")
    # Nothing tells another page where a participant was. Staff forms need the origin: without it Flask-WTF's check
    # of the Referer would refuse every form sent over https.
    headers["Referrer-Policy"] = "no-referrer" if request.path.startswith(PARTICIPANTS) else "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = ", ".join(f"{feature}=()" for feature in NOT_NEEDED)
    if here.config().secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
