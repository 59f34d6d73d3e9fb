"""Scores of a closed round over the interface for programs: released one by one, read by whom they are for, told of each threat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from foedera.library.threats import public_threats
from foedera.store import threats as kept
from foedera.threats.assessments import Ballot, Estimate, Round, Score

Call = Callable[..., Any]
Token = Callable[..., str]
TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
FIRST, SECOND = (threat.id for threat in public_threats()[:2])
DAY = dt.timedelta(days=1)


def closed(name: str) -> None:
    """Put a round that is over on record, which Sweden answered."""
    days = {"opens": TODAY - 9 * DAY, "closes": TODAY - DAY}
    kept.call(Round(id=name, title="Closed", threats=(FIRST, SECOND), nations=("FIN", "SWE", "NOR"), **days), "FIN", None)
    estimate = Estimate(3, 3, 4)
    kept.hand_in(name, Ballot("SWE", (Score(FIRST, estimate, estimate), Score(SECOND, estimate, estimate))), 0, None)


def test_a_score_is_released_read_and_withdrawn(call: Call, token: Token) -> None:
    """One score to a partner, one to those called: each answer of the interface gives what is open and no more."""
    swede, norse, finn, french = (token(f"{code}:treaty-officer") for code in ("SWE", "NOR", "FIN", "FRA"))
    closed("api-closed")
    address = "rounds/api-closed/answers/SWE/releases"
    assert call("POST", address, {"to": "NOR", "threats": [FIRST]}, swede).json() == {"changed": True}
    assert call("POST", address, {"to": "called", "threats": [SECOND]}, swede).json() == {"changed": True}
    for reader, threats in ((norse, [FIRST, SECOND]), (finn, [SECOND])):
        (answer,) = call("GET", "rounds/api-closed/answers", token=reader).json()
        assert [score["threat"] for score in answer["scores"]] == threats
        told = call("GET", f"threats/{FIRST}/assessments", token=reader)
        assert told.headers["Cache-Control"] == "no-store"
        assert [(one["nation"], one["risk"], one["round"]) for one in told.json()["scores"]] == [("SWE", 3, "api-closed")] * (FIRST in threats)
    assert call("GET", f"threats/{FIRST}/assessments", token=french).json()["scores"] == []
    own = call("GET", "rounds/api-closed/answers/SWE", token=swede).json()
    assert [(one["threat"], one["to"], one["released"]) for one in own["scores"]] == [(FIRST, "NOR", True), (SECOND, "called", True)]
    assert call("POST", address, {"to": "NOR", "threats": [FIRST], "released": False}, swede).json() == {"changed": True}
    assert [score["threat"] for score in call("GET", "rounds/api-closed/answers", token=norse).json()[0]["scores"]] == [SECOND]


def test_what_is_refused_says_why(call: Call, token: Token) -> None:
    """A threat without a score is a fault of its field; whoever may not is told the same whether the nation answered or not."""
    swede, norse = token("SWE:treaty-officer"), token("NOR:treaty-officer")
    closed("api-closed")
    refused = call("POST", "rounds/api-closed/answers/SWE/releases", {"to": "NOR", "threats": ["dragons"]}, swede)
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "threats")
    said = [
        call("POST", f"rounds/api-closed/answers/{code}/releases", {"to": "NOR", "threats": [FIRST]}, norse).content.decode().replace(code, "X")
        for code in ("SWE", "FIN")
    ]
    assert said[0] == said[1]
    assert call("GET", "threats/dragons/assessments").status_code == 404
