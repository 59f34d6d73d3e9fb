"""Forecasts and changes as programs ask for them: the objects of the command line, problems where nothing can be said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Call = Callable[..., Any]

FINLAND = "agreements/nato/accession-finland-2022"
ON = "on=2022-10-01&known=2022-10-01&simulations=500"

#: Address, status, what the answer must hold.
ASKED = [
    (f"{FINLAND}/forecast?{ON}", 200, '"not_through": ["HUN", "TUR"]'),
    (f"{FINLAND}/forecast?{ON}", 200, '"entry": {"on": "2023-04-04"'),
    (f"{FINLAND}/forecast?{ON}&event=HUN election 2022-11-01 2023-03-01", 200, '"events": ["HUN election 2022-11-01 2023-03-01"]'),
    (f"{FINLAND}/forecast?{ON}&event=HUN dances 2022-11-01", 400, "no kind of event"),
    (f"{FINLAND}/forecast?{ON}&event=CHE refuses 2022-11-01", 422, "not awaited here"),
    (f"{FINLAND}/forecast?{ON}&like=nato/accession-spain-1981", 422, "name at least three agreements"),
    (f"{FINLAND}/forecast", 422, "in force since 2023-04-04"),
    (f"{FINLAND}/forecast?simulations=9", 422, "100"),
    ("agreements/no/such/forecast", 404, "no/such"),
    (f"{FINLAND}/change?{ON}&party=HUN&turn=refuses", 200, '"supposed_acts": ["2022-10-01 refusal HUN"]'),
    (f"{FINLAND}/change?{ON}&party=TUR&turn=delays&until=2023-06-01", 200, '"with": {"entry"'),
    (f"{FINLAND}/change?{ON}&party=TUR&turn=delays", 422, "until when it delays"),
    (f"{FINLAND}/change?{ON}&party=USA&turn=refuses", 422, "it can only withdraw"),
    (f"{FINLAND}/change?{ON}&party=XYZQ&turn=refuses", 404, "no party has the code"),
    (f"{FINLAND}/forecast?{ON}&like=no/such", 422, "no agreement on record has the id 'no/such'"),
    (f"{FINLAND}/change?{ON}&party=USA", 422, '.turn"'),
    ("agreements/nato/north-atlantic-treaty/change?party=USA&turn=withdraws", 200, '"change": "withdrawn"'),
]


@pytest.mark.parametrize(("address", "status", "said"), ASKED, ids=[address for address, _, _ in ASKED])
def test_each_question_gets_its_answer(call: Call, register: Any, address: str, status: int, said: str) -> None:
    """An answer, or a problem that says what would help."""
    answer = call("GET", address)
    assert answer.status_code == status, answer.content
    assert said in answer.content.decode()


def test_reasons_come_in_the_language_asked_for(call: Call, register: Any) -> None:
    """As everywhere."""
    answer = call("GET", f"{FINLAND}/forecast?{ON}", Accept_Language="fr").json()
    assert any("graine 1" in line for line in answer["because"])
