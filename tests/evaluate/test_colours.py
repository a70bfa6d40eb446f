from itertools import pairwise

import pytest

from surveyapp.evaluate.colours import BLOCKS, PATTERN_INK, PATTERNS, fills, ink_on, lightness


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        light = (lightness(colour) + 16) / 116
        return light**3 if light > 6 / 29 else lightness(colour) * 27 / 24389

    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_lightness_is_that_of_the_cie() -> None:
    for colour, known in {"000000": 0, "FFFFFF": 100, "777777": 50.03, "FF0000": 53.24, "0000FF": 32.30}.items():
        assert lightness(colour) == pytest.approx(known, abs=0.01)


def test_fills_that_touch_differ_by_twenty_in_lightness() -> None:
    for answers in range(1, 40):
        for others in range(7):
            colours = fills(answers, others)
            assert len(colours) == answers + others
            for one, next_one in pairwise(colours):
                assert abs(lightness(one) - lightness(next_one)) >= 20, (answers, others, one, next_one)


def test_the_fills_of_blocks_differ_in_whatever_company_they_stand() -> None:
    shown = [lightness(BLOCKS[block]) for block in ("women", "men", "other")]
    assert all(abs(one - next_one) >= 20 for one, next_one in pairwise(shown))


@pytest.mark.parametrize("answers", [1, 4])
def test_way_outs_and_those_who_told_nothing_are_told_apart_in_grey_too(answers: int) -> None:
    others = fills(answers, 4)[answers:]
    shades = sorted(map(lightness, others))
    assert all(darker + 10 < lighter for darker, lighter in pairwise(shades))
    assert len({PATTERNS.get(grey) for grey in others}) == 4
    assert all(contrast(PATTERN_INK[grey], "000000") >= 4.5 for grey in others if grey in PATTERNS)


def test_a_label_can_be_read_on_every_fill() -> None:
    for colour in {*fills(12, 2), *fills(5, 2), *fills(4, 2), *fills(3, 2), *fills(2, 2), *BLOCKS.values()}:
        assert contrast(colour, ink_on(colour)) >= 4.5, colour
