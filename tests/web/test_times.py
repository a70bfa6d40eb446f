from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from surveyapp.questionnaire.words import Said
from surveyapp.web.times import parse_day, parse_local, text_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-01 08:00", datetime(2026, 12, 1, 7, 0, tzinfo=UTC)),
        (" 2026-12-01T08:00 ", datetime(2026, 12, 1, 7, 0, tzinfo=UTC)),
        ("2026-07-01 08:00", datetime(2026, 7, 1, 6, 0, tzinfo=UTC)),
        ("2026-03-29 03:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # the first minute of summer time
        ("2026-03-29 01:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-10-25 03:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("2026-10-25 01:59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_kept_in_utc_and_shown_as_it_was_written(written: str, meant: datetime) -> None:
    moment = parse_local(written, STOCKHOLM)
    assert moment == meant
    assert text_of(meant, STOCKHOLM) == written.strip().replace("T", " ")


@pytest.mark.parametrize("time", ["02:00", "02:30", "02:59"])
def test_an_hour_that_comes_twice_or_never_is_refused_with_a_sentence(time: str) -> None:
    assert parse_local(f"2026-03-29 {time}", STOCKHOLM) == Said(
        "The clock skips %(time)s that day. Choose another time.", {"time": time}
    )
    assert parse_local(f"2026-10-25 {time}", STOCKHOLM) == Said(
        "The clock shows %(time)s twice that day. Choose another time.", {"time": time}
    )


@pytest.mark.parametrize("written", ["", "now", "2026-12-01", "2026-13-01 08:00", "2026-12-01 24:00", "08:00"])
def test_what_is_no_time_is_refused_with_an_example(written: str) -> None:
    refused = parse_local(written, STOCKHOLM)
    assert isinstance(refused, Said)
    assert "2026-12-01 08:00" in str(refused)


def test_a_day_is_read_or_refused() -> None:
    assert parse_day("2030-12-31") == date(2030, 12, 31)
    assert isinstance(parse_day("2030-02-30"), Said)
