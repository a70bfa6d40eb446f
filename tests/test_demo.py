"""The demo rounds show each case of the release rule, and made-up answers walk any questionnaire."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from surveyapp import demo
from surveyapp.config import shipped
from surveyapp.evaluate.workbook import make_workbook
from surveyapp.questionnaire.load import load_folder
from surveyapp.questionnaire.path import path
from surveyapp.release.model import Release
from surveyapp.release.read import release_of
from surveyapp.release.tick import tick
from surveyapp.store import open_answers, responses, rounds
from surveyapp.store.errors import StoreRefused
from tests.running import ALL_KINDS, Service, make_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = make_service(tmp_path_factory.mktemp("demo"))
    for key in sorted({one.questionnaire for one in demo.DEMO_ROUNDS}):
        service.publish(shipped("questionnaires") / key)
    demo.make_demo(service.store, service.now())
    tick(service.store, service.now(), service.app.extensions["surveyapp"].config.zone)
    yield service
    service.store.close()


@pytest.fixture(scope="module")
def released(service: Service) -> dict[str, Release]:
    with service.store.reading() as c:
        found = {one.label: release_of(service.store, one) for one in rounds.rounds(c)}
    return {label.split(":")[0]: release for label, release in found.items() if release}


def blocks(release: Release) -> dict[str, int]:
    return {block.id: block.size for block in release.blocks}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Demo 02", {"women": 14, "men": 11}),
        ("Demo 03", {"everyone": 9}),
        ("Demo 04", {"women": 12, "men": 10, "other": 6}),
        ("Demo 05", {"women": 10, "men": 9}),
        ("Demo 06", {"everyone": 16}),
        ("Demo 07", {"everyone": 9}),
        ("Demo 08", {}),
        ("Demo 09", {"women": 150, "men": 140, "other": 10}),
        ("Demo 13", {"women": 26, "men": 22}),
        ("Demo 15", {"women": 12, "men": 11}),
    ],
)
def test_each_case_of_the_rule_has_a_demo_round(
    released: dict[str, Release], label: str, expected: dict[str, int]
) -> None:
    assert blocks(released[label]) == expected


@pytest.mark.parametrize(
    ("label", "values"),
    [("Demo 14", ("morning", "afternoon", "all_day")), ("Demo 16", ("centrum", "hamnen"))],
)
def test_some_demo_rounds_are_cut_by_a_second_variable(
    released: dict[str, Release], label: str, values: tuple[str, ...]
) -> None:
    sizes = blocks(released[label])
    for group in ("women", "men"):
        assert all(sizes[f"{group}:{value}"] >= 5 for value in values)


def test_the_health_day_shows_each_activity_before_and_after_lunch(released: dict[str, Release]) -> None:
    rated = [table for table in released["Demo 14"].tables if table.id.startswith("how_was.")]
    assert len(rated) == 8
    assert {table.shown for table in rated} == {"by_block"}


@pytest.mark.parametrize("label", [one.label.split(":")[0] for one in demo.DEMO_ROUNDS[12:] if not one.open])
def test_a_demo_round_of_each_questionnaire_gives_a_workbook(
    service: Service, released: dict[str, Release], label: str
) -> None:
    release = released[label]
    questionnaire = load_folder(shipped("questionnaires") / release.round.questionnaire).questionnaire
    assert questionnaire
    with service.app.test_request_context():
        content = make_workbook(release, questionnaire, "sv")
    book = load_workbook(BytesIO(content), read_only=True)
    written = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    for screen in questionnaire.questions:
        if screen.own_words_of is None and not isinstance(screen.text, str) and screen.part_of is None:
            asked = screen.text["sv"].partition("\n")[0]
            of_blocks = screen.id == release.round.second
            assert of_blocks or any(asked in cell for cell in written if isinstance(cell, str)), screen.id


def test_one_demo_round_has_questions_that_too_few_were_asked(released: dict[str, Release]) -> None:
    assert "not_shown" in {table.shown for table in released["Demo 10"].tables}


def test_one_demo_round_shows_a_sensitive_question_in_coarse_words(released: dict[str, Release]) -> None:
    assert any(table.coarse and table.shown == "together" for table in released["Demo 11"].tables)


def test_two_demo_rounds_are_open_and_every_one_is_marked(service: Service, released: dict[str, Release]) -> None:
    with service.store.reading() as c:
        states = [one.state(service.now()) for one in rounds.rounds(c)]
    assert states.count("open") == 2
    assert {release.round.kind for release in released.values()} == {"demo"}


def test_demo_rounds_give_receipts_and_in_one_somebody_may_answer_for_another(service: Service) -> None:
    with service.store.reading() as c:
        found = rounds.rounds(c)
    assert all(one.asking.receipt_until == one.releases.date() for one in found)
    assert all(one.asking.help_now and one.asking.results_told for one in found)
    by_others = [one for one in found if one.asking.proxy_allowed]
    assert [one.state(service.now()) for one in by_others] == ["open"]
    assert not by_others[0].asking.own_supervisor_may_help


def test_the_demo_is_not_made_twice(service: Service) -> None:
    with service.store.reading() as c:
        before = [one.name for one in rounds.rounds(c)]
    demo.make_demo(service.store, service.now())
    with service.store.reading() as c:
        assert [one.name for one in rounds.rounds(c)] == before


@pytest.mark.parametrize(
    "folder", [ALL_KINDS, shipped("questionnaires") / "jamstalldhet"], ids=lambda folder: folder.name
)
def test_made_up_answers_are_such_as_a_visit_submits(folder: Path) -> None:
    questionnaire = load_folder(folder).questionnaire
    assert questionnaire
    random = Random(1)
    asked = set()
    for _ in range(200):
        answers = demo.made_up(questionnaire, "norr", "sv", random)
        way = path(questionnaire, answers, {"$site": "norr", "$language": "sv"})
        assert list(answers) == [screen.id for screen in way if screen.is_question]
        asked |= set(answers)
    assert asked == {screen.id for screen in questionnaire.questions}, "some question was never reached"


def test_a_real_round_takes_no_made_up_answers(service: Service) -> None:
    real = service.open_round()
    with pytest.raises(StoreRefused):
        demo.fill(service.store, real, 3, service.now(), service.today())
    with service.store.reading() as c:
        assert responses.count_submitted(c, real.id) == 0


def test_a_demo_round_has_texts_of_which_some_are_shown_and_no_phone_number_is(service: Service) -> None:
    today = service.today()
    demo.review_texts(service.store, today)
    with service.store.reading() as c:
        (one,) = (round for round in rounds.rounds(c) if round.label.startswith("Demo 02"))
        shown = open_answers.shown(c, one.id, ())
        texts, left = open_answers.count(c, one.id), open_answers.count(c, one.id, unmarked=True)
        first = open_answers.page(c, one.id, (), False, 0, texts)
    assert 0 < left < len(shown) < texts
    assert any("070" in text.text for text in first)
    assert not any("070" in text for _, text in shown)
    demo.review_texts(service.store, today)
    with service.store.reading() as c:
        assert open_answers.shown(c, one.id, ()) == shown, "what somebody has marked stays"
