import gzip
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.questionnaire.pictures import PICTURES as OFFERED
from surveyapp.web import assets, pictures

Page = Callable[[str], str]

MOST_BYTES = 14_600
"""What fits into the first round trip of a connection."""


def test_every_picture_that_a_designer_may_use_is_there_and_no_other() -> None:
    other_drawings = {own for drawn in pictures.DRAWN_FOR.values() for own in drawn.values()}
    assert pictures.PICTURES.keys() == OFFERED | other_drawings


@pytest.mark.parametrize("id", sorted(pictures.PICTURES))
def test_a_picture_is_a_drawing_that_nothing_runs_in(client: FlaskClient, id: str) -> None:
    response = client.get(f"/pictures/{pictures.VERSION}/{id}.svg")
    assert response.mimetype == "image/svg+xml"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    drawing = ET.fromstring(response.data)
    assert drawing.get("viewBox") == "0 0 72 72"
    assert not [e for e in drawing.iter() if e.tag.endswith(("script", "image", "foreignObject", "text"))]


@pytest.mark.parametrize("address", [f"/static/{assets.VERSION}/survey.css", f"/pictures/{pictures.VERSION}/yes.svg"])
def test_an_address_with_its_version_is_kept_for_ever(client: FlaskClient, address: str) -> None:
    plain = client.get(address)
    squeezed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in plain.headers["Cache-Control"]
    assert gzip.decompress(squeezed.data) == plain.data
    assert plain.headers["Vary"] == squeezed.headers["Vary"] == "Accept-Encoding"


def test_a_page_from_before_an_update_gets_the_present_style_but_may_not_keep_it(client: FlaskClient) -> None:
    response = client.get("/static/0123456789/survey.css")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/static/x/nothing.css", "/static/x/..%2f__init__.py", "/pictures/x/nothing.svg"])
def test_nothing_else_is_given_out(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_first_question_with_its_style_and_script_fits_the_first_round_trip(client: FlaskClient) -> None:
    squeezed = {"Accept-Encoding": "gzip"}
    html = client.get("/r/real/sv/presented", headers=squeezed).data
    linked = re.findall(rb'<(?:link|script)[^>]* (?:href|src)="(/static/[^"]+)"', gzip.decompress(html))
    needed = [address.decode() for address in linked if b"icon" not in address]
    assert 1 + len(needed) <= 3
    assert len(html) + sum(len(client.get(address, headers=squeezed).data) for address in needed) <= MOST_BYTES


def test_a_screen_has_its_drawings_in_it(client: FlaskClient) -> None:
    html = client.get("/r/real/ar/presented").text
    assert html.count("<svg ") >= 12
    assert 'src="/pictures/' not in html
    assert 'id="emoji"' not in html


@pytest.mark.parametrize("bad", ["<script/>", '<path onclick="a()"/>', '<image href="/x"/>', '<g style="fill: red"/>'])
def test_a_drawing_that_is_more_than_shapes_comes_into_no_page(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">{bad}</svg>'.encode()
    monkeypatch.setitem(pictures.PICTURES, "strange", assets.asset("strange.svg", drawing))
    with Flask("test").app_context(), pytest.raises(ValueError, match="more than shapes"):
        pictures.drawn("strange")


def test_a_page_is_compressed_for_who_takes_it(client: FlaskClient) -> None:
    plain = client.get("/r/real/sv/presented")
    squeezed = client.get("/r/real/sv/presented", headers={"Accept-Encoding": "gzip"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(squeezed.data)) == len(plain.data)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in squeezed.headers["Vary"]


@pytest.mark.parametrize("name", ["survey.css", "staff.css"])
def test_letters_grow_with_the_readers_text_size(name: str) -> None:
    css = (assets.FOLDER / name).read_text(encoding="utf-8")
    assert not re.findall(r"font(?:-size)?:[^;]*\dpx", css)
    assert len(gzip.compress(css.encode())) <= 9_000


@pytest.mark.parametrize("name", ["survey.css", "staff.css"])
def test_nothing_is_laid_out_by_left_and_right(name: str) -> None:
    css = (assets.FOLDER / name).read_text(encoding="utf-8")
    assert not re.findall(r"\b(?:left|right)\b", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


@pytest.mark.parametrize("name", ["survey.css", "staff.css"])
def test_nothing_moves(name: str) -> None:
    css = (assets.FOLDER / name).read_text(encoding="utf-8")
    assert "animation" not in css
    assert "transition" not in css


def test_our_own_drawings_need_few_bytes() -> None:
    for file in Path(assets.FOLDER / "pictures").iterdir():
        assert file.stat().st_size < 700, file.name
