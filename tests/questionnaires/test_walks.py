"""Each shipped questionnaire is walked as its respondents would, and their answers give a release."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import cycle
from random import Random

import pytest

from surveyapp import demo
from surveyapp.questionnaire.model import RATHER_NOT_SAY, Answer
from surveyapp.questionnaire.path import path
from surveyapp.release import table
from surveyapp.store import responses
from tests.questionnaires.people import (
    FACTS,
    Person,
    chooses_everything,
    chooses_nothing,
    does_not_know,
    refuses,
    saying,
    skips,
    visit,
)
from tests.questionnaires.shipped import FOLDER, LANGUAGES, SHIPPED, questionnaire, texts, written
from tests.release.worlds import Given, facts
from tests.respond.participant import Participant
from tests.running import Service, make_service

EVERYBODY = [skips, refuses, does_not_know, chooses_nothing, chooses_everything]

ACTIVITIES = ("walk", "moving", "food", "sleep", "rest", "painting", "blood_pressure", "nurse")

MERGER = (
    *("thrive", "good_now", "develop", "develop_by", "supervisor_gender", "why_supervisor", "group", "why_group"),
    *("asked", "hopes", "worries", "easier", "more", "gender", "helper"),
)

every_questionnaire = pytest.mark.parametrize("key", SHIPPED)


@every_questionnaire
@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.__name__)
def test_whoever_answers_gets_to_the_end(key: str, person: Person) -> None:
    kept = visit(key, person)
    assert set(kept) <= {screen.id for screen in questionnaire(key).questions}
    assert [id for id in kept if id in ("gender", "try")] == ["gender"]


@every_questionnaire
def test_who_skips_everything_keeps_nothing_and_is_asked_no_follow_up(key: str) -> None:
    kept = visit(key, skips)
    assert set(kept.values()) == {None}
    asked_of_all = [screen.id for screen in questionnaire(key).questions if screen.show_if is None]
    assert list(kept) == asked_of_all == list(visit(key, refuses))


@every_questionnaire
def test_who_refuses_everything_keeps_refusals(key: str) -> None:
    assert set(visit(key, refuses).values()) == {RATHER_NOT_SAY}


@every_questionnaire
def test_every_question_with_a_list_has_a_way_out_of_its_own_or_none_of_them(key: str) -> None:
    """Refusing is always possible; not knowing is another thing. What cuts the figures has none."""
    for screen in written(key):
        if screen.options and not screen.practice and screen.id not in ("gender", "helper", "when"):
            assert any(option.way_out or option.exclusive for option in screen.options), screen.id


@pytest.mark.parametrize("key", ["nojdhet", "halsodag", "samgaende"])
def test_a_picture_scale_has_three_steps(key: str) -> None:
    for screen in written(key):
        if screen.ask == "scale":
            assert sum(not option.way_out for option in screen.options) == 3, screen.id


@every_questionnaire
def test_made_up_answers_give_a_release_that_shows_women_and_men_apart(key: str) -> None:
    random, whole = Random(7), questionnaire(key)
    given = [
        Given(n, "here", random.choice(LANGUAGES[key]), demo.made_up(whole, "here", "sv", random, gender))
        for n, gender in enumerate(["woman"] * 60 + ["man"] * 50)
    ]
    about = facts().model_copy(
        update={"questionnaire": key, "version": whole.version, "languages": LANGUAGES[key], "kind": "demo"}
    )
    release = table.make(about, whole, given)
    assert {block.id: block.size for block in release.blocks} == {"women": 60, "men": 50}
    shown = {one.id: one.shown for one in release.tables}
    for screen in whole.questions:
        if screen.show_if is None and screen.id not in ("gender", "helper"):
            assert shown[screen.id] == ("together" if screen.sensitive else "by_block"), screen.id


# By the pages


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = make_service(tmp_path_factory.mktemp("service"))
    yield service
    service.store.close()


SEEDS = range(20)
WAVES = {"digitalt": ("before", "after")}


def who_reach_all(key: str) -> list[tuple[str, dict[str, Answer | None], tuple[str, ...]]]:
    """Few who together reach every screen, each with the wave, what they answer, and the ids on their way."""
    whole = questionnaire(key)
    left, chosen = {screen.id for screen in whole.screens}, []
    for seed, wave in zip(SEEDS, cycle(WAVES.get(key, ("",))), strict=False):
        answers = demo.made_up(whole, "here", "sv", Random(seed), wave=wave)
        way = tuple(screen.id for screen in path(whole, answers, FACTS | {"$wave": wave}))
        if left & set(way):
            chosen.append((wave, answers, way))
            left -= set(way)
    assert not left, f"nobody reached {sorted(left)}"
    return chosen


def lines(text: str) -> set[str]:
    return {" ".join(line.split()) for line in text.split("\n") if line.strip()}


def read(page: str) -> set[str]:
    """What stands on a page, piece by piece, each as it is between two tags."""
    return set[str]().union(*(lines(unescape(piece)) for piece in re.findall(r">([^<]+)", page)))


def said(key: str, language: str) -> set[str]:
    return set[str]().union(*map(lines, texts(key, language)))


@every_questionnaire
def test_every_screen_is_reached_by_its_pages_in_every_language(service: Service, key: str) -> None:
    """From the link to the thank-you: on the way are the screens of the way, and no word of another language."""
    people, languages = who_reach_all(key), LANGUAGES[key]
    rounds = {
        wave: service.open_round(FOLDER / key, languages=languages, wave=wave)
        for wave in {wave for wave, _, _ in people}
    }
    for language in languages:
        foreign = set[str]().union(*(said(key, other) for other in languages)) - said(key, language)
        for wave, answers, way in people:
            visitor = Participant(service, rounds[wave], language).open()
            assert f'href="{visitor.door}"' in visitor.page
            visitor.shown.clear()
            visitor.begin().walk(answers).submit()
            *at, last = (address.removeprefix(visitor.root) for address, _ in visitor.shown)
            company = ["company"] if "helper" in way else []
            door = visitor.door.removeprefix(visitor.root)
            assert at == [door, *(f"ask/{id}" for id in way), *company, "summary"]
            assert last.startswith("thanks/")
            for address, page in visitor.shown:
                assert not read(page) & foreign, f"{address} in {language}"
            for id, (_, page) in zip(way, visitor.shown[1:], strict=False):
                asked = questionnaire(key).screen(id).text
                assert isinstance(asked, str) or lines(asked[language]) <= read(page), f"{id} in {language}"
    with service.store.reading() as c:
        for wave, round in rounds.items():
            given = [dict(row.answers) for row in responses.submitted(c, round.id)]
            for answers in (answers for of, answers, _ in people if of == wave):
                assert given.count(answers) == len(languages)


# Workshop satisfaction


def asked(kept: dict[str, Answer | None]) -> str:
    return " ".join(kept)


def test_someone_content_is_asked_ten_things() -> None:
    content = {"thrive": "good", "supervisors": "good", "others": "good", "way_forward": "good", "safe": "always"}
    kept = visit("nojdhet", saying(content | {"say": "always", "meaningful": "always", "gender": "man"}))
    assert asked(kept) == "thrive supervisors others way_forward safe say meaningful better gender helper"


@pytest.mark.parametrize("safe", ["sometimes", "never"])
def test_someone_unsafe_is_asked_what_is_in_the_way_and_it_stays_between_all(safe: str) -> None:
    kept = visit("nojdhet", saying({"safe": safe, "unsafe_because": ("words", "other"), "gender": "woman"}))
    after = asked(kept).partition("safe ")[2]
    assert after == "unsafe_because unsafe_because.own_words say meaningful better gender helper"
    assert {screen.id for screen in questionnaire("nojdhet").questions if screen.sensitive} == {
        "unsafe_because",
        "unsafe_because.own_words",
        "helper",
    }


def test_the_satisfaction_survey_is_short() -> None:
    assert 12 <= len(written("nojdhet")) <= 14


# Health day


def test_a_visitor_rates_what_they_took_part_in_and_nothing_else() -> None:
    took_part = ("walk", "blood_pressure")
    kept = visit("halsodag", saying({"when": "morning", "took_part": took_part, "how_was.walk": "good"}))
    assert asked(kept).startswith("when took_part how_was.walk how_was.blood_pressure whole")
    assert kept["how_was.walk"] == "good"
    assert kept["how_was.blood_pressure"] is None


def test_each_rating_shows_the_activity_above_the_question() -> None:
    offered = {option.id: option for option in questionnaire("halsodag").screen("took_part").options}
    assert tuple(id for id, option in offered.items() if not option.exclusive and not option.way_out) == ACTIVITIES
    for id in ACTIVITIES:
        about = questionnaire("halsodag").screen(f"how_was.{id}").about
        assert about
        assert (about.text, about.pictures) == (offered[id].text, offered[id].pictures)


@pytest.mark.parametrize("answer", [None, ("none",), ("dont_know",), RATHER_NOT_SAY])
def test_who_names_no_activity_rates_only_the_day(answer: Answer | None) -> None:
    kept = visit("halsodag", saying({"took_part": answer}))
    assert asked(kept) == "when took_part whole welcomed learned come_again better gender helper"


def test_who_was_at_everything_rates_everything() -> None:
    kept = visit("halsodag", chooses_everything)
    assert [id for id in kept if id.startswith("how_was.")] == [f"how_was.{id}" for id in ACTIVITIES]


def test_morning_and_afternoon_are_asked_of_everyone_so_that_blocks_can_be_cut_by_them() -> None:
    when = questionnaire("halsodag").screen("when")
    assert (when.ask, when.show_if, when.sensitive) == ("choose-one", None, False)
    assert [option.id for option in when.options] == ["morning", "afternoon", "all_day"]


# Before a merger


@pytest.mark.parametrize("wanted", ["woman", "man", "both", "no_matter"])
def test_whatever_someone_wants_they_are_asked_why(wanted: str) -> None:
    """Of six people, those with one and the same answer are too few for their reasons to be shown."""
    kept = visit("samgaende", saying({"supervisor_gender": wanted, "group": "no_matter", "gender": "woman"}))
    assert tuple(kept) == MERGER


@pytest.mark.parametrize("id", ["supervisor_gender", "group"])
def test_who_does_not_know_is_not_asked_why(id: str) -> None:
    kept = visit("samgaende", saying({"supervisor_gender": "woman", "group": "women", id: "dont_know"}))
    assert set(MERGER) - set(kept) == {f"why_{id.partition('_')[0]}"}


def test_worries_are_sensitive_and_hopes_are_not() -> None:
    sensitive = {screen.id for screen in questionnaire("samgaende").questions if screen.sensitive}
    assert sensitive == {"worries", "worries.own_words", "helper"}


def test_the_merger_asks_as_the_other_surveys_do_so_that_rounds_can_be_laid_side_by_side() -> None:
    for of, id in (("nojdhet", "thrive"), ("jamstalldhet", "group"), ("jamstalldhet", "why_group")):
        here, there = questionnaire("samgaende").screen(id), questionnaire(of).screen(id)
        assert here.ask == there.ask
        assert [option.id for option in here.options] == [option.id for option in there.options]
        for language in LANGUAGES["samgaende"]:
            assert here.text[language] == there.text[language]  # type: ignore[index]


def test_six_women_give_a_release_with_every_why_in_it() -> None:
    random, whole = Random(3), questionnaire("samgaende")
    opinion = {"supervisor_gender": "woman", "group": "mixed", "gender": "woman"}
    given = []
    for n in range(6):
        answers = demo.made_up(whole, "here", "sv", random, "woman")
        kept = visit(
            "samgaende", saying({id: value for id, value in answers.items() if "own_words" not in id} | opinion)
        )
        given.append(Given(n, "here", "sv", kept))
    release = table.make(facts().model_copy(update={"version": whole.version}), whole, given)
    assert [(block.id, block.size) for block in release.blocks] == [("everyone", 6)]
    assert {release.table(id).shown for id in ("why_supervisor", "why_group", "hopes", "easier")} == {"by_block"}


# Five points


def test_there_are_thirteen_areas_and_five_places() -> None:
    five = questionnaire("fem-viktigaste").screen("five")
    assert five.ask == "rank"
    assert five.choose == 5
    assert sum(not option.way_out for option in five.options) == 13


@pytest.mark.parametrize("order", [("pay",), ("safety", "pay", "workload", "say", "rooms")])
def test_the_order_is_kept_and_the_first_step_asked(order: tuple[str, ...]) -> None:
    kept = visit("fem-viktigaste", saying({"five": order}))
    assert kept["five"] == order
    assert asked(kept) == "five first_step workload told join_in gender"


@pytest.mark.parametrize("answer", [None, ("dont_know",), RATHER_NOT_SAY])
def test_who_ranks_nothing_is_asked_for_no_first_step(answer: Answer | None) -> None:
    assert "first_step" not in visit("fem-viktigaste", saying({"five": answer}))


def test_the_right_amount_of_work_stands_between_too_much_and_too_little() -> None:
    workload = questionnaire("fem-viktigaste").screen("workload")
    assert [option.id for option in workload.options] == ["too_much", "right", "too_little", "dont_know"]
    assert workload.favourable == ("right",)


# Recruitment


@pytest.mark.parametrize(
    "key", ["rekrytering-brukare", "rekrytering-personal", "rekrytering-chef", "rekrytering-kandidat"]
)
def test_the_four_views_of_a_recruitment_share_their_questions(key: str) -> None:
    """The same screens to the last word, so that their rounds can be laid side by side."""
    shared = questionnaire("rekrytering-gemensamt").questions
    assert [questionnaire(key).screen(screen.id) for screen in shared] == list(shared)


def test_a_manager_is_asked_whom_they_followed_only_if_the_groups_disagreed() -> None:
    assert "followed" in visit("rekrytering-chef", saying({"differed": "yes", "followed": "both"}))
    assert "followed" not in visit("rekrytering-chef", saying({"differed": "no"}))


# Digital exclusion


def test_before_and_after_a_course_the_same_things_are_rated() -> None:
    """What came of the course is asked after it alone."""
    kept = {
        wave: visit("digitalt", chooses_everything, {"$site": "norr", "$language": "sv", "$wave": wave})
        for wave in ("before", "after")
    }
    assert [id for id in kept["after"] if id not in kept["before"]] == ["use", "use.own_words", "instructor"]
    assert [id for id in kept["before"] if id not in kept["after"]] == []
    assert sum(id.startswith("can.") for id in kept["before"]) == 6


def test_only_an_instructor_rates_teaching() -> None:
    assert "teach.wait" in visit("digitalt", saying({"part": "teaches"}))
    assert "teach.wait" not in visit("digitalt", saying({"part": "learns"}))


# The job ladder, and the staff


def test_what_people_tell_of_their_health_is_sensitive() -> None:
    sensitive = {screen.id for screen in questionnaire("jobbtrappan").questions if screen.sensitive}
    assert sensitive == {"pain", "sleep", "strength", "helper"}


def test_the_job_ladder_has_six_steps() -> None:
    assert sum(not option.way_out for option in questionnaire("jobbtrappan").screen("step").options) == 6


def test_who_thinks_of_leaving_is_asked_what_would_make_them_stay_and_it_stays_between_all() -> None:
    assert "stay" in visit("medarbetare", saying({"leave": "often"}))
    assert "stay" not in visit("medarbetare", saying({"leave": "seldom"}))
    assert questionnaire("medarbetare").screen("stay").sensitive
