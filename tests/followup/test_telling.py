"""What participants are told: written by staff, read by everyone, recorded before anything is finished."""

import html
import re
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert

from surveyapp import demo
from surveyapp.config import shipped
from surveyapp.followup.origins import known_origin, waits
from surveyapp.release.make import make_release
from surveyapp.store import feedback, questionnaires, responses, rounds, study_tables, tables
from surveyapp.store.rounds import Round, Site
from tests.accounts.staff import Person
from tests.evaluate.test_routes import released_trial
from tests.followup.conftest import a_study
from tests.followup.test_board import HOSTILE, put
from tests.running import Service

LINE = {
    "said_sv": "Bänken är trasig.",
    "did_sv": "Vi har lagat den.",
    "picture": "carpentry",
    "action": "",
    "figure": "",
}


@pytest.fixture(scope="module")
def trial(service: Service) -> Round:
    return released_trial(service, 40, "Hemlig etikett", sites=(Site("a", "Ås & <b>"), Site("b", "By")))


def write(person: Person, name: str, **fields: str) -> None:
    answer = person.post(f"/followup/{name}/feedback/lines/add", **{**LINE, **fields})
    assert answer.status_code == 303, re.findall(r'class="error".*', answer.text)


def published(person: Person, name: str) -> str:
    """Publish the page; its address."""
    page = f"/followup/{name}/feedback/"
    person.post(f"{page}publish", page=page)
    found = re.search(r'"(/told/[\w-]+)"', person.get(page).text)
    assert found, "the page is not published"
    return found[1]


def answered_for_real(service: Service, **plan: Any) -> Round:  # noqa: ANN401
    """A real round that 17 people have answered, and that is released. The clock is put on behind it."""
    service.ahead = timedelta()
    round = service.open_round(**plan)
    with service.store.writing() as c:
        questionnaire = questionnaires.questionnaire(c, round.questionnaire_version)
        genders = ["woman"] * 9 + ["man"] * 8
        given = demo.made_up_responses(questionnaire, round, genders, service.today(), Random(1))
        responses.insert_submitted(c, round, given)
    service.ahead = timedelta(days=9)
    assert make_release(service.store, round, service.now())
    return round


def offered(person: Person, name: str) -> list[str]:
    """The figures that are offered for a line."""
    page = person.get(f"/followup/{name}/feedback/lines/add").text
    return [html.unescape(value) for value in re.findall(r'<option value="([^"]*\|[^"]*)"', page)]


def in_words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.partition("<main")[2].partition("</main>")[0])).split())


def test_a_round_is_told_about_with_a_figure_and_then_finished(service: Service, trial: Round) -> None:
    designer = Person(service, "designer")
    finish = f"/design/rounds/{trial.name}/finish"
    refused = designer.post(finish, sure="y")
    assert (refused.status_code, "Write down first what the participants were told" in refused.text) == (422, True)
    yes = next(value for value in offered(designer, trial.name) if value.endswith("|eats_here|yes"))
    write(designer, trial.name, figure=yes, said_ar="المقعد مكسور")
    there = published(designer, trial.name)
    told = Person(service).get(f"{there}?language=en")
    assert told.status_code == 200
    counts = re.findall(r"(\d+) of (\d+) (women|men)", in_words(told.text))
    assert [group for _, _, group in counts] == ["women", "men"]
    assert all(int(all) >= trial.k for _, all, _ in counts)
    assert "المقعد مكسور" in Person(service).get(f"{there}?language=ar").text
    assert 'lang="ar" dir="rtl"' in Person(service).get(f"{there}?language=ar").text
    later = service.today() + timedelta(days=2)
    record = f"/followup/{trial.name}/feedback/told"
    assert designer.post(record, day=later.isoformat(), how="meeting", site="", note="").status_code == 422
    assert designer.post(record, day="2020-01-01", how="meeting", site="", note="").status_code == 422
    assert designer.post(record, day=service.today().isoformat(), how="poster", site="By", note="").status_code == 303
    assert "With a poster, By" in in_words(designer.get(f"/followup/{trial.name}/feedback/").text)
    assert designer.post(finish, sure="y").status_code == 303
    assert "It was finished on" in designer.get(f"/design/rounds/{trial.name}").text


def test_what_will_not_be_done_is_told_with_its_why(service: Service) -> None:
    study, _ = a_study(service, "Studien")
    moderator = Person(service, "moderator")
    there = put(moderator, study.name, title_sv="Ett fönster", state="no", why_sv="Huset ska rivas.")
    page = f"/followup/{study.name}/feedback/"
    write(moderator, study.name)
    moderator.post(f"{page}publish", page=page)
    assert "/told/" not in moderator.get(page).text
    assert "not told why" in in_words(moderator.get(page).text)
    id = there.rstrip("/").rpartition("/")[2]
    begun = moderator.get(f"{page}lines/add?action={id}").text
    assert "Huset ska rivas.</textarea>" in begun
    write(moderator, study.name, said_sv="Det är mörkt.", did_sv="", wont_sv="Huset ska rivas.", action=id)
    told = in_words(Person(service, language="sv").get(published(moderator, study.name)).text)
    assert told.index("Bänken är trasig.") < told.index("Det är mörkt.") < told.index("Huset ska rivas.")
    assert moderator.post(f"/groups/{study.name}/finish", sure="y").status_code == 422
    today = service.today().isoformat()
    assert moderator.post(f"{page}told", day=today, how="meeting", site="Snickeriet", note="").status_code == 303
    assert moderator.post(f"/groups/{study.name}/finish", sure="y").status_code == 303


def test_figures_of_people_are_chosen_by_who_may_read_them_and_only_what_was_offered_is_taken(
    own_service: Service,
) -> None:
    other = released_trial(own_service, 40, "Annan")
    real = answered_for_real(own_service, label="Riktig")
    designer, administrator = Person(own_service, "designer"), Person(own_service, "administrator")
    assert offered(designer, real.name) == []
    figures = offered(administrator, real.name)
    assert figures
    foreign = offered(designer, other.name)[0]
    for forged in (figures[0], foreign, f"{real.name}|gender|woman|", f"{real.name}|$language|sv", "x", "|||"):
        answer = designer.post(f"/followup/{real.name}/feedback/lines/add", **LINE | {"figure": forged})
        assert (answer.status_code, 'id="figure-error"' in answer.text) == (422, True), forged
    for forged in (foreign, f"{real.name}|$language|sv", f"{real.name}|nothing|x"):
        answer = administrator.post(f"/followup/{real.name}/feedback/lines/add", **LINE | {"figure": forged})
        assert answer.status_code == 422, forged
    write(administrator, real.name, figure=figures[0])
    with own_service.store.reading() as c:
        told = feedback.of(c, round_id=real.id)
    assert told
    change = f"/followup/{real.name}/feedback/lines/{told.lines[0].id}"
    assert designer.post(change, **LINE | {"figure": figures[0], "said_sv": "Annat."}).status_code == 303  # kept
    assert designer.post(change, **LINE | {"figure": figures[1]}).status_code == 422


def test_a_study_tells_figures_of_its_ballots_alone_and_whoever_moderates_may_choose_them(own_service: Service) -> None:
    (study, _), (other, _) = a_study(own_service), a_study(own_service, "En annan")
    ballot, foreign = (answered_for_real(own_service, ballot=True, label=label) for label in ("Röst", "Annan röst"))
    with own_service.store.writing() as c:
        for of, round in ((study, ballot), (other, foreign)):
            c.execute(
                insert(study_tables.ballot).values(
                    id=tables.new_id(),
                    study_id=of.id,
                    label="Röst",
                    voters="participants",
                    method="rank",
                    choose=3,
                    by_gender=True,
                    step="vote",
                    beside_id=None,
                    round_id=round.id,
                )
            )
    moderator = Person(own_service, "moderator")
    figures = offered(moderator, study.name)
    assert figures
    assert all(value.startswith(f"{ballot.name}|") for value in figures)
    write(moderator, study.name, figure=figures[0])
    assert Person(own_service).get(published(moderator, study.name)).text.count("<figure>") == 1
    line = LINE | {"figure": offered(moderator, other.name)[0]}
    assert moderator.post(f"/followup/{study.name}/feedback/lines/add", **line).status_code == 422


def test_a_figure_that_the_release_does_not_tell_is_not_shown(service: Service) -> None:
    few = released_trial(service, 3, "Få")
    designer = Person(service, "designer")
    assert offered(designer, few.name) == []
    write(designer, few.name)
    there = published(designer, few.name)
    with service.store.writing() as c:
        told = feedback.of(c, round_id=few.id)
        assert told
        figure = feedback.Figure(few.name, "eats_here", "yes")
        feedback.change_line(
            c, told, told.lines[0], feedback.LinePlan("talk", {"sv": "A"}, {"sv": "B"}, {}, None, figure)
        )
    assert "<figure>" not in Person(service).get(there).text
    assert "The figure is not shown" in designer.get(f"/followup/{few.name}/feedback/").text


def test_nothing_is_read_before_it_is_published(service: Service) -> None:
    trial = released_trial(service, 5, "Nytt")
    designer = Person(service, "designer")
    write(designer, trial.name)
    with service.store.reading() as c:
        told = feedback.of(c, round_id=trial.id)
    assert told
    assert re.fullmatch(r"nytt-[2-9a-z]{8}", told.name)
    assert told.name != trial.name
    for name in (told.name, trial.name, "nothing"):
        assert Person(service).get(f"/told/{name}").status_code == 404
    assert designer.get(f"/followup/{trial.name}/feedback/poster/0").status_code == 404
    published(designer, trial.name)
    assert Person(service).get(f"/told/{told.name}").status_code == 200
    assert designer.get(f"/followup/{trial.name}/feedback/poster/1").status_code == 404


def test_the_page_and_the_poster_tell_nothing_internal_and_strings_are_harmless(service: Service) -> None:
    sites = (Site("a", "Ås & <b>"), Site("b", "By"))
    round = service.open_round(label="Hemlig etikett", sites=sites)
    moderator = Person(service, "moderator")
    there = put(moderator, round.name, title_sv="Internt namn")
    action = there.rstrip("/").rpartition("/")[2]
    write(moderator, round.name, said_sv=HOSTILE, did_sv=HOSTILE, wont_sv=HOSTILE, said_ar=HOSTILE, action=action)
    page = published(moderator, round.name)
    poster = f"/followup/{round.name}/feedback/poster/0"
    for address in (page, f"{page}?language=ar", f"{page}?language=nothing", poster, f"{poster}?language=ar"):
        text = moderator.get(address).text
        assert "<script>alert" not in text
        assert text.count("&lt;script&gt;alert") >= 3
    assert "Ås &amp; &lt;b&gt;" in moderator.get(poster).text
    public = Person(service).get(page)
    for internal in ("Hemlig etikett", "Internt namn", "moderator", "/followup/", "csrf", round.name):
        assert internal not in public.text, internal
    assert "Set-Cookie" not in public.headers
    assert "Do you need help? Ask the staff." in public.text


def test_a_line_is_removed_until_it_has_been_told(service: Service) -> None:
    trial = released_trial(service, 5, "Rader")
    designer = Person(service, "designer")
    write(designer, trial.name)
    write(designer, trial.name, said_sv="Annat.")
    page = f"/followup/{trial.name}/feedback/"
    write(designer, trial.name, said_sv="Anna Svensson sa det.")
    assert "This may point at somebody: Anna , Svensson" in in_words(designer.get(page).text)
    named = re.findall(r"/lines/(\d+)/remove", designer.get(page).text)[-1]
    designer.post(f"{page}lines/{named}/remove", page=page)
    first, second = re.findall(r"/lines/(\d+)/remove", designer.get(page).text)
    assert designer.post(f"{page}lines/{first}/remove", page=page).status_code == 303
    assert "Bänken" not in designer.get(page).text
    today = service.today().isoformat()
    assert designer.post(f"{page}told", day=today, how="talk", site="", note="").status_code == 303
    assert f"/lines/{second}/remove" not in designer.get(page).text
    designer.post(f"{page}lines/{second}/remove", page=page)
    assert "Annat." in designer.get(page).text
    answer = designer.post(f"{page}lines/{second}", **LINE | {"said_sv": "Helt annat."})
    assert (answer.status_code, "so it stays as it is" in answer.text) == (422, True)


def test_those_who_have_waited_longest_come_first(own_service: Service) -> None:
    study, _ = a_study(own_service)
    closed = own_service.open_round(
        label="Stängd",
        kind="demo",
        opens=own_service.now() - timedelta(days=20),
        closes=own_service.now() - timedelta(days=15),
        releases=own_service.now() - timedelta(days=14),
    )
    still_open = own_service.open_round(label="Öppen")
    ballot = own_service.open_round(label="Omröstning", ballot=True)
    with own_service.app.test_request_context(), own_service.store.reading() as c:
        origins = [known_origin(name) for name in (study.name, closed.name, still_open.name)]
        listed = [(wait.origin.label, wait.days, wait.answered) for wait in waits(origins, feedback.every(c))]
    assert listed == [("Stängd", 15, None), ("Verkstäderna", 10, None)]
    moderator = Person(own_service, "moderator")
    page = in_words(moderator.get("/followup/").text)
    assert page.index("Stängd") < page.index("Verkstäderna") < page.index("Öppen")
    assert "Omröstning" not in page
    write(moderator, closed.name)
    told = {"day": (own_service.today() - timedelta(days=3)).isoformat(), "how": "page", "site": "", "note": ""}
    assert moderator.post(f"/followup/{closed.name}/feedback/told", **told).status_code == 303
    page = in_words(moderator.get("/followup/").text)
    assert page.index("Verkstäderna") < page.index("Stängd")
    assert "12 days after" in in_words(moderator.get(f"/followup/{closed.name}/").text)
    assert moderator.get(f"/followup/{ballot.name}/").status_code == 404


def test_the_demo_has_a_board_and_an_answer_and_removing_it_takes_both_along(own_service: Service) -> None:
    chosen = tuple(one for one in demo.DEMO_ROUNDS if one.label == demo.FOLLOWED_UP)
    own_service.publish(shipped("questionnaires") / "jamstalldhet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "DEMO_ROUNDS", chosen)
        (round,) = demo.make_demo(own_service.store, own_service.now())
    assert make_release(own_service.store, round, own_service.now())
    today = own_service.today()
    for _ in range(2):
        demo.follow_up(own_service.store, own_service.now(), today)
    with own_service.store.reading() as c:
        told = feedback.of(c, round_id=round.id)
    assert told
    page = in_words(Person(own_service).get(f"/told/{told.name}?language=sv").text)
    assert "Bussen stannar för långt bort." in page
    assert Person(own_service).get(f"/told/{told.name}?language=sv").text.count("<figure>") == 1
    assert Person(own_service).get(f"/followup/wall/{round.name}").text.count("<h3>") == 5
    demo.remove_demo(own_service.store)
    with own_service.store.reading() as c:
        assert (feedback.every(c), rounds.rounds(c)) == ([], [])
