"""The screen of a meeting of 300 statements in bytes, and saving a note as a ratio to an answer's durable POST in the
same minute: four meetings, with two note takers in each.
"""

import gzip
import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bench.load import ON_A_FILE, ON_A_SERVER, Result, Setup, posts, prepared_visits, wrk
from bench.service import Visitor, demo_service, hidden
from surveyapp.accounts.passwords import hashed
from surveyapp.config import from_environment
from surveyapp.store import staff, studies
from surveyapp.store.engine import Store, open_store
from surveyapp.store.studies import MeetingPlan
from tests.databases import Server, running_server
from tests.focusgroup.voices import voices

STATEMENTS, MEETINGS = 300, 4
GOAL_BYTES, GOAL_RATIO = 150_000, 0.5
PASSWORD = "made up for this bench"
SPEECH = """
det drar kallt från porten hela vintern och verktygen räcker inte till alla som vill arbeta där vi få veta en vecka
före när blir ändringar så att hinner säga hemma någon lyssnar på oss ibland men ingen svarar efteråt maten är god
bussen går sällan chefen frågar aldrig hur mår jag kan mer än tror vilja lära svenska tillsammans med andra tolken
kommer för sent rummet trångt pengarna sist pausen kort arbetet tungt kvinnorna städar männen bygger varför
"""


def meetings_of(store: Store) -> list[str]:
    """The paths of the screens of a study's meetings. In the first one 300 things have been said; a user may enter."""
    now = datetime.now(UTC)
    there = voices(store, now.date())
    random, known = Random(6), SPEECH.split()
    for n in range(STATEMENTS):
        words = " ".join(random.choices(known, k=random.randint(6, 30)))
        there.say(f"{words.capitalize()}.", by=n % 3, theme=("comfort", "noise")[n % 2])
    with store.writing() as c:
        staff.add(c, "bench", hashed(PASSWORD), frozenset({"moderator"}))
        plan = MeetingPlan(now.date(), "instructor", "outsider")
        quiet = [studies.plan_meeting(c, there.groups[0], plan) for _ in range(MEETINGS)]
    return [f"/groups/{there.study.name}/meetings/{one.id}/" for one in (there.meetings[0][0], *quiet)]


def entered(address: str) -> Visitor:
    """A moderator who has logged in."""
    moderator = Visitor.new()
    _, page = moderator.get(f"{address}/login")
    fields = {"csrf_token": hidden(page.partition("<main")[2], "csrf_token"), "name": "bench", "password": PASSWORD}
    moderator.post(f"{address}/login", fields)
    return moderator


def saves(paths: list[str], cookie: str, token: str) -> str:
    """A script that sends one new statement at a time, to each meeting in turn, as its screen does."""
    note = {
        "kind": "wording",
        "id": "ID",
        "statement": "ID",
        "stamp": 1,
        "theme": "comfort",
        "who": "several",
        "speaker": None,
        "sort": "verbatim",
        "text": "Det drar kallt från porten hela vintern.",
        "removed": False,
    }
    body = json.dumps({"since": "SINCE", "notes": [note]}).replace('"SINCE"', "SINCE")
    headers = {"Cookie": cookie, "Content-Type": "application/json", "X-CSRFToken": token}
    return f"""
local paths = {{{", ".join(json.dumps(path + "notes") for path in paths)}}}
local headers = {{{", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items())}}}
local body = {json.dumps(body, ensure_ascii=False)}
local first = os.time() * 1000000
local n = 0
request = function()
  n = n + 1
  local here = body:gsub("ID", tostring(first + n)):gsub("SINCE", tostring(math.floor(n / #paths)))
  return wrk.format("POST", paths[n % #paths + 1], headers, here)
end
"""


def measure(setup: Setup, database: str | None = None) -> None:
    """Measure one way to serve, and print what came out."""
    with demo_service(*setup.options, database=database) as service:
        config = from_environment(service.environment)
        store = open_store(config.database, config.key_file)
        long, *quiet = meetings_of(store)
        store.close()
        moderator = entered(service.address)
        _, page = moderator.get(service.address + long)
        _, fetched = moderator.get(f"{service.address}{long}notes?since=0")
        sent = [len(gzip.compress(part.encode(), 6)) for part in (page, fetched)]
        print(
            f"  {setup.name}\n    {sum(sent):,} bytes compressed (goal {GOAL_BYTES:,}): "
            f"{sent[0]:,} a page of {STATEMENTS} statements, {sent[1]:,} what it fetches at first"
        )
        answers = posts(prepared_visits(service.round_link, service.address))
        notes = saves(quiet, moderator.cookie, hidden(page.partition("<main")[2], "csrf_token"))
        wrk(service.address, answers)
        before = wrk(service.address, answers)
        ours = wrk(service.address, notes)
        after = wrk(service.address, answers)
        ratio = ours.per_second / ((before.per_second + after.per_second) / 2)
        print(
            f"    saving a note: {ratio:.2f} of an answer (goal {GOAL_RATIO}), {_told(ours)}; "
            f"answers {_told(before)} and {_told(after)}",
            flush=True,
        )


def _told(result: Result) -> str:
    return f"{result.per_second:,.0f} a second, p99 {result.p99_ms:.0f} ms, {result.errors} errors"


def run() -> None:
    if shutil.which("wrk") is None:
        sys.exit("  This bench needs wrk: apt-get install wrk")
    measure(ON_A_FILE[0])
    with running_server(fsync="on", full_page_writes="on") as folder, tempfile.TemporaryDirectory() as made:
        measure(ON_A_SERVER, Server(folder, Path(made)).empty(Path(made)).address)
