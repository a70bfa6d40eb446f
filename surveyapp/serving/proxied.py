"""What both servers believe of the proxy in front: who asks. By which scheme, the public address tells."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def behind(proxy: str | None, scheme: str, app: "WSGIApplication") -> "WSGIApplication":
    """The application as it is seen from outside. Only the named proxy's word on who asks is taken."""

    def called(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = scheme
        forwarded = environ.pop("HTTP_X_FORWARDED_FOR", "")
        if proxy and forwarded and environ.get("REMOTE_ADDR") == proxy:
            environ["REMOTE_ADDR"] = forwarded.split(",")[-1].strip()
        return app(environ, start_response)

    return called
