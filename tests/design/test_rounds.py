import html
import re
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event

from surveyapp import demo
from surveyapp.config import shipped
from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.release.tick import tick
from surveyapp.store import questionnaires, responses, rounds, staff
from surveyapp.store.rounds import Asking, Round, Site
from surveyapp.web.times import text_of
from tests.accounts.staff import Person
from tests.running import ALL_KINDS, Service


@pytest.fixture(scope="module")
def designer(service: Service) -> Person:
    return Person(service, "designer")


def definition(service: Service, version: str) -> Questionnaire:
    with service.store.reading() as c:
        return questionnaires.questionnaire(c, version)


def again(service: Service, round: Round) -> Round:
    with service.store.reading() as c:
        found = rounds.round_by_id(c, round.id)
    assert found
    return found


def a_form(service: Service, **changed: Any) -> dict[str, Any]:  # noqa: ANN401
    """A filled-in form that opens a real round."""
    now, zone = service.now(), service.app.extensions["surveyapp"].config.zone
    fields = {
        "kind": "real",
        "label": "Kvinnornas omgång",
        "languages": ["sv"],
        "sites": "north = Norr\nost = Öst på sjön\n",
        "k": "5",
        "breakdown": "gender",
        "opens": text_of(now, zone),
        "closes": text_of(now + timedelta(days=14), zone),
        "releases": text_of(now + timedelta(days=15), zone),
        "access": "codes",
        "responsible": "Kommunen",
        "contact": "08-123 45 67",
        "legal_ground": "Artikel 6.1 e",
        "kept_until": "2039-12-31",
        "reference": "KS 2026/1",
        "help_now": "Ring 1177\nRing <112>",
        "results_told": "På husmötet",
        "receipt_until": text_of(now + timedelta(days=15), zone)[:10],
        "own_supervisor_may_help": "y",
        "idle_minutes": "3",
        "shown": "1",
        "sure": "y",
    }
    return fields | changed


def open_page(service: Service) -> str:
    return f"/design/versions/{service.publish(ALL_KINDS)}/open"


# ---- opening ---------------------------------------------------------------------------------------------------------


def test_a_round_opens_as_it_was_filled_in_and_its_page_shows_it(service: Service, designer: Person) -> None:
    opened = designer.post(open_page(service), **a_form(service))
    assert opened.status_code == 303
    with service.store.reading() as c:
        round = rounds.round_named(c, opened.headers["Location"].rsplit("/", 1)[1])
    assert round
    assert (round.kind, round.label, round.languages, round.k) == ("real", "Kvinnornas omgång", ("sv",), 5)
    assert round.sites == (Site("north", "Norr"), Site("ost", "Öst på sjön"))
    assert (round.access, round.breakdown) == ("codes", "gender")
    assert round.closes - round.opens == timedelta(days=14)
    assert round.facts.reference == "KS 2026/1"
    page = designer.get(opened.headers["Location"]).text
    for site in round.sites:
        address = f"http://127.0.0.1:8000/r/{round.name}/at/{site.id}/"
        assert f">{address}</a>" in page
        assert designer.get(f"/r/{round.name}/at/{site.id}/").status_code in (200, 302)
    assert "Europe/Stockholm" in page


def test_how_people_are_asked_is_chosen_and_shown(service: Service, designer: Person) -> None:
    chosen = {"own_supervisor_may_help": [], "proxy_allowed": "y", "idle_minutes": "7", "idle_keeps": "y"}
    fields = a_form(service, **chosen)
    shown_before = designer.post(open_page(service), **{name: fields[name] for name in fields if name != "shown"})
    opened = designer.post(open_page(service), **fields)
    with service.store.reading() as c:
        round = rounds.round_named(c, opened.headers["Location"].rsplit("/", 1)[1])
    assert round
    assert round.asking == Asking(
        own_supervisor_may_help=False,
        proxy_allowed=True,
        idle_minutes=7,
        idle_keeps=True,
        receipt_until=(service.now() + timedelta(days=15)).astimezone(ZoneInfo("Europe/Stockholm")).date(),
        help_now="Ring 1177\nRing <112>",
        results_told="På husmötet",
    )
    for page in (shown_before.text, designer.get(opened.headers["Location"]).text):
        assert "<bdi>Ring 1177</bdi><br><bdi>Ring &lt;112&gt;</bdi>" in page
        assert "After 7 minutes" in page
        assert "What was answered is kept, as unfinished." in page
    shorter = designer.post(open_page(service), **fields | {"receipt_until": "", "idle_minutes": "0", "kind": "trial"})
    page = designer.get(shorter.headers["Location"]).text
    assert "No receipts are given" in page
    assert "The page waits, however long." in page


def test_figures_can_be_split_by_a_second_variable_too(service: Service, designer: Person) -> None:
    form = designer.get(open_page(service)).text
    assert '<option value="$site">Place</option>' in form
    sites = "north = Norr\nsouth = Söder"
    opened = designer.post(open_page(service), **a_form(service, second="$site", sites=sites))
    assert opened.status_code == 303
    with service.store.reading() as c:
        round = rounds.round_named(c, opened.headers["Location"].rsplit("/", 1)[1])
    assert round
    assert round.second == "$site"
    assert "<bdi>Place</bdi>" in designer.get(opened.headers["Location"]).text
    refused = designer.post(open_page(service), **a_form(service, second="gender", sites=sites))
    assert refused.status_code == 422


def test_a_real_round_is_shown_once_more_before_it_opens(service: Service, designer: Person) -> None:
    with service.store.reading() as c:
        before = len(rounds.rounds(c))
    filled = {name: value for name, value in a_form(service).items() if name not in ("shown", "sure")}
    shown = designer.post(open_page(service), **filled)
    assert shown.status_code == 200
    for part in ("Kvinnornas omgång", "Öst på sjön", "Kommunen", "31 December 2039", "KS 2026/1"):
        assert part in shown.text
    unsure = designer.post(open_page(service), **filled, shown="1")
    assert unsure.status_code == 422
    with service.store.reading() as c:
        assert len(rounds.rounds(c)) == before
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text.partition("<main")[2])
    assert {name: html.unescape(value) for name, value in carried if name in ("label", "k", "sites", "shown")} == {
        "label": "Kvinnornas omgång",
        "k": "5",
        "sites": filled["sites"],
        "shown": "1",
    }
    back = designer.post(open_page(service), **filled, shown="1", change="1")
    assert 'value="Kvinnornas omgång"' in back.text
    assert "Look through the round" not in back.text
    assert designer.post(open_page(service), **filled, shown="1", sure="y").status_code == 303


def test_a_site_without_a_name_has_the_rounds_own_link(service: Service, designer: Person) -> None:
    short = service.publish(shipped("questionnaires") / "prova")
    opened = designer.post(f"/design/versions/{short}/open", **a_form(service, sites="", kind="trial"))
    page = designer.get(opened.headers["Location"]).text
    assert f">http://127.0.0.1:8000/r/{opened.headers['Location'].rsplit('/', 1)[1]}/</a>" in page


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"kind": ""}, "kind", "Choose whether it is a trial or a real round."),
        ({"label": "  "}, "label", "Give the round a name"),
        ({"languages": []}, "languages", "Choose at least one language."),
        ({"languages": ["xx"]}, "languages", "xx"),
        ({"sites": "Norr\nNorr"}, "sites", "Two sites have the name Norr."),
        ({"k": "two"}, "k", "Write a whole number, in digits."),
        ({"k": "2"}, "k", "must be 3 or more"),
        ({"opens": "2026-03-29 02:30"}, "opens", "The clock skips 02:30 that day."),
        ({"closes": "2027-10-31 02:30"}, "closes", "The clock shows 02:30 twice that day."),
        ({"closes": "in May"}, "closes", "Write the day and the time like this"),
        ({"closes": "2026-01-01 08:00", "opens": "2025-12-01 08:00"}, "closes", "has passed already"),
        ({"closes": "2039-01-01 08:00", "releases": "2039-01-01 08:59"}, "releases", "at least an hour after closing"),
        ({"access": ""}, "access", "Choose who can answer."),
        ({"responsible": ""}, "responsible", "Write who is responsible."),
        ({"kept_until": ""}, "kept_until", "until which day"),
        ({"kept_until": "soon"}, "kept_until", "Write the day like this"),
        ({"reference": " "}, "reference", "Write the reference number."),
        ({"help_now": " "}, "help_now", "if they need help"),
        ({"results_told": ""}, "results_told", "where and when the results"),
        ({"idle_minutes": "21"}, "idle_minutes", "from 0 to 20"),
        ({"idle_minutes": "soon"}, "idle_minutes", "in digits"),
        ({"receipt_until": "2026-01-01"}, "receipt_until", "until the round closes"),
        ({"receipt_until": "2040-01-01"}, "receipt_until", "longer than the answers are kept"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_what_was_written_stays(
    service: Service, designer: Person, wrong: dict[str, Any], field: str, sentence: str
) -> None:
    with service.store.reading() as c:
        before = len(rounds.rounds(c))
    page = designer.post(open_page(service), **a_form(service, **wrong))
    assert page.status_code == 422
    assert f'<a href="#{field}">' in page.text
    beside = re.search(rf'id="{field}-error">(.*?)</p>', page.text, re.DOTALL)
    assert beside
    assert sentence in beside[1]
    assert 'value="08-123 45 67"' in page.text
    with service.store.reading() as c:
        assert len(rounds.rounds(c)) == before


def test_a_trial_opens_with_less(service: Service, designer: Person) -> None:
    bare = {"kind": "trial", "responsible": "", "contact": "", "legal_ground": "", "kept_until": "", "reference": ""}
    every_language = list(definition(service, service.publish(ALL_KINDS)).languages)
    assert designer.post(open_page(service), **a_form(service, languages=every_language, **bare)).status_code == 303


def test_the_form_suggests_a_round_that_opens(service: Service, designer: Person) -> None:
    page = designer.get(open_page(service)).text
    suggested = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* type="text"[^>]* value="([^"]+)"', page))
    assert suggested.keys() >= {"label", "opens", "closes", "releases", "k"}
    assert designer.post(open_page(service), **a_form(service, **suggested)).status_code == 303


def test_a_questionnaires_page_marks_what_is_not_reviewed_and_what_is_missing(
    service: Service, designer: Person
) -> None:
    whole = definition(service, service.publish(ALL_KINDS))
    changed = {"key": "gaps", "reviewed": {}, "title": {whole.source: whole.title[whole.source]}}
    gaps = Questionnaire.model_validate(whole.model_dump() | changed)
    with service.store.writing() as c:
        questionnaires.publish(c, gaps, load_folder(ALL_KINDS).media, service.today())
    page = designer.get(f"/design/versions/{gaps.version}").text
    assert page.count("Nobody has reviewed it") == len(whole.languages) - 1
    assert page.count("Trial rounds only") == len(whole.languages) - 1
    assert page.count("Missing: 1") == len(whole.languages) - 1


# ---- putting off, stopping -------------------------------------------------------------------------------------------


def test_the_closing_is_put_off_and_never_brought_forward(service: Service, designer: Person) -> None:
    round = service.open_round()
    zone = service.app.extensions["surveyapp"].config.zone
    address = f"/design/rounds/{round.name}/postpone"
    earlier = text_of(round.closes - timedelta(days=1), zone)
    refused = designer.post(address, closes=earlier, releases=text_of(round.releases, zone))
    assert refused.status_code == 422
    assert "brought forward" in refused.text
    later = text_of(round.closes + timedelta(days=2), zone)
    released = text_of(round.releases + timedelta(days=2), zone)
    assert designer.post(address, closes=later, releases=released).status_code == 303
    assert text_of(again(service, round).closes, zone) == later
    with service.store.reading() as c:
        assert staff.trail(c, 1)[0].what == f"put off the closing of the round {round.name}"


def test_a_real_round_is_stopped_for_good_after_a_yes(service: Service, designer: Person) -> None:
    round = service.open_round()
    address = f"/design/rounds/{round.name}/stop"
    unsure = designer.post(address)
    assert unsure.status_code == 422
    assert not again(service, round).stopped
    assert designer.post(address, sure="y").status_code == 303
    assert again(service, round).state(service.now()) == "stopped"
    assert "Stopped" in designer.get(f"/design/rounds/{round.name}").text
    assert designer.post(address, sure="y").status_code == 422


# ---- trials ----------------------------------------------------------------------------------------------------------


def test_a_trial_is_filled_closed_and_removed(service: Service, designer: Person) -> None:
    round = service.open_round(kind="trial")
    page = f"/design/rounds/{round.name}"
    for address in (page, f"{page}/postpone", f"{page}/remove"):
        assert '<p class="notice warning">Trial</p>' in designer.get(address).text
    for n in (3, 9):
        assert designer.post(f"{page}/fill", page=page, n=str(n)).status_code == 303
    assert "12, as it stands now" in designer.get(page).text
    assert designer.post(f"{page}/fill", page=page, n="501").status_code == 422
    assert designer.post(f"{page}/close", page=page).status_code == 303
    assert again(service, round).released
    assert designer.post(f"{page}/remove").status_code == 422
    assert designer.post(f"{page}/remove", sure="y").status_code == 303
    assert designer.get(page).status_code == 404


def test_a_real_round_is_neither_filled_nor_closed_nor_removed(service: Service, designer: Person) -> None:
    round = service.open_round()
    page = f"/design/rounds/{round.name}"
    assert designer.post(f"{page}/fill", page="/account", n="5").status_code == 404
    designer.post(f"{page}/close", page="/account")
    assert designer.post(f"{page}/remove", page="/account", sure="y").status_code == 404
    assert again(service, round).state(service.now()) == "open"
    with service.store.reading() as c:
        assert responses.count_submitted(c, round.id) == 0


# ---- what staff may not see ------------------------------------------------------------------------------------------


def answer(service: Service, round: Round, n: int, days_ago: int = 0) -> None:
    """Put `n` submitted responses into a round of any kind."""
    day = service.today() - timedelta(days=days_ago)
    rows = demo.made_up_responses(definition(service, round.questionnaire_version), round, [None] * n, day, Random(n))
    with service.store.writing() as c:
        responses.insert_submitted(c, round, rows)


def crawl(person: Person, start: str = "/design/") -> dict[str, str]:
    """Every staff page that links lead to, without what is new in each at every reading."""
    pages: dict[str, str] = {}
    ahead = [start, "/evaluate/", "/users"]
    while ahead:
        address = ahead.pop()
        if address in pages:
            continue
        response = person.get(address)
        assert response.status_code == 200, address
        page = person.without_tokens(response.text) if response.mimetype == "text/html" else ""
        pages[address] = re.sub(r'value="\d{4}-\d\d-\d\d \d\d:\d\d"', "", page)  # times that follow the clock
        links = re.findall(r'<a[^>]* href="(/(?:design|evaluate|users|trail|account)[^"#]*)"', page)
        ahead += [link for link in links if "/preview?" not in link]  # one screen's preview stands for the others
    return pages


def test_no_staff_page_of_a_real_round_tells_how_many_have_answered_but_the_counter(own_service: Service) -> None:
    """The pages are the same whether or not anyone answers, until midnight; then the counter is a multiple of k."""
    administrator = Person(own_service, "administrator")
    zone = own_service.app.extensions["surveyapp"].config.zone
    round = own_service.open_round(access="codes", sites=(Site("norr", "Norr"), Site("soder", "Söder")))
    tick(own_service.store, own_service.now(), zone)
    before = crawl(administrator)
    assert len(before) > 8
    assert "Fewer than 5, as it stood last midnight" in before[f"/design/rounds/{round.name}"]

    answer(own_service, round, 13)
    tick(own_service.store, own_service.now(), zone)
    assert crawl(administrator) == before

    own_service.ahead = timedelta(days=1)
    tick(own_service.store, own_service.now(), zone)
    counted = crawl(administrator)[f"/design/rounds/{round.name}"]
    assert "At least 10, as it stood last midnight" in counted

    own_service.ahead = timedelta(days=9)
    tick(own_service.store, own_service.now(), zone)
    assert "midnight" not in crawl(administrator)[f"/design/rounds/{round.name}"]


# ---- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/design/", "/users", "/trail", "/evaluate/"])
def test_a_list_takes_as_many_queries_whatever_its_length(own_service: Service, address: str) -> None:
    administrator = Person(own_service, "administrator")

    def queries() -> int:
        asked: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert administrator.get(address).status_code == 200
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(asked)

    own_service.open_round(kind="trial")
    few = queries()
    for n in range(5):
        own_service.open_round(kind="trial" if n % 2 else "real")
        with own_service.store.writing() as c:
            staff.add(c, f"user-{n}", "", {"designer"})
            staff.audit(c, "designer", f"did {n}", own_service.now())
    assert queries() == few
