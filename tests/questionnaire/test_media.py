"""A questionnaire's own pictures: only from its folder, only what they say they are, drawings made harmless."""

from pathlib import Path

import pytest

from surveyapp.questionnaire.load import Loaded, load_folder
from surveyapp.questionnaire.media import MOST_BYTES, mimetype
from surveyapp.questionnaire.svg import BadDrawing, sanitised
from tests.questionnaire.writing import choice, screens

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3" fill="#00f"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def folder(tmp_path: Path, name: str = "media/own.svg", files: dict[str, bytes] | None = None) -> Loaded:
    """A questionnaire that names that picture, beside these files."""
    place = tmp_path / "prov"
    (place / "media").mkdir(parents=True)
    (place / "questionnaire.yaml").write_text(screens(choice("one").replace("idea", f"'{name}'")))
    for file, data in (files or {}).items():
        (place / file).parent.mkdir(parents=True, exist_ok=True)
        (place / file).write_bytes(data)
    return load_folder(place)


def only_code(loaded: Loaded) -> str:
    assert loaded.questionnaire is None
    (fault,) = loaded.faults
    return fault.code


def test_the_drawing_is_kept_as_it_was_made_harmless(tmp_path: Path) -> None:
    loaded = folder(tmp_path, files={"media/own.svg": DRAWING.replace(b"<circle", b'<circle onclick="x()"')})
    assert loaded.questionnaire is not None
    assert loaded.questionnaire.media.keys() == loaded.media.keys() == {"media/own.svg"}
    assert loaded.media["media/own.svg"] == DRAWING.replace(b"/></svg>", b"></circle></svg>")
    assert mimetype(loaded.media["media/own.svg"]) == "image/svg+xml"


def test_only_what_is_named_is_taken(tmp_path: Path) -> None:
    loaded = folder(tmp_path, files={"media/own.svg": DRAWING, "media/secret.txt": b"x"})
    assert list(loaded.media) == ["media/own.svg"]


@pytest.mark.parametrize(
    "name", ["media/../secret.svg", "media/../../prov/media/own.svg", "media//etc/passwd", "media/"]
)
def test_nothing_outside_the_folder_is_taken(tmp_path: Path, name: str) -> None:
    loaded = folder(tmp_path, name, {"secret.svg": DRAWING, "media/own.svg": DRAWING})
    assert only_code(loaded) in ("media-outside", "media-missing")


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_bytes(DRAWING)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "own.svg").write_bytes(DRAWING)
    place = tmp_path / "prov"
    assert only_code(folder(tmp_path)) == "media-missing"
    (place / "media" / "own.svg").symlink_to(tmp_path / "secret.svg")
    assert only_code(load_folder(place)) == "media-outside"
    (place / "media" / "own.svg").unlink()
    (place / "media").rmdir()
    (place / "media").symlink_to(tmp_path / "secrets")
    assert only_code(load_folder(place)) == "media-outside"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("media/own.png", b"GIF89a", "media-format"),
        ("media/own.gif", b"GIF89a", "media-format"),
        ("media/own.png", DRAWING, "media-format"),
        ("media/own.svg", PNG, "media-format"),
        ("media/own.png", PNG + b"\0" * MOST_BYTES, "media-too-large"),
        ("media/own.svg", DRAWING[:-3], "media-drawing"),
        ("media/own.svg", b"<!DOCTYPE svg>" + DRAWING, "media-drawing"),
        ("media/own.svg", DRAWING.replace(b"<circle", b"<style>*{fill:red}</style><circle"), "media-drawing"),
        ("media/own.svg", b"<svg><circle/></svg>", "media-drawing"),
        ("media/own.svg", DRAWING.replace(b"<circle", b"<g>" * 100 + b"<circle"), "media-drawing"),
    ],
)
def test_what_is_no_picture_that_we_take_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert only_code(folder(tmp_path, name, {name: data})) == code


@pytest.mark.parametrize(
    ("name", "data"),
    [("media/a.png", PNG), ("media/a.JPG", b"\xff\xd8\xff\xe0"), ("media/a.webp", b"RIFF\0\0\0\0WEBPVP8 ")],
)
def test_pixels_are_kept_as_they_are(tmp_path: Path, name: str, data: bytes) -> None:
    loaded = folder(tmp_path, name, {name: data})
    assert loaded.media == {name: data}


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<g><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></g>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='alert(1)'/></foreignObject>",
        "<image href='https://evil.example/x.png'/>",
        "<a href='javascript:alert(1)'><circle r='1'/></a>",
        "<use href='#a'/>",
        "<circle r='1' onload='alert(1)'/>",
        "<circle r='1' fill='url(https://evil.example/x#a)'/>",
        "<circle r='1' style='fill:url(https://evil.example/x); behavior:url(x)'/>",
        "<circle r='1' style='fill:u\\72l(https://evil.example)'/>",
        "<circle r='1' fill='u/**/rl(https://evil.example)'/>",
        "<circle r='1' fill='rotate(url(https://evil.example))'/>",
        "<circle r='1' fill='evil-rgb(1)'/>",
        "<linearGradient xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='https://evil.example/a#b'/>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<circle r='1' filter='url(#f)'/><filter id='f'><feImage href='https://evil.example/'/></filter>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<!-- https://evil.example alert -->",
        "<title>&lt;script&gt;</title>",
    ],
)
def test_nothing_in_a_drawing_runs_or_loads(evil: str) -> None:
    clean = sanitised(DRAWING.replace(b"<circle", evil.encode() + b"<circle")).svg.decode()
    for bad in (
        "<script",
        "evil",
        "alert",
        "javascript",
        "onload",
        "image",
        "foreignObject",
        "<use",
        "<a ",
        "<animate",
        "<set",
        "style",
    ):
        assert bad not in clean
    assert clean.endswith('<circle cx="4" cy="4" r="3" fill="#00f"></circle></svg>')


def test_the_looks_of_a_drawing_are_kept() -> None:
    kept = sanitised(
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><defs>'
        b'<linearGradient id="a"><stop offset="1" style="stop-color:#f00;stop-opacity:1"/></linearGradient>'
        b'<linearGradient id="b" xlink:href="#a"/></defs><metadata/>'
        b'<path d="M0 0" style="fill:url(#b);stroke:rgb(1,2,3)" transform="matrix(1 0 0 1 0 0)"/></svg>'
    )
    assert kept.left_out == frozenset()
    for part in (
        'stop-color="#f00"',
        'href="#a"',
        'fill="url(#b)"',
        'stroke="rgb(1,2,3)"',
        'transform="matrix(1 0 0 1 0 0)"',
    ):
        assert part in kept.svg.decode()


def test_what_was_left_out_is_told_as_advice(tmp_path: Path) -> None:
    loaded = folder(tmp_path, files={"media/own.svg": DRAWING.replace(b"<circle", b"<use/><circle")})
    assert loaded.questionnaire is not None
    assert [fault.code for fault in loaded.advice] == ["media-left-out"]


def test_a_billion_laughs_are_refused() -> None:
    with pytest.raises(BadDrawing, match="doctype"):
        sanitised(b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + DRAWING)
