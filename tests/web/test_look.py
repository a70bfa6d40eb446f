"""How a participant wants the pages, on every kind of page; and the measures and colours that they are built of."""

import re
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.web import assets
from surveyapp.web.look import CHOICES, COOKIE, PATH, Look, remember
from tests.web.screens import ALL_KINDS

CHOSEN = [(part, value) for part, (_, *values) in CHOICES.items() for value in values]
"""Everything that can be chosen beside the usual."""

PAGES = [f"/r/real/{language}/{screen.id}" for screen, language in product(ALL_KINDS.screens, ("sv", "ar"))]

CSS = (assets.FOLDER / "survey.css").read_text(encoding="utf-8")


def mark(html: str) -> dict[str, str]:
    """What the page's first tag says of the look."""
    [tag] = re.findall("<html[^>]*>", html)
    return dict(re.findall(r'data-(\w+)="(\w+)"', tag))


@pytest.mark.parametrize(("part", "value"), CHOSEN)
def test_every_kind_of_page_is_marked_with_what_was_chosen(client: FlaskClient, part: str, value: str) -> None:
    client.set_cookie(COOKIE, f"{part}={value}", path=PATH)
    for address in (*PAGES, "/r/no/such"):
        assert mark(client.get(address).text) == {part: value}, address


def test_a_page_that_nobody_has_chosen_anything_for_bears_no_mark_and_sets_no_cookie(client: FlaskClient) -> None:
    for address in PAGES:  # asking 38
        response = client.get(address)
        assert mark(response.text) == {}
        assert "Set-Cookie" not in response.headers


def test_the_style_knows_every_mark_that_changes_what_is_seen() -> None:
    for part, value in CHOSEN:
        if part != "aloud":
            assert f'[data-{part}="{value}"]' in CSS


@pytest.mark.parametrize(
    ("written", "look"),
    [
        ("", Look()),
        ("size=2&contrast=dark", Look(size="2", contrast="dark")),
        ("size=9&pictures=no", Look(pictures="no")),
        ("size=%22%3E%3Cscript%3E&letters=clear", Look(letters="clear")),
        ("size=2&size=1", Look(size="1")),
        ("unknown=1&aloud=no", Look(aloud="no")),
        ("&".join(["size=1"] * 1000), Look()),
        ("=;&&=", Look()),
        ("\N{SNOWMAN}", Look()),
    ],
)
def test_the_cookie_is_read_strictly(app: Flask, written: str, look: Look) -> None:
    from surveyapp.web.look import present

    with app.test_request_context(headers={"Cookie": f"{COOKIE}={written}".encode().decode("latin-1")}):
        assert present() == look


@pytest.mark.parametrize(
    ("look", "language", "support"),
    [
        (Look(), "sv", set()),
        (Look(contrast="light"), "ar", set()),
        (Look(), "sv-simple", {"easy_language"}),
        (Look(size="1", contrast="dark"), "sv", {"large_text", "dark"}),
        (
            Look("3", "no", "no", "high", "clear"),
            "sv",
            {"large_text", "no_pictures", "high_contrast", "clear_letters"},
        ),
    ],
)
def test_support_that_was_used_is_told_as_plain_facts(look: Look, language: str, support: set[str]) -> None:
    assert look.support(language) == dict.fromkeys(support, True)


@pytest.mark.parametrize("shared", [False, True])
def test_it_is_kept_on_ones_own_device_and_until_the_browser_closes_on_a_shared_one(
    app: Flask, https_app: Flask, shared: bool
) -> None:
    with https_app.app_context():
        answer = https_app.response_class()
        remember(answer, Look(size="1"), shared=shared)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=size=1;")
    assert ("Max-Age" in cookie) is not shared
    assert {"Secure", "HttpOnly", "SameSite=Lax", f"Path={PATH}"} <= set(cookie.split("; "))


def test_what_is_as_usual_again_leaves_no_cookie(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        answer = app.response_class()
        remember(answer, Look(), shared=False)
    assert "Max-Age=0" in answer.headers["Set-Cookie"]


# ---- measures and colours --------------------------------------------------------------------------------------------

THEMES = ("light", "dark", "high")

TEXTS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "chosen"),
    ("soft", "paper"),
    ("soft", "card"),
    ("main", "paper"),
    ("main", "card"),
    ("on-main", "main"),
    ("on-sun", "sun"),
    ("error", "paper"),
    ("error", "error-paper"),
]

EDGES = [("edge", "paper"), ("edge", "card"), ("main", "chosen"), ("error", "card")]


def colours(theme: str) -> dict[str, str]:
    return dict(re.findall(rf"--([\w-]+):[^;]*var\(--{theme}, (#\w+)\)", CSS))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_every_theme_has_every_colour() -> None:
    assert len({frozenset(colours(theme)) for theme in THEMES}) == 1
    assert {name for pair in TEXTS + EDGES for name in pair} <= set(colours("light"))


@pytest.mark.parametrize("theme", THEMES)
def test_asking_12_letters_and_edges_are_told_from_their_ground(theme: str) -> None:
    found = colours(theme)
    for text, ground in TEXTS:
        assert contrast(found[text], found[ground]) >= (7 if theme == "high" else 4.5), (text, ground)
    if theme != "high":
        for edge, ground in EDGES:
            assert contrast(found[edge], found[ground]) >= 3, (edge, ground)


def test_no_colour_and_no_letter_size_stands_outside_the_measures() -> None:
    after = CSS[CSS.index("/* ---- what every page has") :]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", after)) <= {"#fff"}  # pictures are drawn for white paper
    visit = (assets.FOLDER / "visit.css").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-f]{3,8}\b", visit)


@pytest.mark.parametrize("name", ["survey.css", "visit.css"])
def test_asking_14_and_16_letters_follow_the_readers_size_and_are_plain(name: str) -> None:
    css = (assets.FOLDER / name).read_text(encoding="utf-8")
    sizes = re.findall(r"font(?:-size)?:([^;]*);", css)
    assert not [size for size in sizes if re.search(r"\dpx|\d(vw|vh)", size)]
    assert not re.search(r"italic|font-variant: *small-caps", css)
    assert float(re.findall(r"--text: ([\d.]+)rem", CSS)[0]) >= 1.25
    for block in re.findall(r"([^{}]*)\{[^{}]*text-transform: uppercase", css):
        assert ".code" in block, "capitals are for codes alone"


def test_asking_15_every_page_may_be_enlarged(client: FlaskClient) -> None:
    for address in (*PAGES, "/", "/about", "/no/such/page"):
        assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in client.get(address).text


def test_clear_letters_are_sent_and_may_be_kept_for_ever(client: FlaskClient) -> None:
    for name in assets.FONTS:
        assert f'url("{name}")' in CSS
        response = client.get(assets.static_url(name))
        assert response.mimetype == "font/ttf"
        assert "immutable" in response.headers["Cache-Control"]
    assert "font-src 'self'" in client.get("/").headers["Content-Security-Policy"]
