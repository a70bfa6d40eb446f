"""Every route of the service, and who may enter it. A new route fails these tests until it stands in the table."""

import re
from collections.abc import Iterator
from typing import NoReturn, TypeAlias

import pytest
from werkzeug.routing import Rule

from surveyapp.accounts.guard import Role
from surveyapp.store.engine import Store
from surveyapp.store.rounds import Round
from surveyapp.web import look
from tests.accounts.staff import ROLES, Person
from tests.running import Service

People: TypeAlias = tuple[Role | None, ...]

EVERYONE: People = (None, *ROLES)
STAFF: People = ROLES
DESIGNERS: People = ("designer", "administrator")
EVALUATORS: People = ("evaluator", "administrator")
REVIEWERS: People = ("reviewer", "administrator")
MODERATORS: People = ("moderator", "administrator")
ANALYSTS: People = ("analyst", "administrator")
STUDY_READERS: People = ("evaluator", "analyst", "administrator")
GROUP_STAFF: People = ("moderator", "analyst", "administrator")
FOLLOWERS: People = ("designer", "moderator", "administrator")
FOLLOW_READERS: People = ("designer", "evaluator", "moderator", "administrator")
ADMINISTRATORS: People = ("administrator",)

WHO_MAY_ENTER: dict[tuple[str, str], People] = {
    ("GET", "/"): EVERYONE,
    ("GET", "/groups/"): GROUP_STAFF,
    ("GET", "/groups/guides/<version>"): GROUP_STAFF,
    ("GET", "/groups/guides/<version>/print"): GROUP_STAFF,
    ("GET", "/groups/guides/<version>/media/<sha256>"): GROUP_STAFF,
    ("GET", "/groups/guides/<version>/begin"): MODERATORS,
    ("POST", "/groups/guides/<version>/begin"): MODERATORS,
    ("GET", "/groups/<name>/"): GROUP_STAFF,
    ("GET", "/groups/<name>/groups/add"): MODERATORS,
    ("POST", "/groups/<name>/groups/add"): MODERATORS,
    ("GET", "/groups/<name>/groups/<id:group>/"): GROUP_STAFF,
    ("GET", "/groups/<name>/groups/<id:group>/speakers/add"): MODERATORS,
    ("POST", "/groups/<name>/groups/<id:group>/speakers/add"): MODERATORS,
    ("GET", "/groups/<name>/groups/<id:group>/speakers/<id:speaker>"): MODERATORS,
    ("POST", "/groups/<name>/groups/<id:group>/speakers/<id:speaker>"): MODERATORS,
    ("GET", "/groups/<name>/groups/<id:group>/speakers/<id:speaker>/withdraw"): MODERATORS,
    ("POST", "/groups/<name>/groups/<id:group>/speakers/<id:speaker>/withdraw"): MODERATORS,
    ("GET", "/groups/<name>/groups/<id:group>/meetings/add"): MODERATORS,
    ("POST", "/groups/<name>/groups/<id:group>/meetings/add"): MODERATORS,
    ("GET", "/groups/<name>/meetings/<id:meeting>/reading-back"): MODERATORS,
    ("POST", "/groups/<name>/meetings/<id:meeting>/reading-back/<id:statement>"): MODERATORS,
    ("GET", "/groups/<name>/meetings/<id:meeting>/said-before"): MODERATORS,
    ("GET", "/groups/<name>/coding/"): ANALYSTS,
    ("GET", "/groups/<name>/coding/<id:statement>"): ANALYSTS,
    ("POST", "/groups/<name>/coding/<id:statement>"): ANALYSTS,
    ("POST", "/groups/<name>/coding/<id:statement>/off/<id:coding>"): ANALYSTS,
    ("GET", "/groups/<name>/codes/"): ANALYSTS,
    ("GET", "/groups/<name>/codes/add"): ANALYSTS,
    ("POST", "/groups/<name>/codes/add"): ANALYSTS,
    ("GET", "/groups/<name>/codes/<id:code>/"): ANALYSTS,
    ("GET", "/groups/<name>/codes/<id:code>/change"): ANALYSTS,
    ("POST", "/groups/<name>/codes/<id:code>/change"): ANALYSTS,
    ("POST", "/groups/<name>/codes/<id:code>/sides"): ANALYSTS,
    ("POST", "/groups/<name>/codes/<id:code>/remove"): ANALYSTS,
    ("GET", "/groups/<name>/counts/"): ANALYSTS,
    ("GET", "/groups/<name>/quotes/"): ANALYSTS,
    ("GET", "/groups/<name>/quotes/<id:statement>"): ANALYSTS,
    ("POST", "/groups/<name>/quotes/<id:statement>"): ANALYSTS,
    ("POST", "/groups/<name>/quotes/<id:statement>/take-back"): ANALYSTS,
    ("GET", "/groups/<name>/sorting/"): GROUP_STAFF,
    ("POST", "/groups/<name>/sorting/"): GROUP_STAFF,
    ("GET", "/groups/<name>/sorting/lists"): GROUP_STAFF,
    ("GET", "/groups/<name>/improvements/"): GROUP_STAFF,
    ("GET", "/groups/<name>/improvements/add"): MODERATORS,
    ("POST", "/groups/<name>/improvements/add"): MODERATORS,
    ("GET", "/groups/<name>/improvements/<id:improvement>"): MODERATORS,
    ("POST", "/groups/<name>/improvements/<id:improvement>"): MODERATORS,
    ("GET", "/groups/<name>/improvements/<id:improvement>/merge"): MODERATORS,
    ("POST", "/groups/<name>/improvements/<id:improvement>/merge"): MODERATORS,
    ("POST", "/groups/<name>/improvements/<id:improvement>/move"): MODERATORS,
    ("GET", "/groups/<name>/ballots/"): GROUP_STAFF,
    ("GET", "/groups/<name>/ballots/add"): MODERATORS,
    ("POST", "/groups/<name>/ballots/add"): MODERATORS,
    ("GET", "/groups/<name>/ballots/<id:ballot>/beside"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/beside"): MODERATORS,
    ("GET", "/groups/<name>/ballots/<id:ballot>/<step>"): GROUP_STAFF,
    ("GET", "/groups/<name>/ballots/<id:ballot>/<step>/show"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/<step>/reached"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/ideas/add"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/choices"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/vote/open"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/vote/tablet"): MODERATORS,
    ("GET", "/groups/<name>/ballots/<id:ballot>/vote/paper"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/vote/paper"): MODERATORS,
    ("GET", "/groups/<name>/ballots/<id:ballot>/vote/anew"): MODERATORS,
    ("POST", "/groups/<name>/ballots/<id:ballot>/vote/anew"): MODERATORS,
    ("GET", "/groups/<name>/meetings/<id:meeting>/"): MODERATORS,
    ("POST", "/groups/<name>/meetings/<id:meeting>/write"): MODERATORS,
    ("POST", "/groups/<name>/meetings/<id:meeting>/present"): MODERATORS,
    ("POST", "/groups/<name>/meetings/<id:meeting>/state"): MODERATORS,
    ("GET", "/groups/<name>/meetings/<id:meeting>/notes"): MODERATORS,
    ("POST", "/groups/<name>/meetings/<id:meeting>/notes"): MODERATORS,
    ("GET", "/groups/<name>/meetings/<id:meeting>/balance"): MODERATORS,
    ("GET", "/groups/<name>/meetings/<id:meeting>/together"): MODERATORS,
    ("GET", "/groups/<name>/remove"): MODERATORS,
    ("POST", "/groups/<name>/remove"): MODERATORS,
    ("GET", "/groups/<name>/finish"): MODERATORS,
    ("POST", "/groups/<name>/finish"): MODERATORS,
    ("GET", "/followup/"): FOLLOW_READERS,
    ("GET", "/followup/<name>/"): FOLLOW_READERS,
    ("GET", "/followup/<name>/actions/add"): FOLLOWERS,
    ("POST", "/followup/<name>/actions/add"): FOLLOWERS,
    ("GET", "/followup/actions/<id:action>/"): FOLLOW_READERS,
    ("GET", "/followup/actions/<id:action>/go-on"): FOLLOWERS,
    ("POST", "/followup/actions/<id:action>/go-on"): FOLLOWERS,
    ("GET", "/followup/actions/<id:action>/translate"): FOLLOWERS,
    ("POST", "/followup/actions/<id:action>/translate"): FOLLOWERS,
    ("GET", "/followup/wall/<name>"): EVERYONE,
    ("GET", "/followup/wall/<name>/print"): EVERYONE,
    ("GET", "/followup/<name>/feedback/"): FOLLOW_READERS,
    ("GET", "/followup/<name>/feedback/lines/add"): FOLLOWERS,
    ("POST", "/followup/<name>/feedback/lines/add"): FOLLOWERS,
    ("GET", "/followup/<name>/feedback/lines/<id:line>"): FOLLOWERS,
    ("POST", "/followup/<name>/feedback/lines/<id:line>"): FOLLOWERS,
    ("POST", "/followup/<name>/feedback/lines/<id:line>/remove"): FOLLOWERS,
    ("POST", "/followup/<name>/feedback/publish"): FOLLOWERS,
    ("GET", "/followup/<name>/feedback/told"): FOLLOWERS,
    ("POST", "/followup/<name>/feedback/told"): FOLLOWERS,
    ("GET", "/followup/<name>/feedback/poster/<int:place>"): FOLLOW_READERS,
    ("GET", "/told/<name>"): EVERYONE,
    ("GET", "/about"): EVERYONE,
    ("GET", "/accessibility"): EVERYONE,
    ("GET", "/healthz"): EVERYONE,
    ("GET", "/static/<version>/<name>"): EVERYONE,
    ("GET", "/pictures/<version>/<id>.svg"): EVERYONE,
    ("GET", "/login"): EVERYONE,
    ("POST", "/login"): EVERYONE,
    ("POST", "/language"): EVERYONE,
    ("GET", "/r/"): EVERYONE,
    ("POST", "/r/"): EVERYONE,
    ("GET", "/r/<name>/"): EVERYONE,
    ("GET", "/r/<name>/at/<site>/"): EVERYONE,
    ("GET", "/r/<name>/at/<site>/<language>/"): EVERYONE,
    ("POST", "/r/<name>/at/<site>/<language>/"): EVERYONE,
    ("POST", "/r/<name>/at/<site>/<language>/anew"): EVERYONE,
    ("GET", "/r/<name>/go-on"): EVERYONE,
    ("GET", "/r/<name>/ask/<screen_id>"): EVERYONE,
    ("POST", "/r/<name>/ask/<screen_id>"): EVERYONE,
    ("GET", "/r/<name>/summary"): EVERYONE,
    ("POST", "/r/<name>/summary"): EVERYONE,
    ("GET", "/r/<name>/thanks/<language>"): EVERYONE,
    ("GET", "/r/<name>/language"): EVERYONE,
    ("POST", "/r/<name>/language"): EVERYONE,
    ("GET", "/r/<name>/look"): EVERYONE,
    ("POST", "/r/<name>/look"): EVERYONE,
    ("GET", "/r/<name>/media/<sha256>"): EVERYONE,
    ("GET", "/r/<name>/help"): EVERYONE,
    ("GET", "/r/<name>/company"): EVERYONE,
    ("POST", "/r/<name>/company"): EVERYONE,
    ("GET", "/r/<name>/pause"): EVERYONE,
    ("POST", "/r/<name>/pause"): EVERYONE,
    ("GET", "/r/<name>/paused/<language>"): EVERYONE,
    ("GET", "/r/<name>/receipt"): EVERYONE,
    ("POST", "/r/<name>/receipt"): EVERYONE,
    ("GET", "/r/<name>/word/<picture>.svg"): EVERYONE,
    ("GET", "/r/<name>/tablet/"): EVERYONE,
    ("POST", "/r/<name>/tablet/"): EVERYONE,
    ("GET", "/r/<name>/tablet/done"): EVERYONE,
    ("GET", "/r/<name>/tablet/still-here"): EVERYONE,
    ("POST", "/r/<name>/tablet/next"): EVERYONE,
    ("GET", "/r/<name>/tablet/leave"): EVERYONE,
    ("POST", "/r/<name>/tablet/leave"): EVERYONE,
    ("POST", "/logout"): STAFF,
    ("GET", "/account"): STAFF,
    ("POST", "/account"): STAFF,
    ("GET", "/users"): ADMINISTRATORS,
    ("GET", "/add-user"): ADMINISTRATORS,
    ("POST", "/add-user"): ADMINISTRATORS,
    ("GET", "/users/<name>"): ADMINISTRATORS,
    ("POST", "/users/<name>"): ADMINISTRATORS,
    ("GET", "/users/<name>/remove"): ADMINISTRATORS,
    ("POST", "/users/<name>/remove"): ADMINISTRATORS,
    ("GET", "/trail"): ADMINISTRATORS,
    ("GET", "/design/"): DESIGNERS,
    ("GET", "/design/versions/<version>"): DESIGNERS,
    ("GET", "/design/upload"): DESIGNERS,
    ("POST", "/design/upload"): DESIGNERS,
    ("GET", "/design/versions/<version>/publish"): DESIGNERS,
    ("POST", "/design/versions/<version>/publish"): DESIGNERS,
    ("GET", "/design/versions/<version>/throw-away"): DESIGNERS,
    ("POST", "/design/versions/<version>/throw-away"): DESIGNERS,
    ("GET", "/design/versions/<version>/media/<sha256>"): DESIGNERS,
    ("GET", "/design/versions/<version>/preview"): DESIGNERS,
    ("GET", "/design/versions/<version>/preview/<screen>/<language>"): DESIGNERS,
    ("GET", "/design/versions/<version>/walk"): DESIGNERS,
    ("POST", "/design/versions/<version>/walk"): DESIGNERS,
    ("POST", "/design/versions/<version>/walk/on"): DESIGNERS,
    ("GET", "/design/versions/<version>/map"): DESIGNERS,
    ("GET", "/design/versions/<version>/texts"): DESIGNERS,
    ("GET", "/design/versions/<version>/differences"): DESIGNERS,
    ("GET", "/design/versions/<version>/open"): DESIGNERS,
    ("POST", "/design/versions/<version>/open"): DESIGNERS,
    ("GET", "/design/rounds/<name>"): DESIGNERS,
    ("GET", "/design/rounds/<name>/codes"): DESIGNERS,
    ("POST", "/design/rounds/<name>/codes"): DESIGNERS,
    ("GET", "/design/rounds/<name>/codes/replace"): DESIGNERS,
    ("POST", "/design/rounds/<name>/codes/replace"): DESIGNERS,
    ("GET", "/design/rounds/<name>/poster/<site>"): DESIGNERS,
    ("GET", "/design/rounds/<name>/tablets"): DESIGNERS,
    ("POST", "/design/rounds/<name>/tablets/<site>"): DESIGNERS,
    ("POST", "/design/rounds/<name>/tablets/<site>/revoke"): DESIGNERS,
    ("GET", "/design/shared-tablets"): DESIGNERS,
    ("GET", "/design/rounds/<name>/postpone"): DESIGNERS,
    ("POST", "/design/rounds/<name>/postpone"): DESIGNERS,
    ("GET", "/design/rounds/<name>/finish"): DESIGNERS,
    ("POST", "/design/rounds/<name>/finish"): DESIGNERS,
    ("GET", "/design/rounds/<name>/stop"): DESIGNERS,
    ("POST", "/design/rounds/<name>/stop"): DESIGNERS,
    ("POST", "/design/rounds/<name>/fill"): DESIGNERS,
    ("POST", "/design/rounds/<name>/close"): DESIGNERS,
    ("GET", "/design/rounds/<name>/remove"): DESIGNERS,
    ("POST", "/design/rounds/<name>/remove"): DESIGNERS,
    ("GET", "/evaluate/"): EVALUATORS,
    ("GET", "/evaluate/<name>"): EVALUATORS,
    ("GET", "/evaluate/<name>/workbook"): EVALUATORS,
    ("GET", "/evaluate/compare"): EVALUATORS,
    ("GET", "/evaluate/compare/workbook"): EVALUATORS,
    ("GET", "/evaluate/studies/"): STUDY_READERS,
    ("GET", "/evaluate/studies/<name>/"): STUDY_READERS,
    ("GET", "/evaluate/studies/<name>/workbook"): STUDY_READERS,
    ("GET", "/evaluate/studies/<name>/report"): STUDY_READERS,
    ("GET", "/evaluate/studies/<name>/release"): ANALYSTS,
    ("POST", "/evaluate/studies/<name>/release"): ANALYSTS,
    ("GET", "/texts/"): REVIEWERS,
    ("GET", "/texts/<name>/review"): REVIEWERS,
    ("POST", "/texts/<name>/review"): REVIEWERS,
    ("GET", "/texts/<name>"): EVALUATORS,
    ("GET", "/texts/<name>/workbook"): EVALUATORS,
}


@pytest.fixture(scope="module")
def round(service: Service) -> Round:
    return service.open_round(access="codes")


def rules(service: Service) -> Iterator[tuple[str, Rule]]:
    for rule in service.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule


def address(rule: Rule, round: Round) -> str:
    """An address of the rule that leads to something."""
    values = {
        "version": round.questionnaire_version,
        "name": "designer" if rule.rule.startswith("/users") else round.name,
        "site": round.sites[0].id,
        "language": "sv",
    }
    numbered = re.sub(r"<(?:id|int):\w+>", "1", rule.rule)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: values.get(gap[1], "nothing"), numbered)


def test_every_route_is_in_the_table_and_every_line_of_the_table_is_a_route(service: Service) -> None:
    assert {(method, rule.rule) for method, rule in rules(service)} == set(WHO_MAY_ENTER)


@pytest.mark.parametrize("role", EVERYONE)
def test_who_may_enter_enters_and_nobody_else(role: Role | None, service: Service, round: Round) -> None:
    person = Person(service, role)
    for method, rule in rules(service):
        if rule.endpoint == "accounts.log_out":
            continue  # tried last: it ends the session
        there = address(rule, round)
        response = person.get(there) if method == "GET" else person.send(there)
        led_to_login = "/login" in response.headers.get("Location", "") and rule.rule != "/language"
        shut_out = led_to_login if role is None else response.status_code == 403
        assert shut_out == (role not in WHO_MAY_ENTER[method, rule.rule]), f"{role} {method} {there}: {response.status}"


def test_a_route_that_nobody_opened_is_refused(own_service: Service) -> None:
    own_service.app._got_first_request = False
    own_service.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    own_service.app._got_first_request = True
    for role in EVERYONE:
        assert Person(own_service, role).get("/forgotten").status_code == 403


def test_no_get_writes(service: Service, round: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Person(service, "administrator")

    def refuse(store: Store) -> NoReturn:
        raise AssertionError("a GET wrote")

    monkeypatch.setattr(Store, "writing", refuse)
    for method, rule in rules(service):
        if method == "GET":
            assert person.get(address(rule, round)).status_code < 500


def test_every_form_is_refused_without_its_token(
    service: Service, round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Participants' forms have a token of their own, which their tests are about."""
    person = Person(service, "administrator")
    monkeypatch.setattr(Store, "writing", None)
    for method, rule in rules(service):
        if method == "POST" and not rule.rule.startswith("/r/"):
            there = address(rule, round)
            assert person.send(there).status_code == 400, there
            assert person.send(there, csrf_token="forged").status_code == 400, there


def test_an_id_that_no_row_could_have_is_not_found(service: Service, round: Round) -> None:
    person = Person(service, "administrator")
    for method, rule in rules(service):
        if "<id:" in rule.rule and method == "GET":
            there = re.sub(r"<id:\w+>", str(2**63), rule.rule)
            assert person.get(re.sub(r"<(?:\w+:)?\w+>", round.name, there)).status_code == 404, there


def test_a_look_that_a_participant_chose_on_the_device_changes_no_staff_page(service: Service, round: Round) -> None:
    person = Person(service, "administrator")
    person.client.set_cookie(look.COOKIE, "contrast=high", path=look.PATH)
    assert 'data-contrast="high"' in person.get("/about").text
    staffs = [
        rule for method, rule in rules(service) if method == "GET" and None not in WHO_MAY_ENTER[method, rule.rule]
    ]
    for rule in staffs:
        assert "data-contrast" not in person.get(address(rule, round)).text, rule.rule
