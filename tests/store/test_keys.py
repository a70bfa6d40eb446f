import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from surveyapp.store.keys import Keys, read_or_make

KEYS = Keys(b"0" * 32)


def test_the_key_file_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "key"
    assert read_or_make(file) == read_or_make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_key_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "key"
    read_or_make(file)
    file.chmod(0o644)
    read_or_make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(read_or_make, [tmp_path / "key"] * 32))
    assert len(set(made)) == 1


def test_a_codes_id_has_63_bits_and_needs_the_key() -> None:
    ids = {KEYS.code_id(f"code {n}") for n in range(500)}
    assert len(ids) == 500
    assert all(0 <= id < 2**63 for id in ids)
    assert max(ids) > 2**62
    assert KEYS.code_id("7K3M-9QXR") != Keys(b"1" * 32).code_id("7K3M-9QXR")


def test_a_source_is_hashed_under_a_key_that_changes_daily() -> None:
    today, tomorrow = date(2027, 3, 10), date(2027, 3, 11)
    source = KEYS.guess_source("log-in", "192.0.2.7", today)
    assert source == KEYS.guess_source("log-in", "192.0.2.7", today)
    assert source != KEYS.guess_source("log-in", "192.0.2.7", tomorrow)
    assert source != Keys(b"1" * 32).guess_source("log-in", "192.0.2.7", today)


def test_each_purpose_has_a_secret_of_its_own_and_the_key_is_never_printed() -> None:
    assert KEYS.secret("session") != KEYS.secret("access code")
    assert "0000" not in repr(KEYS)
