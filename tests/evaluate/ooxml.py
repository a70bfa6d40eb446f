"""What Excel is strict about in a workbook's parts: a file that breaks one of these is "repaired" or refused.

Written from the format's rules (ECMA-376 parts 1 and 2), not from the library that writes our files.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

SHEET_ORDER = """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
    autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
    ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems
    tableParts extLst
""".split()  # noqa: SIM905  # a list of 38 strings is harder to compare with the standard


class Package:
    """The parts of a workbook, read once."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        pictures = {name for name in self.names if name.startswith("xl/media/")}
        self.trees = {name: ET.fromstring(part) for name, part in self.parts.items() if name not in pictures}
        self.book = self.trees["xl/workbook.xml"]
        self.sheets = {
            sheet.attrib["name"]: self.related("xl/workbook.xml")[sheet.attrib[REL + "id"]]
            for sheet in self.book.iter(MAIN + "sheet")
        }

    def related(self, part: str) -> dict[str, str]:
        """The parts that a part's relationships lead to, by their ids."""
        folder, name = posixpath.split(part)
        rels = self.trees.get(posixpath.join(folder, "_rels", name + ".rels"))
        found: dict[str, str] = {}
        for rel in rels if rels is not None else ():
            assert rel.attrib.get("TargetMode") != "External", f"{part} points outside the file"
            assert rel.attrib["Id"] not in found, f"{part}: two relationships {rel.attrib['Id']}"
            found[rel.attrib["Id"]] = posixpath.normpath(posixpath.join("/", folder, rel.attrib["Target"]))[1:]
        return found

    def tables(self, sheet: str) -> list[ET.Element]:
        return [self.trees[to] for to in self.related(self.sheets[sheet]).values() if to.startswith("xl/tables/")]


def check_workbook(content: bytes) -> None:
    """Fail at the first rule that the file breaks."""
    package = Package(content)
    _check_parts(package)
    _check_names(package)
    formats = _check_styles(package.trees["xl/styles.xml"])
    for name in package.sheets:
        _check_sheet(package, name, formats)
    _check_tables(package)
    for part, tree in package.trees.items():
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            _check_drawing(package, part, tree)
        if re.fullmatch(r"xl/charts/chart\d+\.xml", part):
            _check_chart(package, tree)
    core = package.trees["docProps/core.xml"]
    tags = [child.tag for child in core]
    assert len(tags) == len(set(tags)), "a core property stands twice"


def _check_parts(package: Package) -> None:
    lower = [name.lower() for name in package.names]
    assert len(lower) == len(set(lower)), "two parts of one name"
    types = package.trees["[Content_Types].xml"]
    defaults = {one.attrib["Extension"].lower() for one in types.iter(TYPES + "Default")}
    overrides = [one.attrib["PartName"] for one in types.iter(TYPES + "Override")]
    assert len(overrides) == len(set(overrides)), "a part has two content types"
    for one in overrides:
        assert one[1:] in package.parts, f"a content type for {one}, which isn't there"
    for name in package.names:
        typed = f"/{name}" in overrides or name.rpartition(".")[2].lower() in defaults
        assert typed or name == "[Content_Types].xml", f"{name} has no content type"
    reached: set[str] = set()
    new = set(package.related("").values())
    while new:
        reached |= new
        assert reached <= set(package.parts), f"relationships lead nowhere: {reached - set(package.parts)}"
        new = {to for part in new for to in package.related(part).values()} - reached
    lonely = {name for name in package.parts if not name.endswith(".rels")} - reached - {"[Content_Types].xml"}
    assert not lonely, f"no relationship leads to {lonely}"
    for part, tree in package.trees.items():
        used = {value for one in tree.iter() for key, value in one.attrib.items() if key.startswith(REL)}
        assert used <= set(package.related(part)), f"{part} uses a relationship that it lacks"


def _check_names(package: Package) -> None:
    names = [sheet.attrib["name"] for sheet in package.book.iter(MAIN + "sheet")]
    assert len({name.lower() for name in names}) == len(names), "two sheets of one name"
    for name in names:
        assert 0 < len(name) <= 31, name
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name), name
        assert not name.startswith("'"), name
        assert not name.endswith("'"), name
        assert name.lower() != "history", name
    ids = [sheet.attrib["sheetId"] for sheet in package.book.iter(MAIN + "sheet")]
    assert len(ids) == len(set(ids))
    scoped = [(d.attrib["name"].lower(), d.attrib.get("localSheetId")) for d in package.book.iter(MAIN + "definedName")]
    assert len(scoped) == len(set(scoped)), "a name is defined twice"
    for defined in package.book.iter(MAIN + "definedName"):
        assert int(defined.attrib.get("localSheetId", 0)) < len(names)
        for sheet, _ in references(defined.text or ""):
            assert sheet in names, f"a name refers to {sheet}"


def _check_styles(styles: ET.Element) -> int:
    def part(tag: str) -> list[ET.Element]:
        found = styles.find(MAIN + tag)
        assert found is not None, tag
        assert int(found.attrib.get("count", len(found))) == len(found), f"{tag} are miscounted"
        return list(found)

    fonts, fills, borders, bases, formats = map(part, ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs"))
    numbers = styles.find(MAIN + "numFmts")
    own = {int(one.attrib["numFmtId"]) for one in numbers} if numbers is not None else set()
    for xf in [*bases, *formats]:
        assert int(xf.attrib["fontId"]) < len(fonts)
        assert int(xf.attrib["fillId"]) < len(fills)
        assert int(xf.attrib["borderId"]) < len(borders)
        assert int(xf.attrib.get("numFmtId", 0)) < 50 or int(xf.attrib["numFmtId"]) in own, "an undefined number format"
    for xf in formats:
        assert int(xf.attrib["xfId"]) < len(bases)
    named = part("cellStyles")
    assert len({one.attrib["name"].lower() for one in named}) == len(named), "two styles of one name"
    for one in named:
        assert int(one.attrib["xfId"]) < len(bases)
    return len(formats)


def _check_sheet(package: Package, name: str, formats: int) -> None:
    sheet = package.trees[package.sheets[name]]
    order = [SHEET_ORDER.index(child.tag.removeprefix(MAIN)) for child in sheet]
    assert order == sorted(set(order)), f"{name}: parts out of order"
    rows = list(sheet.iter(MAIN + "row"))
    assert all(int(a.attrib["r"]) < int(b.attrib["r"]) for a, b in pairwise(rows)), f"{name}: rows out of order"
    for row in rows:
        assert float(row.attrib.get("ht", 15)) <= 409, f"{name}: a row is too high"
        places = [place(cell.attrib["r"]) for cell in row]
        assert all(r == int(row.attrib["r"]) for _, r in places), f"{name}: a cell stands in another row"
        assert all(a < b for (a, _), (b, _) in pairwise(places)), f"{name}: cells out of order"
        for cell in row:
            _check_cell(name, cell, formats)
    columns = sorted((int(c.attrib["min"]), int(c.attrib["max"])) for c in sheet.iter(MAIN + "col"))
    assert all(a[1] < b[0] for a, b in pairwise(columns)), f"{name}: widths overlap"
    assert all(0 < float(c.attrib["width"]) <= 255 for c in sheet.iter(MAIN + "col")), f"{name}: a column is too wide"
    taken: set[tuple[int, int]] = set()
    for merged in sheet.iter(MAIN + "mergeCell"):
        area = set(cells_of(merged.attrib["ref"]))
        assert not area & taken, f"{name}: merged areas overlap"
        taken |= area
    for link in sheet.iter(MAIN + "hyperlink"):
        for target, _ in references(link.attrib.get("location", "")):
            assert target in package.sheets, f"{name}: a link to {target}"


def _check_cell(name: str, cell: ET.Element, formats: int) -> None:
    where = f"{name}!{cell.attrib['r']}"
    assert int(cell.attrib.get("s", 0)) < formats, f"{where}: no such format"
    assert cell.find(MAIN + "f") is None, f"{where}: a formula"
    kind = cell.attrib.get("t", "n")
    value = cell.findtext(MAIN + "v")
    if kind == "inlineStr":
        text = "".join(t.text or "" for t in cell.iter(MAIN + "t"))
        assert len(text.encode("utf-16-le")) <= 2 * 32_767, f"{where}: too long a text"
        assert value is None, where
    else:
        assert kind == "n", f"{where}: a cell of type {kind}"
        assert value is None or re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", value), f"{where}: {value} is no number"


def _check_tables(package: Package) -> None:
    ids, names = set(), set()
    for sheet in package.sheets:
        texts = cell_texts(package.trees[package.sheets[sheet]])
        for table in package.tables(sheet):
            assert table.attrib["id"] not in ids
            assert table.attrib["displayName"].lower() not in names
            assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", table.attrib["displayName"])
            ids.add(table.attrib["id"])
            names.add(table.attrib["displayName"].lower())
            columns = [column.attrib["name"] for column in table.iter(MAIN + "tableColumn")]
            assert len({column.lower() for column in columns}) == len(columns), "two columns of one name"
            area = list(cells_of(table.attrib["ref"]))
            top = min(row for _, row in area)
            assert len({row for _, row in area}) > 1, "a table without a row"
            heads = [texts[column, top] for column, row in area if row == top]
            assert heads == columns, f"{sheet}: heads {heads} and columns {columns} differ"
            assert not merged(package, sheet) & set(area), "merged cells within a table"


def merged(package: Package, sheet: str) -> set[tuple[int, int]]:
    """The cells that a heading stands across."""
    areas = package.trees[package.sheets[sheet]].iter(MAIN + "mergeCell")
    return {cell for one in areas for cell in cells_of(one.attrib["ref"])}


def _check_drawing(package: Package, part: str, drawing: ET.Element) -> None:
    ids = [frame.attrib["id"] for frame in drawing.iter(DRAWING + "cNvPr")]
    assert ids, f"{part} is empty"
    assert len(ids) == len(set(ids)), f"{part}: two frames of one id"
    for frame in drawing.iter(DRAWING + "cNvPr"):
        assert frame.attrib["name"], part
        assert frame.attrib.get("descr"), f"{part}: a chart without alternative text"
    for at in (*drawing.iter(DRAWING + "from"), *drawing.iter(DRAWING + "to")):
        assert int(at.findtext(DRAWING + "col", "-1")) >= 0
        assert int(at.findtext(DRAWING + "row", "-1")) >= 0
    for size in drawing.iter(DRAWING + "ext"):
        assert int(size.attrib["cx"]) > 0
        assert int(size.attrib["cy"]) > 0


def _check_chart(package: Package, chart: ET.Element) -> None:
    for tag in ("idx", "order"):
        numbers = [one.find(CHART + tag) for one in chart.iter(CHART + "ser")]
        values = [one.attrib["val"] for one in numbers if one is not None]
        assert len(values) == len(numbers) == len(set(values)), f"series share their {tag}"
    axes = {one.attrib["val"] for one in chart.iter(CHART + "axId")}
    assert len(axes) == 2
    assert {one.attrib["val"] for one in chart.iter(CHART + "crossAx")} == axes
    for formula in chart.iter(CHART + "f"):
        found = list(references(formula.text or ""))
        assert found, formula.text
        for sheet, area in found:
            filled = cell_texts(package.trees[package.sheets[sheet]])
            empty = {cell for cell in cells_of(area) if not filled.get(cell)}
            assert empty <= merged(package, sheet), f"a chart shows an empty cell of {sheet}!{area}"


def references(formula: str) -> Iterator[tuple[str, str]]:
    """The sheets and areas that a reference names."""
    for quoted, plain, area in re.findall(r"(?:'((?:[^']|'')+)'|([^'!,]+))!([^,]+)", formula):
        yield quoted.replace("''", "'") or plain, area


def place(reference: str) -> tuple[int, int]:
    """Column and row of A1."""
    letters, row = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", reference).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return column, int(row)


def cells_of(area: str) -> Iterator[tuple[int, int]]:
    """Every cell of A1:B2, as column and row."""
    first, _, last = area.partition(":")
    (left, top), (right, bottom) = place(first), place(last or first)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield column, row


def cell_texts(sheet: ET.Element) -> dict[tuple[int, int], str]:
    """What each filled cell of a sheet holds."""
    found = {}
    for cell in sheet.iter(MAIN + "c"):
        text = cell.findtext(MAIN + "v") or "".join(t.text or "" for t in cell.iter(MAIN + "t"))
        if text:
            found[place(cell.attrib["r"])] = text
    return found
