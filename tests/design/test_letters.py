import re
from datetime import timedelta

import pytest

from surveyapp.store import codes, responses, staff
from surveyapp.store.rounds import Round, Site
from surveyapp.web.qr import qr
from tests.accounts.staff import Person
from tests.pages import check_page
from tests.running import Service

CODE = re.compile(r"<code>(\w{4}-\w{4})</code>")

SITES = (Site("norr", "Norr"), Site("soder", "Söder & <b>"))


@pytest.fixture(scope="module")
def designer(service: Service) -> Person:
    return Person(service, "designer")


def make(designer: Person, round: Round, **fields: str) -> str:
    address = f"/design/rounds/{round.name}/codes{'/replace' if 'sure' in fields else ''}"
    once = designer.field(address, "once")
    made = designer.post(address, **{"once": once, "site": round.sites[0].id, "n": "3"} | fields)
    check_page(made.text)
    return made.text


def trail(service: Service, n: int) -> list[str]:
    with service.store.reading() as c:
        return [entry.what for entry in staff.trail(c, n)]


# ---- letters ---------------------------------------------------------------------------------------------------------


def test_codes_are_shown_once(service: Service, designer: Person) -> None:
    round = service.open_round(access="codes")
    address = f"/design/rounds/{round.name}/codes"
    fields = {name: designer.field(address, name) for name in ("csrf_token", "once")} | {"site": "here", "n": "7"}
    made = designer.send(address, **fields)
    shown = CODE.findall(made.text)
    assert len(set(shown)) == 7
    reloaded = designer.send(address, **fields)
    assert reloaded.status_code == 422
    assert "have been made already" in reloaded.text
    for page in (reloaded, designer.get(address), designer.get(f"/design/rounds/{round.name}")):
        assert not [code for code in shown if code in page.text]
    assert made.headers["Cache-Control"] == "no-store"
    assert trail(service, 1) == [f"made access codes for here in the round {round.name}"]


def test_a_letter_says_who_asks_what_and_how_in_each_language_of_the_round(service: Service, designer: Person) -> None:
    round = service.open_round(access="codes", languages=("ar", "sv", "en"), sites=SITES, kind="trial")
    page = make(designer, round, site="soder", n="1")
    [letter] = re.findall(r"<li>\n<p class=\"asks\">.*?</li>", page, re.DOTALL)
    [code] = CODE.findall(letter)
    assert "Exempelkommun" in letter
    assert "Söder &amp; &lt;b&gt;" in letter
    assert "Trial" in letter
    assert '<p class="address" dir="ltr">127.0.0.1:8000/r</p>' in letter
    assert re.findall(r'<p lang="(\w+)" dir="(\w+)">', letter) == [("sv", "ltr"), ("ar", "rtl"), ("en", "ltr")]
    assert "Scan or write this code by" in letter
    assert str(qr(f"http://127.0.0.1:8000/r/{round.name}/at/soder/#code={code}")) in letter


def test_a_drawn_code_keeps_within_the_policy_of_our_pages() -> None:
    drawn = qr("https://example.org/r/round/at/site/#code=2345-6789")
    assert "style" not in drawn
    assert "xmlns" not in drawn
    assert 'viewBox="0 0 41 41"' in drawn  # 33 modules, and a quiet zone of four on each side
    assert "M4 4.5h7" in drawn


def test_a_lost_list_is_replaced_in_one_step_after_a_yes(service: Service, designer: Person) -> None:
    round = service.open_round(access="codes", sites=SITES)
    lost, begun = CODE.findall(make(designer, round, n="2"))
    [elsewhere] = CODE.findall(make(designer, round, site="soder", n="1"))

    def starts(code: str) -> bool:
        with service.store.writing() as c:
            day, id = service.today(), service.store.keys.code_id(code)
            site = "soder" if code == elsewhere else "norr"
            return isinstance(responses.start(c, round, site, "sv", code, service.now(), day, id), int)

    assert starts(begun)
    unsure = make(designer, round, sure="")
    assert not CODE.findall(unsure)
    assert "Tick the box if you are sure." in unsure
    new = CODE.findall(make(designer, round, sure="y", n="2"))
    assert [starts(code) for code in (lost, new[0], elsewhere)] == [False, True, True]
    with service.store.reading() as c:
        under_way = responses.by_token(c, round.id, begun)
    assert under_way
    assert under_way.state == "started"
    assert trail(service, 2) == [
        f"made access codes for norr in the round {round.name}",
        f"revoked the unused access codes of norr in the round {round.name}",
    ]


def test_a_reload_of_new_letters_revokes_nothing(service: Service, designer: Person) -> None:
    round = service.open_round(access="codes")
    address = f"/design/rounds/{round.name}/codes/replace"
    names = ("csrf_token", "once")
    fields = {name: designer.field(address, name) for name in names} | {"site": "here", "n": "1", "sure": "y"}
    [new] = CODE.findall(designer.send(address, **fields).text)
    assert designer.send(address, **fields).status_code == 422
    with service.store.writing() as c:
        id = service.store.keys.code_id(new)
        begun = responses.start(c, round, "here", "sv", new, service.now(), service.today(), id)
    assert isinstance(begun, int)


@pytest.mark.parametrize("n", ["0", "501", "-1", "many", ""])
def test_no_codes_are_made_of_a_number_that_is_none(service: Service, designer: Person, n: str) -> None:
    round = service.open_round(access="codes")
    page = designer.post(f"/design/rounds/{round.name}/codes", once="1", site="here", n=n)
    assert page.status_code == 422
    assert "<code>" not in page.text


def test_a_round_with_an_open_link_has_no_pages_of_codes(service: Service, designer: Person) -> None:
    name = service.open_round().name
    assert designer.get(f"/design/rounds/{name}/codes").status_code == 404
    assert designer.get(f"/design/rounds/{name}/codes/replace").status_code == 404


# ---- poster ----------------------------------------------------------------------------------------------------------


def test_a_poster_leads_to_its_site_and_speaks_each_language(service: Service, designer: Person) -> None:
    round = service.open_round(sites=SITES)
    address = f"/design/rounds/{round.name}/poster/soder"
    assert f'href="{address}"' in designer.get(f"/design/rounds/{round.name}").text
    page = designer.get(address).text
    check_page(page)
    assert str(qr(f"http://127.0.0.1:8000/r/{round.name}/at/soder/")) in page
    assert f">127.0.0.1:8000/r/{round.name}/at/soder</p>" in page
    poster = page[page.index('class="poster"') :]
    assert [tag for tag in re.findall(r'<(?:ul|div) lang="(\w+)"', poster)] == ["sv", "en", "ar"]
    assert "You can answer until" in poster


def test_there_is_no_poster_of_a_round_with_codes_or_one_that_is_over(service: Service, designer: Person) -> None:
    with_codes, open_to_all = service.open_round(access="codes"), service.open_round()
    assert designer.get(f"/design/rounds/{with_codes.name}/poster/here").status_code == 404
    assert designer.get(f"/design/rounds/{open_to_all.name}/poster/nowhere").status_code == 404
    service.ahead = timedelta(days=9)
    assert designer.get(f"/design/rounds/{open_to_all.name}/poster/here").status_code == 404
    service.ahead = timedelta()


def test_a_code_has_a_door_whatever_has_become_of_it(service: Service) -> None:
    round = service.open_round(access="codes")
    with service.store.writing() as c:
        [revoked] = codes.make(c, round, "here", 1, service.store.keys)
        codes.revoke_unused(c, round, None)
        id = service.store.keys.code_id(revoked)
        assert codes.door_of(c, id) == (round, "here")
        assert codes.door_of(c, id + 1) is None
