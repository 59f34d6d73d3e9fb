"""Instruments for programs: offered, drafted, issued once, found again, taken as documents; each for whom it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

ATT = "agreements/arms-control/arms-trade-treaty-2013/instruments"
YEAR = dt.datetime.now(dt.UTC).year
BODY: dict[str, Any] = {
    "kind": "accession",
    "party": "IND",
    "signatory": {"name": "Maria Example"},
    "languages": ["fr", "en"],
    "place": "New Delhi",
}


def test_from_offer_to_document(call: Callable[..., Any], token: Callable[..., str]) -> None:
    """India may accede; drafted, issued as number 1, found, taken as the same bytes twice."""
    key = token("IND:treaty-officer")
    offers = {offer["kind"]: offer for offer in call("GET", f"{ATT}/offers?party=IND", token=key).json()}
    assert offers["accession"]["refusals"] == []
    assert [refusal["rule"] for refusal in offers["ratification"]["refusals"]] == ["VCLT 14(1)"]
    draft = call("POST", f"{ATT}/drafts", BODY, token=key).json()
    assert draft["refusals"] == []
    assert draft["papers"]["fr"]["title"] == "Instrument d’adhésion"
    issued = call("POST", ATT, BODY, token=key)
    assert issued.status_code == 201
    assert (issued.json()["number"], issued.json()["recorded"]) == (f"{YEAR}/1", None)
    assert call("POST", ATT, BODY, token=key).status_code == 422
    assert call("GET", f"instruments/IND/{YEAR}/1", token=key).json()["papers"] == issued.json()["papers"]
    assert [line["number"] for line in call("GET", ATT, token=key).json()] == [f"{YEAR}/1"]
    first, again = (call("GET", f"instruments/IND/{YEAR}/1/en.docx?sheet=true", token=key) for _ in range(2))
    assert first.content == again.content
    assert first.content.startswith(b"PK")


def test_every_fault_at_once(call: Callable[..., Any], token: Callable[..., str]) -> None:
    """A ratification without signature, by a minister without powers: both rules, in the language of the request."""
    body = {**BODY, "kind": "ratification", "signatory": {"name": "A", "office": "minister"}}
    key = token("IND:treaty-officer")
    refused = call("POST", ATT, body, token=key)
    assert refused.status_code == 422
    assert "VCLT 14(1)" in refused.content.decode()
    assert "VCLT 7(1)(a)" in refused.content.decode()
    assert len(call("POST", f"{ATT}/drafts", body, token=key).json()["refusals"]) == 2


def test_a_partys_instruments_are_listed(call: Callable[..., Any], token: Callable[..., str]) -> None:
    """By kind, agreement and whether cancelled; to others none; an unknown party is no party."""
    key = token("IND:treaty-officer")
    for place in ("New Delhi", "Geneva"):
        assert call("POST", ATT, {**BODY, "place": place}, token=key).status_code == 201
    call("POST", f"instruments/IND/{YEAR}/1/cancellation", {"reason": "The place is wrong."}, token=key)

    def listed(query: str, key: str = key) -> list[str]:
        answer = call("GET", f"parties/IND/instruments?{query}", token=key).json()
        assert answer["total"] == len(answer["found"])
        return [line["number"] for line in answer["found"]]

    assert listed("") == [f"{YEAR}/2", f"{YEAR}/1"]
    assert listed("cancelled=true") == [f"{YEAR}/1"]
    assert listed("cancelled=false&kind=accession&agreement=arms-control/arms-trade-treaty-2013") == [f"{YEAR}/2"]
    assert listed("kind=withdrawal") == listed("agreement=anzus/treaty") == []
    assert listed("", token("FRA:treaty-officer")) == []
    assert call("GET", "parties/QQQ/instruments", token=key).status_code == 404
    assert call("GET", "parties/IND/instruments?kind=letter", token=key).status_code == 422


@pytest.mark.parametrize(("role", "draft", "issue", "read"), [("IND:negotiator", 200, 403, 200), ("FRA:treaty-officer", 403, 403, 404)])
def test_for_whom(call: Callable[..., Any], token: Callable[..., str], role: str, draft: int, issue: int, read: int) -> None:
    """Negotiators of the party draft and read; others do neither."""
    assert call("POST", ATT, BODY, token=token("IND:treaty-officer")).status_code == 201
    key = token(role)
    assert call("POST", f"{ATT}/drafts", BODY, token=key).status_code == draft
    assert call("POST", ATT, {**BODY, "place": "Geneva"}, token=key).status_code == issue
    assert call("GET", f"instruments/IND/{YEAR}/1", token=key).status_code == read
    assert call("GET", f"instruments/IND/{YEAR}/1/fr.pdf", token=key).status_code == read


def test_one_issued_wrongly_is_cancelled(call: Callable[..., Any], token: Callable[..., str]) -> None:
    """By who issues, once, with a reason; the list and the instrument say by whom, when and why."""
    key = token("IND:treaty-officer")
    assert call("POST", ATT, BODY, token=key).json()["cancelled"] is None
    there = f"instruments/IND/{YEAR}/1"
    assert call("POST", f"{there}/cancellation", {"reason": "x"}, token=token("IND:negotiator")).status_code == 403
    assert call("POST", f"{there}/cancellation", {"reason": "x"}, token=token("FRA:treaty-officer")).status_code == 404
    assert call("POST", f"{there}/cancellation", {"reason": " "}, token=key).status_code == 422
    done = call("POST", f"{there}/cancellation", {"reason": "The place is wrong."}, token=key)
    assert done.status_code == 201
    cancelled = done.json()["cancelled"]
    assert cancelled["reason"] == "The place is wrong."
    assert cancelled["by"]
    assert call("GET", ATT, token=key).json()[0]["cancelled"] == call("GET", there, token=key).json()["cancelled"] == cancelled
    assert call("POST", f"{there}/cancellation", {"reason": "again"}, token=key).status_code == 422
