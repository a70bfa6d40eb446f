"""A study that is released: its pages, its workbook and its report."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from docx import Document
from openpyxl import load_workbook

from surveyapp.evaluate.study.reading import Told, Vote
from surveyapp.evaluate.study.report import make_report
from surveyapp.evaluate.study.workbook import make_study_workbook
from surveyapp.release.figures import figures
from surveyapp.release.study import Mention, Moderated, Spoken, StudyRelease, Voice, make
from surveyapp.release.study import Told as Held
from surveyapp.release.study_make import make_study_release
from surveyapp.store import actions, coding, notes, studies, tables
from surveyapp.store.actions import ActionPlan, Stand
from surveyapp.store.notes import Turn
from surveyapp.store.studies import SpeakerPlan, Study
from tests.accounts.staff import Person
from tests.evaluate.books import made_up_round
from tests.focusgroup.voices import GUIDE, Voices, voices
from tests.release.studies import FACTS
from tests.running import Service

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 3, 2)
NASTY = '=HYPERLINK("http://x.example")\x0b<b>\ufffe _x0041_'


def _filled(voices: Voices) -> None:
    """Six women and six men, all but one of whom speak of comfort; one woman of noise."""
    with voices.store.writing() as c:
        for n, its in enumerate(voices.groups):
            plan = SpeakerPlan("man", "sv", False, False, True, True, False, ("read_aloud",))
            men = [studies.add_speaker(c, its, plan) for _ in range(3)]
            meeting = voices.meetings[n][0]
            everyone = [*voices.speakers[n], *men]
            studies.set_present(c, meeting, [one.id for one in everyone])
            voices.speakers[n].extend(men)
            studies.set_state(c, meeting, "ended")
            talk = [
                Turn(tables.new_id(), 0, "moderator", 0, "comfort", "speaker", one.id, 10 if one in men else 30, False)
                for one in everyone
            ]
            notes.write(c, meeting, talk)
    for group in (0, 1):
        for by in range(6 if group else 5):
            statement = voices.say(f"comfort {group} {by}", by=by, group=group, outcome="confirmed")
            if by != 1:
                with voices.store.writing() as c:
                    coding.quote(c, voices.study.id, statement, f"comfort {group} {by}")


@pytest.fixture(scope="module")
def filled(service: Service) -> Voices:
    made = voices(service.store, DAY)
    _filled(made)
    return made


def _release(service: Service, study: Study) -> None:
    answer = Person(service, "analyst").post(f"/evaluate/studies/{study.name}/release", sure="y")
    assert answer.status_code == 303


def test_an_evaluator_sees_nothing_before_the_release_and_only_the_release_after(
    service: Service, filled: Voices
) -> None:
    name, evaluator = filled.study.name, Person(service, "evaluator")
    noise = filled.say("noisy woman", theme="noise", outcome="confirmed")
    with service.store.writing() as c:
        coding.quote(c, filled.study.id, noise, "noisy woman")
    ways = ("", "workbook", "report")
    assert [evaluator.get(f"/evaluate/studies/{name}/{way}").status_code for way in ways] == [404] * 3
    assert filled.study.label not in evaluator.get("/evaluate/studies/").text
    _release(service, filled.study)
    assert filled.study.label in evaluator.get("/evaluate/studies/").text
    page = evaluator.get(f"/evaluate/studies/{name}/").text
    assert all(there in page for there in ("comfort 0 0", "all or all but one", "at most 1", "Other things that were"))
    assert all(never not in page for never in (filled.groups[0].site, filled.groups[0].label, "D1"))
    before = [evaluator.get(f"/evaluate/studies/{name}/{way}").data for way in ways[1:]]
    assert before == [evaluator.get(f"/evaluate/studies/{name}/{way}").data for way in ways[1:]]
    with service.store.writing() as c:
        notes.withdraw(c, filled.speakers[0][0], DAY)
    assert before == [evaluator.get(f"/evaluate/studies/{name}/{way}").data for way in ways[1:]]
    again = Person(service, "analyst").get(f"/evaluate/studies/{name}/release").text
    assert "a release never changes" in again
    with service.store.writing() as c:
        make_study_release(c, filled.study, DAY.replace(year=2027))
    assert before == [evaluator.get(f"/evaluate/studies/{name}/{way}").data for way in ways[1:]]


def test_what_a_speaker_took_along_before_the_release_is_nowhere_in_it(own_service: Service) -> None:
    made = voices(own_service.store, DAY)
    _filled(made)
    with own_service.store.writing() as c:
        notes.withdraw(c, made.speakers[0][0], DAY)
    _release(own_service, made.study)
    person = Person(own_service, "evaluator")
    files = [person.get(f"/evaluate/studies/{made.study.name}/{way}").data for way in ("workbook", "report")]
    whole = [person.get(f"/evaluate/studies/{made.study.name}/").data, *(_unzipped(one) for one in files)]
    assert all(b"comfort 0 0" not in one and b"comfort 0 2" in one for one in whole)


def test_a_study_whose_meeting_is_under_way_is_not_released(own_service: Service) -> None:
    made = voices(own_service.store, DAY)
    _filled(made)
    with own_service.store.writing() as c:
        studies.set_state(c, made.meetings[0][1], "under_way")
    answer = Person(own_service, "analyst").post(f"/evaluate/studies/{made.study.name}/release", sure="y")
    assert answer.status_code == 422


def _unzipped(file: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def _nasty() -> StudyRelease:
    """Eight women and eight men, five and six of whom speak of comfort."""
    people = [Voice(n, "women" if n < 8 else "men", n % 4) for n in range(16)]
    said = [
        Mention(n, n % 4, "comfort", frozenset({NASTY}), NASTY if n == 9 else f"words {n}")
        for n in (*range(5), *range(8, 14), 9)
    ]
    spoken = [Spoken(n, n + 1) for n in range(16)]
    held = Held(dict.fromkeys(range(4), "mixed"), ["comfort", "noise"], [NASTY], people, said, spoken)
    facts = FACTS.model_copy(update={"label": NASTY, "responsible": NASTY})
    return make(facts, [Moderated(moderator=NASTY, relation="own_supervisor", meetings=77)], [], held)


def _told(language: str, release: StudyRelease) -> Told:
    return Told(release, GUIDE, [], [], language)


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_strings_are_harmless_in_workbook_and_report_and_the_bytes_stay(service: Service, language: str) -> None:
    with service.app.test_request_context():
        told = _told(language, _nasty())
        book, report = make_study_workbook(told), make_report(told)
        assert (book, report) == (make_study_workbook(told), make_report(told))
    for file in (book, report):
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(package.read(name))
    cells = [cell for sheet in load_workbook(io.BytesIO(book)) for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
        style = ElementTree.fromstring(package.read("word/styles.xml"))
    styled = [one.get(f"{W}val") for one in body.iter(f"{W}pStyle")]
    assert styled.count("Heading1") == 8
    assert all(row.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for row in body.iter(f"{W}tbl"))
    turned = [one.find(f"{W}pPr/{W}bidi") is not None for one in body.iter(f"{W}p") if "".join(one.itertext())]
    assert set(turned) == {language == "ar"}
    assert [one.get(f"{W}val") for one in style.iter(f"{W}lang")] == [language]


def test_every_number_of_workbook_and_report_is_in_the_release(service: Service) -> None:
    release = _nasty().model_copy(update={"study": FACTS})
    with service.app.test_request_context():
        told = _told("en", release)
        book, report = make_study_workbook(told), make_report(told)
    counts: set[object] = {block.size for block in release.blocks} | set(release.groups.values()) | {77}
    for topic in (*release.themes, *release.codes):
        counts |= {topic.groups, *(n for one in topic.spread for n in (one.persons, one.mentions))}
    shares = {part / 10 for one in release.balance for part in (one.time, one.turns) if part is not None}
    known = {float(n) for n in counts if isinstance(n, int)} | shares
    sheets = load_workbook(io.BytesIO(book)).worksheets
    cells = [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "n"]
    numbers = {float(value) for value in cells if isinstance(value, int | float)}
    rows = [row for table in Document(io.BytesIO(report)).tables for row in table.rows]
    written = {float(cell.text) for row in rows for cell in row.cells if re.fullmatch(r"[\d.]+", cell.text)}
    for found in (numbers, written):
        assert found <= known
        assert {5.0, 7.0, 77.0} | shares <= found


def test_votes_come_from_their_releases_and_actions_from_the_board(service: Service) -> None:
    study = voices(service.store, DAY, "Med tavla").study
    vote = made_up_round(["woman"] * 7 + ["man"] * 9)
    with service.store.writing() as c:
        plan = ActionPlan(study.id, None, {"sv": "=Nya stolar"}, "chair", ())
        stand = Stand("no", {"sv": "För dyrt."}, "The manager", None, None)
        board = [actions.begin(c, plan, stand, "moderator", datetime(2026, 3, 2, tzinfo=UTC), DAY)]
    with service.app.test_request_context():
        told = Told(_nasty(), GUIDE, [Vote("=Vote", vote.release, vote.questionnaire)], board, "sv")
        lines = list(told.vote_lines())
        book, report = make_study_workbook(told), make_report(told)
    ranks = {one.id: one for one in figures(vote.release, vote.questionnaire) if one.screen and one.screen.choose}
    points = [
        n for one in ranks.values() for column in one.columns[: len(one.table.columns)] for n in column.points.values()
    ]
    assert sorted(line.figure for line in lines if line.points and isinstance(line.figure, int)) == sorted(points)
    assert points
    written = [cell.value for sheet in load_workbook(io.BytesIO(book)) for row in sheet.iter_rows() for cell in row]
    document = Document(io.BytesIO(report))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for found in (written, cells):
        assert {"=Vote", "=Nya stolar", "För dyrt.", "The manager"} <= set(found)
