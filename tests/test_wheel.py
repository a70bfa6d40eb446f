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
    run = {"cwd": tmp_path, "check": True, "capture_output": True, "text": True}
    subprocess.run([sys.executable, "-m", "build", "-q", "--wheel", "--no-isolation", "-o", tmp_path, ROOT], **run)
    subprocess.run([sys.executable, "-m", "venv", "env"], **run)
    pip = [tmp_path / "env/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.lock"], **run)
    subprocess.run([*pip, "--no-deps", next(tmp_path.glob("*.whl"))], **run)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "SURVEYAPP_DATA": str(tmp_path / "data"),
        "LANG": "C.UTF-8",
    }
    surveyapp = str(tmp_path / "env/bin/surveyapp")
    told = subprocess.run([surveyapp, "demo"], **run, env=settings)
    assert "Demo rounds:" in told.stdout
    server = subprocess.Popen(
        [surveyapp, "serve", "--port", str(port)], env=settings, cwd=tmp_path, stdout=subprocess.PIPE
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()  # the line that says that it serves
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            assert page.status == 200
            assert b"<h1" in page.read()
    finally:
        server.terminate()
        assert server.wait(timeout=20) == 0
