"""What every page promises, participants' and staff pages alike. Each room's test client calls this on every page."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from surveyapp.web.words import direction

ARABIC_SCRIPT = ("ar", "fa", "prs", "ps", "ur", "ckb")
ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
DRAWING = "{http://www.w3.org/2000/svg}svg"
RUNS_BY_ITSELF = re.compile(r"^on[a-z]+$")


def check_page(html: str) -> None:
    """Fail with a sentence if a page breaks what all pages promise."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert not parser.errors, f"the page is no strict HTML: {parser.errors[0]}"
    _check_language(tree)
    _check_heading_and_title(tree)
    _check_ids(tree)
    _check_fields(tree)
    _check_nothing_inline(tree)
    _check_pictures(tree)
    assert tree.find(".//main") is not None, "the page has no main part"
    viewport = tree.find(".//meta[@name='viewport']")
    assert viewport is not None, "the page has no viewport"
    assert not re.search(r"user-scalable|maximum-scale", viewport.get("content", "")), "the page can't be enlarged"


def text_of(element: Element) -> str:
    """What is read there, its white space taken together."""
    return " ".join("".join(element.itertext()).split())


def _check_language(tree: Element) -> None:
    language = tree.get("lang")
    assert language, "the page has no language"
    assert tree.get("dir") == direction(language), "the page has no direction, or not that of its language"
    for element in tree.iter():
        own = element.get("lang")
        if own and own != language:
            assert element.tag == "option" or element.get("dir", "ltr") == direction(own), (
                f"{own} has a wrong direction"
            )
    for said, tag in _texts(tree, language):
        if ARABIC_LETTER.search(said):
            assert tag.split("-")[0] in ARABIC_SCRIPT, f"Arabic letters are marked as {tag}: {said.strip()!r}"


def _texts(element: Element, tag: str) -> Iterator[tuple[str, str]]:
    """Each piece of text with its language. What people wrote themselves (`bdi`, `dir=auto`) may be in any."""
    tag = element.get("lang", tag)
    if element.tag in ("script", "style", "bdi") or element.get("dir") == "auto":
        return
    yield element.text or "", tag
    for child in element:
        yield from _texts(child, tag)
        yield child.tail or "", tag


def _check_heading_and_title(tree: Element) -> None:
    headings = tree.findall(".//h1")
    assert len(headings) == 1, f"a page has one heading of the first rank, this one has {len(headings)}"
    heading = text_of(headings[0])
    assert heading, "the heading is empty"
    title = tree.find(".//title")
    assert title is not None, "the page has no title"
    said = text_of(title)
    if _summary(tree) is None:
        assert said.startswith(heading), f"the title {said!r} doesn't begin with the heading {heading!r}"
    else:
        assert re.match(rf"[^:]+: {re.escape(heading)}", said), f"the title {said!r} doesn't tell of the error first"


def _summary(tree: Element) -> Element | None:
    return next((e for e in tree.iter("div") if "faults" in e.get("class", "").split()), None)


def _check_ids(tree: Element) -> None:
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id") is not None)
    assert "" not in ids, "an id is empty"
    twice = [id for id, n in ids.items() if n > 1]
    assert not twice, f"ids used twice: {twice}"
    for element in tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for", "list"):
            for id in (element.get(attribute) or "").split():
                assert id in ids, f"{attribute} names {id!r}, which is nowhere"
        href = element.get("href", "")
        if href.startswith("#"):
            assert href[1:] in ids, f"a link leads to {href!r}, which is nowhere"
    summary = _summary(tree)
    if summary is not None:
        fields = {
            e.get("id")
            for e in tree.iter()
            if e.tag in ("input", "textarea", "select", "button", "fieldset", "ul", "ol", "li")
        }
        links = summary.findall(".//a")
        assert links, "the summary of errors links to nothing"
        for link in links:
            assert link.get("href", "")[1:] in fields, f"the error {text_of(link)!r} leads to no field"


def _check_fields(tree: Element) -> None:
    labelled = {label.get("for") for label in tree.iter("label") if text_of(label)}
    inside = {field for label in tree.iter("label") if text_of(label) for field in label.iter()}
    for field in tree.iter():
        if field.tag not in ("input", "textarea", "select") or field.get("type") in ("hidden", "submit"):
            continue
        named = (
            field.get("id") in labelled or field in inside or field.get("aria-label") or field.get("aria-labelledby")
        )
        assert named, f"the field {field.get('name')!r} has no label"
    for button in tree.iter("button"):
        assert text_of(button) or button.get("aria-label"), "a button says nothing"
    for group in tree.iter("fieldset"):
        legend = group.find("legend")
        assert legend is not None, "a group of fields has no legend"
        assert text_of(legend), "a legend says nothing"


def _check_nothing_inline(tree: Element) -> None:
    for element in tree.iter():
        assert element.get("style") is None, "an element is styled inline"
        assert not any(RUNS_BY_ITSELF.match(name) for name in element.keys()), "an element has an inline handler"  # noqa: SIM118 (an Element is no dict)
        for attribute in ("src", "action"):
            where = element.get(attribute)
            assert where is None or not re.match(r"[a-z]+:|//", where), f"{attribute} leads out of the service: {where}"
    assert not list(tree.iter("style")), "the page holds styles of its own"
    assert not any(text_of(script) for script in tree.iter("script")), "the page holds a script of its own"


def _check_pictures(tree: Element) -> None:
    for picture in tree.iter("img"):
        assert picture.get("alt") is not None, f"the picture {picture.get('src')} says nothing about its text"
    named = {id(part) for image in tree.iter() if image.get("role") == "img" for part in image.iter(DRAWING)}
    for drawing in tree.iter(DRAWING):
        assert drawing.get("aria-hidden") or id(drawing) in named, "a drawing says nothing about its text"
