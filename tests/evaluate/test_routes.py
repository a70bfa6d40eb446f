import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook

from surveyapp import demo
from surveyapp.evaluate.routes import XLSX
from surveyapp.release.figures import Share
from surveyapp.release.make import make_release
from surveyapp.release.tick import tick
from surveyapp.store import rounds
from surveyapp.store.rounds import Round, Site
from surveyapp.web import here
from tests.accounts.staff import Person
from tests.evaluate.ooxml import check_workbook
from tests.running import Service


def released_trial(service: Service, n: int, label: str = "Prov", **more: Any) -> Round:  # noqa: ANN401
    round = service.open_round(kind="trial", label=label, **more)
    now = service.now()
    demo.fill(service.store, round, n, now, now.date(), seed=3)
    with service.store.writing() as c:
        rounds.close_trial(c, round, now)
    with service.app.app_context():
        tick(service.store, service.now() + timedelta(seconds=1), here.zone())
    return round


def test_blocks_that_are_cut_are_named_on_the_page(service: Service) -> None:
    sites = (Site("north", "Norr"), Site("south", "Söder & <b>"))
    round = released_trial(service, 80, "Delad", second="$site", k=3, sites=sites)
    page = Person(service, "evaluator", "en").get(f"/evaluate/{round.name}").text
    assert "Second variable: Place" in page
    assert "Women – Norr" in page
    assert "Men – Söder &amp; &lt;b&gt;" in page


@pytest.fixture(scope="module")
def released(service: Service) -> Round:
    return released_trial(service, 40)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_evaluator_reads_every_table_and_downloads_the_workbook(
    service: Service, released: Round, language: str
) -> None:
    evaluator = Person(service, "evaluator", language)
    assert f"/evaluate/{released.name}" in evaluator.get("/evaluate/").text
    page = evaluator.get(f"/evaluate/{released.name}")
    assert page.status_code == 200
    assert page.text.count("<table>") > 5
    file = evaluator.get(f"/evaluate/{released.name}/workbook?language={language}")
    assert file.mimetype == XLSX
    assert f"{released.name}-{language}.xlsx" in file.headers["Content-Disposition"]
    check_workbook(file.data)


def test_a_designer_sees_the_figures_of_a_trial_but_not_of_a_real_round(service: Service, released: Round) -> None:
    designer, evaluator = Person(service, "designer"), Person(service, "evaluator")
    there = f"/evaluate/{released.name}"
    assert there in designer.get(f"/design/rounds/{released.name}").text
    page = designer.get(there)
    assert page.text.count("<table>") > 5
    assert "/texts/" not in page.text
    assert designer.get(f"{there}/workbook?language=sv").mimetype == XLSX
    for address in ("/evaluate/", f"/texts/{released.name}"):
        assert designer.get(address).status_code == 403
    real = service.open_round(label="På riktigt")
    with service.store.writing() as c:
        rounds.stop(c, real, service.now())
    with service.app.app_context():
        tick(service.store, service.now() + timedelta(days=9), here.zone())
    for address in (f"/evaluate/{real.name}", f"/evaluate/{real.name}/workbook"):
        assert designer.get(address).status_code == 403
        assert evaluator.get(address).status_code != 403
    assert f"/evaluate/{real.name}" not in designer.get(f"/design/rounds/{real.name}").text


def test_a_rank_has_a_row_for_each_option_and_a_column_for_each_place(service: Service, released: Round) -> None:
    page = Person(service, "evaluator", "en").get(f"/evaluate/{released.name}").text
    [matrix] = re.findall(r'aria-label="Places in question \d+">(.*?)</table>', page, re.DOTALL)
    assert re.findall(r'scope="col">([^<]*)<', matrix) == [
        "Answer",
        "Place 1",
        "Place 2",
        "Place 3",
        "No place",
        "Points",
    ]
    groups = matrix.count('scope="rowgroup"')
    assert matrix.count('scope="row">') == 4 * groups
    assert matrix.count("<td>") == 5 * 4 * groups
    [beside] = re.findall(r"Places in question.*?</table>.*?<tbody>(.*?)</table>", page, re.DOTALL)
    assert "Not answered" in beside
    options = set(re.findall(r'scope="row">(.*?)</th>', matrix))
    assert len(options) == 4
    assert not [option for option in options if re.sub("<[^>]*>", "", option) in beside]


def test_a_share_of_fewer_than_k_people_is_left_to_its_counts(service: Service) -> None:
    with service.app.test_request_context():
        macro = service.app.jinja_env.get_template("evaluate/table.html").make_module(
            {"release": SimpleNamespace(round=SimpleNamespace(k=5))}
        )
        assert "%" in macro.share(Share(2, 5), "000000")  # type: ignore[attr-defined]
        assert macro.share(Share(2, 4), "000000").strip() == "–"  # type: ignore[attr-defined]


def test_openpyxl_is_loaded_for_a_workbook_only() -> None:
    command = "import sys, surveyapp.evaluate; sys.exit('openpyxl' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], check=True)


def test_the_page_of_a_trial_says_so(service: Service, released: Round) -> None:
    evaluator = Person(service, "evaluator")
    assert "Trial round: the answers are only a test." in evaluator.get(f"/evaluate/{released.name}").text
    assert "Trial round: the answers are only a test." in evaluator.get("/evaluate/").text


def test_a_round_without_a_release_looks_like_none_at_all(own_service: Service) -> None:
    round = own_service.open_round(kind="trial", label="Inte klar")
    now = own_service.now()
    demo.fill(own_service.store, round, 40, now, now.date(), seed=3)
    evaluator = Person(own_service, "evaluator")
    assert "Inte klar" not in evaluator.get("/evaluate/").text
    for address in (f"/evaluate/{round.name}", f"/evaluate/{round.name}/workbook"):
        unreleased, unknown = evaluator.get(address), evaluator.get(address.replace(round.name, "no-such-round"))
        assert unreleased.status_code == unknown.status_code == 404
        assert unreleased.text == unknown.text


def test_a_stopped_round_is_listed_as_stopped_and_not_with_a_release_to_come(own_service: Service) -> None:
    round = own_service.open_round(label="Avbruten")
    now = own_service.now()
    with own_service.store.writing() as c:
        stopped = rounds.stop(c, round, now)
    make_release(own_service.store, stopped, now)
    page = Person(own_service, "evaluator").get("/evaluate/").text
    assert "Avbruten" in page
    assert "Stopped." in page


def test_no_figures_is_told_as_such(own_service: Service) -> None:
    round = released_trial(own_service, 3)
    page = Person(own_service, "evaluator").get(f"/evaluate/{round.name}")
    assert "There are no figures: fewer than 5 people answered." in page.text
    assert "Favourable share" not in page.text


def test_a_language_that_the_interface_lacks_is_not_found(service: Service, released: Round) -> None:
    evaluator = Person(service, "evaluator")
    assert evaluator.get(f"/evaluate/{released.name}/workbook?language=xx").status_code == 404


@pytest.mark.parametrize("role", ["reviewer", "analyst"])
def test_other_staff_read_no_figures(service: Service, released: Round, role: str) -> None:
    person = Person(service, role)  # type: ignore[arg-type]
    for address in ("/evaluate/", f"/evaluate/{released.name}", f"/evaluate/{released.name}/workbook"):
        assert person.get(address).status_code == 403


# ---- profiles ----


def test_the_page_offers_the_profiles_and_each_gives_its_workbook(service: Service, released: Round) -> None:
    evaluator = Person(service, "evaluator", "en")
    page = evaluator.get(f"/evaluate/{released.name}").text
    for name in ("standard", "overview", "flat"):
        assert f'name="profile" value="{name}"' in page
    file = evaluator.get(f"/evaluate/{released.name}/workbook?language=sv&profile=overview")
    assert f"{released.name}-overview-sv.xlsx" in file.headers["Content-Disposition"]
    assert len(load_workbook(io.BytesIO(file.data)).sheetnames) == 3
    assert evaluator.get(f"/evaluate/{released.name}/workbook?profile=none").status_code == 404


def test_an_own_profile_is_offered_and_a_faulty_one_is_told(own_service: Service, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    service, running = own_service, own_service.app.extensions["surveyapp"]
    own_service.app.extensions["surveyapp"] = replace(running, config=replace(running.config, own_exports=exports))
    (exports / "ours.yaml").write_text("title: {en: For our board}\nsheets: [overview]\nquestions: [lunhc]\n")
    (exports / "broken.yaml").write_text("title: {en: Broken}\nsheets: [everything]\n")
    round = released_trial(service, 12)
    evaluator = Person(service, "evaluator", "en")
    page = evaluator.get(f"/evaluate/{round.name}").text
    assert "For our board" in page
    assert "The profile broken has faults" in page
    assert evaluator.get(f"/evaluate/{round.name}/workbook?profile=broken").status_code == 404
    refused = evaluator.get(f"/evaluate/{round.name}/workbook?profile=ours")
    assert refused.status_code == 422
    assert "lunhc" in refused.text


# ---- rounds side by side ----


def test_rounds_are_compared_on_a_page_and_in_a_workbook(service: Service, released: Round) -> None:
    other = released_trial(service, 30, label="Efter")
    evaluator = Person(service, "evaluator", "en")
    assert f'name="round" value="{other.name}"' in evaluator.get("/evaluate/").text
    chosen = f"round={released.name}&round={other.name}"
    page = evaluator.get(f"/evaluate/compare?{chosen}")
    assert page.status_code == 200
    assert "Trial round: the answers are only a test." in page.text
    assert "Facts about a person that never change may be found out" in page.text
    file = evaluator.get(f"/evaluate/compare/workbook?{chosen}&language=en")
    assert file.mimetype == XLSX
    check_workbook(file.data)


def test_what_cannot_be_compared_is_told_on_the_page(service: Service, released: Round) -> None:
    evaluator = Person(service, "evaluator", "en")
    for address in ("/evaluate/compare", "/evaluate/compare/workbook"):
        refused = evaluator.get(f"{address}?round={released.name}")
        assert refused.status_code == 422
        assert "Choose from 2 to 8 rounds to compare." in refused.text
        assert evaluator.get(f"{address}?round={released.name}&round=nowhere").status_code == 404
