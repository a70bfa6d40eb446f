"""How much of what points at somebody is pointed out: `python -m tests.evaluate.recall`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from surveyapp.web.personal import SORTS, Found, Sort, found

CORPUS = Path(__file__).parent / "people_wrote.txt"
_MARKED = re.compile(r"\{(\w+):([^}]*)\}")


@dataclass(frozen=True)
class Measured:
    """What of one sort stands in the texts, what of it was pointed out, and how much was pointed out as it."""

    there: int
    found: int
    pointed_out: int
    right: int

    @property
    def recall(self) -> float:
        """The part of what is there that was found."""
        return self.found / self.there

    @property
    def precision(self) -> float:
        """The part of what was pointed out that is there."""
        return self.right / self.pointed_out


def corpus(lines: str | None = None) -> Iterator[tuple[str, list[Found]]]:
    """The texts, and what in each of them points at somebody."""
    for line in (lines or CORPUS.read_text("utf-8")).splitlines():
        if not line.startswith("#"):
            text, marked, at = "", [], 0
            for match in _MARKED.finditer(line):
                text += line[at : match.start()]
                sort: Sort = match[1]  # type: ignore[assignment]
                assert sort in SORTS, sort
                marked.append(Found(len(text), len(text) + len(match[2]), sort))
                text, at = text + match[2], match.end()
            yield text + line[at:], marked


def measured() -> dict[Sort, Measured]:
    """Each sort over all texts. Something is found if all of it is pointed out, in one piece or several."""
    counts: dict[Sort, list[int]] = {sort: [0, 0, 0, 0] for sort in SORTS}
    for text, marked in corpus():
        pointed_out = found(text)
        for sort in SORTS:
            there = [set(range(one.start, one.end)) for one in marked if one.sort == sort]
            said = [set(range(one.start, one.end)) for one in pointed_out if one.sort == sort]
            covered = {place for one in said for place in one} | {n for n, letter in enumerate(text) if letter == " "}
            wanted = {place for one in there for place in one}
            for n, more in enumerate((
                len(there), sum(one <= covered for one in there), len(said), sum(bool(one & wanted) for one in said)
            )):  # fmt: skip
                counts[sort][n] += more
    return {sort: Measured(*of_sort) for sort, of_sort in counts.items()}


def table() -> str:
    """As it stands in the documentation."""
    lines = [
        "| sort | in the texts | found | recall | pointed out | rightly | precision |",
        "|---|---|---|---|---|---|---|",
    ]
    for sort, one in measured().items():
        lines.append(
            f"| {sort.replace('_', ' ')} | {one.there} | {one.found} | {one.recall:.0%} "
            f"| {one.pointed_out} | {one.right} | {one.precision:.0%} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())  # noqa: T201
    for text, marked in corpus():
        missed, wrong = set(marked) - set(found(text)), set(found(text)) - set(marked)
        if missed or wrong:
            print(text, *(f"\n  missed {one.sort}: {text[one.start : one.end]}" for one in missed),  # noqa: T201
                  *(f"\n  pointed out as {one.sort}: {text[one.start : one.end]}" for one in wrong))  # fmt: skip
