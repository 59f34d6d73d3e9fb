"""Drafts, comments, searches, documents, jobs and people over the interface: each seen by those it is for, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ANZUS = "agreements/anzus/treaty"
Call = Callable[..., Any]
Token = Callable[..., str]
DRAFT = {"party": "NZL", "kind": "act", "agreement": "anzus/treaty", "title": "The secret intention", "content": {"kind": "withdrawal"}}

#: Who may see a draft of New Zealand's.
READERS = [
    ("NZL:negotiator", 200),
    ("NZL:treaty-officer", 200),
    ("AUS:treaty-officer", 404),
    ("treaty-officer", 404),
    ("administrator", 404),
    ("auditor", 404),
]


@pytest.mark.parametrize(("role", "status"), READERS)
def test_a_draft_is_open_to_its_party_alone(call: Call, token: Token, role: str, status: int) -> None:
    """Members of the party read it; to all others it is as if there were none, in the list, by number, and in every word of the answer."""
    author = token("NZL:negotiator", "NZL:analyst")
    number = call("POST", "drafts", DRAFT, author).json()["id"]
    other = token(role, "analyst") if role != "NZL:negotiator" else author
    assert call("GET", f"drafts/{number}", token=other).status_code == status
    listed = call("GET", "drafts", token=other)
    assert ("secret intention" in listed.content.decode()) == (status == 200)
    for method in ("PUT", "DELETE"):
        answer = call(method, f"drafts/{number}", DRAFT if method == "PUT" else None, other)
        assert (answer.status_code < 300) == (status == 200)
        if status == 404:
            assert answer.status_code in (403, 404)
            absent = call(method, "drafts/999999", DRAFT if method == "PUT" else None, other)
            assert absent.status_code == answer.status_code
            assert absent.json()["detail"].replace("999999", str(number)) == answer.json()["detail"]


def test_a_comment_for_a_party_stays_with_it(call: Call, token: Token) -> None:
    """A party's comment is not among those others read; a common one is."""
    own, other = token("NZL:analyst"), token("AUS:analyst")
    call("POST", f"{ANZUS}/comments", {"text": "ours alone", "party": "NZL"}, own)
    call("POST", f"{ANZUS}/comments", {"text": "for all", "party": ""}, own)
    assert [c["text"] for c in call("GET", f"{ANZUS}/comments", token=own).json()] == ["ours alone", "for all"]
    assert [c["text"] for c in call("GET", f"{ANZUS}/comments", token=other).json()] == ["for all"]
    assert call("GET", f"{ANZUS}/comments").json() == []
    assert call("POST", f"{ANZUS}/comments", {"text": "for Australia?", "party": "AUS"}, own).status_code in (403, 404)


def test_a_comment_is_edited_and_withdrawn_by_its_author(call: Call, token: Token) -> None:
    """Others find no comment of that number."""
    own, other = token("NZL:analyst"), token("AUS:analyst")
    number = call("POST", f"{ANZUS}/comments", {"text": "first words", "party": ""}, own).json()[0]["number"]
    assert call("PUT", f"comments/{number}", {"text": "taken"}, other).status_code == 404
    assert call("PUT", f"comments/{number}", {"text": " "}, own).status_code == 422
    changed = call("PUT", f"comments/{number}", {"text": "other words"}, own).json()
    assert changed["text"] == "other words"
    assert changed["edited"] > changed["at"]
    assert call("GET", f"{ANZUS}/comments", token=other).json() == [changed]
    assert call("DELETE", f"comments/{number}", token=other).status_code == 404
    assert call("DELETE", f"comments/{number}", token=own).status_code == 204
    assert call("GET", f"{ANZUS}/comments", token=own).json() == []


def test_searches_and_suppositions_are_kept_and_thrown_away(call: Call, token: Token) -> None:
    """What a person keeps is that person's; a supposition opens to who has its key."""
    own, other = token("analyst"), token("reader", "analyst")
    assert call("POST", "searches", {"name": "cyber", "asked": {"area": "cyber"}}, own).json()[0]["query"] == "area=cyber"
    number = call("GET", "searches", token=own).json()[0]["id"]
    assert call("DELETE", f"searches/{number}", token=other).status_code == 404
    assert call("DELETE", f"searches/{number}", token=own).status_code == 204
    key = call("POST", "suppositions", {"lines": ["anzus/treaty: 2027-01-01 withdrawal USA"]}, own).json()["key"]
    assert call("GET", f"suppositions/{key}").json()["lines"] == ["anzus/treaty: 2027-01-01 withdrawal USA"]
    assert call("GET", "suppositions", token=other).json() == []
    assert call("DELETE", f"suppositions/{key}", token=own).status_code == 204


def test_a_job_is_queued_seen_and_cancelled_by_its_owner(call: Call, token: Token) -> None:
    """Another person's job is not there."""
    own, other = token("analyst"), token("reader", "analyst")
    answer = call("POST", "jobs", {"kind": "export", "arguments": {"form": "csv"}}, own)
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    number = answer.json()["id"]
    assert call("GET", f"jobs/{number}", token=other).status_code == 404
    assert call("POST", f"jobs/{number}/cancel", token=own).json()["state"] == "cancelled"
    assert call("POST", "jobs", {"kind": "rebuild"}, own).status_code == 403


def test_an_administrator_invites_and_nobody_else(call: Call, token: Token) -> None:
    """The link's key is shown once; an officer may not invite."""
    administrator, officer = token("administrator"), token("treaty-officer")
    given = {"email": "new@example.org", "memberships": [{"party": "FRA", "role": "reader"}]}
    assert len(call("POST", "people", given, administrator).json()["key"]) > 20
    assert call("POST", "people", given, officer).status_code == 403
    assert {p["email"] for p in call("GET", "people", token=administrator).json()} >= {"new@example.org"}
    assert call("GET", "people", token=officer).status_code == 403


@pytest.mark.parametrize(
    ("form", "starts"),
    [
        ("files", b"PK"),
        ("csv", b"PK"),
        ("xlsx", b"PK"),
        ("parquet", b"PK"),
        ("akoma-ntoso", b"PK"),
        ("pdf", b"%PDF"),
        ("ics", b"BEGIN:VCALENDAR"),
        ("atom", b"<?xml"),
    ],
)
def test_exports_come_in_every_format(call: Call, token: Token, form: str, starts: bytes) -> None:
    """Each is a file of its kind."""
    answer = call("GET", f"exports/{form}?agreement=anzus", token=token("reader"))
    assert answer.status_code == 200
    assert answer.content.startswith(starts), answer.content[:40]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_draft_is_handed_over_and_back(call: Call, token: Token) -> None:
    """Programs hand a draft to a desk that may record it, see what becomes of it, and whoever has it hands it back with a word."""
    author, officer, other = token("NZL:negotiator"), token("treaty-officer"), token("AUS:negotiator")
    number = call("POST", "drafts", DRAFT, author).json()["id"]
    assert call("POST", f"drafts/{number}/hand-over", {"to": "FRA"}, author).status_code == 422
    assert call("POST", f"drafts/{number}/hand-over", {"to": "", "word": "for you"}, author).json()["handed"][0]["receiver"] == ""
    (copy,) = call("GET", "drafts", token=officer).json()
    assert (copy["came"]["sender"], copy["came"]["word"]) == ("NZL", "for you")
    assert call("GET", "drafts", token=other).json() == []
    assert call("POST", f"drafts/{copy['id']}/hand-back", {"word": "no"}, author).status_code == 404
    assert call("POST", f"drafts/{copy['id']}/hand-back", {"word": "the day is missing"}, officer).status_code == 204
    assert call("GET", f"drafts/{number}", token=author).json()["handed"][0]["answer"] == "the day is missing"


def test_what_was_recorded_says_whom_to_tell(call: Call, token: Token) -> None:
    """All participants but the author of the act, as the check had said."""
    act = {"acts": [{"on": "2026-11-20", "kind": "declaration", "by": ["NZL"], "note": "for all"}]}
    officer = token("treaty-officer")
    recorded = call("POST", f"{ANZUS}/acts", act, officer).json()
    assert recorded["told"] == ["AUS", "USA"]
    number = call("GET", f"{ANZUS}/acts").json()[-1]["number"]
    assert call("POST", f"{ANZUS}/acts/{number}/strike", {"reason": "misread"}, officer).json()["told"] == ["AUS", "USA"]
