"""Whole visits, and what may go wrong in them, without a browser."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from surveyapp.questionnaire.kinds import KINDS
from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.model import Answer
from surveyapp.store import responses
from surveyapp.store.responses import Response
from surveyapp.store.rounds import Round, Site, close_trial, stop
from tests.respond.participant import Participant
from tests.running import ALL_KINDS, Service, make_service

ANSWERS: dict[str, Answer | None] = {
    "gender": "woman",
    "where": "here",
    "eats_here": "yes",
    "chores": ("cooking", "other"),
    "chores.own_words": "Musik & dans <b>",
    "listens": "sometimes",
    "afraid": "rather_not_say",
    "pain": 7,
    "better": "Mer tid\nför alla",
    "symbol": None,
    "age": 44,
    "began": "2024-02-29",
    "guide": "friend",
    "heavy": ("cooking",),
    "why_heavy.cooking": "never",
    "group.fun": "always",
    "group.loud": None,
    "three": ("peace", "food"),
    "bus": "foot",
    "helper": "interpreter",
}

LANGUAGES = ("sv", "en", "ar")


def submitted(service: Service, round: Round) -> list[responses.Counted]:
    with service.store.reading() as c:
        return list(responses.submitted(c, round.id))


def under_way(service: Service, person: Participant) -> Response | None:
    with service.store.reading() as c:
        return responses.by_token(c, person.round.id, service.store.keys.token_hash(person.token))


def answers_of(service: Service, person: Participant) -> dict[str, Answer | None]:
    response = under_way(service, person)
    assert response
    return dict(response.answers)


# ---- the straight way ------------------------------------------------------------------------------------------------


def test_the_test_questionnaire_has_every_kind_that_there_is() -> None:
    written = load_folder(ALL_KINDS).questionnaire
    assert written
    assert {screen.ask for screen in written.screens} == set(KINDS)
    assert {screen.part_of for screen in written.screens} == {None, "why_heavy", "group"}
    assert written.screen("heavy").option_reads == ("chores",)
    assert written.screen("guide").option_reads == ("$site",)
    assert written.screen("bus")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_from_the_start_to_the_thank_you(service: Service, language: str) -> None:
    round = service.open_round()
    person = Participant(service, round, language)
    person.begin()
    assert person.screen == "try"
    person.walk(ANSWERS).submit()
    assert person.at.endswith(f"/thanks/{language}")
    [row] = submitted(service, round)
    assert row.answers == ANSWERS
    assert (row.site, row.language, row.helper) == ("here", language, "interpreter")


def test_every_question_can_be_skipped_and_is_then_left_empty(service: Service) -> None:
    round = service.open_round()
    Participant(service, round).begin().walk({}).submit()
    [row] = submitted(service, round)
    skipped = {"gender", "where", "chores", "listens", "afraid", "pain", "symbol", "helper"}
    skipped |= {"age", "began", "group.fun", "group.loud", "three", "bus"}
    assert row.answers == dict.fromkeys(skipped)
    assert row.helper is None


def test_every_question_can_be_refused(service: Service) -> None:
    round = service.open_round()
    wanted: dict[str, Answer | None] = {}
    wanted.update(dict.fromkeys(ANSWERS, "rather_not_say"), listens="never", chores=("other",))
    Participant(service, round).begin().walk(wanted).submit()
    [row] = submitted(service, round)
    assert row.answers["chores.own_words"] == row.answers["better"] == row.answers["pain"] == "rather_not_say"


def test_the_link_leads_to_the_languages_and_each_is_called_by_its_own_name(service: Service) -> None:
    person = Participant(service, service.open_round()).open()
    assert person.at.endswith("/at/here/")
    for language, name in (("sv", "Svenska"), ("en", "English"), ("ar", "العربية")):
        assert re.search(rf'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">{name}<', person.page)


def test_one_language_leads_straight_on_to_the_information(service: Service) -> None:
    person = Participant(service, service.open_round(languages=("sv",))).open()
    assert person.at.endswith("/at/here/sv/")
    assert "/language" not in person.page


def test_of_several_sites_each_has_its_own_link_and_nobody_is_asked_where_they_are(service: Service) -> None:
    sites = (Site("north", "Norra"), Site("south", "Södra"))
    round = service.open_round(sites=sites)
    person = Participant(service, round, site="south").open()
    assert "Södra" not in person.page
    person.begin().walk({}).submit()
    assert submitted(service, round)[0].site == "south"
    assert "Södra" in Participant(service, service.open_round(sites=sites, kind="trial")).open().page


def test_the_information_says_what_the_round_says(service: Service) -> None:
    person = Participant(service, service.open_round())
    person.open(person.door)
    for fact in ("Exempelkommun", "08-123 45 67", "artikel 6.1 e", "2030", "EK 2026/17"):
        assert fact in person.page


def test_every_screen_leads_back_to_the_one_before(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    passed = [person.door.removeprefix(person.root)]
    while "/ask/" in person.at:
        assert person.back == person.root + passed[-1]
        passed.append(f"ask/{person.screen}")
        answer = ANSWERS.get(person.screen)
        person.answer(list(answer) if isinstance(answer, tuple) else None if answer is None else str(answer))
    assert person.back == person.root + passed[-1]


def test_nothing_is_chosen_at_first_and_coming_back_shows_the_answer(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    while "/ask/" in person.at:
        assert person.chosen() == []
        person.answer()
    person.open("ask/chores").answer(["cooking", "laundry"]).open("ask/chores")
    assert person.chosen() == ["cooking", "laundry"]
    assert person.open("ask/pain").answer("0").open("ask/pain").chosen() == ["0"]
    person.open("ask/listens").answer("never").open("ask/better").answer("<Mer> tid")
    assert "&lt;Mer&gt; tid" in person.open("ask/better").page


def test_practice_is_examined_and_thrown_away(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    assert person.answer("cake").status == 422
    assert person.screen == "try"
    person.answer("soup")
    assert person.screen == "gender"
    assert answers_of(service, person) == {}
    assert person.open("ask/try").chosen() == []


def test_an_answer_that_was_not_offered_is_refused_and_says_what_to_do(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().answer()
    person.answer("queen")
    assert person.status == 422
    assert "Choose one of the answers on this page." in person.page or 'class="faults"' in person.page
    assert answers_of(service, person) == {}


def test_what_was_answered_stays_on_the_page_with_the_error(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().open("ask/chores")
    person.answer(["cooking", "cleaning", "laundry", "other"])
    assert person.status == 422
    assert person.chosen() == ["cooking", "cleaning", "laundry", "other"]
    too_long = "å" * 1001
    person.open("ask/listens").answer("never").open("ask/better").answer(too_long)
    assert person.status == 422
    assert too_long in person.page


def test_a_longer_text_than_a_form_may_be_is_refused_with_a_page(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().open("ask/listens").answer("never").open("ask/better")
    assert person.answer("x" * 1_100_000).status == 413


def test_an_answer_is_repeated_above_the_question_that_follows_from_it(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().open("ask/listens").answer("sometimes")
    person.open("ask/better")
    assert "<b>Ibland</b>" in person.page


def test_a_resting_visit_goes_on_where_it_was(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().answer().answer("man").answer()
    person.open(person.door).send(person.door)
    assert person.screen == "about_lunch", "what is to be read just before the question is shown once more"
    assert person.answer().screen == "where"


def test_someone_else_can_start_anew_on_the_same_device(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().answer().answer("man")
    first = answers_of(service, person)
    person.open(person.door).send(f"{person.door}anew").send(person.door)
    assert person.screen == "try"
    assert first == {"gender": "man"}
    assert answers_of(service, person) == {}


def test_a_screen_that_does_not_exist_is_not_found(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    assert person.open("ask/nothing").status == 404
    assert person.send("ask/nothing", token="x").status in (404, 409)


# ---- summary and submit ----------------------------------------------------------------------------------------------


def test_the_summary_shows_each_answer_in_words_with_a_link_that_changes_it(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().walk(ANSWERS)
    for words in ("Här", "Matlagning", "Något annat", "Musik &amp; dans &lt;b&gt;", "Ibland", "7"):
        assert words in person.page
    assert "för alla" in person.page
    for id in ANSWERS:
        assert f'href="{person.root}ask/{id}?change=1"' in person.page
    assert "ask/try" not in person.page


def test_a_change_returns_to_the_summary(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().walk(ANSWERS)
    person.open("ask/pain?change=1")
    assert person.back == f"{person.root}summary"
    assert person.answer("3").at == f"{person.root}summary"
    assert answers_of(service, person)["pain"] == 3


def test_an_error_in_a_change_still_returns_to_the_summary(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().walk(ANSWERS)
    assert person.open("ask/pain?change=1").answer("12").status == 422
    assert person.answer("3").at == f"{person.root}summary"


def test_a_change_that_opens_a_branch_goes_through_it_first(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk({"where": "home", "listens": "always"})
    person.open("ask/where?change=1").answer("here")
    assert person.screen == "eats_here"
    assert person.answer("no").at == f"{person.root}summary"
    person.submit()
    assert submitted(service, round)[0].answers["eats_here"] == "no"


def test_the_summary_waits_for_questions_that_nobody_has_seen(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().open("summary")
    assert person.screen == "try"
    person.open("ask/helper").answer("nobody")
    assert person.screen == "try"


def test_answers_of_a_branch_that_is_left_are_dropped_at_the_submit(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    person.open("ask/where?change=1").answer("home")
    assert "ask/eats_here" not in person.page
    person.open("ask/chores?change=1").answer("nothing")
    person.submit()
    gone = {"eats_here", "chores.own_words", "heavy", "why_heavy.cooking"}
    assert submitted(service, round)[0].answers.keys() == ANSWERS.keys() - gone


def test_an_answer_comes_back_with_its_branch(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    person.open("ask/where?change=1").answer("home").open("ask/where?change=1").answer("here").submit()
    assert submitted(service, round)[0].answers == ANSWERS


def test_a_changed_gender_is_the_one_that_counts(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    person.open("ask/gender?change=1").answer("man").submit()
    assert submitted(service, round)[0].answers["gender"] == "man"


# ---- twice, two tabs, Back, stale ------------------------------------------------------------------------------------


def at_once(*calls: object) -> None:
    """Run the calls in threads that set off together."""
    together = threading.Barrier(len(calls))

    def run(call: object) -> None:
        together.wait()
        assert callable(call)
        call()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def copy_of(person: Participant) -> Participant:
    """A request of the same browser, sent at the same time: with the same cookie as it was then."""
    other = person.tab()
    other.client = person.service.app.test_client()
    other.client.set_cookie("visit", person.token, path=person.root.rstrip("/"))
    return other


def test_start_pressed_twice_at_once_begins_one_visit(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round)
    person.open(person.door)
    other = copy_of(person)
    at_once(lambda: person.send(person.door), lambda: other.send(other.door))
    assert person.screen == other.screen == "try"
    with service.store.reading() as c:
        begun = c.exec_driver_sql(f"SELECT count(*) FROM response WHERE round_id = {round.id}").scalar()
    assert begun == 1


def test_an_answer_sent_twice_at_once_is_one_answer(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().answer()
    other = copy_of(person)
    at_once(lambda: person.answer("woman"), lambda: other.answer("woman"))
    assert person.screen == other.screen == "about_lunch"
    assert answers_of(service, person) == {"gender": "woman"}


def test_answers_in_two_tabs_at_once_are_both_kept(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    one, two = copy_of(person).open("ask/listens"), copy_of(person).open("ask/afraid")
    at_once(lambda: one.answer("always"), lambda: two.answer("never"))
    assert answers_of(service, person) == {"listens": "always", "afraid": "never"}


def test_the_submit_sent_twice_at_once_is_one_response_and_both_are_thanked(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    other = copy_of(person)
    at_once(person.submit, other.submit)
    assert person.at == other.at == f"{person.root}thanks/sv"
    assert [row.answers for row in submitted(service, round)] == [ANSWERS]


def test_an_answer_and_the_submit_at_once_end_well_whichever_is_first(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    other = copy_of(person).open("ask/pain?change=1")
    at_once(person.submit, lambda: other.answer("9"))
    rows = submitted(service, round)
    if person.status == 200:
        assert [row.answers for row in rows] == [ANSWERS]
        assert other.status == 409, "the answer came too late, and that is said"
    else:
        assert person.status == 422, "the summary was outdated, and is shown again"
        assert rows == []
        assert answers_of(service, other)["pain"] == 9


def test_reloading_the_thank_you_sends_nothing(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS).submit()
    person.open(person.at)
    assert len(submitted(service, round)) == 1


def test_back_after_the_submit_shows_no_answer_and_the_link_starts_a_new_visit(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().walk(ANSWERS)
    before = person.token
    person.submit()
    assert person.token != before
    for page in ("ask/chores", "summary", "go-on", "language"):
        person.open(page)
        assert person.at.endswith("/at/here/")
        assert person.chosen() == []
    person.begin()
    assert person.screen == "try"
    assert answers_of(service, person) == {}


def test_the_thank_you_names_no_answer_and_is_the_same_for_all(service: Service) -> None:
    round = service.open_round()
    one = Participant(service, round).begin().walk(ANSWERS).submit()
    two = Participant(service, round).begin().walk({}).submit()
    assert one.page == two.page


def test_a_stale_tab_after_the_submit_changes_nothing_and_says_so(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    stale = person.tab().open("ask/gender")
    stale_summary = person.tab()
    person.submit()
    assert stale.answer("man").status == 409
    assert stale_summary.send().status == 409
    person.begin().answer()  # the next visit, in the same browser
    assert stale.tab().answer("man").status == 409
    assert answers_of(service, person) == {}
    assert [row.answers for row in submitted(service, round)] == [ANSWERS]


def test_a_summary_that_another_tab_has_outdated_is_shown_again_before_it_is_sent(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    person.tab().open("ask/gender?change=1").answer("man")
    person.submit()
    assert person.status == 422
    assert submitted(service, round) == []
    person.submit()
    assert submitted(service, round)[0].answers["gender"] == "man"


def test_a_summary_is_not_sent_while_another_tab_has_opened_a_branch(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk({"where": "home"})
    person.tab().open("ask/where?change=1").answer("here")
    person.submit()
    assert person.screen == "eats_here"
    assert submitted(service, round) == []


def test_a_tab_on_a_screen_that_is_off_the_way_now_leads_on(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().walk(ANSWERS)
    tab = person.tab().open("ask/eats_here")
    person.open("ask/where?change=1").answer("home")
    assert tab.answer("no").screen == "chores"
    assert tab.open("ask/eats_here").screen == "chores"


# ---- the round's hours -----------------------------------------------------------------------------------------------


def test_an_unknown_round_and_one_that_is_over_look_the_same(service: Service) -> None:
    over = Participant(service, service.open_round())
    service.ahead = timedelta(days=7, minutes=1)
    unknown = Participant(service, over.round)
    unknown.root = "/r/nothing-at-all/"
    for page in ("", "at/here/", "at/here/sv/", "ask/gender", "summary", "go-on"):
        assert over.open(page).status == unknown.open(page).status == 404
        assert over.page == unknown.page


def test_a_round_that_is_not_open_yet_says_when_it_opens(service: Service) -> None:
    opens = service.now() + timedelta(days=2)
    person = Participant(service, service.open_round(opens=opens))
    assert person.open().status == 403
    assert str(opens.year) in person.page
    assert person.open(person.door).status == 403
    assert person.open("thanks/sv").status == 404


def test_a_visit_may_be_finished_for_one_more_hour_and_none_may_start(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().answer().answer("man")
    tab = Participant(service, round)
    tab.open(tab.door)
    service.ahead = timedelta(days=7, minutes=59)
    assert tab.send(tab.door).status == 404
    person.open("go-on")
    assert 'class="banner"' in person.page, "they are told until when"
    person.walk(ANSWERS | {"gender": "man"}).submit()
    assert person.at.endswith("/thanks/sv")
    assert len(submitted(service, round)) == 1


def test_after_that_hour_the_visit_is_told_and_nothing_is_kept(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().walk(ANSWERS)
    tab = person.tab().open("ask/gender")
    service.ahead = timedelta(days=7, hours=1, minutes=1)
    for page in (person.submit(), tab.answer("man"), person.open("ask/gender"), person.open(), person.open("summary")):
        assert page.status == 410
    assert "The survey has closed" in person.page or person.status == 410
    assert submitted(service, round) == []


def test_a_trial_closes_for_all_at_once_and_says_so(service: Service) -> None:
    round = service.open_round(kind="trial")
    person = Participant(service, round).begin().walk(ANSWERS)
    with service.store.writing() as c:
        close_trial(c, round, service.now())
    assert person.submit().status == 410
    assert submitted(service, round) == []


def test_a_stopped_round_takes_no_answer(service: Service) -> None:
    round = service.open_round()
    person = Participant(service, round).begin().answer()
    with service.store.writing() as c:
        stop(c, round, service.now())
    assert person.answer("man").status == 410


@pytest.mark.parametrize("kind", ["trial", "demo"])
def test_trial_and_demo_are_marked_on_every_page(service: Service, kind: str) -> None:
    person = Participant(service, service.open_round(kind=kind)).open()
    pages = [person.page, person.open(person.door).page, person.begin().page]
    while "/ask/" in person.at:
        pages.append(person.answer().page)
    pages += [person.open("language").page, person.open("summary").page, person.submit().page]
    assert all('class="banner"' in page for page in pages)
    assert 'class="banner"' not in Participant(service, service.open_round()).open().page


# ---- language --------------------------------------------------------------------------------------------------------


def test_the_language_can_be_changed_on_every_screen_and_the_screen_stays(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    languages = ["en", "ar", "sv"] * 10
    while "/ask/" in person.at:
        at, language = person.at, languages.pop()
        assert f'href="{person.root}language?screen={person.screen}"' in person.page
        person.open(f"language?screen={person.screen}").send(person.at, language=language)
        assert person.at == at
        assert f'<html lang="{language}"' in person.page
        person.answer()
    person.open("language").send(person.at, language="ar")
    assert person.at == f"{person.root}summary"
    assert '<html lang="ar" dir="rtl">' in person.page


def test_a_language_that_the_round_lacks_is_not_found(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    assert person.open("language").send(person.at, language="fi").status == 404
    assert person.open("at/here/fi/").status == 404
    assert person.open("at/nowhere/sv/").status == 404


# ---- codes -----------------------------------------------------------------------------------------------------------


def a_round_with_codes(service: Service, n: int = 1) -> tuple[Round, list[str]]:
    from surveyapp.store import codes

    round = service.open_round(access="codes")
    with service.store.writing() as c:
        return round, codes.make(c, round, "here", n, service.store.keys)


def test_a_code_lets_one_person_answer_once(service: Service) -> None:
    round, [code] = a_round_with_codes(service)
    person = Participant(service, round).begin(code=code).walk(ANSWERS).submit()
    assert person.at.endswith("/thanks/sv")
    assert Participant(service, round).begin(code=code).status == 422
    assert person.begin(code=code).status == 422
    assert len(submitted(service, round)) == 1


@pytest.mark.parametrize("write", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_may_be_written_as_people_write(service: Service, write: object) -> None:
    round, [code] = a_round_with_codes(service)
    assert callable(write)
    assert Participant(service, round).begin(code=write(code)).screen == "try"


@pytest.mark.parametrize("wrong", ["", "7K3M-9QXX", "<b>", "7" * 500])
def test_an_unknown_code_starts_nothing_and_stays_in_the_field(service: Service, wrong: str) -> None:
    round, _ = a_round_with_codes(service)
    person = Participant(service, round).begin(code=wrong)
    assert person.status == 422
    assert 'href="#code"' in person.page
    assert under_way(service, person) is None


def test_a_code_in_use_by_another_is_refused_and_its_own_visit_goes_on_without_it(service: Service) -> None:
    round, [code] = a_round_with_codes(service)
    person = Participant(service, round).begin(code=code)
    assert Participant(service, round).begin(code=code).status == 422
    assert person.open(person.door).send(person.door).screen == "try"


def test_start_with_a_code_pressed_twice_at_once_begins_one_visit(service: Service) -> None:
    round, [code] = a_round_with_codes(service)
    person = Participant(service, round)
    person.open(person.door)
    other = copy_of(person)
    at_once(lambda: person.send(person.door, code=code), lambda: other.send(other.door, code=code))
    assert person.screen == other.screen == "try"


def test_two_people_with_one_code_at_once_are_one_visit(service: Service) -> None:
    round, [code] = a_round_with_codes(service)
    one, two = Participant(service, round), Participant(service, round)
    at_once(lambda: one.begin(code=code), lambda: two.begin(code=code))
    assert sorted((one.status, two.status)) == [200, 422]


# ---- who answered what can't be found out ----------------------------------------------------------------------------


def test_a_participant_is_one_random_token_in_a_cookie_of_the_round(service: Service) -> None:
    person = Participant(service, service.open_round())
    header = person.client.get(person.door).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert f"Path=/r/{person.round.name}" in header.split("; ")
    assert "Secure" not in header
    assert len(person.token) >= 43


def test_the_cookie_is_secure_where_people_come_by_https(tmp_path: Path) -> None:
    service = make_service(tmp_path, "https://survey.example.org")
    person = Participant(service, service.open_round())
    assert "Secure" in person.client.get(person.door).headers["Set-Cookie"]
    service.store.close()


def test_the_store_never_sees_the_token_and_no_page_shows_it(tmp_path: Path) -> None:
    service = make_service(tmp_path)
    person = Participant(service, service.open_round())
    pages = [person.open(person.door).page, person.begin().page]
    while "/ask/" in person.at:
        pages.append(person.answer().page)
    token = person.token
    service.store.rewrite()
    assert not any(token.encode() in file.read_bytes() for file in tmp_path.iterdir())
    assert not any(token in page for page in pages)
    service.store.close()


def test_nothing_of_the_network_is_stored_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    service = make_service(tmp_path)
    caplog.clear()
    person = Participant(service, service.open_round())
    person.client.environ_base = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Canary/7"}
    person.begin().walk(ANSWERS).submit()
    service.store.rewrite()
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"203.0.113.77" not in stored
    assert b"Canary" not in stored
    assert caplog.records == []
    service.store.close()


@pytest.mark.parametrize("page", ["ask/gender", "summary", "language", "at/here/sv/", "at/here/sv/anew"])
@pytest.mark.parametrize("forged", ["", "x", "é", None])
def test_a_form_that_is_not_the_visits_own_changes_nothing(service: Service, page: str, forged: str | None) -> None:
    person = Participant(service, service.open_round()).begin().walk(ANSWERS)
    other = Participant(service, person.round).begin()
    forged = other.hidden()["token"] if forged is None else forged
    before = under_way(service, person)
    sent = {"answer": "man", "language": "ar", "revision": str(before and before.revision), "token": forged}
    response = person.client.post(person.root + page, data=sent)
    assert response.status_code in (303, 409, 422)
    if response.status_code == 303:
        assert "Set-Cookie" not in response.headers
    assert under_way(service, person) == before


def test_one_participant_never_sees_anothers_answers(service: Service) -> None:
    round = service.open_round()
    Participant(service, round).begin().walk(ANSWERS)
    second = Participant(service, round).begin()
    assert second.open("ask/chores").chosen() == []
    assert second.open("ask/better").page.count("Mer tid") == 0


def test_a_visit_in_one_round_is_none_in_another(service: Service) -> None:
    person = Participant(service, service.open_round()).begin()
    other = Participant(service, service.open_round())
    other.client.set_cookie("visit", person.token, path=other.root.rstrip("/"))
    assert other.open("ask/gender").at.endswith("/at/here/")


def test_a_visit_that_rested_too_long_has_ended_and_the_code_starts_a_new_one(service: Service) -> None:
    from surveyapp.store import nightly

    round, [code] = a_round_with_codes(service)
    person = Participant(service, round).begin(code=code).answer().answer("man")
    service.ahead = timedelta(days=3)
    with service.store.writing() as c:
        nightly.free_idle_codes(c, service.now(), service.today())
    assert person.answer().status == 409
    person.begin(code=code)
    assert person.screen == "try"
    assert answers_of(service, person) == {}


# ---- pictures of the questionnaire's own -----------------------------------------------------------------------------


def test_a_questionnaires_own_picture_is_shown_and_may_be_kept_for_ever(service: Service) -> None:
    person = Participant(service, service.open_round()).begin().open("ask/symbol")
    [address] = re.findall(rf'src="({person.root}media/[0-9a-f]+)"', person.page)
    response = person.client.get(address)
    assert response.mimetype == "image/svg+xml"
    assert "immutable" in response.headers["Cache-Control"]
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert person.client.get(f"{person.root}media/{'0' * 64}").status_code == 404
