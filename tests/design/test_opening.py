from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from surveyapp.design.opening import (
    default_languages,
    may_be_missing,
    reads_wave,
    refusals,
    refusals_by_part,
    second_variables,
    sites_named,
)
from surveyapp.questionnaire.model import Comparison, Not, Option, Questionnaire, Review, Screen
from surveyapp.store.rounds import Asking, Facts, Plan, Site

NOW = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Stockholm")
ASKING = Asking(receipt_until=date(2026, 12, 16), help_now="Ring 1177", results_told="På husmötet")


NO_RECEIPTS = replace(ASKING, receipt_until=None)


def a_question(id: str, **more: Any) -> Screen:  # noqa: ANN401
    options = (Option(id="a", text={"sv": "Ja", "ar": "نعم"}), Option(id="b", text={"sv": "Nej", "ar": "لا"}))
    return Screen(
        **{"id": id, "ask": "choose-one", "text": {"sv": "Fråga?", "ar": "سؤال؟"}, "options": options, **more}
    )


def a_questionnaire(*screens: Screen, **more: Any) -> Questionnaire:  # noqa: ANN401
    both = {"sv": "Text", "ar": "نص"}
    fields: dict[str, Any] = {
        "key": "verkstad",
        "languages": ("sv", "ar"),
        "reviewed": {"ar": Review(by="Enheten", on="2026-11-20")},
        "title": both,
        "welcome": both,
        "thanks": both,
        "screens": screens or (a_question("safe"),),
    }
    return Questionnaire(**{**fields, **more})


def a_plan(**more: Any) -> Plan:  # noqa: ANN401
    fields: dict[str, Any] = {
        "label": "Women's round",
        "questionnaire_version": "0" * 64,
        "kind": "real",
        "languages": ("sv", "ar"),
        "sites": (Site("norr", "Norr"), Site("soder", "Söder")),
        "k": 5,
        "breakdown": "gender",
        "opens": NOW,
        "closes": NOW + timedelta(days=14),
        "releases": NOW + timedelta(days=15),
        "access": "codes",
        "facts": Facts("Kommunen", "08-000", "Artikel 6.1 e", date(2030, 12, 31), "KS 2026/1"),
        "asking": ASKING,
    }
    return Plan(**{**fields, **more})


def parts_refused(plan: Plan, questionnaire: Questionnaire | None = None) -> list[str]:
    return [refusal.about for refusal in refusals_by_part(plan, questionnaire or a_questionnaire(), NOW, ZONE)]


def test_a_whole_plan_may_open() -> None:
    assert refusals(a_plan(), a_questionnaire(), NOW, ZONE) == ()


@pytest.mark.parametrize(
    ("wrong", "about"),
    [
        ({"label": " "}, "label"),
        ({"languages": ()}, "languages"),
        ({"languages": ("sv", "so")}, "languages"),
        ({"sites": ()}, "sites"),
        ({"sites": (Site("norr", "Norr"), Site("norr", "Söder"))}, "sites"),
        ({"sites": (Site("norr", "Norr"), Site("soder", "Norr"))}, "sites"),
        ({"sites": (Site("no rr", "Norr"),)}, "sites"),
        ({"k": 2}, "k"),
        ({"closes": NOW - timedelta(minutes=1), "opens": NOW - timedelta(days=1)}, "closes"),
        ({"opens": NOW + timedelta(days=20), "releases": NOW + timedelta(days=30), "asking": NO_RECEIPTS}, "closes"),
        ({"asking": replace(ASKING, idle_minutes=21)}, "idle_minutes"),
        ({"asking": replace(ASKING, idle_minutes=-1)}, "idle_minutes"),
        ({"asking": replace(ASKING, receipt_until=date(2026, 12, 14))}, "receipt_until"),
        ({"asking": replace(ASKING, receipt_until=date(2031, 1, 1))}, "receipt_until"),
    ],
)
@pytest.mark.parametrize("kind", ["real", "trial"])
def test_no_round_opens_with(kind: str, wrong: dict[str, Any], about: str) -> None:
    assert parts_refused(a_plan(kind=kind, **wrong)) == [about]


@pytest.mark.parametrize("fact", ["responsible", "contact", "legal_ground", "kept_until", "reference"])
def test_a_real_round_tells_every_fact_of_the_information_page(fact: str) -> None:
    plan = a_plan()
    nothing: Any = None if fact == "kept_until" else "  "
    lacking = replace(plan, facts=replace(plan.facts, **{fact: nothing}))
    assert parts_refused(lacking) == [fact]
    assert parts_refused(replace(lacking, kind="trial")) == []


@pytest.mark.parametrize("words", ["help_now", "results_told"])
def test_a_real_round_tells_where_help_is_and_what_becomes_of_the_answers(words: str) -> None:
    nothing: Any = {words: " "}
    lacking = a_plan(asking=replace(ASKING, **nothing))
    assert parts_refused(lacking) == [words]
    assert parts_refused(replace(lacking, kind="trial")) == []


@pytest.mark.parametrize("asking", [NO_RECEIPTS, replace(ASKING, idle_minutes=0), replace(ASKING, idle_minutes=20)])
def test_a_round_may_ask_without_receipts_and_without_hurry(asking: Asking) -> None:
    assert parts_refused(a_plan(asking=asking)) == []


def test_answers_are_kept_until_the_release_at_least() -> None:
    plan = a_plan(asking=NO_RECEIPTS)
    assert parts_refused(replace(plan, facts=replace(plan.facts, kept_until=date(2026, 12, 15)))) == ["kept_until"]
    assert parts_refused(replace(plan, facts=replace(plan.facts, kept_until=date(2026, 12, 16)))) == []


def test_a_real_round_is_released_an_hour_after_closing_at_the_least() -> None:
    closes = NOW + timedelta(days=14)
    almost = closes + timedelta(minutes=59)
    assert parts_refused(a_plan(closes=closes, releases=almost)) == ["releases"]
    assert parts_refused(a_plan(closes=closes, releases=closes + timedelta(hours=1))) == []
    assert parts_refused(a_plan(closes=closes, releases=closes, kind="trial")) == []
    assert parts_refused(a_plan(closes=closes, releases=closes - timedelta(minutes=1), kind="trial")) == ["releases"]


def test_a_real_round_speaks_reviewed_languages_only_and_its_source_language_needs_no_review() -> None:
    unread = a_questionnaire(reviewed={})
    assert parts_refused(a_plan(), unread) == ["languages"]
    assert parts_refused(a_plan(languages=("sv",)), unread) == []
    assert parts_refused(a_plan(kind="trial"), unread) == []
    assert default_languages(unread, trial=False) == ("sv",)
    assert default_languages(unread, trial=True) == ("sv", "ar")


@pytest.mark.parametrize(
    "lacking",
    [
        {"title": {"sv": "Text"}},
        {"thanks": {"sv": "Text"}},
        {"screens": (a_question("safe", text={"sv": "Fråga?"}),)},
        {"screens": (a_question("safe", options=(Option(id="a", text={"sv": "Ja"}),)),)},
    ],
)
def test_a_real_round_does_not_open_while_texts_are_missing_in_its_languages(lacking: dict[str, Any]) -> None:
    gaps = a_questionnaire(**lacking)
    assert parts_refused(a_plan(), gaps) == ["languages"]
    assert parts_refused(a_plan(languages=("sv",)), gaps) == []
    assert parts_refused(a_plan(kind="trial"), gaps) == []


@pytest.mark.parametrize(
    "condition",
    [
        lambda site: Comparison(of="$site", any_of=("norr", site)),
        lambda site: Not(negated=Comparison(of="$site", any_of=(site,))),
    ],
)
def test_a_site_that_a_condition_reads_is_one_of_the_rounds(condition: Callable[[str], Any]) -> None:
    def asking_at(site: str) -> Questionnaire:
        return a_questionnaire(a_question("safe", show_if=condition(site), reads=("$site",)))

    assert parts_refused(a_plan(), asking_at("soder")) == []
    assert parts_refused(a_plan(), asking_at("oster")) == ["sites"]
    [refusal] = refusals(a_plan(), asking_at("oster"), NOW, ZONE)
    assert 'Write "oster = Name"' in str(refusal)


def test_what_the_figures_may_lack_is_named_in_words() -> None:
    at_norr = Comparison(of="$site", any_of=("norr",))
    for_some = Comparison(of="first", any_of=("a",))
    questionnaire = a_questionnaire(
        a_question("first", text={"sv": "Vad gör du?", "ar": "س"}),
        a_question("second", text={"sv": "Är det\nkallt i norr?", "ar": "س"}, show_if=at_norr, reads=("$site",)),
        a_question("third", text={"sv": "Varför?", "ar": "س"}, show_if=for_some, reads=("first",)),
    )
    told = [str(sentence) for sentence in may_be_missing(a_plan(second="$site"), questionnaire)]
    assert len(told) == 2
    assert told[0].startswith('"Är det kallt i norr?" may be missing')
    assert "fewer than 5" in told[1]
    assert may_be_missing(a_plan(second="$site"), a_questionnaire()) == ()


def test_a_sensitive_question_depends_on_gender_at_no_distance() -> None:
    chain = a_questionnaire(
        a_question("gender", ask="gender"),
        a_question("safe", reads=("gender",)),
        a_question("afraid", reads=("safe",), sensitive=True),
    )
    assert parts_refused(a_plan(), chain) == ["breakdown"]
    assert parts_refused(a_plan(breakdown="none"), chain) == []


def test_every_refusal_comes_at_once() -> None:
    assert parts_refused(a_plan(label="", k=1, languages=(), sites=())) == ["label", "languages", "sites", "k"]


def test_a_sites_id_is_made_from_its_name_or_written_before_it() -> None:
    named = sites_named(["Verkstaden i Söder", "", " Ängby  syateljé ", "مشغل", "مكتب", "Norr = Snickeriet i norr"])
    assert [(site.id, site.name) for site in named] == [
        ("verkstaden-i-soder", "Verkstaden i Söder"),
        ("angby-syatelje", "Ängby syateljé"),
        ("site", "مشغل"),
        ("site-2", "مكتب"),
        ("Norr", "Snickeriet i norr"),
    ]


def test_a_round_without_named_sites_has_one() -> None:
    assert sites_named([]) == (Site("all", ""),)


# ---- what figures are split by beside gender, and the wave -----------------------------------------------------------


def reading_it(id: str, *values: str) -> dict[str, Any]:
    return {"show_if": Comparison(of=id, any_of=values), "reads": (id,)}


HELPER = Screen(id="helper", ask="helper", text="Who helped you?", sensitive=True)
SEVERAL = a_questionnaire(
    Screen(id="gender", ask="gender", text="Are you a woman or a man?"),
    HELPER,
    a_question("time"),
    a_question("secret", sensitive=True),
    a_question("many", ask="choose-many"),
    a_question("order", ask="rank", choose=1),
    a_question("why", ask="text", options=()),
    a_question("age", ask="number", options=(), bands=(25, 65)),
    a_question("years", ask="number", options=()),
    a_question("born", ask="date", options=(), day_bands=("1980-01-01",)),
    a_question("back", ask="rating", options=()),
    a_question("later", **reading_it("time", "a")),
    a_question("offered", options=(Option(id="a", text="A", **reading_it("time", "a")), Option(id="b", text="B"))),
)


def test_figures_can_be_split_by_what_has_one_value_of_a_few_and_is_asked_of_all() -> None:
    assert second_variables(SEVERAL) == ("$site", "$language", "$helper", "time", "age", "born", "back")
    for second in second_variables(SEVERAL):
        assert refusals(a_plan(second=second), SEVERAL, NOW, ZONE) == ()


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ("gender", "first"),
        ("helper", "no such question"),
        ("secret", "sensitive"),
        ("many", "one of a few values"),
        ("order", "one of a few values"),
        ("why", "one of a few values"),
        ("years", "one of a few values"),
        ("later", "shown to some only"),
        ("offered", "shown to some only"),
        ("$wave", "no such question"),
        ("nothing", "no such question"),
    ],
)
def test_what_figures_can_not_be_split_by_is_refused_with_its_reason(second: str, sentence: str) -> None:
    (said,) = refusals(a_plan(second=second), SEVERAL, NOW, ZONE)
    assert sentence in said.message


def test_without_the_question_of_who_helped_figures_can_not_be_split_by_it() -> None:
    assert parts_refused(a_plan(second="$helper")) == ["second"]


def test_figures_can_not_be_split_by_a_helper_whom_only_some_are_asked_about() -> None:
    some = HELPER.model_copy(update=reading_it("safe", "a"))
    assert parts_refused(a_plan(second="$helper"), a_questionnaire(a_question("safe"), some)) == ["second"]


@pytest.mark.parametrize("second", ["$site", "$language", "$helper", "time"])
@pytest.mark.parametrize("far", [False, True])
def test_a_sensitive_question_depends_on_what_figures_are_split_by_at_no_distance(second: str, far: bool) -> None:
    first = a_question("first", **reading_it(second, "norr" if second == "$site" else "a"), sensitive=not far)
    then = a_question("then", **reading_it("first", "a"), sensitive=True)
    questionnaire = a_questionnaire(HELPER, a_question("time"), first, *([then] if far else []))
    assert parts_refused(a_plan(second=second), questionnaire) == ["second"]
    assert parts_refused(a_plan(), questionnaire) == []
    assert second not in second_variables(questionnaire)


def test_nor_do_its_options() -> None:
    options = (Option(id="a", text="A", **reading_it("time", "a")), Option(id="b", text="B"))
    questionnaire = a_questionnaire(a_question("time"), a_question("secret", options=options, sensitive=True))
    assert parts_refused(a_plan(second="time"), questionnaire) == ["second"]


@pytest.mark.parametrize(
    ("second", "more"), [("$site", {"sites": (Site("all", ""),)}), ("$language", {"languages": ("sv",)})]
)
def test_one_place_or_language_splits_nothing(second: str, more: dict[str, Any]) -> None:
    assert parts_refused(a_plan(second=second, **more)) == ["second"]


def test_a_wave_is_needed_where_something_depends_on_it() -> None:
    questionnaire = a_questionnaire(a_question("safe"), a_question("changed", **reading_it("$wave", "after")))
    assert reads_wave(questionnaire)
    assert parts_refused(a_plan(), questionnaire) == ["wave"]
    assert parts_refused(a_plan(wave="after"), questionnaire) == []
    assert parts_refused(a_plan(wave="before")) == []
    assert parts_refused(a_plan(wave="not this")) == ["wave"]
