"""A guide's pages: in each of its languages, with its own pictures, for those who may see it."""

import hashlib

from surveyapp.questionnaire.guide_load import load_guide_text
from surveyapp.store import guides
from tests.accounts.staff import Person
from tests.questionnaire.test_guide import GOOD
from tests.running import Service

OWN = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>'


def published(service: Service) -> str:
    """The version of a guide whose first theme has a picture of its own, and whose title tries to be HTML."""
    text = GOOD.replace("picture: talk", "picture: media/own.svg").replace("sv: Samtal,", "sv: <b>Samtal</b>,")
    loaded = load_guide_text(text, "talk", {"media/own.svg": OWN})
    assert loaded.guide, loaded.faults
    with service.store.writing() as c:
        guides.publish(c, loaded.guide, loaded.media, service.today())
    return loaded.guide.version


def test_a_guide_is_shown_and_printed_in_its_languages_with_its_own_pictures(service: Service) -> None:
    version = published(service)
    moderator = Person(service, "moderator")
    [sha256] = [hashlib.sha256(data).hexdigest() for data in load_media()]
    picture = f"/groups/guides/{version}/media/{sha256}"
    for page in (f"/groups/guides/{version}", f"/groups/guides/{version}/print"):
        swedish, english = (moderator.get(f"{page}?language={tag}").text for tag in ("sv", "en"))
        assert picture in swedish
        assert "&lt;b&gt;Samtal&lt;/b&gt;" in swedish
        assert "Vem bestämmer?" in swedish
        assert "Who decides?" in english
        assert "Vem bestämmer?" not in english
        assert 'lang="sv"' in english, "a text without a translation is shown in the source language, and says so"
    assert moderator.get(picture).mimetype == "image/svg+xml"
    assert moderator.get(f"/groups/guides/{version}/media/{'0' * 64}").status_code == 404
    assert moderator.get(f"/groups/guides/{'0' * 64}").status_code == 404
    assert f"/groups/guides/{version}" in moderator.get("/groups/").text


def load_media() -> list[bytes]:
    """The drawing as it is kept."""
    text = GOOD.replace("picture: talk", "picture: media/own.svg")
    return list(load_guide_text(text, "talk", {"media/own.svg": OWN}).media.values())
