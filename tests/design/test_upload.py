"""Questionnaires from a designer's own computer, zipped or pasted."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage

from surveyapp.design.upload import MOST_LINES
from surveyapp.release.tick import tick
from surveyapp.store import questionnaires, staff
from surveyapp.store.questionnaires import Version
from tests.accounts.staff import Person
from tests.design.test_archive import folder_as_zip, packed
from tests.design.test_tools import CONDITIONS, HEAD
from tests.running import Service

UPLOAD = "/design/upload"
FAULTY = CONDITIONS.replace("ask: rating", "ask: ratin").replace("tired: yes", "tierd: yes")


@pytest.fixture(scope="module")
def designer(service: Service) -> Person:
    return Person(service, "designer")


def zipped(data: bytes, name: str = "prov.zip") -> FileStorage:
    return FileStorage(io.BytesIO(data), filename=name)


def drafts(service: Service) -> dict[str, Version]:
    with service.store.reading() as c:
        return {draft.key: draft for draft in questionnaires.drafts(c)}


def test_a_text_without_faults_becomes_a_draft(service: Service, designer: Person) -> None:
    page = designer.post(UPLOAD, text=CONDITIONS.replace("\n", "\r\n"), key="pasted")
    assert page.status_code == 200
    draft = drafts(service)["pasted"]
    assert f"/design/versions/{draft.version}" in page.text
    assert draft.version in designer.get("/design/").text
    with service.store.reading() as c:
        assert staff.trail(c, 1)[0].what == f"saved a draft of the questionnaire pasted, version {draft.version[:12]}"
        assert questionnaires.latest(c, "pasted") is None


def test_every_fault_stands_beside_its_line_and_what_was_pasted_stays(service: Service, designer: Person) -> None:
    page = designer.post(UPLOAD, text=FAULTY, key="faulty")
    assert page.status_code == 422
    lines = FAULTY.splitlines()
    for part, sentence in (("ratin", "rating"), ("tierd", "tired")):
        number = next(n for n, line in enumerate(lines, 1) if part in line)
        assert f'<a href="#faulty-{number}">faulty, line {number}: ' in page.text
        beside = re.search(rf'<li id="faulty-{number}" class="faulty".*?</li>', page.text, re.DOTALL)
        assert beside
        assert sentence in beside[0]
        assert 'class="error"' in beside[0]
    area = re.search(r"<textarea[^>]*>\r?\n(.*?)</textarea>", page.text, re.DOTALL)
    assert area
    assert "ask: ratin" in area[1]
    assert 'value="faulty"' in page.text
    assert "faulty" not in drafts(service)


def test_faults_are_told_in_the_language_of_staff(service: Service) -> None:
    swedish = Person(service, "designer", "sv").post(UPLOAD, text=FAULTY, key="fel")
    assert '<html lang="sv"' in swedish.text
    assert "Menade du" in swedish.text


def test_a_zip_of_several_folders_gives_a_draft_of_each_without_faults(service: Service, designer: Person) -> None:
    data = packed(
        ("ett/questionnaire.yaml", (HEAD + "  - use: tva.tired\n").encode()),
        ("tva/questionnaire.yaml", CONDITIONS.encode()),
        ("tre/questionnaire.yaml", FAULTY.encode()),
    )
    page = designer.post(UPLOAD, zip=zipped(data), text="", key="")
    assert page.status_code == 422
    assert {"ett", "tva"} <= drafts(service).keys()
    assert "tre" not in drafts(service)
    assert 'id="tre-text"' in page.text


def test_media_of_a_zip_are_shown_in_the_preview(service: Service, designer: Person) -> None:
    assert designer.post(UPLOAD, zip=zipped(folder_as_zip("bilder")), text="", key="").status_code == 200
    version = drafts(service)["bilder"].version
    with service.store.reading() as c:
        [sha256, *_] = questionnaires.questionnaire(c, version).media.values()
    media = designer.get(f"/design/versions/{version}/media/{sha256}")
    assert media.mimetype == "image/svg+xml"
    assert "sandbox" in media.headers["Content-Security-Policy"]
    assert designer.get(f"/design/versions/{version}/media/{'0' * 64}").status_code == 404


def test_a_draft_is_thrown_away_after_a_yes_with_media_that_nothing_else_uses(
    service: Service, designer: Person
) -> None:
    for key in ("ena", "andra"):
        assert designer.post(UPLOAD, zip=zipped(folder_as_zip(key)), text="", key="").status_code == 200
    one, other = drafts(service)["ena"].version, drafts(service)["andra"].version
    with service.store.reading() as c:
        [sha256, *_] = questionnaires.questionnaire(c, one).media.values()
    there = f"/design/versions/{one}/throw-away"
    assert there in designer.get(f"/design/versions/{one}").text
    assert designer.post(there).status_code == 422
    assert "ena" in drafts(service)
    assert designer.post(there, sure="y").status_code == 303
    assert "ena" not in drafts(service)
    with service.store.reading() as c:
        assert staff.trail(c, 1)[0].what == f"threw away the draft of the questionnaire ena, version {one[:12]}"
    assert designer.get(f"/design/versions/{other}/media/{sha256}").status_code == 200
    assert designer.get(there).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({}, "zip", "one of the two"),
        ({"zip": b"PK", "text": "x"}, "zip", "one of the two"),
        ({"text": CONDITIONS}, "key", "Write a key"),
        ({"text": CONDITIONS, "key": "../x"}, "key", "Write a key"),
        ({"zip": b"no zip"}, "zip", "no zip that can be read"),
        ({"zip": packed(("q/run.exe", b"x"))}, "zip", "run.exe"),
    ],
)
def test_what_can_not_be_taken_is_told_beside_the_field(
    designer: Person, fields: dict[str, object], field: str, sentence: str
) -> None:
    data = fields.get("zip")
    given: dict[str, Any] = (
        {"text": "", "key": ""} | fields | ({"zip": zipped(data)} if isinstance(data, bytes) else {})
    )
    page = designer.post(UPLOAD, **given)
    assert page.status_code == 422
    beside = re.search(rf'id="{field}-error">(.*?)</p>', page.text, re.DOTALL)
    assert beside
    assert sentence in beside[1]


def test_names_and_texts_of_a_file_are_never_more_than_text(designer: Person) -> None:
    hostile = 'screens: "<script>alert(1)</script>"\n{{ 7*7 }}: [\x1b[31m\u202e\n'
    page = designer.post(UPLOAD, text=hostile, key="hostile").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page.partition("<textarea")[0]
    named = designer.post(UPLOAD, zip=zipped(packed(("<img src=x>/a", b""))), text="", key="").text
    assert "<img src=x>" not in named
    assert "&lt;img src=x&gt;" in named


def test_of_a_long_file_the_lines_around_the_faults_are_shown(designer: Person) -> None:
    padding = "\n".join("# nothing" for _ in range(MOST_LINES))
    page = designer.post(UPLOAD, text=f"{padding}\n{FAULTY}", key="long").text
    assert page.count("# nothing</code>") < 20
    assert '<li class="gap">' in page
    assert "ask: ratin</code>" in page


def send(designer: Person, address: str, token: str, data: bytes) -> int:
    """Send a zip as a browser does. The test client would keep a file of its own open for so large a body."""
    parts = (
        ("csrf_token", "", token.encode()),
        ("text", "", b""),
        ("key", "", b""),
        ("zip", '; filename="q.zip"', data),
    )
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="' + f'{name}"{more}'.encode() + b"\r\n\r\n" + value + b"\r\n"
        for name, more, value in parts
    )
    kind = "multipart/form-data; boundary=x"
    return designer.client.post(address, data=body + b"--x--\r\n", content_type=kind).status_code


def test_only_this_route_takes_a_large_body(designer: Person) -> None:
    pictures = ((f"q/media/{n}.png", PNG) for n in range(3))
    large = packed(("q/questionnaire.yaml", CONDITIONS.encode()), *pictures, method=zipfile.ZIP_STORED)
    assert len(large) > 2_000_000
    token = designer.field(UPLOAD, "csrf_token")
    assert send(designer, UPLOAD, token, large) == 200
    assert send(designer, "/account", token, large) == 413
    assert send(designer, UPLOAD, token, b"0" * 21_000_000) == 413


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3500


def test_a_draft_that_nobody_publishes_goes(own_service: Service) -> None:
    designer = Person(own_service, "designer")
    designer.post(UPLOAD, text=CONDITIONS, key="gone")
    version = drafts(own_service)["gone"].version
    zone = own_service.app.extensions["surveyapp"].config.zone
    for days, there in ((29, 200), (32, 404)):
        own_service.ahead = timedelta(days=days)
        tick(own_service.store, own_service.now(), zone)
        assert designer.get(f"/design/versions/{version}").status_code == there
