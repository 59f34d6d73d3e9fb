"""The worker killed in the middle of an import, on either database: all of the file is on record, or nothing; begun again it ends well."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from typing import Any

import pytest
from tests.registers import ROOT, Place

pytestmark = [pytest.mark.slow, pytest.mark.alone]

ROWS, BUNDLED = 4000, 94

HAND_IN = f"""
import datetime as dt
from foedera.deeds.opening import open_register
open_register()
from foedera.deeds import signing_in, take_in
from foedera.store.models import User
user = User.objects.create_user("registrar@example.org")
user.memberships.create(party="", role="treaty-officer")
actor, now = signing_in.actor_of(user.pk), dt.datetime.now(dt.UTC)
rows = "".join(f"R-{{n}},Agreement {{n}},France; Germany,{{1950 + n % 60}}-01-22,{{1950 + n % 60}}-07-02\\n" for n in range({ROWS}))
text = "Ref,Title,Countries,Date signed,Entry into force\\n" + rows
wish = take_in.presumed("list.csv", now.date())
number = take_in.hand_in(actor, "list.csv", text.encode(), now, wish)
report = take_in.review(actor, number, now)
take_in.begin(actor, number, report.digest, whole=False)
"""

TELL = """
import json
from foedera.deeds.opening import open_register
open_register()
from foedera.store.models import Document, Job, LogEntry, RecordedAct, Recording, Text, Upload
job = Job.objects.get()
print(json.dumps({
    "texts": Text.objects.count(), "recordings": Recording.objects.count(), "latest": Recording.objects.latest("id").pk,
    "state": job.state, "phase": job.phase, "fault": job.fault,
    "acts": RecordedAct.objects.filter(agreement__startswith="list/").count(), "result": job.result,
    "log": LogEntry.objects.filter(deed="import", subject="list.csv", allowed=True).count(),
    "waiting": Upload.objects.filter(outcome__isnull=True).count(), "documents": Document.objects.filter(name="list.csv").count(),
}))
"""


def run(place: Place, code: str) -> str:
    """Run some lines on a register; return what they print."""
    done = subprocess.run([sys.executable, "-c", code], env=place.env, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def told(place: Place) -> dict[str, Any]:
    """Return how the register and the job stand."""
    found: dict[str, Any] = json.loads(run(place, TELL))
    return found


def test_an_import_is_killed(place: Place) -> None:
    """Killed while it reads, computes and writes; each time all or nothing, at the end one recording, its line in the log, its result told."""
    run(place, HAND_IN)
    rng = random.Random(3)
    seen = []
    for turn in range(2):
        worker = place.child("worker", "1")
        began = time.monotonic()
        while told(place)["state"] == "queued" and time.monotonic() - began < 60:
            time.sleep(0.1)
        time.sleep(rng.random() * (1 + 8 * turn))
        worker.kill()
        worker.communicate(timeout=30)
        found = told(place)
        seen.append(found["texts"])
        if found["texts"] == BUNDLED:
            assert (found["recordings"], found["acts"], found["waiting"], found["log"]) == (1, 0, 1, 0)
        else:
            assert (found["texts"], found["recordings"], found["acts"], found["waiting"], found["log"]) == (BUNDLED + ROWS, 2, 2 * ROWS, 0, 1)
        time.sleep(3.5)  # as long as the test's workers take a silent one for dead
    place.ask("worker", "1")
    done = told(place)
    assert (done["state"], done["fault"]) == ("done", ""), done
    assert (done["texts"], done["recordings"], done["acts"], done["log"]) == (BUNDLED + ROWS, 2, 2 * ROWS, 1)
    assert (done["waiting"], done["documents"]) == (0, 1)
    assert done["result"]["counts"]["new"] == ROWS
    assert done["result"]["revision"] == done["latest"]
    assert place.ask("check_views") == "right"
    assert BUNDLED in seen, "at least one was killed before the recording"
