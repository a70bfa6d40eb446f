"""The commands as a stranger would use them, from a folder of their own."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from surveyapp.cli import main
from tests.questionnaire.test_guide import GOOD

SURVEYAPP = Path(sys.executable).with_name("surveyapp")

LUNCH = """\
languages: [sv, ar]
title: {sv: "Din lunch", ar: "غداؤك"}
welcome: {sv: "Vi vill veta vad du tycker.", ar: "نريد أن نعرف رأيك."}
thanks: {sv: "Tack!", ar: "شكرا!"}
screens:
  - id: gender
    ask: gender
    text: {sv: "Är du kvinna eller man?", ar: "هل أنت امرأة أم رجل؟"}
  - id: good
    ask: choose-one
    picture: lunch
    text: {sv: "Är lunchen god?", ar: "هل الغداء طيب؟"}
    options:
      - {id: often, picture: always, text: {sv: "Ofta", ar: "غالبا"}, favourable: true}
      - {id: never, picture: never, text: {sv: "Aldrig", ar: "أبدا"}}
"""


class Shell:
    """A stranger's shell: own folder, own data, nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "SURVEYAPP_LANGUAGE": "en",
            "SURVEYAPP_DATA": str(folder / "data"),
        }

    def __call__(self, *words: str, expect: int = 0) -> str:
        done = subprocess.run(
            [SURVEYAPP, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == expect, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


class QuickShell(Shell):
    """The same commands in this process, since a process for each takes more than a second."""

    def __call__(self, *words: str, expect: int = 0) -> str:
        done = CliRunner(env=self.environment).invoke(main, words)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == expect, done.output
        return done.output


def stranger(folder: Path) -> Path:
    (folder / "lunch").mkdir()
    (folder / "lunch/questionnaire.yaml").write_text(LUNCH, encoding="utf-8")
    return folder


@pytest.fixture
def own_process(tmp_path: Path) -> Shell:
    return Shell(stranger(tmp_path))


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(stranger(tmp_path))
    return QuickShell(tmp_path)


def test_commands_run_in_a_process_of_their_own(own_process: Shell) -> None:
    assert "published" in own_process("load", "lunch")
    opened = own_process("round", "open", "lunch", "--trial")
    assert opened.split()[0] in own_process("round", "list") or "/r/" in opened
    assert "No such command" in own_process("lod", "lunch", expect=2)
    assert "no file" in own_process("check", "nowhere", expect=1)


def test_a_strangers_yaml_becomes_a_workbook(shell: Shell) -> None:
    assert "no faults" in shell("check", "--complete", "lunch")
    assert "published" in shell("load", "lunch")
    assert "nothing has changed" in shell("load", "lunch")
    opened = shell("round", "open", "lunch", "--trial")
    name = re.search(r"/r/([^/]+)/", opened)
    assert name, opened
    shell("round", "fill", name[1], "--n", "60")
    assert name[1] in shell("round", "list")
    assert "no release yet" in shell("export", name[1], "-o", "early.xlsx", expect=1)
    assert not (shell.folder / "early.xlsx").exists()
    shell("round", "close", name[1])
    for language in ("sv", "en", "ar"):
        shell("export", name[1], "-o", f"{language}.xlsx", "--language", language)
        assert load_workbook(shell.folder / f"{language}.xlsx").sheetnames
    first = (shell.folder / "sv.xlsx").read_bytes()
    shell("export", name[1], "-o", "sv.xlsx", "--language", "sv")
    assert (shell.folder / "sv.xlsx").read_bytes() == first
    shell("export", name[1], "--texts", "-o", "texts.xlsx")
    assert load_workbook(shell.folder / "texts.xlsx").sheetnames == ["Cover"]
    shell("round", "remove", name[1], "--yes")
    assert name[1] not in shell("round", "list")


def test_every_fault_is_told_at_once_with_its_line(shell: Shell) -> None:
    file = shell.folder / "lunch/questionnaire.yaml"
    file.write_text(LUNCH.replace("picture: lunch", "pictur: lunch").replace("ask: gender", "ask: gendre"), "utf-8")
    told = shell("check", "lunch", expect=1)
    assert re.search(r"questionnaire.yaml:7:.*gendre", told), told
    assert re.search(r"questionnaire.yaml:11:.*pictur", told), told
    assert re.search(r"questionnaire.yaml:7:.*gendre", shell("load", "lunch", expect=1))


def test_a_guide_is_checked_and_published(shell: Shell) -> None:
    (shell.folder / "talk").mkdir()
    file = shell.folder / "talk/guide.yaml"
    file.write_text(GOOD, encoding="utf-8")
    folder = str(file.parent)
    said = shell("check", folder)
    assert "talk: no faults. 2 themes in 2 meetings of 20, 30 minutes, in sv, en. Version " in said
    assert "1 texts lack a translation" in said
    assert f"{file}:23:" in shell("check", "--complete", folder, expect=1)
    assert ": published." in shell("load", folder)
    assert "nothing has changed" in shell("load", folder)
    assert '"probes"' in shell("check", "--guide-schema")
    file.write_text(GOOD.replace("picture: talk", "picture: tlak"), encoding="utf-8")
    assert f'{file}:10:14: There is no picture "tlak".' in shell("load", folder, expect=1)


def test_a_real_round_does_not_open_without_its_facts(shell: Shell) -> None:
    shell("load", "lunch")
    told = shell("round", "open", "lunch", expect=1)
    assert "can't be opened" in told
    assert "no rounds" in shell("round", "list")


def test_a_second_variable_that_can_not_be_one_is_refused_with_its_reason(shell: Shell) -> None:
    shell("load", "lunch")
    one_site = shell("round", "open", "lunch", "--trial", "--second", "site", expect=1)
    assert "one site only" in one_site
    assert "no such question" in shell("round", "open", "lunch", "--trial", "--second", "supper", expect=1)
    opened = shell("round", "open", "lunch", "--trial", "--second", "good", "--wave", "before", "--k", "3")
    name = re.search(r"/r/([^/]+)/", opened)
    assert name, opened
    shell("round", "fill", name[1], "--n", "80")
    shell("round", "close", name[1])
    shell("export", name[1], "-o", "cut.xlsx", "--language", "sv")
    lines = [row[0].value for row in load_workbook(shell.folder / "cut.xlsx").worksheets[0].iter_rows()]
    assert any(re.search("– (Ofta|Aldrig)", str(line)) for line in lines)


def test_codes_are_printed_when_the_round_opens(shell: Shell) -> None:
    shell("load", "lunch")
    told = shell("round", "open", "lunch", "--trial", "--codes", "3", "--site", "Norr", "--site", "Söder")
    assert len(re.findall(r"^  [0-9A-Z]{4}-[0-9A-Z]{4}$", told, re.MULTILINE)) == 6
    assert "/at/soder/" in told


def test_what_the_shell_does_stands_in_the_audit_trail(shell: Shell) -> None:
    shell("load", "lunch")
    shell("load", "lunch")
    name = re.search(r"/r/([^/]+)/", shell("round", "open", "lunch", "--trial", "--codes", "1"))
    assert name
    shell("round", "codes", name[1], "--n", "1", "--replace")
    shell("round", "fill", name[1], "--n", "1")
    shell("round", "close", name[1])
    shell("round", "remove", name[1], "--yes")
    for role in ("administrator", "designer"):
        shell("user", "add", role, "--role", role, "--password", "correct horse battery")
    shell("user", "password", "designer", "--password", "wrong horse battery")
    shell("user", "remove", "designer")
    assert "last administrator" in shell("user", "remove", "administrator", expect=1)
    assert "No user is named nobody" in shell("user", "remove", "nobody", expect=1)
    assert "administrator" in shell("user", "list")
    with sqlite3.connect(shell.folder / "data/surveyapp.sqlite") as database:
        entries = database.execute("SELECT who, what FROM audit ORDER BY at, rowid").fetchall()
    published, *others = [what for who, what in entries if who == "shell"]
    assert len(entries) == len(others) + 1
    assert re.fullmatch("published the questionnaire lunch, version [0-9a-f]{12}", published)
    assert others == [
        f"opened the trial round {name[1]}",
        f"made access codes for all in the round {name[1]}",
        f"revoked the unused access codes in the round {name[1]}",
        f"made access codes for all in the round {name[1]}",
        f"added made-up answers to the trial round {name[1]}",
        f"closed the trial round {name[1]}",
        f"removed the trial round {name[1]}",
        "added the user administrator as administrator",
        "added the user designer as designer",
        "gave the user designer a new password",
        "removed the user designer",
    ]


def test_made_up_answers_can_not_be_made_again(shell: Shell) -> None:
    assert "--seed" in shell("round", "fill", "x", "--seed", "1", expect=2)


def test_real_rounds_take_no_made_up_answers(shell: Shell) -> None:
    shell("load", "lunch")
    facts = [
        "--responsible",
        "A",
        "--contact",
        "B",
        "--legal-ground",
        "C",
        "--kept-until",
        "2039-01-01",
        "--reference",
        "D",
        "--help-now",
        "E",
        "--results-told",
        "F",
        "--no-own-supervisor",
    ]
    lacking = shell(
        "round", "open", "lunch", "--languages", "sv", *facts[:10], "--receipt-until", "2030-02-30", expect=1
    )
    assert "--receipt-until: 2030-02-30 is no date" in lacking
    lacking = shell("round", "open", "lunch", "--languages", "sv", *facts[:10], "--idle-minutes", "21", expect=1)
    assert lacking.count("\n- ") == 3, lacking
    opened = shell("round", "open", "lunch", "--languages", "sv", *facts)
    name = re.search(r"/r/([^/]+)/", opened)
    assert name, opened
    assert "trial" in shell("round", "fill", name[1], expect=1)
    assert "trial" in shell("round", "close", name[1], expect=1)
    assert "is stopped" in shell("round", "stop", name[1], "--yes")


def test_the_demo_is_made_once_and_removed_whole(shell: Shell) -> None:
    first = shell("demo")
    logins = shell.folder / "data/demo-logins.txt"
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600
    rounds = shell("round", "list")
    assert "Demo 02" in rounds
    again = shell("demo")
    assert logins.read_text("utf-8").split() == re.findall(r"\S+", again.split("Staff log in")[1].split("\n", 1)[1])
    assert shell("round", "list") == rounds
    assert first.count("/r/") == 2
    shell("demo", "--remove")
    assert not logins.exists()
    assert "no rounds" in shell("round", "list")


@pytest.mark.parametrize(
    "command", ["", "serve", "demo", "check", "load", "round", "round open", "tick", "export", "user"]
)
def test_help_answers_without_the_heavy_parts(shell: Shell, command: str) -> None:
    assert "Usage:" in shell(*command.split(), "--help")


def test_profiles_are_checked_and_used_and_rounds_laid_side_by_side(shell: Shell) -> None:
    shell("load", "lunch")
    rounds = []
    for _ in range(2):
        name = re.search(r"/r/([^/]+)/", shell("round", "open", "lunch", "--trial"))
        assert name
        shell("round", "fill", name[1], "--n", "30")
        shell("round", "close", name[1])
        rounds.append(name[1])
    own = shell.folder / "own"
    own.mkdir()
    shell.environment["SURVEYAPP_EXPORTS"] = str(own)
    (own / "board.yaml").write_text("title: {en: Board}\nsheets: [questions]\nquestions: [good]\n")
    (own / "faulty.yaml").write_text("title: {en: Board}\nsheets: [questoins]\n")
    assert "board: no faults" in shell("check", "own/board.yaml")
    assert "faulty.yaml:2:10:" in shell("check", "own/board.yaml", "own/faulty.yaml", expect=1)
    assert "language-and-help" in shell("check", "--profile-schema")
    shell("export", rounds[0], "-o", "board.xlsx", "--profile", "board")
    assert load_workbook(shell.folder / "board.xlsx").sheetnames == ["Cover", "2 good"]
    assert "board, faulty" in shell("export", rounds[0], "-o", "x.xlsx", "--profile", "bord", expect=1)
    assert "questoins" in shell("export", rounds[0], "-o", "x.xlsx", "--profile", "faulty", expect=1)
    assert ".xlsx" in shell("export", rounds[0], "-o", "x.ods", expect=1)
    shell("export", *rounds, "-o", "compare.xlsx")
    assert "Overview" in load_workbook(shell.folder / "compare.xlsx").sheetnames
    assert "named twice" in shell("export", rounds[0], rounds[0], "-o", "x.xlsx", expect=1)
    assert "mean nothing" in shell("export", *rounds, "-o", "x.xlsx", "--profile", "board", expect=1)
    assert not (shell.folder / "x.xlsx").exists()


def test_help_imports_nothing_heavy() -> None:
    heavy = ("flask", "sqlalchemy", "openpyxl", "pydantic")
    code = f"import sys, surveyapp.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_check_needs_no_database(tmp_path: Path) -> None:
    lunch = str(stranger(tmp_path) / "lunch")
    code = f"""if True:
        import sys
        from surveyapp.cli import main
        main(["check", "--complete", {lunch!r}], standalone_mode=False)
        print([module for module in sys.modules if module.split(".")[0] in ("sqlalchemy", "openpyxl")])
    """
    done = subprocess.run([sys.executable, "-c", code], env=Shell(tmp_path).environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "no faults" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
    assert not (tmp_path / "data").exists()


def test_answers_are_not_served_unprotected_to_the_network_unawares(shell: Shell) -> None:
    assert "unprotected" in shell("serve", "--host", "0.0.0.0", expect=1)


def test_a_wrong_setting_is_a_sentence_and_not_a_traceback(shell: Shell) -> None:
    shell.environment["SURVEYAPP_ZONE"] = "Mars"
    assert "SURVEYAPP_ZONE" in shell("round", "list", expect=1)


def test_another_key_than_the_databases_own_is_refused_with_a_sentence(shell: Shell) -> None:
    shell("round", "list")
    (shell.folder / "data/key").unlink()
    assert "key" in shell("round", "list", expect=1)


def test_staff_are_added_by_the_same_rules_as_on_the_page(shell: Shell) -> None:
    add = ("user", "add", "--role", "evaluator", "--password")
    assert "12" in shell(*add, "short", "eva", expect=1)
    assert "letters" in shell(*add, "long enough for that", "eva/../x", expect=1)
    shell(*add, "long enough for that", "eva")
    assert "evaluator" in shell("user", "list")
    shell("user", "remove", "eva")
    assert shell("user", "list") == ""
