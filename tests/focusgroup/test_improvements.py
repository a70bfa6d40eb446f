"""Improvements are built from statements, and lead back to them."""

import pytest

from surveyapp.store import improvements, notes
from tests.accounts.staff import Person
from tests.focusgroup.voices import Voices, voices
from tests.running import Service


@pytest.fixture
def there(service: Service) -> Voices:
    return voices(service.store, service.today())


def test_an_improvement_is_built_from_statements_changed_ordered_and_merged(there: Voices, service: Service) -> None:
    moderator, page = Person(service, "moderator"), f"/groups/{there.study.name}/improvements/"
    cold, loud = there.say("Det drar kallt"), there.say("Radion är för hög", theme="noise", group=1)
    there.say("Så sa jag inte", outcome="rejected")
    form = moderator.get(f"{page}add?statement={cold}").text
    assert f'value="{cold}" checked' in form
    assert "Så sa jag inte" not in form
    assert moderator.post(f"{page}add", text_sv="", picture="home", group="").status_code == 422
    moderator.post(f"{page}add", text_sv="Täta porten", text_ar="أغلق الباب", picture="home", sources=[cold], group="")
    group = str(there.groups[1].id)
    moderator.post(f"{page}add", text_sv="Lägre radio", picture="listen", sources=[loud], group=group)
    forged = moderator.post(f"{page}add", text_sv="Lägre radio", picture="listen", sources=[loud, 5], group=group)
    assert forged.status_code == 422
    with there.store.reading() as c:
        one, two = improvements.of_study(c, there.study.id)
    assert one.text == {"sv": "Täta porten", "ar": "أغلق الباب"}
    assert (one.picture, one.sources, one.focus_group_id) == ("home", frozenset({cold}), None)
    assert (two.sources, two.focus_group_id) == (frozenset({loud}), there.groups[1].id)
    listed = moderator.get(page).text
    assert "Det drar kallt" in listed
    assert listed.index("Täta porten") < listed.index("Lägre radio")
    moderator.post(f"{page}{two.id}/move", page=page, way="up")
    moderator.post(f"{page}{two.id}/move", page=page, way="up")  # it stands first already
    listed = moderator.get(page).text
    assert listed.index("Lägre radio") < listed.index("Täta porten")
    moderator.post(f"{page}{two.id}", text_sv="Tystare radio", picture="listen", sources=[loud, cold])
    moderator.post(f"{page}{two.id}/merge", into=str(one.id))
    with there.store.reading() as c:
        (left,) = improvements.of_study(c, there.study.id)
    assert (left.id, left.sources) == (one.id, frozenset({cold, loud}))
    assert "Tystare radio" in moderator.get(page).text  # it is told what became part of it
    assert moderator.get(f"{page}{two.id}").status_code == 404


def test_what_was_withdrawn_is_no_source_any_more(there: Voices, service: Service) -> None:
    moderator, page = Person(service, "moderator"), f"/groups/{there.study.name}/improvements/"
    said = there.say("Det drar kallt")
    with there.store.writing() as c:
        improvement = improvements.add(c, there.study.id, {"sv": "Täta porten"}, "home", [said])
        notes.withdraw(c, there.speakers[0][0], there.day)
        improvements.change(c, improvement, {"sv": "Täta"}, "home", [said])
        assert improvements.one(c, improvement.id).sources == frozenset()
    listed = moderator.get(page).text
    assert "It is built from no statement." in listed
    assert "Det drar kallt" not in listed
