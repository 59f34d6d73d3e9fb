"""Boards, ways, the depositary and procedures as programs ask for them; steps and sittings reported by those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from foedera.store.models import DomesticStep

Call = Callable[..., Any]

FINLAND = "agreements/nato/accession-finland-2022"
THEN = "on=2022-10-01&known=2022-10-01"
STEP = {"step": "lodged", "path": "law", "on": "2022-09-20", "known": "2022-09-20", "source": "Gazette", "confidence": "high"}
DAYS = {"first": "2026-01-05", "last": "2026-01-16", "weekdays": ["mon"], "source": "Business of the House", "confidence": "high"}

#: Address, status, what the answer must hold.
ASKED = [
    (f"ratifications?{THEN}", 200, '"agreement": "nato/accession-finland-2022"'),
    (f"ratifications?{THEN}&party=JPN", 200, '{"total": 1,'),
    (f"{FINLAND}/ratification?{THEN}", 200, '"awaited": ["ALB"'),
    (f"{FINLAND}/ratification/HUN?{THEN}", 200, '"status": "signed"'),
    (f"{FINLAND}/ratification/XYZQ", 404, "no party has the code"),
    (f"{FINLAND}/depositary?on=2023-04-04&since=2023-03-01", 200, "VCLT 77(1)(f)"),
    ("agreements/no/such/ratification", 404, "no/such"),
    (f"parties/TUR/ratification?{THEN}", 200, '"agreement": "nato/accession-sweden-2022"'),
    ("parties/XYZQ/ratification", 404, "no party has the code"),
    ("procedures", 200, '"state": "FRA"'),
    ("procedures/FRA", 200, "Constitution, art. 53"),
    ("procedures/GBR", 200, '"minimum": {"length": 21, "unit": "sitting_days"'),
    ("procedures/ARG", 404, "no procedure of"),
]


@pytest.mark.parametrize(("address", "status", "said"), ASKED, ids=[address for address, _, _ in ASKED])
def test_each_question_gets_its_answer(call: Call, register: Any, address: str, status: int, said: str) -> None:
    """An answer, or a problem that says what would help."""
    answer = call("GET", address)
    assert answer.status_code == status
    assert said in answer.content.decode(), answer.content.decode()[:400]


def test_the_first_of_the_board_are_those_in_most_need(call: Call, register: Any) -> None:
    """Hungary and Türkiye, on the day everybody else was through at home."""
    board = call("GET", f"{FINLAND}/ratification?{THEN}").json()
    assert [one["state"] for one in board["states"]][:2] == ["HUN", "TUR"]
    assert {one["state"] for one in board["states"] if one["through"] is None} == {"HUN", "TUR"}
    assert len(board["awaited"]) == 24


def test_a_program_reports_and_strikes(call: Call, token: Callable[..., str]) -> None:
    """Once; the same again is a problem, and so is what another's program may not."""
    key = token("TUR:treaty-officer")
    made = call("POST", f"{FINLAND}/ratification/TUR/steps", STEP, key)
    assert (made.status_code, made.json()) == (201, {"id": "1"})
    assert call("POST", f"{FINLAND}/ratification/TUR/steps", STEP, key).status_code == 422
    assert call("POST", f"{FINLAND}/ratification/HUN/steps", STEP, key).status_code == 403
    assert call("POST", f"{FINLAND}/ratification/TUR/steps", STEP).status_code in (401, 403)
    assert call("POST", f"{FINLAND}/ratification/TUR/steps/1/strike", {"reason": "another"}, key).json() == {"id": "2"}
    assert call("POST", f"{FINLAND}/ratification/TUR/steps/1/strike", {"reason": "another"}, key).status_code == 422
    assert call("POST", f"{FINLAND}/ratification/TUR/steps/9/strike", {"reason": "another"}, key).status_code == 404
    way = call("GET", f"{FINLAND}/ratification/TUR").json()
    assert [(line["id"], line["struck"]) for line in way["recorded"] if line["recorded"]] == [("1", "2"), ("2", "")]
    assert DomesticStep.objects.count() == 2


def test_a_program_keeps_sitting_days(call: Call, token: Callable[..., str]) -> None:
    """Each state on the one before it; a stale one is a conflict."""
    key = token("GBR:treaty-officer")
    assert call("POST", "procedures/GBR/sittings/commons", DAYS, key).json() == {"number": 1}
    assert call("POST", "procedures/GBR/sittings/commons", DAYS, key).status_code == 409
    assert call("POST", "procedures/GBR/sittings/commons", {**DAYS, "seen": 1}, key).json() == {"number": 2}
    assert call("POST", "procedures/GBR/sittings/senate", DAYS, key).status_code == 422
    assert call("POST", "procedures/FRA/sittings/senat", DAYS, key).status_code == 403


def test_a_program_keeps_a_procedure(call: Call, token: Callable[..., str]) -> None:
    """The file that counts is there to begin with; each state stands on the one before it, and what is wrong is said by line."""
    key = token("NOR:treaty-officer")
    file = call("GET", "procedures/NOR/file").json()
    assert file["number"] == 0
    revised = {"text": file["text"].replace("as_of = ", "as_of = 2026-11-26 # was ", 1)}
    assert call("POST", "procedures/NOR/file", revised).status_code in (401, 403)
    assert call("POST", "procedures/NOR/file", revised, token("SWE:treaty-officer")).status_code == 403
    made = call("POST", "procedures/NOR/file", revised, key)
    assert (made.status_code, made.json()) == (201, {"number": 1})
    assert call("GET", "procedures/NOR").json()["as_of"] == "2026-11-26"
    assert call("GET", "procedures/NOR/file").json() == {"number": 1, **revised}
    assert call("POST", "procedures/NOR/file", revised, key).status_code == 422
    assert call("POST", "procedures/NOR/file", {"text": revised["text"] + "# more"}, key).status_code == 409
    assert call("POST", "procedures/NOR/file", {"text": "foedera = 1", "seen": 1}, key).status_code == 422
    assert call("POST", "procedures/SWE/file", {"text": revised["text"] + "# more", "seen": 1}, key).status_code in (403, 422)
    assert call("GET", "procedures/ARG/file").status_code == 404
