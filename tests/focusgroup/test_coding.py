"""Analysts code parts of statements; persons and groups come before mentions; nobody is quoted against their will."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.focusgroup import counting, parts
from surveyapp.focusgroup.counting import Count
from surveyapp.store import coding, notes
from surveyapp.store.coding import Code, Coding
from tests.accounts.staff import Person
from tests.focusgroup.voices import Voices, voices
from tests.running import Service

TEXT = "Det drar kallt från porten hela vintern."


@pytest.fixture
def there(service: Service) -> Voices:
    return voices(service.store, service.today())


@pytest.fixture
def analyst(service: Service) -> Person:
    return Person(service, "analyst")


def put(there: Voices, statement: int, name: str, parent: Code | None = None) -> Code:
    """A code on a whole statement."""
    with there.store.writing() as c:
        code = next((one for one in coding.codes(c, there.study.id) if one.name == name), None)
        code = code or coding.add_code(c, there.study.id, name, "", parent.id if parent else None)
        said = there.heard(statement).statement
        coding.put_code(c, there.study.id, code.id, statement, said.wording_id, (0, len(said.text)), "kim")
    return code


# ---- parts of a text ----


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_a_text_in_pieces_is_whole_and_each_piece_knows_its_codes(text: str, cuts: list[tuple[int, int]]) -> None:
    on = [Coding(n, 1, 1, 1, start, end, "kim") for n, (start, end) in enumerate(cuts) if 0 <= start < end <= len(text)]
    found = parts.pieces(text, on)
    assert "".join(piece.text for piece in found) == text
    for one in on:
        assert "".join(piece.text for piece in found if one in piece.codings) == text[one.start : one.end]


@given(st.text())
def test_words_are_where_they_are_said_to_be(text: str) -> None:
    for word in parts.words_of(text):
        assert text[word.start : word.end] == word.text


@pytest.mark.parametrize(
    ("short", "is_one"),
    [
        ("Det drar kallt", True),
        ("det drar … hela vintern", True),
        ("Det drar kallt från [en dörr] hela vintern", True),
        ("Kallt drar det", False),
        ("Det drar inte kallt", False),
        ("Det drar kallt, kallt", False),
    ],
)
def test_a_shorter_form_only_takes_away(short: str, is_one: bool) -> None:
    assert parts.is_shorter_form(short, TEXT) is is_one


# ---- counts ----


def test_persons_and_groups_count_before_mentions(there: Voices) -> None:
    for _ in range(3):
        there.say("Samma sak igen")
    there.say("Ja", by=1)
    there.say("Alla höll med", by="several", group=1)
    there.say("Nej, så sa jag inte", by=2, outcome="rejected")
    there.say("Ni är alltså trötta", by="moderator")
    assert counting.count(there.every()) == Count(persons=2, groups=2, mentions=5, rejected=1)


def test_who_said_the_opposite_stands_beside_and_counts_once_above(there: Voices) -> None:
    cold = put(there, there.say("Det är kallt"), "Kyla")
    with there.store.writing() as c:
        against = coding.add_code(c, there.study.id, "Emot", "", cold.id)
    put(there, there.say("Jag fryser aldrig"), "Emot")
    put(there, there.say("Inte kallt alls", by=1, group=1), "Emot")
    with there.store.reading() as c:
        codes, codings = coding.codes(c, there.study.id), coding.codings(c, there.study.id)
    above, below = counting.by_code(there.every(), codes, codings, there.groups)
    assert (above.code, below.code, below.depth) == (cold, against, 1)
    assert below.whole == Count(2, 2, 2, 0)
    assert above.whole == Count(persons=2, groups=2, mentions=3, rejected=0)
    assert [each.persons for each in below.by_group] == [1, 1]


def test_the_curve_counts_a_code_in_the_meeting_that_it_came_up_in_first(there: Voices) -> None:
    put(there, there.say("Kallt"), "Kyla")
    put(there, there.say("Kallt i dag med", meeting=1), "Kyla")
    put(there, there.say("Högt ljud", group=1), "Buller")
    put(there, there.say("Nej", group=1, meeting=1, outcome="rejected"), "Ingenting")
    with there.store.reading() as c:
        codes, codings = coding.codes(c, there.study.id), coding.codings(c, there.study.id)
    steps = counting.curve(there.every(), codes, codings)
    assert [([code.name for code in step.new], step.total) for step in steps] == [
        (["Kyla"], 1),
        (["Buller"], 2),
        ([], 2),
        ([], 2),
    ]


# ---- pages ----


def test_a_code_is_put_on_some_words_seen_and_taken_off_again(there: Voices, analyst: Person) -> None:
    statement = there.say(TEXT)
    page = f"/groups/{there.study.name}/coding/{statement}"
    wording = analyst.field(page, "wording")
    assert analyst.post(page, first="4", last="14", code="", new="Drag", wording=wording).status_code == 303
    answer = analyst.get(page).text
    assert '<mark class="coded">drar kallt</mark><sup>1</sup>' in answer
    with there.store.reading() as c:
        (code,), (on,) = coding.codes(c, there.study.id), coding.codings(c, there.study.id)
    assert (code.name, on.who, TEXT[on.start : on.end]) == ("Drag", "analyst", "drar kallt")
    # a second one overlaps it, and each is seen
    analyst.post(page, first="9", last="26", code=str(code.id), new="", wording=wording)
    assert len(re.findall(r"<mark class=.coded.>", analyst.get(page).text)) == 3
    for where in ("coding/", f"coding/?code={code.id}", "coding/?theme=comfort", "codes/", f"codes/{code.id}/"):
        assert "Drag" in analyst.get(f"/groups/{there.study.name}/{where}").text
    assert "drar" not in analyst.get(f"/groups/{there.study.name}/coding/?code=none").text
    analyst.post(f"{page}/off/{on.id}", page=page)
    with there.store.reading() as c:
        assert len(coding.codings(c, there.study.id)) == 1
    missing = analyst.post(page, first="4", last="14", code="", new="", wording=wording)
    assert missing.status_code == 422
    turned = analyst.post(page, first="26", last="3", code=str(code.id), new="", wording=wording)
    assert turned.status_code == 422


def test_words_that_changed_after_coding_are_pointed_out(there: Voices, analyst: Person) -> None:
    statement = there.say(TEXT)
    page = f"/groups/{there.study.name}/coding/{statement}"
    wording = analyst.field(page, "wording")
    put(there, statement, "Drag")
    there.reword(statement, "Det är svalt.")
    told = "The words have changed since this was coded."
    assert told in analyst.get(page).text
    assert "hela vintern" in analyst.get(page).text  # what it was put on
    assert told in analyst.get(f"/groups/{there.study.name}/coding/").text
    late = analyst.post(page, first="0", last="3", code="", new="Nytt", wording=wording)
    assert (late.status_code, "Read them again." in late.text) == (422, True)
    with there.store.reading() as c:
        assert [code.name for code in coding.codes(c, there.study.id)] == ["Drag"]


def test_codes_are_added_moved_set_against_each_other_and_removed_when_unused(there: Voices, analyst: Person) -> None:
    codes = f"/groups/{there.study.name}/codes/"
    for name in ("Kyla", "Inne"):
        assert analyst.post(f"{codes}add", name=name, description="Allt om det", parent="").status_code == 303
    with there.store.reading() as c:
        inside, cold = coding.codes(c, there.study.id)
    twice = analyst.post(f"{codes}add", name="kyla", description="Igen", parent="")
    assert (twice.status_code, "already" in twice.text) == (422, True)
    analyst.post(f"{codes}{cold.id}/change", name="Kallt", description="Drag", parent=str(inside.id))
    analyst.post(f"{codes}{cold.id}/sides", page=f"{codes}{cold.id}/")
    with there.store.reading() as c:
        tree = counting.tree(coding.codes(c, there.study.id))
    assert [path for _, _, path in tree] == ["Inne", "Inne › Kallt", "Inne › Kallt › Against", "Inne › Kallt › For"]
    # what has codes under it, or is used, stays
    analyst.post(f"{codes}{inside.id}/remove", page=f"{codes}add")
    put(there, there.say(TEXT), "For")
    used = next(code for code, _, path in tree if path.endswith("For"))
    analyst.post(f"{codes}{used.id}/remove", page=f"{codes}add")
    with there.store.reading() as c:
        assert len(coding.codes(c, there.study.id)) == 4
    free = next(code for code, _, path in tree if path.endswith("Against"))
    analyst.post(f"{codes}{free.id}/remove", page=f"{codes}{free.id}/")
    with there.store.reading() as c:
        assert free not in coding.codes(c, there.study.id)
    counts = analyst.get(f"/groups/{there.study.name}/counts/")
    assert counts.text.count("<circle") == 1


def test_a_quote_needs_the_speakers_yes_and_a_confirmed_wording(there: Voices, analyst: Person) -> None:
    fine = there.say(TEXT, outcome="confirmed")
    refused = [
        there.say(TEXT),
        there.say(TEXT, outcome="rejected"),
        there.say(TEXT, by=1, outcome="confirmed"),
        there.say(TEXT, by="several", outcome="confirmed"),
    ]
    there.reword(changed := there.say(TEXT, outcome="confirmed"), "Det var så kallt.")
    quotes = f"/groups/{there.study.name}/quotes/"
    for statement in (*refused, changed):
        answer = analyst.post(f"{quotes}{statement}", page=f"{quotes}{fine}", text=TEXT[:8])
        assert answer.status_code == 422
    new_words = analyst.post(f"{quotes}{fine}", text="Det drar inte kallt")
    assert "not said" in new_words.text
    assert analyst.post(f"{quotes}{fine}", text="Det drar [från dörren]").status_code == 303
    with there.store.reading() as c:
        assert coding.quotes(c, there.study.id) == {fine: "Det drar [från dörren]"}
    assert "Det drar [från dörren]" in analyst.get(quotes).text
    with there.store.writing() as c:
        notes.withdraw(c, there.speakers[0][0], there.day)
    assert "Det drar" not in analyst.get(quotes).text.partition("Can't be chosen")[0]
    assert analyst.get(f"{quotes}{fine}").status_code == 404


def test_what_may_point_at_somebody_is_pointed_out_in_a_quote(there: Voices, analyst: Person) -> None:
    statement = there.say("Ring mig på 070-123 45 67 eller kim@exempel.se.", outcome="confirmed")
    page = analyst.get(f"/groups/{there.study.name}/quotes/{statement}").text
    assert "This may point at somebody:" in page
    assert "Phone number: <bdi>070-123 45 67</bdi>" in page
    assert "Mail address: <bdi>kim@exempel.se</bdi>" in page


def test_staff_sort_what_was_said_into_three_lists(there: Voices, service: Service) -> None:
    can, later, none = there.say("Fixa dörren"), there.say("Nytt hus"), there.say("Bra fika", theme="noise")
    moderator, page = Person(service, "moderator"), f"/groups/{there.study.name}/sorting/"
    assert moderator.post(page, **{f"sorted_{can}": "can_do", f"sorted_{later}": "cannot_now"}).status_code == 303
    moderator.post(page, **{f"sorted_{later}": "can_ease", f"sorted_{none}": "", f"sorted_{can}": "nonsense"})
    lists = moderator.get(f"{page}lists").text
    can_do, _, rest = lists.partition("Can&#39;t do now")
    cannot, _, rest = rest.partition("Can ease")
    ease, _, left = rest.partition('id="left"')
    assert "Nytt hus" in ease
    assert "Fixa dörren" in left
    assert "Bra fika" in left
    assert "Nytt hus" not in can_do + cannot + left


def test_what_is_said_is_escaped_everywhere(there: Voices, service: Service) -> None:
    statement = there.say("<script>x</script> & så", outcome="confirmed")
    put(there, statement, "<b>kod</b>")
    person, study = Person(service, "administrator"), f"/groups/{there.study.name}/"
    with there.store.reading() as c:
        (code,) = coding.codes(c, there.study.id)
    meeting = there.meetings[0][1].id
    for page in (
        "coding/",
        f"coding/{statement}",
        "codes/",
        f"codes/{code.id}/",
        "counts/",
        "quotes/",
        f"quotes/{statement}",
        "sorting/",
        "sorting/lists",
        "improvements/add",
        f"meetings/{meeting}/reading-back",
        f"meetings/{meeting}/said-before",
    ):
        answer = person.get(study + page)
        assert answer.status_code == 200
        assert "<script>x" not in answer.text
        assert "<b>kod" not in answer.text


def test_numbers_that_name_nothing_are_not_found(there: Voices, service: Service) -> None:
    person, study, huge = Person(service, "administrator"), f"/groups/{there.study.name}/", 2**70
    statement, form = there.say(TEXT), f"/groups/{there.study.name}/codes/add"
    meeting = there.meetings[0][0].id
    for page in (f"coding/{huge}", f"codes/{huge}/", f"quotes/{huge}", f"improvements/{huge}", "coding/?code=9"):
        assert person.get(study + page).status_code == (200 if "?" in page else 404)
    assert person.post(f"{study}coding/{statement}/off/{huge}", page=form).status_code == 404
    assert person.post(f"{study}quotes/{huge}/take-back", page=form).status_code == 404
    back = person.post(f"{study}meetings/{meeting}/reading-back/{huge}", page=form, outcome="confirmed")
    assert back.status_code == 404
