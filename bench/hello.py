"""A Flask hello world with the service's own settings: what the service's speed is held against."""

import logging
import sys

import waitress
from flask import Flask

from surveyapp.app import MAX_BODY

app = Flask("hello")


@app.route("/", methods=["GET", "POST"])
def hello() -> str:
    return "hello world"


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        threads=int(sys.argv[2]),
        connection_limit=1000,
        max_request_body_size=MAX_BODY,
    )
