"""Reviewers mark what people wrote; evaluators see what was decided before the last midnight, and nothing else."""

import io
import logging
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from surveyapp.accounts.guard import Role
from surveyapp.evaluate.open_answers import listing, marking
from surveyapp.evaluate.open_answers.workbook import make_workbook
from surveyapp.questionnaire.model import Answer, Option, Questionnaire, Screen
from surveyapp.release.make import make_release
from surveyapp.release.model import Release
from surveyapp.release.read import release_of
from surveyapp.release.tick import tick
from surveyapp.store import open_answers, questionnaires, responses, rounds, staff
from surveyapp.store.open_answers import OpenAnswer
from surveyapp.store.responses import Submitted
from surveyapp.store.rounds import Round
from surveyapp.web import here
from tests.accounts.staff import Person
from tests.evaluate.books import speaker
from tests.evaluate.ooxml import check_workbook
from tests.release.worlds import GENDER
from tests.running import Service

DEFINITION = Questionnaire(
    key="words",
    languages=("sv",),
    title={"sv": "Ord"},
    welcome={"sv": "Hej"},
    thanks={"sv": "Tack"},
    screens=(
        GENDER,
        Screen(
            id="area", ask="choose-one", text={"sv": "Var?"},
            options=(Option(id="a", text={"sv": "Här"}), Option(id="other", text={"sv": "Annat"}, own_words=True)),
        ),
        Screen(id="area.own_words", ask="text", text={"sv": "Annat"}, own_words_of="area"),
        Screen(id="better", ask="text", text={"sv": "Vad kan bli bättre?"}, echo="area"),
        Screen(id="why", ask="text", text={"sv": "Varför?"}),
    ),
)  # fmt: skip

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://example.org";"klicka")'
OVERRIDE = "\u202eträngt\u202e och =1+1"
TEMPLATE = "{{ 7*7 }}%(n)s"
HOSTILE = [SCRIPT, FORMULA, OVERRIDE, TEMPLATE, "x" * 1000, "rad ett\nrad två", "_x0041_", "'\"&"]


def answers(gender: str, better: str | None = None, why: str | None = None) -> dict[str, Answer | None]:
    asked: dict[str, Answer | None] = {
        "gender": gender,
        "area": "other",
        "area.own_words": "Överallt",
        "better": better,
    }
    return asked | ({} if why is None else {"why": why})


def released(service: Service, given: list[dict[str, Answer | None]], label: str = "Ordens omgång") -> Round:
    """A released trial with these responses."""
    round = service.open_round(DEFINITION, kind="trial", label=label, languages=("sv",))
    now = service.now()
    with service.store.writing() as c:
        responses.insert_submitted(c, round, [Submitted("here", "sv", None, now.date(), one) for one in given])
        closed = rounds.close_trial(c, round, now)
    assert make_release(service.store, closed, service.now())
    return closed


def people(*texts: str) -> list[dict[str, Answer | None]]:
    return [answers("woman" if n % 2 else "man", text) for n, text in enumerate(texts)]


@pytest.fixture
def round(service: Service) -> Round:
    return released(
        service, people(*(f"text {n}" for n in range(20)), "Ring 070-174 06 05", "Kalle bor på Sagogatan 3")
    )


def of(service: Service, round: Round) -> dict[str, OpenAnswer]:
    """The texts of a round by what was written."""
    with service.store.reading() as c:
        return {one.text: one for one in open_answers.page(c, round.id, listing.order(DEFINITION), False, 0, 10_000)}


def decide(service: Service, round: Round, **fields: str) -> None:
    """A reviewer marks texts, which stand for themselves: `show="text 1"`."""
    texts = of(service, round)
    marks = {f"mark_{texts[text].id}": mark for mark, text in fields.items()}
    there = f"/texts/{round.name}/review"
    assert Person(service, "reviewer").post(there, **marks).status_code == 303


def midnight(service: Service) -> None:
    service.ahead += timedelta(days=1)
    with service.app.app_context():
        tick(service.store, service.now(), here.zone())


def file_of(service: Service, round: Round, language: str = "sv") -> bytes:
    file = Person(service, "evaluator").get(f"/texts/{round.name}/workbook?language={language}")
    assert file.status_code == 200
    return bytes(file.data)


def cells(file: bytes) -> list[str]:
    return [str(cell.value) for sheet in load_workbook(io.BytesIO(file)) for row in sheet for cell in row if cell.value]


# ---- the way of a text -----------------------------------------------------------------------------------------------


def test_a_text_is_shown_after_it_is_marked_and_a_midnight_has_passed(service: Service, round: Round) -> None:
    evaluator, there = Person(service, "evaluator"), f"/texts/{round.name}"

    def seen() -> tuple[str, bytes]:
        return Person.without_tokens(evaluator.get(there).text), file_of(service, round)

    before = seen()
    assert "No text is shown yet." in before[0]
    decide(service, round, show="text 3", dont_show="text 4")
    assert seen() == before, "a mark shows the moment it is made"
    midnight(service)
    assert "text 3" in evaluator.get(there).text
    assert "text 4" not in evaluator.get(there).text
    assert {"text 3"} == {cell for cell in cells(file_of(service, round)) if cell.startswith("text ")}
    with service.app.app_context():
        tick(service.store, service.now(), here.zone())
    assert "text 3" in evaluator.get(there).text


def test_a_shortened_text_is_shown_short_and_only_reviewers_see_the_first(service: Service, round: Round) -> None:
    id = of(service, round)["Ring 070-174 06 05"].id
    reviewer, there = Person(service, "reviewer"), f"/texts/{round.name}/review"
    reviewer.post(there, **{f"mark_{id}": "shorten", f"shorter_{id}": "Ring  \r\n"})
    midnight(service)
    shown = Person(service, "evaluator").get(f"/texts/{round.name}").text
    assert ">Ring</span>" in shown
    for page in (shown, str(cells(file_of(service, round)))):
        assert "070" not in page
    assert "070-174 06 05" in reviewer.get(there).text


def test_evaluators_get_nothing_that_was_not_decided(service: Service, round: Round) -> None:
    decide(service, round, show="text 1")
    midnight(service)
    evaluator = Person(service, "evaluator")
    for page in (evaluator.get(f"/texts/{round.name}").text, str(cells(file_of(service, round)))):
        assert set(re.findall(r"text \d+", page)) == {"text 1"}
    assert evaluator.get(f"/texts/{round.name}/review").status_code == 403


def test_the_figures_and_their_workbook_stay_as_they_were(service: Service, round: Round) -> None:
    evaluator = Person(service, "evaluator")
    before = [evaluator.get(f"/evaluate/{round.name}{more}").data for more in ("", "/workbook?language=sv")]
    decide(service, round, show="text 1")
    midnight(service)
    after = [evaluator.get(f"/evaluate/{round.name}{more}").data for more in ("", "/workbook?language=sv")]
    assert [Person.without_tokens(page.decode("latin-1")) for page in before] == [
        Person.without_tokens(page.decode("latin-1")) for page in after
    ]
    assert f'href="/texts/{round.name}"' in after[0].decode()


def test_a_round_that_leaves_some_out_looks_the_same_with_and_without_them(service: Service) -> None:
    """Also where one who is left out would be the fifth to be asked a question."""
    counted = [*people(*(f"text {n}" for n in range(14))), *(answers("man", "text w", f"why {n}") for n in range(4))]
    lists = []
    for left_out in ([], [answers("other", "left out", "left out too")] * 3):
        round = released(service, [*counted, *left_out])
        with service.store.writing() as c:
            all_of_them = open_answers.page(c, round.id, listing.order(DEFINITION), False, 0, 1000)
            decisions = {one.id: open_answers.Decision("show") for one in all_of_them}
            open_answers.decide(c, round.id, decisions, service.today() - timedelta(days=2))
            open_answers.pass_on(c, service.today())
            lists.append(sorted(open_answers.shown(c, round.id, listing.order(DEFINITION)), key=str))
    assert lists[0] == lists[1]
    assert (None, "why 1") in lists[0]


# ---- headings --------------------------------------------------------------------------------------------------------


def test_a_heading_is_the_question_as_it_was_written_and_no_answer(service: Service, round: Round) -> None:
    decide(service, round, show="text 1")
    id = of(service, round)["Överallt"].id
    Person(service, "reviewer").post(f"/texts/{round.name}/review", **{f"mark_{id}": "show"})
    midnight(service)
    page = Person(service, "evaluator", "sv").get(f"/texts/{round.name}").text
    headings = re.findall(r'<h2 id="(?:area|better)[^>]*>(.*?)</h2>', page)
    assert headings == ["Var? – Annat", "Vad kan bli bättre?"]


def test_texts_of_a_question_that_few_were_asked_stand_without_it(service: Service) -> None:
    given = [*people(*(f"text {n}" for n in range(14))), *(answers("man", None, f"why {n}") for n in range(4))]
    round = released(service, given)
    decide(service, round, show="why 2")
    midnight(service)
    page = Person(service, "evaluator").get(f"/texts/{round.name}").text
    assert "why 2" in page
    assert "Varför?" not in page
    assert "Answers without their questions" in page
    assert "Varför?" not in Person(service, "reviewer").get(f"/texts/{round.name}/review").text
    assert not any("Varför?" in cell for cell in cells(file_of(service, round)))


def test_no_figures_give_no_list(service: Service) -> None:
    round = released(service, people("ett", "två", "tre"))
    assert "No text is shown yet." in Person(service, "evaluator").get(f"/texts/{round.name}").text
    reviewer = Person(service, "reviewer")
    assert "There are no texts." in reviewer.get(f"/texts/{round.name}/review").text
    assert round.name not in reviewer.get("/texts/").text
    assert "What people wrote" not in Person(service, "evaluator").get(f"/evaluate/{round.name}").text


# ---- marking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shorter", "why"),
    [
        ("", "Write the shorter text"),
        ("text 1", "Nothing is taken away"),
        ("text 1 and more", "at most 6"),
        ("\x00 \u2028", "Write the shorter text"),
    ],
)
def test_what_is_no_shortening_is_refused_and_nothing_is_kept(
    service: Service, round: Round, shorter: str, why: str
) -> None:
    texts, there = of(service, round), f"/texts/{round.name}/review"
    one, two = texts["text 1"].id, texts["text 2"].id
    fields = {f"mark_{one}": "shorten", f"shorter_{one}": shorter, f"mark_{two}": "show"}
    answer = Person(service, "reviewer").post(there, **fields)
    assert answer.status_code == 422
    assert why in answer.text
    assert re.search(rf'name="mark_{two}" value="show"[^>]* checked', answer.text), "what else was chosen is forgotten"
    assert all(text.mark is None for text in of(service, round).values())


def test_a_mark_that_is_none_is_refused(service: Service, round: Round) -> None:
    id = of(service, round)["text 1"].id
    answer = Person(service, "reviewer").post(f"/texts/{round.name}/review", **{f"mark_{id}": "publish"})
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["mark_1", "mark_99999999999999999999", "mark_x", "mark_", "mark_9223372036854775808"])
def test_an_id_that_is_no_texts_is_passed_over(service: Service, round: Round, name: str) -> None:
    answer = Person(service, "reviewer").post(f"/texts/{round.name}/review", **{name: "show"})
    assert answer.status_code == 303
    assert all(text.mark is None for text in of(service, round).values())


def test_what_another_reviewer_has_marked_meanwhile_stays(service: Service, round: Round) -> None:
    texts, there = of(service, round), f"/texts/{round.name}/review"
    one, two = texts["text 1"].id, texts["text 2"].id
    decide(service, round, show="text 1")
    opened_before = {
        f"mark_{one}": "not_yet",
        f"was_{one}": "not_yet",
        f"mark_{two}": "dont_show",
        f"was_{two}": "not_yet",
    }
    Person(service, "reviewer").post(there, **opened_before)
    assert (of(service, round)["text 1"].mark, of(service, round)["text 2"].mark) == ("show", "dont_show")


def test_a_mark_can_be_taken_back(service: Service, round: Round) -> None:
    id = of(service, round)["text 1"].id
    decide(service, round, show="text 1")
    fields = {f"mark_{id}": "not_yet", f"was_{id}": "show"}
    Person(service, "reviewer").post(f"/texts/{round.name}/review", **fields)
    assert of(service, round)["text 1"].mark is None


def test_the_trail_tells_who_marked_how_many_and_never_a_text(service: Service, round: Round) -> None:
    decide(service, round, show="text 1", dont_show="Ring 070-174 06 05")
    with service.store.reading() as c:
        told = staff.trail(c)[0]
    assert (told.who, told.what) == ("reviewer", f"marked 2 texts in the round {round.name}")
    with service.store.reading() as c:
        assert not any("070" in entry.what or "text 1" in entry.what for entry in staff.trail(c))


def test_what_may_point_at_somebody_is_pointed_out_and_left_as_it_is(service: Service, round: Round) -> None:
    page = Person(service, "reviewer").get(f"/texts/{round.name}/review").text
    assert '<mark title="Phone number">070-174 06 05</mark>' in page
    assert '<mark title="Street address">Sagogatan 3</mark>' in page
    assert "Phone number: <span" in page


# ---- many texts ------------------------------------------------------------------------------------------------------


def test_many_texts_stand_on_pages_of_fifty_and_the_unmarked_can_be_seen_alone(service: Service) -> None:
    round = released(service, people(*(f"text {n}" for n in range(60))))  # and as many own words
    reviewer, there = Person(service, "reviewer"), f"/texts/{round.name}/review"
    pages = [reviewer.get(f"{there}?page={n}").text for n in (1, 2, 3)]
    ids = [re.findall(r'id="wrote_(\d+)"', page) for page in pages]
    assert [len(some) for some in ids] == [50, 50, 20]
    assert len({id for some in ids for id in some}) == 120
    assert reviewer.get(f"{there}?page=4").text.count('id="wrote_') == 20
    assert reviewer.get(f"{there}?page=-1").text.count('id="wrote_') == 50
    fields = {f"mark_{id}": "dont_show" for id in ids[0]}
    answer = reviewer.post(f"{there}?only=unmarked&page=1", page=there, **fields)
    assert answer.headers["Location"].endswith("only=unmarked&page=1")
    left = re.findall(r'id="wrote_(\d+)"', reviewer.get(answer.headers["Location"]).text)
    assert len(left) == 50
    assert not set(left) & set(ids[0])
    assert "70" in reviewer.get("/texts/").text


def test_a_page_asks_the_store_as_often_for_many_texts_as_for_few(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (released(service, people(*(f"text {n}" for n in range(size)))) for size in (6, 60))
    asked: list[int] = []
    for round in (few, many):
        reviewer, before, calls = Person(service, "reviewer"), service.store.reading, [0]

        def reading(before=before, calls=calls):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            calls[0] += 1
            return before()

        monkeypatch.setattr(service.store, "reading", reading)
        reviewer.get(f"/texts/{round.name}/review")
        monkeypatch.undo()
        asked.append(calls[0])
    assert asked[0] == asked[1]


# ---- hostile texts ---------------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(service: Service) -> Round:
    round = released(service, people(*HOSTILE))
    texts = of(service, round)
    marks = {f"mark_{texts[text].id}": "show" for text in HOSTILE}
    Person(service, "reviewer").post(f"/texts/{round.name}/review", **marks)
    midnight(service)
    return round


def test_a_hostile_text_is_harmless_on_every_page(
    service: Service, hostile: Round, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for person, there in (("reviewer", f"/texts/{hostile.name}/review"), ("evaluator", f"/texts/{hostile.name}")):
            page = Person(service, person).get(there)  # type: ignore[arg-type]
            assert page.status_code == 200
            assert SCRIPT not in page.text
            assert "&lt;script&gt;alert(1)" in page.text
            assert "{{ 7*7 }}%(n)s" in page.text
            assert re.search(r'lang="" dir="auto">\u202e?', page.text)
    assert not any(text in caplog.text for text in ("alert(1)", "HYPERLINK", "xxxxx", "trängt"))


def test_a_hostile_text_is_a_text_in_the_workbook(service: Service, hostile: Round) -> None:
    file = file_of(service, hostile)
    check_workbook(file)
    written = [cell for sheet in load_workbook(io.BytesIO(file)) for row in sheet for cell in row if cell.value]
    assert {cell.data_type for cell in written} == {"s"}
    texts = {str(cell.value) for cell in written}
    for text in HOSTILE:
        assert (text if text != "_x0041_" else "_x005F_x0041_") in texts


def test_a_shortened_text_that_is_hostile_is_harmless_too(service: Service, hostile: Round) -> None:
    id, there = of(service, hostile)[SCRIPT].id, f"/texts/{hostile.name}/review"
    closing = "</textarea><script>"
    fields = {f"mark_{id}": "shorten", f"shorter_{id}": closing, f"was_{id}": "show"}
    reviewer = Person(service, "reviewer")
    assert reviewer.post(there, **fields).status_code == 303
    assert closing not in reviewer.get(there).text
    assert of(service, hostile)[SCRIPT].shorter == closing


# ---- the workbook ----------------------------------------------------------------------------------------------------

LISTED = [("area.own_words", "Överallt"), ("better", "Mer tid"), ("better", "السلام"), (None, "Ring")]


def stored(service: Service, round: Round) -> tuple[Release, Questionnaire]:
    release = release_of(service.store, round)
    assert release
    with service.store.reading() as c:
        return release, questionnaires.questionnaire(c, round.questionnaire_version)


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_the_workbook_has_a_sheet_for_each_heading_and_the_mark_of_a_trial_on_each(
    service: Service, round: Round, language: str
) -> None:
    release, questionnaire = stored(service, round)
    with speaker().app_context():
        file = make_workbook(release, questionnaire, LISTED, language)
        again = make_workbook(release, questionnaire, list(LISTED), language)
    assert file == again, "the same list gives other bytes"
    check_workbook(file)
    book = load_workbook(io.BytesIO(file))
    assert len(book.sheetnames) == 4
    assert book.sheetnames[1:3] == ["3 area.own_words", "4 better"]
    marks = {sheet["A2"].value for sheet in book}
    assert len(marks) == 1
    assert [row[0].value for row in book.worksheets[2].iter_rows(min_row=4)] == ["Mer tid", "السلام"]


def test_an_empty_list_gives_a_workbook_that_says_so(service: Service, round: Round) -> None:
    release, questionnaire = stored(service, round)
    with speaker().app_context():
        file = make_workbook(release, questionnaire, [], "en")
    assert "No text is shown yet." in cells(file)


# ---- who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads", "marks"),
    [
        ("designer", False, False), ("analyst", False, False), ("evaluator", True, False), ("reviewer", False, True),
        ("administrator", True, True),
    ],
)  # fmt: skip
def test_who_reads_and_who_marks(service: Service, round: Round, role: Role, reads: bool, marks: bool) -> None:
    person = Person(service, role)
    for address in (f"/texts/{round.name}", f"/texts/{round.name}/workbook"):
        assert person.get(address).status_code == (200 if reads else 403)
    for address in ("/texts/", f"/texts/{round.name}/review"):
        assert person.get(address).status_code == (200 if marks else 403)
    assert (">Texts to read</a>" in person.get("/account").text) == marks
    if not marks:
        token = person.field("/account", "csrf_token")
        id = of(service, round)["text 1"].id
        there = f"/texts/{round.name}/review"
        assert person.send(there, csrf_token=token, **{f"mark_{id}": "show"}).status_code == 403


def test_a_round_without_a_release_looks_like_none(service: Service) -> None:
    round = service.open_round(DEFINITION, kind="trial", languages=("sv",))
    for role, more in (("evaluator", ""), ("evaluator", "/workbook"), ("reviewer", "/review")):
        person = Person(service, role)  # type: ignore[arg-type]
        unreleased, unknown = (person.get(f"/texts/{name}{more}") for name in (round.name, "no-such-round"))
        assert unreleased.status_code == unknown.status_code == 404
        assert unreleased.text == unknown.text


def test_texts_go_when_the_trial_has_had_its_time(own_service: Service) -> None:
    service, round = own_service, released(own_service, people(*(f"text {n}" for n in range(9))))
    service.ahead += timedelta(days=31)
    midnight(service)
    with service.store.reading() as c:
        assert open_answers.count(c, round.id) == 0
    assert Person(service, "reviewer").get(f"/texts/{round.name}/review").status_code == 404


def test_a_marking_compares_with_what_its_page_showed() -> None:
    text = OpenAnswer(7, "better", "Lång text", "shorten", "Lång")
    opened = marking.opened(text)
    posted = {"mark_7": "shorten", "shorter_7": "Lång", "was_7": opened.was}
    assert not marking.sent(text, posted).changed
    assert marking.sent(text, posted | {"shorter_7": "Lå"}).changed
    assert not marking.sent(OpenAnswer(7, "better", "Lång text", "show", None), posted).changed
