"""Threats, positions and rounds over the interface for programs: the same deeds, the same refusals; scopes bound a token; single scores stay home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from foedera.library.threats import public_threats

Call = Callable[..., Any]
Token = Callable[..., str]
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
FIRST = public_threats()[0].id
ROUND = {
    "chair": "FIN",
    "round": {
        "id": "api-round",
        "title": "Called by a program",
        "threats": [FIRST],
        "nations": ["FIN", "SWE", "NOR"],
        "opens": TODAY.isoformat(),
        "closes": (TODAY + dt.timedelta(days=30)).isoformat(),
    },
}
LEVEL = {"lowest": 3, "best": 3, "highest": 4}
ANSWER = {"scores": [{"threat": FIRST, "likelihood": LEVEL, "impact": LEVEL, "confidence": "high"}]}
ITEM = {
    "id": "no-bases",
    "nation": "NZL",
    "kind": "red-line",
    "topic": "quoxtopic",
    "sources": [{"title": "Policy", "url": "https://example.org/policy"}],
}


def test_a_round_over_the_interface(call: Call, token: Token) -> None:
    """Called, answered, seen by its chair as progress only; a second answer that is no revision is a problem that says so."""
    finn, swede, kiwi = token("FIN:treaty-officer"), token("SWE:analyst"), token("NZL:treaty-officer")
    assert call("POST", "rounds", ROUND, swede).status_code == 403
    made = call("POST", "rounds", ROUND, finn)
    assert (made.status_code, made.json()["chairs"], made.json()["published"]) == (201, True, False)
    assert call("POST", "rounds/api-round/answers/SWE", ANSWER, swede).json() == {"number": 1}
    again = call("POST", "rounds/api-round/answers/SWE", ANSWER, swede)
    assert (again.status_code, again.json()["faults"][0]["field"]) == (422, "nation")
    assert call("POST", "rounds/api-round/answers/SWE", {**ANSWER, "revises": 1}, swede).json() == {"number": 2}
    assert call("POST", "rounds/api-round/answers/SWE", {**ANSWER, "revises": 1}, swede).status_code == 409
    own = call("GET", "rounds/api-round/answers/SWE", token=swede).json()
    assert [one["scores"][0]["risk"] for one in own["answers"]] == [3, 3]
    assert [one["nation"] for one in call("GET", "rounds/api-round/answers", token=swede).json()] == ["SWE"]
    progress = call("GET", "rounds/api-round/progress", token=finn).json()
    assert [one["nation"] for one in progress if one["answered"]] == ["SWE"]
    assert call("GET", "rounds/api-round/progress", token=swede).status_code == 403
    assert call("GET", "rounds/api-round/answers", token=finn).json() == []
    for path in ("rounds/api-round", "rounds/api-round/answers", "rounds/api-round/picture", "rounds/api-round/answers/SWE"):
        there, nowhere = (call("GET", path.replace("api-round", name), token=kiwi) for name in ("api-round", "no-round"))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.json()["detail"].replace("api-round", "no-round") == nowhere.json()["detail"]
    assert call("GET", "rounds", token=kiwi).json() == call("GET", "rounds").json() == []
    assert call("POST", "rounds/api-round/picture", {}, finn).status_code == 422, "it is open"
    assert call("POST", "rounds/api-round/closing", {}, swede).status_code == 403
    waits = call("POST", "rounds/api-round/closing", {}, finn)
    assert (waits.status_code, "waits for: FIN, NOR" in waits.json()["faults"][0]["message"]) == (422, True)
    for nation in ("FIN", "NOR"):
        assert call("POST", f"rounds/api-round/answers/{nation}", ANSWER, token(f"{nation}:analyst")).status_code == 201
    closed = call("POST", "rounds/api-round/closing", {}, finn).json()
    assert (closed["ended"] is not None, closed["ended"] < closed["closes"]) == (True, True)
    assert call("POST", "rounds/api-round/picture", {}, finn).status_code == 201


@pytest.mark.parametrize(
    ("scopes", "address", "body"),
    [
        (("read",), "rounds", ROUND),
        (("read", "assess"), "rounds", ROUND),
        (("read", "chair"), "rounds/api-round/answers/FIN", ANSWER),
        (("read", "assess"), "rounds/api-round/answers/FIN/releases", {"to": "SWE"}),
        (("read",), "positions", {"item": {**ITEM, "nation": "FIN"}}),
        (("read", "assess"), "positions/FIN/no-bases/releases", {"to": "SWE"}),
    ],
)
def test_a_scope_bounds_what_a_token_does(call: Call, token: Token, scopes: tuple[str, ...], address: str, body: Any) -> None:
    """Each deed needs its own scope, though the owner has the power."""
    assert call("POST", address, body, token("FIN:treaty-officer", scopes=scopes)).status_code == 403


def test_an_item_over_the_interface(call: Call, token: Token) -> None:
    """Kept, seen at home, released to a partner, read there, withdrawn."""
    kiwi, aussie, registrar = token("NZL:treaty-officer"), token("AUS:analyst"), token("treaty-officer")
    assert call("POST", "positions", {"item": ITEM}, kiwi).json() == {"number": 1}
    for other in (aussie, registrar, ""):
        assert "quoxtopic" not in call("GET", "positions", token=other).content.decode()
        assert call("GET", "positions/NZL/no-bases", token=other).status_code == 404
    assert call("POST", "positions/NZL/no-bases/releases", {"to": "AUS"}, kiwi).json() == {"changed": True}
    mine = [item for item in call("GET", "positions?nation=NZL", token=aussie).json() if item["id"] == "no-bases"]
    assert [item["released_to"] for item in mine] == [["AUS"]]
    call("POST", "positions/NZL/no-bases/releases", {"to": "AUS", "released": False}, kiwi)
    assert "quoxtopic" not in call("GET", "positions", token=aussie).content.decode()
    history = call("GET", "positions/NZL/no-bases", token=kiwi).json()
    assert [(one["to"], one["released"]) for one in history["releases"]] == [("AUS", True), ("AUS", False)]


def test_threats_over_the_interface(call: Call, token: Token) -> None:
    """The register and its taxonomy may be kept and asked for again; a threat is entered with its sources."""
    listed = call("GET", "threats")
    assert listed.headers["Cache-Control"] == "private, no-cache"
    assert call("GET", "threats", if_none_match=listed.headers["ETag"]).status_code == 304
    kind = call("GET", "threat-kinds").json()["kinds"][0]["id"]
    threat = {"id": "strait", "title": "A strait is closed", "kind": kind, "sources": [{"title": "Notice to mariners"}]}
    officer = token("NZL:treaty-officer")
    assert call("POST", "threats", {"party": "NZL", "threat": threat}, officer).json() == {"number": 1}
    assert call("GET", "threats/strait").json()["title"] == "A strait is closed"
    assert [one["number"] for one in call("GET", "threats/strait/history").json()] == [1]
    assert "strait" in [one["id"] for one in call("GET", "threats?q=strait+closed").json()]
    assert call("POST", "threats", {"party": "NZL", "threat": {**threat, "kind": "none"}}, officer).status_code == 422
    for address in ("rounds", "positions"):
        assert call("GET", address, token=officer).headers["Cache-Control"] == "no-store"


def test_stix_and_positions_as_files(call: Call, token: Token) -> None:
    """The register goes out as a bundle of STIX; one that is there already is refused whole; a position is a file for its nation alone."""
    officer = token("NZL:treaty-officer")
    bundle = call("GET", "stix?tlp=green").json()
    assert bundle["type"] == "bundle"
    assert call("POST", "stix", {"party": "NZL", "bundle": bundle}, officer).status_code == 422
    assert call("POST", "stix", {"party": "NZL", "bundle": {"type": "bundle"}}, officer).status_code == 422
    call("POST", "positions", {"item": ITEM}, officer)
    file = call("GET", "positions/NZL", token=officer)
    assert file.headers["Cache-Control"] == "no-store"
    assert 'topic = "quoxtopic"' in file.content.decode()
    assert call("GET", "positions/NZL", token=token("AUS:treaty-officer")).status_code == 404
