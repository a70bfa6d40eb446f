"""The release rule once more, by a second program: from raw answers to counts, and from counts to what readers see.

It shares no code with `surveyapp.release` and is written another way: plain loops over plain lists, slowly. Tests
compare the release, its pages and its workbook with this. From the definition it takes data alone.

    table = block_table(questionnaire, raw, k=5, languages=("sv",))     # raw answers → the block table, as in the JSON
    seen = readings(table, questionnaire)                               # the block table → shares, means, medians
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from statistics import mean, median
from typing import Any

from surveyapp.questionnaire.model import Condition, Option, Questionnaire, Screen

MISSING = "$not_answered"
UNWILLING = "$rather_not_say"
UNASKED = "$not_asked"

Raw = dict[str, Any]
"""One response: `answers`, `language`, `site`, and where they aren't the usual ones `mode`, `support` and `company`."""


def block_table(
    questionnaire: Questionnaire,
    raw: Sequence[Raw],
    *,
    k: int,
    languages: Sequence[str],
    breakdown: str = "gender",
    second: str | None = None,
    sites: Sequence[str] = (),
) -> dict[str, Any]:
    """`{"blocks": […], "tables": […]}` as the canonical JSON has them."""
    values = values_of(second, questionnaire, languages, sites)
    whole = split(questionnaire, raw, k, breakdown)
    blocks = (
        [part for name, people in whole for part in cut(name, people, second, values, k, questionnaire)]
        if second
        else whole
    )
    everybody = [one for _, people in blocks for one in people]
    names = [name for name, _ in blocks]
    tables: list[dict[str, Any]] = []
    if blocks:
        asides = [*facts_told(everybody, languages), *helpers_told(questionnaire, everybody)]
        beside = {id: pooled(id, values, counts, names, k) for id, values, counts in asides}
        beside.pop(second or "", None)
        how = visibility(questionnaire, blocks, k, beside, second, values)
        for screen in questionnaire.screens:
            if screen.ask in ("information", "gender") or screen.practice:
                continue
            if second == screen.id or (second == "$helper" and screen.ask == "helper"):
                continue
            if screen.ask == "helper":
                tables.append(beside["$helper"] if how["helper"] else absent("$helper"))
            elif how[screen.id] == 0:
                tables.append(absent(screen.id))
            elif screen.id in secret_ids(questionnaire):
                tables.append(in_words(questionnaire, screen, everybody, names))
            elif how[screen.id] == 1:
                tables.append(plain(screen, "together", [(names, everybody)]))
            else:
                tables.append(plain(screen, "by_block", [([name], people) for name, people in blocks]))
        tables += [beside[id] for id in ("$language", "$support", "$mode", "$company") if id in beside]
    return {"blocks": [block(name, len(people)) for name, people in blocks], "tables": tables}


def block(name: str, size: int) -> dict[str, Any]:
    told: dict[str, Any] = {"id": name, "size": size}
    return told | {"values": name.split(":")[1].split(",")} if ":" in name else told


Told = tuple[str, list[str], dict[str, int]]


def facts_told(people: Sequence[Raw], languages: Sequence[str]) -> list[Told]:
    spoken = dict.fromkeys(languages, 0)
    helped = {"used": 0, "not_used": 0}
    way = {"own_device": 0, "shared_tablet": 0, "paper": 0}
    for one in people:
        spoken[one["language"]] += 1
        helped["used" if one.get("support") else "not_used"] += 1
        way[one.get("mode", "own_device")] += 1
    return [(id, list(counts), counts) for id, counts in (("$language", spoken), ("$support", helped), ("$mode", way))]


def helpers_told(questionnaire: Questionnaire, people: Sequence[Raw]) -> list[Told]:
    for screen in questionnaire.screens:
        if screen.ask == "helper":
            last = [UNWILLING, MISSING] + ([UNASKED] if screen.show_if else [])
            told = [("$helper", rows_of(screen) + last, tell(screen, people))]
            return told if screen.show_if else [*told, company_told(people)]
    return []


def company_told(people: Sequence[Raw]) -> Told:
    there = {"alone": 0, "somebody": 0, "helped": 0, UNWILLING: 0, MISSING: 0}
    for one in people:
        said = one.get("company")
        there[MISSING if said is None else UNWILLING if said == "rather_not_say" else said] += 1
    return "$company", list(there), there


def split(questionnaire: Questionnaire, raw: Sequence[Raw], k: int, breakdown: str) -> list[tuple[str, list[Raw]]]:
    women: list[Raw] = []
    men: list[Raw] = []
    rest: list[Raw] = []
    for one in raw:
        told = one["answers"].get("gender")
        (women if told == "woman" else men if told == "man" else rest).append(one)
    asked = any(screen.ask == "gender" for screen in questionnaire.screens)
    if breakdown == "gender" and asked and len(women) >= k and len(men) >= k:
        found = [("women", women), ("men", men)]
        if len(rest) >= k:
            found.append(("other", rest))
        return found
    return [("everyone", [*women, *men, *rest])] if len(raw) >= k else []


def values_of(
    second: str | None, questionnaire: Questionnaire, languages: Sequence[str], sites: Sequence[str]
) -> list[str]:
    if second is None:
        return []
    if second in ("$site", "$language"):
        return list(sites if second == "$site" else languages)
    return [*rows_of(questionnaire.screen(second.lstrip("$"))), MISSING]


def value_of(second: str, one: Raw, questionnaire: Questionnaire) -> str:
    if second in ("$site", "$language"):
        return str(one[second[1:]])
    told = one["answers"].get(second.lstrip("$"))
    if told in (None, "rather_not_say"):
        return MISSING
    screen = questionnaire.screen(second.lstrip("$"))
    return band_of(screen, told) if edges_of(screen) else str(told)


def cut(
    name: str, people: list[Raw], second: str, values: list[str], k: int, questionnaire: Questionnaire
) -> list[tuple[str, list[Raw]]]:
    has = [value_of(second, one, questionnaire) for one in people]
    counts = {value: has.count(value) for value in values}
    small = pooled_values(values, counts, k)
    parts = [[value] for value in values if value not in small] + [small] * bool(small)
    if name == "other" or len(parts) < 2:
        return [(name, people)]
    return [
        (f"{name}:{','.join(part)}", [one for one, value in zip(people, has, strict=True) if value in part])
        for part in parts
    ]


# ---- what is shown how finely: 2 by block, 1 together, 0 not at all --------------------------------------------------


def visibility(
    questionnaire: Questionnaire,
    blocks: list[tuple[str, list[Raw]]],
    k: int,
    beside: dict[str, dict[str, Any]],
    second: str | None,
    values: list[str],
) -> dict[str, int]:
    secret = secret_ids(questionnaire)
    by_counts: dict[str, int] = {}
    for screen in questionnaire.questions:
        pairs = []
        for _, people in blocks:
            there = len([one for one in people if screen.id in one["answers"]])
            pairs.append((there, len(people) - there))
        there, away = sum(a for a, _ in pairs), sum(b for _, b in pairs)
        if any(of in secret for of in screen.reads) and away == 0:
            there, away = there - 1, 1
        if mixes(screen, questionnaire):
            fine = all(a >= k and b >= k for a, b in pairs)
            some = there >= k and away >= k
        else:
            fine = there >= k and all(a == 0 or a >= k for a, _ in pairs)
            some = there >= k
        by_counts[screen.id] = 2 if fine else 1 if some else 0
    shown_alike(by_counts, questionnaire)
    for screen in questionnaire.questions:
        offers = [offer_level(screen, option, questionnaire, blocks, k) for option in screen.options if option.show_if]
        by_counts[screen.id] = min([by_counts[screen.id], *offers])
        parts = leaves(screen.show_if)
        for option in screen.options:
            parts += leaves(option.show_if)
        for part in parts:
            mixed = part["of"] == second and any(parts_a_block(part, name, values) for name, _ in blocks)
            if mixed or (part["of"] in beside and parts_a_pool(part["any_of"], beside[part["of"]])):
                by_counts[screen.id] = 0
    return capped(questionnaire, by_counts, secret, second, apart=not blocks[0][0].startswith("everyone"))


def offer_level(
    screen: Screen, option: Option, questionnaire: Questionnaire, blocks: list[tuple[str, list[Raw]]], k: int
) -> int:
    """How finely the answers of those who were offered an option are many enough to be shown."""
    assert option.show_if
    secretly = any(of in secret_ids(questionnaire) for of in option.reads)
    several = {*screen.reads, *option.reads}
    both = len(several) > 1 or any(asks_for_two(screen, option, questionnaire.screens, of) for of in several)
    pairs = []
    for _, people in blocks:
        there = len([one for one in people if screen.id in one["answers"]])
        pairs.append((len(offered_to(screen, option, people)), there))
    total = (sum(n for n, _ in pairs), sum(there for _, there in pairs))
    for level, groups in ((2, pairs), (1, [total])):
        if all((n >= k and there - n >= k) or (not secretly and not both and n in (0, there)) for n, there in groups):
            return level
    return 0


def asks_for_two(screen: Screen, option: Option, screens: Sequence[Screen], of: str) -> bool:
    """Whether the option is offered to those who gave two of the answers to a question of several answers."""
    read = next((one for one in screens if one.id == of), None)
    if read is None or read.ask not in MANY or of not in option.reads:
        return False
    of_any = [
        {one.id for one in read.options if not one.way_out},
        {one.id for one in read.options if not (one.way_out or one.exclusive)},
    ]
    wanted = set()
    for part in leaves(screen.show_if) + leaves(option.show_if):
        if part["of"] == of:
            ids = frozenset(part["any_of"] or ())
            of_one = part["at_most"] is None and part["at_least"] in (None, 1)
            anything = of_one and (not ids or ids in of_any)
            if not of_one or not (anything or len(ids) == 1):
                return True
            if not anything or part in leaves(option.show_if):
                wanted.add(ids)
    return len(wanted) > 1


def offered_to(screen: Screen, option: Option, people: Sequence[Raw]) -> list[Raw]:
    """Those who were asked, with that option among what they could choose."""
    condition = option.show_if.model_dump() if option.show_if else {"negated": {"any": ()}}
    return [one for one in people if screen.id in one["answers"] and true_of(condition, one)]


def true_of(part: dict[str, Any], one: Raw) -> bool:
    if "of" not in part:
        if "negated" in part:
            return not true_of(part["negated"], one)
        return (all if "all" in part else any)(true_of(each, one) for each in part.get("all", part.get("any", ())))
    id = part["of"]
    value = one[id[1:]] if id in ("$site", "$language") else one["answers"].get(id.lstrip("$"))
    if value is None or value == ():
        return False
    chosen = {str(value)} if isinstance(value, str | int) else set(value)
    if part["any_of"] is not None and chosen.isdisjoint(part["any_of"]):
        return False
    if value == "rather_not_say":
        return part["any_of"] is not None and part["at_least"] is None and part["at_most"] is None
    size = value if isinstance(value, str | int) else len(value)
    return not (
        (part["at_least"] is not None and size < part["at_least"])
        or (part["at_most"] is not None and size > part["at_most"])
    )


def shown_alike(by_counts: dict[str, int], questionnaire: Questionnaire) -> None:
    before: dict[str, int] = {}
    while before != by_counts:
        before = dict(by_counts)
        for one in by_counts:
            bound = [by_counts[other] for other in by_counts if hang_together(one, other, questionnaire)]
            by_counts[one] = min([by_counts[one], *bound])


def parts_a_block(part: dict[str, Any], name: str, values: list[str]) -> bool:
    there = name.split(":")[1].split(",") if ":" in name else values
    seen = set()
    for value in there:
        if value == MISSING:
            seen |= {False, "rather_not_say" in (part["any_of"] or ())}
        elif part["any_of"] is not None:
            seen.add(value in part["any_of"])
        else:
            seen.add(within(value.split("_")[0], part["at_least"], part["at_most"]))
    return len(seen) == 2


def within(lowest: str, least: Any, most: Any) -> bool:  # noqa: ANN401
    """Whether a step, or the lowest value of a band, is between these. Conditions name edges of bands alone."""
    if lowest in ("under", "before"):
        return least is None
    number = lowest if isinstance(least or most, str) else int(lowest)
    return bool((least is None or number >= least) and (most is None or number <= most))


def parts_a_pool(values: Sequence[str], table: dict[str, Any]) -> bool:
    for row in table["rows"]:
        there = [value in values or value[1:] in values for value in row["holds"]]
        if any(there) and not all(there):
            return True
    return False


def capped(
    questionnaire: Questionnaire, by_counts: dict[str, int], secret: set[str], second: str | None, *, apart: bool
) -> dict[str, int]:
    final: dict[str, int] = {"$site": 2, "$wave": 2, "$language": 1}
    for screen in questionnaire.questions:
        level = by_counts[screen.id]
        for of in (*screen.reads, *offered_by(screen)):
            level = min(level, final[of])
        for together in [{*screen.reads}, *({*screen.reads, *one.reads} for one in screen.options if one.reads)]:
            if len(together) >= 2 and any(final[of] != 2 for of in together):
                level = 0
        if screen.id in secret:
            level = min(level, 1)
        if screen.ask == "gender":
            level = 2 if apart else 0
        if screen.id == second:
            level = 2
        final[screen.id] = level
        if screen.id == "helper":
            final["$helper"] = level
    return final


def secret_ids(questionnaire: Questionnaire) -> set[str]:
    found = {"$language", "$helper"}
    for screen in questionnaire.questions:
        if screen.sensitive or [of for of in (*screen.reads, *offered_by(screen)) if of in found]:
            found.add(screen.id)
    return found


def offered_by(screen: Screen) -> set[str]:
    """What decides which options someone is offered."""
    return {part["of"] for option in screen.options for part in leaves(option.show_if)}


def mixes(screen: Screen, questionnaire: Questionnaire) -> bool:
    return len(screen.reads) >= 2 or bool(mixed_options(screen, questionnaire))


def mixed_options(screen: Screen, questionnaire: Questionnaire) -> set[str]:
    """The choose-many questions that the condition asks for more than one row of."""
    found = set()
    for of in screen.reads:
        if of[0] == "$" or questionnaire.screen(of).ask not in MANY:
            continue
        chosen = [option for option in questionnaire.screen(of).options if not option.way_out]
        proper = [
            tuple(sorted(option.id for option in chosen)),
            tuple(sorted(option.id for option in chosen if not option.exclusive)),
        ]
        wanted = set()
        for part in leaves(screen.show_if):
            if part["of"] != of:
                continue
            if part["at_most"] is not None or (part["at_least"] is not None and part["at_least"] > 1):
                found.add(of)
            wanted.add((part["any_of"] and tuple(sorted(part["any_of"])), part["at_least"], part["answered"]))
        for ids, _, _ in wanted:
            if len(wanted) > 1 or (ids is not None and len(ids) != 1 and ids not in proper):
                found.add(of)
    return found


def leaves(condition: Condition | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = [condition.model_dump()] if condition else []
    while waiting:
        part = waiting.pop()
        if "of" in part:
            found.append(part)
        else:
            waiting += part.get("all") or part.get("any") or [part["negated"]]
    return found


def above(id: str, questionnaire: Questionnaire) -> set[str]:
    if id[0] == "$" or id.endswith(" twice"):
        return set()
    screen = questionnaire.screen(id)
    found = set(screen.reads) | {f"{of} twice" for of in mixed_options(screen, questionnaire)}
    for of in screen.reads:
        found |= above(of, questionnaire)
    return found


def hang_together(one: str, other: str, questionnaire: Questionnaire) -> bool:
    if one == other or not all(mixes(questionnaire.screen(id), questionnaire) for id in (one, other)):
        return False
    common = sorted(above(one, questionnaire) & above(other, questionnaire))
    for a in common:
        for b in common:
            if a != b and a not in above(b, questionnaire) and b not in above(a, questionnaire):
                return True
    return False


# ---- counts ----------------------------------------------------------------------------------------------------------


MANY = ("choose-many", "rank")


def edges_of(screen: Screen) -> list[Any]:
    return [*screen.bands, *screen.day_bands]


def rows_of(screen: Screen) -> list[str]:
    if screen.ask == "text" or (screen.ask in ("number", "date") and not edges_of(screen)):
        return ["answered"]
    if screen.ask in ("number", "date"):
        return list(dict.fromkeys(band_of(screen, edge, near) for edge in edges_of(screen) for near in (False, True)))
    if screen.ask == "rank":
        rows = []
        for option in screen.options:
            alone = option.way_out or option.exclusive
            rows += [option.id] if alone else [f"{option.id}.{1 + n}" for n in range(screen.choose or 0)]
        return rows
    if screen.ask == "rating":
        return [str(step) for step in range(11)]
    return [option.id for option in screen.options if screen.ask == "choose-many" or option.id != "rather_not_say"]


def band_of(screen: Screen, value: Any, at_or_above: bool = True) -> str:  # noqa: ANN401
    """The band of a number or a day; or the one just below it, where it is an edge."""
    under = [edge for edge in edges_of(screen) if edge < value or (at_or_above and edge == value)]
    above = [edge for edge in edges_of(screen) if edge not in under]
    if not under:
        return f"under_{above[0]}" if screen.ask == "number" else f"before_{above[0]}"
    if not above:
        return f"{under[-1]}_or_more" if screen.ask == "number" else f"{under[-1]}_or_later"
    if screen.ask == "number":
        return f"{under[-1]}_to_{above[0] - 1}"
    return f"{under[-1]}_to_{date.fromordinal(date.fromisoformat(above[0]).toordinal() - 1)}"


def rows_told(screen: Screen, answer: Any) -> list[str]:  # noqa: ANN401
    if rows_of(screen) == ["answered"]:
        return ["answered"]
    if screen.ask in ("number", "date"):
        return [band_of(screen, answer)]
    if screen.ask == "rank":
        known = rows_of(screen)
        return [id if id in known else f"{id}.{1 + n}" for n, id in enumerate(answer)]
    return [str(row) for row in (answer if screen.ask == "choose-many" else [answer])]


def tell(screen: Screen, people: Sequence[Raw]) -> dict[str, int]:
    counts = dict.fromkeys([*rows_of(screen), MISSING, UNWILLING, UNASKED], 0)
    for one in people:
        if screen.id not in one["answers"]:
            counts[UNASKED] += 1
            continue
        answer = one["answers"][screen.id]
        if answer is None:
            counts[MISSING] += 1
        elif answer == "rather_not_say":
            counts[UNWILLING] += 1
        else:
            for row in rows_told(screen, answer):
                counts[row] += 1
    return counts


def absent(id: str) -> dict[str, Any]:
    return {"id": id, "shown": "not_shown", "columns": [], "coarse": False, "rows": []}


def plain(screen: Screen, shown: str, columns: list[tuple[list[str], list[Raw]]]) -> dict[str, Any]:
    told = [tell(screen, people) for _, people in columns]
    rows = [{"id": row, "counts": [counts[row] for counts in told], "holds": []} for row in told[0]]
    return {"id": screen.id, "shown": shown, "columns": [ids for ids, _ in columns], "coarse": False, "rows": rows}


def in_words(questionnaire: Questionnaire, screen: Screen, people: list[Raw], names: list[str]) -> dict[str, Any]:
    counts = tell(screen, people)
    base = len(people) - counts[UNASKED]
    if base == len(people) and any(of in secret_ids(questionnaire) for of in screen.reads):
        base -= 1
    silent = [counts[row] for row in (MISSING, UNWILLING) if 2 <= counts[row] <= base - 2]
    rows = []
    for row, n in counts.items():
        top = base - sum(silent) if screen.ask in MANY and row[0] != "$" else base
        for option in screen.options:
            if option.show_if and row.split(".")[0] == option.id:
                top -= base - min(len(offered_to(screen, option, people)), base, len(people) - 1)
        told: int | str = n
        if row == UNASKED:
            if screen.show_if is not None and n in (0, 1):
                told = "at_most_one"
        elif n in (0, 1):
            told = "at_most_one"
        elif n >= top - 1:
            told = "all_or_all_but_one"
        rows.append({"id": row, "counts": [told], "holds": []})
    return {"id": screen.id, "shown": "together", "columns": [names], "coarse": True, "rows": rows}


def pooled_values(values: list[str], counts: dict[str, int], k: int) -> list[str]:
    small = [value for value in values if counts[value] < k]
    while small and sum(counts[value] for value in small) < k and len(small) < len(values):
        left = [value for value in values if value not in small]
        least = min(counts[value] for value in left)
        small.append(next(value for value in left if counts[value] == least))
    return [value for value in values if value in small]


def pooled(id: str, values: list[str], counts: dict[str, int], names: list[str], k: int) -> dict[str, Any]:
    small = pooled_values(values, counts, k)
    rows: list[dict[str, Any]] = [
        {"id": value, "counts": [counts[value]], "holds": []} for value in values if value not in small
    ]
    if small:
        rows.append({"id": "$remainder", "counts": [sum(counts[value] for value in small)], "holds": small})
    return {"id": id, "shown": "together", "columns": [names], "coarse": False, "rows": rows}


# ---- what readers see, from the table alone --------------------------------------------------------------------------


def readings(table: dict[str, Any], questionnaire: Questionnaire) -> dict[str, Any]:
    """For each table, and each of its columns and their sum, what can be told; by blocks joined with "+".

    `{id: {"columns": {"women": {"asked": 7, "counts": {…}, "shares": {row: (part, base)}, "favourable": (part, base),
    "mean": …, "median": …, "rated": n}, …}, "women": {row: (part, base)}, "chart": …}}`; what can't be told is absent.
    """
    size = {block["id"]: block["size"] for block in table["blocks"]}
    return {one["id"]: _reading(one, size, questionnaire) for one in table["tables"]}


def _reading(one: dict[str, Any], size: dict[str, int], questionnaire: Questionnaire) -> dict[str, Any]:
    screen = None if one["id"][0] == "$" else questionnaire.screen(one["id"])
    numbers = {
        "+".join(ids): {row["id"]: row["counts"][at] for row in one["rows"]} for at, ids in enumerate(one["columns"])
    }
    genders: dict[str, list[str]] = {}
    for name in numbers:
        genders.setdefault(name.split(":")[0], []).append(name)
    if one["shown"] == "by_block":
        for parts in [*genders.values(), list(numbers)]:
            if len(parts) > 1:
                numbers["+".join(parts)] = {
                    row["id"]: sum(row["counts"][list(numbers).index(part)] for part in parts) for row in one["rows"]
                }
    columns = {
        name: _column(counts, sum(size[id] for id in name.split("+")), screen, one["coarse"])
        for name, counts in numbers.items()
    }
    seen: dict[str, Any] = {"shown": one["shown"], "columns": columns, "women": {}}
    women, men = (columns.get("+".join(genders.get(name, [])), {}) for name in ("women", "men"))
    if women.get("asked") and men.get("asked"):
        for row in women["shares"]:
            both = women["counts"][row] + men["counts"][row]
            if both:
                seen["women"][row] = (women["counts"][row], both)
    exact = all(isinstance(n, int) for row in one["rows"] for n in row["counts"])
    if screen and one["rows"] and exact and rows_of(screen) != ["answered"]:
        seen["chart"] = "clustered" if screen.ask in MANY else "stacked"
    return seen


def _column(counts: dict[str, Any], size: int, screen: Screen | None, coarse: bool) -> dict[str, Any]:
    seen: dict[str, Any] = {"counts": counts, "shares": {}}
    if screen is None:
        seen["asked"] = size
    elif isinstance(counts[UNASKED], int):
        seen["asked"] = size - counts[UNASKED]
    if seen.get("asked"):
        for row, n in counts.items():
            if isinstance(n, int) and (row != UNASKED or screen is None):
                seen["shares"][row] = (n, seen["asked"])
    if screen is None:
        return seen
    seen |= _summaries(counts, size, screen, coarse)
    return seen


def _summaries(counts: dict[str, Any], size: int, screen: Screen, coarse: bool) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    outs = [option.id for option in screen.options if option.way_out and option.id in counts]
    if screen.favourable and screen.ask not in MANY:
        needed = [counts[row] for row in (UNASKED, MISSING, UNWILLING, *outs)]
        parts = [counts[row] for row in screen.favourable]
        if all(isinstance(n, int) for n in needed + parts) and size - sum(needed) > 0:
            seen["favourable"] = (sum(parts), size - sum(needed))
    if screen.ask == "rating" and not coarse:
        values = [Fraction(step) for step in range(11) for _ in range(counts[str(step)])]
        if values:
            seen |= {"mean": mean(values), "median": median(values), "rated": len(values)}
    return seen
