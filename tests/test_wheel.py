"""The wheel alone, in an empty environment, is the whole service."""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.xdist_group("wheel")
def test_the_installed_wheel_loads_its_questionnaires_and_serves_a_page(tmp_path: Path) -> None:
    settings = os.environ | {"SURVEYAPP_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8"}

    def run(*words: str | Path) -> str:
        done = subprocess.run(words, cwd=tmp_path, env=settings, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, ROOT)
    run(sys.executable, "-m", "venv", "env")
    pip = (tmp_path / "env/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock")
    run(*pip, "--no-deps", next(tmp_path.glob("*.whl")))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surveyapp = tmp_path / "env/bin/surveyapp"
    assert "Demo rounds:" in run(surveyapp, "demo")
    command: list[str | Path] = [surveyapp, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=settings, cwd=tmp_path, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        try:
            assert b"Serving" in server.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
                assert page.status == 200
                assert b"<h1" in page.read()
        finally:
            server.terminate()
    assert server.returncode == 0
