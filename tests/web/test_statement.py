"""asking_40: the accessibility statement that the law wants of whoever runs a service."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from surveyapp.cli import main
from surveyapp.config import SettingsRefused, from_environment
from surveyapp.statement import A_YEAR, SUPERVISOR, Excepted, Statement, StatementRefused, read
from surveyapp.store.engine import Store
from tests.web.conftest import NOW, ExaminingClient, Settings, make_app

EXAMPLE = Path(__file__).parents[2] / "docs" / "accessibility-example.toml"
TODAY = NOW.date()

GOOD = """
body = "Exempelkommun"
service = "Frågor"
conformance = "partial"
inaccessible = [{ content = "Filmen", reason = "Inga undertexter" }]
burden = []
outside = []
assessed = 2026-11-20
updated = 2026-11-25
method = "Egen granskning"
report = "https://example.org/anmal"
"""

STATEMENT = Statement(
    language="sv",
    body="Kroppen <b>",
    service="Tjänsten <b>",
    conformance="partial",
    inaccessible=(Excepted("Filmen <b>", "Inga undertexter <b>"),),
    burden=(Excepted("Arkivet <b>", "För dyrt <b>"),),
    outside=(Excepted("Kartan <b>", "Undantagen <b>"),),
    assessed=date(2026, 11, 3),
    updated=date(2026, 11, 24),
    method="Egen granskning <b>\n\nMed flera stycken",
    report="https://example.org/anmal?<b>",
    supervisor="https://example.org/tillsyn",
)


def _client(store: Store, settings: Settings, statement: Statement | None) -> FlaskClient:
    app = make_app(store, replace(settings, statement=statement))
    app.test_client_class = ExaminingClient
    return app.test_client()


def test_asking_40_the_example_has_every_field_and_is_less_than_a_year_old() -> None:
    example = read(EXAMPLE, TODAY)
    assert len(fields(example)) == 11 + 1, "the language of the file is not the law's"
    empty = [field.name for field in fields(example) if not getattr(example, field.name)]
    assert empty == ["burden"]
    assert example.supervisor == SUPERVISOR
    assert not example.is_old(TODAY)


def test_asking_40_the_example_tells_of_every_key_that_has_no_default() -> None:
    told = EXAMPLE.read_text("utf-8")
    guide = EXAMPLE.with_name("operating.md").read_text("utf-8")
    for field in fields(Statement):
        assert field.name == "supervisor" or re.search(rf"^{field.name} =", told, re.MULTILINE)
        assert f"`{field.name}`" in guide


@pytest.mark.parametrize(
    ("line", "key", "fault"),
    [
        ('body = ""', "body", "is empty"),
        ('body = "  "', "body", "is empty"),
        ("body = 3", "body", "is no text"),
        ("service =\n", "TOML", "line 3"),
        ('conformance = "mostly"', "conformance", "'mostly'"),
        ('conformance = "full"', "conformance", "list something"),
        ("inaccessible = []", "conformance", "list nothing"),
        ('inaccessible = "the film"', "inaccessible", "is no list"),
        ('inaccessible = ["the film"]', "inaccessible", "number 1"),
        ('inaccessible = [{ content = "a", reason = "b" }, { content = "c" }]', "inaccessible", "number 2"),
        ('burden = [{ content = "a", reason = " " }]', "burden", "number 1"),
        ('outside = [{ content = "a", reason = "b", law = "c" }]', "outside", "number 1"),
        ('assessed = "2026-11-20"', "assessed", "without quotes"),
        ("assessed = 2026-11-20T10:00:00", "assessed", "is no day"),
        ("updated = 2026-11-26", "updated", "a day to come"),
        ("updated = 2026-11-31", "TOML", "line"),
        ('method = ""', "method", "is empty"),
        ('report = "mailto:a@example.org"', "report", "no https address"),
        ('report = "javascript:alert(1)"', "report", "no https address"),
        ('report = "https://example.org/a b"', "report", "no https address"),
        ('supervisor = "http://example.org"', "supervisor", "no https address"),
        ('language = ""', "language", "is empty"),
        ('date = "x"', "date", "no part of a statement"),
    ],
)
def test_asking_40_a_wrong_file_is_refused_with_its_name_the_key_and_what_to_do(
    line: str, key: str, fault: str, tmp_path: Path
) -> None:
    name = line.split(" ")[0]
    wrong = re.sub(rf"^{name} = .*$", lambda _: line, GOOD, flags=re.MULTILINE)
    _is_refused(tmp_path, wrong if wrong != GOOD else GOOD + line, key, fault)


@pytest.mark.parametrize("key", re.findall(r"^(\w+) =", GOOD, re.MULTILINE))
def test_asking_40_nothing_may_be_missing(key: str, tmp_path: Path) -> None:
    _is_refused(tmp_path, re.sub(rf"^{key} = .*$", "", GOOD, flags=re.MULTILINE), key, "is missing")


def _is_refused(folder: Path, written: str, key: str, fault: str) -> None:
    file = folder / "statement.toml"
    file.write_text(written, "utf-8")
    with pytest.raises(StatementRefused) as refused:
        read(file, TODAY)
    told = str(refused.value)
    assert str(file) in told
    assert key in told
    assert fault in told


def test_asking_40_a_file_that_is_not_there_or_not_text_stops_the_start(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere.toml"
    with pytest.raises(SettingsRefused, match=f"SURVEYAPP_ACCESSIBILITY: {nowhere} can't be read"):
        from_environment({"SURVEYAPP_ACCESSIBILITY": str(nowhere)})
    latin = tmp_path / "latin.toml"
    latin.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(SettingsRefused, match="UTF-8"):
        from_environment({"SURVEYAPP_ACCESSIBILITY": str(latin)})


def test_asking_40_the_setting_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "statement.toml"
    file.write_text(re.sub(r"2026-\d\d-\d\d", "2025-01-31", GOOD), "utf-8")
    statement = from_environment({"SURVEYAPP_ACCESSIBILITY": str(file)}).statement
    assert statement
    assert statement.inaccessible == (Excepted("Filmen", "Inga undertexter"),)
    assert from_environment({}).statement is None


def test_asking_40_either_day_makes_a_statement_old() -> None:
    for older in (STATEMENT.assessed, STATEMENT.updated):
        statement = replace(STATEMENT, assessed=older, updated=older + timedelta(days=9))
        for one in (statement, replace(statement, assessed=statement.updated, updated=statement.assessed)):
            assert not one.is_old(older + A_YEAR - timedelta(days=1))
            assert one.is_old(older + A_YEAR)


def test_asking_40_an_old_statement_is_told_when_the_service_starts(tmp_path: Path) -> None:
    file = tmp_path / "statement.toml"
    said = {}
    for day in ("2024-01-31", datetime.now(UTC).date().isoformat()):
        file.write_text(re.sub(r"2026-\d\d-\d\d", day, GOOD), "utf-8")
        environment = {
            "SURVEYAPP_DATA": str(tmp_path / "data"),
            "SURVEYAPP_DATABASE": f"sqlite:///{tmp_path}/no/such/folder/a.sqlite",  # so that it ends before it serves
            "SURVEYAPP_ACCESSIBILITY": str(file),
        }
        said[day] = CliRunner().invoke(main, ["serve"], env=environment).output
    old, new = said.values()
    assert "A year has gone since the accessibility statement" in old
    assert "A year has gone since the accessibility statement" not in new


def test_asking_40_the_page_says_all_that_the_law_wants_and_nothing_unescaped(store: Store, settings: Settings) -> None:
    html = _client(store, settings, STATEMENT).get("/accessibility?language=en").text
    for said in ("Kroppen", "Tjänsten", "Filmen", "Inga undertexter", "Arkivet", "För dyrt", "Kartan", "Undantagen"):
        assert f">{said} &lt;b&gt;<" in html
    for said in ("conforms partly", "3 November 2026", "24 November 2026", "Egen granskning &lt;b&gt;"):
        assert said in html
    assert 'href="https://example.org/anmal?&lt;b&gt;"' in html
    assert 'href="https://example.org/tillsyn"' in html
    assert '<span lang="sv" dir="ltr">Kroppen' in html, "a page in English marks what is Swedish"
    assert "hasn't published" not in html


@pytest.mark.parametrize(
    ("conformance", "said"),
    [("full", "conforms fully"), ("partial", "conforms partly"), ("none", "doesn't conform")],
)
def test_asking_40_how_far_the_service_conforms_is_said(
    conformance: str, said: str, store: Store, settings: Settings
) -> None:
    statement = replace(STATEMENT, conformance=conformance, inaccessible=(), burden=(), outside=())  # type: ignore[arg-type]
    html = _client(store, settings, statement).get("/accessibility?language=en").text
    assert said in html
    assert html.count("<p>Nothing.</p>") == 2
    assert "<p>We know of nothing.</p>" in html


def test_asking_40_without_a_statement_the_page_says_so_and_what_is_known(client: FlaskClient) -> None:
    html = client.get("/accessibility", headers={"Accept-Language": "en"}).text
    assert "hasn't published an accessibility statement" in html
    for said in ("WCAG 2.2", "Safari or Firefox", "real screen reader", "Tell the staff"):
        assert said in html
    assert f'href="{SUPERVISOR}"' in html


def test_asking_40_the_page_speaks_the_language_of_the_page_that_led_there(client: FlaskClient) -> None:
    for told, spoken in (("ar", "ar"), ("sv-simple", "sv"), ('"><script>', "sv")):
        html = client.get("/accessibility", query_string={"language": told}, headers={"Accept-Language": "en"}).text
        assert f'<html lang="{spoken}"' in html


def test_asking_40_every_footer_leads_there_in_one_step(client: FlaskClient) -> None:
    for address in ("/", "/about", "/accessibility", "/r/real/ar/safe", "/design/page", "/no/such/page", "/fail/403"):
        html = client.get(address).text
        footer = html[html.index("<footer>") :]
        led = re.search(r'href="(/accessibility[^"]*)"', footer)
        assert led, address
        assert client.get(led[1]).status_code == 200
    assert client.get("/about").text.count('href="/accessibility') == 2, "in the text too"


def test_asking_40_staff_are_told_where_they_begin_that_a_statement_is_old(store: Store, settings: Settings) -> None:
    old = replace(STATEMENT, assessed=TODAY - A_YEAR)
    told = "A year has gone since the accessibility statement"
    assert told in _client(store, settings, old).get("/design/page").text
    for statement in (STATEMENT, None):
        assert told not in _client(store, settings, statement).get("/design/page").text
    assert told not in _client(store, settings, old).get("/").text, "that is no matter for participants"
