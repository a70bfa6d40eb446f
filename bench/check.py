"""`check` of 1,000 questions in five languages, as a whole process and in one."""

import subprocess
import tempfile
import time
from pathlib import Path

from bench.service import BIN
from surveyapp.questionnaire.load import load_folder

GOAL_SECONDS = 3.0
LANGUAGES = ("sv", "sv-simple", "en", "ar", "so")


def questionnaire(n: int) -> str:
    """The YAML of `n` scale questions in five languages; every tenth has a condition on the one before."""

    def texts(text: str) -> str:
        return "{" + ", ".join(f'{language}: "{text} {language}"' for language in LANGUAGES) + "}"

    lines = [f"languages: [{', '.join(LANGUAGES)}]"]
    lines += [f"{key}: {texts(key)}" for key in ("title", "welcome", "thanks")]
    lines += ["option_sets:", "  often:"]
    lines += [f"    - {{id: {id}, picture: {id}, text: {texts(id)}}}" for id in ("always", "sometimes", "never")]
    lines.append("screens:")
    for number in range(n):
        lines += [f"  - id: q{number}", "    ask: scale", "    picture: talk", f"    text: {texts(f'Fråga {number}')}"]
        if number % 10 == 9:
            lines.append(f"    show_if: {{q{number - 1}: [sometimes, never]}}")
        lines.append("    options: often")
    return "\n".join(lines) + "\n"


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "stor"
        place.mkdir()
        (place / "questionnaire.yaml").write_text(questionnaire(1000), encoding="utf-8")
        started = time.perf_counter()
        loaded = load_folder(place)
        inside = time.perf_counter() - started
        assert loaded.questionnaire is not None, loaded.faults[:3]
        started = time.perf_counter()
        subprocess.run([BIN / "surveyapp", "check", place], check=True, capture_output=True)
        whole = time.perf_counter() - started
    print(f"  load and check {inside:.2f} s; the whole command {whole:.2f} s (goal {GOAL_SECONDS} s)")
