"""Imports over the interface: handed in, examined, read page by page, recorded by the worker; decisions about names; the log for who audits."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foedera.store import jobs
from foedera.store.models import Recording

Call = Callable[..., Any]
LIST = b"""Ref,Title,Countries,Date signed,Entry into force
A-1,Agreement on Visas,France; Germany,1963-01-22,1963-07-02
A-2,Agreement on Trade,France; Freedonia,1970-05-01,1970-06-01
A-3,Agreement on Roads,France; Spain,1971-02-03,1971-03-01
"""
SAID = {"family": "visas", "source": "National Register", "seen": "2026-11-25"}


@pytest.fixture(autouse=True)
def _no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life come from a thread with a connection of its own, which cannot see a test's transaction."""

    class Quiet:
        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(jobs, "alive", lambda *_: Quiet())
    monkeypatch.setattr(jobs, "hang_up", lambda **_: None)


@pytest.fixture
def hand_in(client: Client) -> Call:
    """Hand a file in; return the answer."""

    def send(token: str, name: str = "list.csv", content: bytes = LIST) -> Any:
        return client.post("/api/v1/imports", {"file": SimpleUploadedFile(name, content)}, HTTP_AUTHORIZATION=f"Bearer {token}")

    return send


def work() -> None:
    """Let a worker do what waits."""
    from foedera.deeds import work as deed

    deed.work("test/1", lambda: dt.datetime.now(dt.UTC), threading.Event(), until_empty=True)


def test_from_the_file_to_the_record(call: Call, hand_in: Call, token: Call) -> None:
    """What the report says is what is recorded; again it records nothing."""
    key = token("treaty-officer")
    reply = hand_in(key)
    assert reply.status_code == 201, reply.content
    number = reply.json()["id"]
    assert call("put", f"imports/{number}", SAID, key).json()["said"]["family"] == "visas"
    report = call("get", f"imports/{number}/report", token=key).json()
    assert (report["shape"], report["holds"], report["counts"]["new"], report["counts"]["left_out"]) == ("agreements", True, 2, 1)
    assert {c["column"]: c["role"] for c in report["columns"]}["Countries"] == "participants"
    rows = call("get", f"imports/{number}/report/left_out?size=1", token=key)
    assert rows.json()["rows"][0]["faults"][0]["code"] == "F150"
    assert rows.json()["rows"][0]["faults"][0]["hint"]
    assert 'rel="last"' in rows["Link"]
    assert call("get", f"imports/{number}/report/names", token=key).json()["rows"][0]["text"] == "Freedonia"
    count = Recording.objects.count()
    job = call("post", f"imports/{number}/record", {"seen": report["digest"]}, key)
    assert job.status_code == 202
    assert Recording.objects.count() == count
    work()
    done = call("get", f"jobs/{job.json()['id']}", token=key).json()
    assert (done["state"], done["result"]["counts"]["new"]) == ("done", 2)
    assert Recording.objects.count() == count + 1
    assert call("get", "agreements/visas/a-1", token=key).json()["status"] == "in-force"
    assert call("get", f"jobs/{done['id']}/output", token=key).content.startswith(b"row,fault,remedy,Ref")
    assert call("get", f"imports/{number}", token=key).json()["outcome"]["revision"] == done["result"]["revision"]
    assert call("get", "imports", token=key).json() == []


def test_a_decision_changes_what_a_file_would_bring(call: Call, hand_in: Call, token: Call) -> None:
    """Decided, the name's row comes in; the import on the old report is refused; withdrawn, it is left out again."""
    key = token("treaty-officer")
    number = hand_in(key).json()["id"]
    old = call("get", f"imports/{number}/report", token=key).json()
    made = call("post", "decisions", {"name": "Freedonia", "code": "BEL", "until": "1979-12-31"}, key)
    assert (made.status_code, made.json()["code"]) == (201, "BEL")
    assert call("get", f"imports/{number}/report", token=key).json()["counts"]["new"] == 3
    job = call("post", f"imports/{number}/record", {"seen": old["digest"]}, key).json()["id"]
    work()
    assert "has changed since" in call("get", f"jobs/{job}", token=key).json()["fault"]
    assert call("delete", f"decisions/{made.json()['id']}", token=key).status_code == 204
    assert call("get", f"imports/{number}/report", token=key).json()["counts"]["new"] == 2
    assert call("post", "decisions", {"name": "Freedonia", "code": "QQQ"}, key).status_code == 422
    assert [d["name"] for d in call("get", "decisions", token=key).json()] == ["Freedonia"], "who may import sees them"
    assert call("get", "decisions").status_code == 403


def test_who_may_not_is_refused(call: Call, hand_in: Call, token: Call) -> None:
    """No power, another's file, a token without the scope: refused, and nothing told."""
    key = token("treaty-officer")
    number = hand_in(key).json()["id"]
    other = token("FRA:treaty-officer")
    for method, address, body in (
        ("get", f"imports/{number}", None),
        ("get", f"imports/{number}/report", None),
        ("put", f"imports/{number}", SAID),
        ("post", f"imports/{number}/record", {"seen": "0" * 64}),
        ("delete", f"imports/{number}", None),
    ):
        assert call(method, address, body, other).status_code == 404, (method, address)
    assert hand_in(token("analyst")).status_code == 403
    assert hand_in(token("auditor")).status_code == 403
    assert hand_in("").status_code in (401, 403)
    assert call("post", "decisions", {"name": "X", "code": "FRA"}, token("negotiator")).status_code == 403


def test_what_is_no_table_is_a_problem(hand_in: Call, token: Call) -> None:
    """With the place, what is wrong and how to mend it."""
    key = token("treaty-officer")
    for name, content, code in (("a.csv", b"", "F101"), ("a.xlsx", b"text", "F101"), ("a.zip", b"PK\x03\x04x", "F103"), ("a.csv", b"\x00", "F104")):
        reply = hand_in(key, name, content)
        assert (reply.status_code, reply["Content-Type"]) == (422, "application/problem+json"), name
        assert reply.json()["faults"][0]["code"] == code
        assert reply.json()["faults"][0]["hint"]


def test_sentences_in_the_language_asked_for(client: Client, call: Call, token: Call) -> None:
    """What is wrong with a file, in the rows of its report and in a problem; in English where none is asked for."""
    key = token("treaty-officer")
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "fr"}
    law = b'foedera = 1\nid = "own/treaty"\ntitel = "Own"\ntitle = "Own"\nkind = "treaty"\n'
    number = client.post("/api/v1/imports", {"file": SimpleUploadedFile("own.toml", law)}, headers=headers).json()["id"]
    address = f"/api/v1/imports/{number}/report/left_out"
    assert "clé inconnue" in client.get(address, headers=headers).json()["rows"][0]["faults"][0]["message"]
    assert client.get(address, headers=headers | {"Accept-Language": "en"}).json()["rows"][0]["faults"][0]["message"] == "unknown key 'titel'"
    problem = client.post("/api/v1/imports", {"file": SimpleUploadedFile("a.csv", b"")}, headers=headers).json()
    assert "fichier" in problem["faults"][0]["message"]
    assert "erreur F101" in problem["detail"]
    assert call("get", "imports/999", token=key).json()["detail"].startswith("you ")


def test_the_log_is_for_who_audits(call: Call, token: Call) -> None:
    """Refusals are in it; narrowed by deed and outcome; nobody else reads it."""
    call("post", "decisions", {"name": "X", "code": "FRA"}, token("negotiator"))
    key = token("auditor")
    found = call("get", "log?allowed=false&deed=decide a name", token=key).json()
    assert (found["total"], found["lines"][0]["who"]) == (1, "negotiator@example.org")
    assert call("get", "log?since=2999-01-01", token=key).json()["total"] == 0
    assert call("get", "log", token=token("treaty-officer")).status_code == 403
    assert call("get", "log").status_code == 403
