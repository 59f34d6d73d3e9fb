"""The interface for programs as its user calls it: answers, reasons, problems, powers, pages, what is recorded and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

NATO = "agreements/nato/north-atlantic-treaty"
ANZUS = "agreements/anzus/treaty"
Call = Callable[..., Any]

#: Address, status, what the answer must hold.
READ = [
    (f"{NATO}?on=1982-05-30", 200, '"party": "ESP", "status": "party", "since": "1982-05-30"'),
    (f"{NATO}?on=1982-05-30", 200, "accession by ESP, 1982-05-30"),
    (f"{NATO}?on=1982-05-29", 200, '"status": "in-force"'),
    (f"{NATO}?on=yesterday", 422, '.on"'),
    (f"{NATO}?on=0001-01-01", 422, "1500"),
    ("agreements/no/such", 404, "finds ids by title"),
    (f"{NATO}/timeline?on=2024-03-07", 200, '"party": "SWE", "change": "party"'),
    (f"{NATO}/parties/ESP?on=1982-05-30", 200, '"because": ['),
    (f"{NATO}/parties/CHE", 200, "takes no part"),
    (f"{NATO}/obligations?party=USA&on=2000-01-01", 200, '"reserved": []'),
    (f"{ANZUS}/acts", 200, '"kind": "suspension"'),
    (f"{ANZUS}/law", 200, "Article X speaks of ceasing to be a member"),
    (f"{ANZUS}/law?number=9", 404, "no revision 9"),
    ("agreements?q=anzus", 200, '"total": '),
    ("agreements?status=suspended&on=1990-01-01", 200, '"found": []'),
    ("agreements?area=cyber&party=FRA", 200, '"family"'),
    ("agreements?size=1000", 422, "200"),
    ("parties?on=1980-01-01", 200, '"code": "SUN"'),
    ("parties/FRA?on=1990-01-01", 200, "nato/north-atlantic-treaty"),
    ("parties/XYZ", 404, "no party has the code"),
    ("between?a=USA&b=NZL&on=1990-01-01", 200, '"suspended": true'),
    ("between?a=USA", 422, '.b"'),
    ("calendar?party=FRA&months=24", 200, '"what": '),
    ("calendar?on=2022-07-16&party=SVN&what=step&months=12", 200, '"kind": "step"'),
    ("calendar?what=sometimes", 422, "query.what"),
    ("nowhere", 404, "openapi.json"),
    ("agreements/", 404, "nothing stands at /api/v1/agreements/"),
    ("../v2/agreements", 404, "v2/agreements"),
    ("agreements?statsu=in-force", 422, "binding, family"),
    ("agreements?statsu=in-force", 422, "query.statsu"),
    (f"{ANZUS}/acts?on=1990-01-01", 422, "takes none"),
]


@pytest.mark.parametrize(("address", "status", "said"), READ)
def test_reading_needs_no_token_where_the_register_is_open(call: Call, register: Any, address: str, status: int, said: str) -> None:
    """Each question gets its answer, or a problem that says what is wrong."""
    answer = call("GET", address)
    assert answer.status_code == status
    assert said in answer.content.decode()
    if status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status


def test_answers_are_those_of_the_command_line(call: Call, register: Any) -> None:
    """The object is the one `foedera status --json` prints."""
    import datetime as dt

    from foedera.library.collection import Collection

    standing = Collection().docket.timeline("anzus/treaty").standing(dt.date(1990, 1, 1))
    assert call("GET", f"{ANZUS}?on=1990-01-01").json() == standing.as_json()


def test_pages_of_a_list_hang_together(call: Call, register: Any) -> None:
    """Walking the pages by their links gives every agreement once."""
    seen: list[str] = []
    address: str | None = "agreements?size=20"
    while address:
        answer = call("GET", address)
        seen += [line["agreement"] for line in answer.json()["found"]]
        links = dict(reversed(part.split("; ")) for part in answer.headers["Link"].split(", "))  # type: ignore[arg-type]
        following = links.get('rel="next"')
        address = following.strip("<>").removeprefix("/api/v1/") if following else None
    assert len(seen) == len(set(seen)) == 94


def test_an_unchanged_answer_is_not_sent_again(call: Call, register: Any) -> None:
    """`If-None-Match` with the tag of an answer gives 304."""
    first = call("GET", f"{ANZUS}?on=1990-01-01")
    assert call("GET", f"{ANZUS}?on=1990-01-01", if_none_match=first.headers["ETag"]).status_code == 304


def test_what_may_be_kept_of_an_answer(call: Call, token: Callable[..., str]) -> None:
    """What all may read is asked for again by its tag; of what is somebody's own nothing is kept; nobody between takes one caller's for another's."""
    key = token("administrator", "negotiator")
    for address in ("agreements", ANZUS, f"{ANZUS}/acts", "parties", "calendar", "exports/csv?agreement=anzus"):
        answer = call("GET", address, token=key)
        assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("private, no-cache", True), address
        assert "Authorization" in answer.headers["Vary"], address
    for address in ("drafts", "searches", "people", "tokens", "me", "imports", "jobs", f"{ANZUS}/comments", "agreements/no/such", "nowhere"):
        answer = call("GET", address, token=key)
        assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("no-store", False), address
        assert "Authorization" in answer.headers["Vary"], address


def test_what_may_be_kept_names_operations_there_are() -> None:
    """No operation is named that was renamed since."""
    from foedera.api.manners import KEPT
    from foedera.api.service import api

    assert {operation["operationId"] for found in api.get_openapi_schema()["paths"].values() for operation in found.values()} > KEPT


def test_a_method_an_address_lacks_is_a_problem(call: Call, register: Any) -> None:
    """With the methods it has; HEAD is GET without the body."""
    answer = call("PATCH", "agreements")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "it takes GET, HEAD, POST" in answer.json()["detail"]
    assert call("POST", "nowhere", {}).status_code == 404
    head = call("HEAD", f"{ANZUS}?on=1990-01-01")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == call("GET", f"{ANZUS}?on=1990-01-01").headers["Content-Type"]


RATIFICATION = {"on": "2026-11-20", "kind": "withdrawal", "by": ["NZL"]}


def test_recording_shows_first_and_then_does_just_that(call: Call, token: Callable[..., str]) -> None:
    """The check lists the changes; after recording the answer has them; the history says who."""
    officer = token("treaty-officer")
    found = call("POST", f"{ANZUS}/acts/check", {"acts": [RATIFICATION]}, officer).json()
    assert [(c["party"], c["change"], c["on"]) for c in found["changes"]] == [
        ("NZL", "withdrawing", "2026-11-20"),
        ("NZL", "withdrawn", "2027-11-20"),
    ]
    assert found["told"] == ["AUS", "USA"]
    answer = call("POST", f"{ANZUS}/acts", {"acts": [RATIFICATION], "seen": found["revision"]}, officer)
    assert answer.status_code == 201
    parties = {p["party"]: p["status"] for p in call("GET", f"{ANZUS}?on=2027-11-20").json()["parties"]}
    assert parties["NZL"] == "withdrawn"
    last = call("GET", f"{ANZUS}/acts").json()[-1]
    assert (last["by"], last["recorded_by"]) == (["NZL"], "treaty-officer@example.org")
    again = call("POST", f"{ANZUS}/acts", {"acts": [RATIFICATION]}, officer)
    assert (again.status_code, "on record already" in again.json()["detail"]) == (422, True)
    late = call("POST", f"{ANZUS}/acts", {"acts": [{**RATIFICATION, "by": ["AUS"]}], "seen": found["revision"]}, officer)
    assert late.status_code == 409


def test_any_act_on_record_is_answered_by_its_number(call: Call, token: Callable[..., str]) -> None:
    """The log then shows the name it was answered by."""
    officer = token("CAN:treaty-officer")
    leaving = {"on": "2026-11-01", "kind": "withdrawal", "by": ["CAN"]}
    call("POST", f"{NATO}/acts", {"acts": [leaving]}, officer)
    number = call("GET", f"{NATO}/acts").json()[-1]["number"]
    back = {"on": "2026-11-20", "kind": "revocation-of-withdrawal", "by": ["CAN"], "of": str(number)}
    assert call("POST", f"{NATO}/acts", {"acts": [back]}, officer).status_code == 201
    assert [(act["id"], act["of"]) for act in call("GET", f"{NATO}/acts").json()[-2:]] == [(f"act-{number}", ""), ("", f"act-{number}")]


def test_a_correction_strikes_and_keeps(call: Call, token: Callable[..., str]) -> None:
    """The struck act counts for nothing; the history keeps it."""
    officer = token("treaty-officer")
    call("POST", f"{ANZUS}/acts", {"acts": [RATIFICATION]}, officer)
    number = call("GET", f"{ANZUS}/acts").json()[-1]["number"]
    assert call("POST", f"{ANZUS}/acts/{number}/strike", {"reason": "recorded for the wrong treaty"}, officer).status_code == 201
    assert {p["party"]: p["status"] for p in call("GET", f"{ANZUS}?on=2027-11-20").json()["parties"]}["NZL"] == "party"
    kept = call("GET", f"{ANZUS}/acts").json()
    assert [act["kind"] for act in kept[-2:]] == ["withdrawal", "correction"]
    assert call("POST", f"{ANZUS}/acts/{number}/strike", {"reason": "again"}, officer).status_code == 422
    assert call("POST", f"{ANZUS}/acts/999/strike", {"reason": "again"}, officer).status_code == 404


#: Who, the scopes of the token (None: all of the person's powers), status of recording an act by NZL, by AUS (the depositary).
POWERS = [
    ((), None, 401, 401),
    (("reader",), None, 403, 403),
    (("NZL:treaty-officer",), None, 201, 403),
    (("NZL:negotiator",), None, 403, 403),
    (("AUS:treaty-officer",), None, 201, 201),
    (("treaty-officer",), None, 201, 201),
    (("treaty-officer",), ("read",), 403, 403),
    (("administrator",), None, 403, 403),
    (("auditor",), None, 403, 403),
]


@pytest.mark.parametrize(("roles", "scopes", "for_nzl", "for_aus"), POWERS)
def test_who_may_record_what(
    call: Call, token: Callable[..., str], roles: tuple[str, ...], scopes: tuple[str, ...] | None, for_nzl: int, for_aus: int
) -> None:
    """An officer records acts of its own party, and as depositary those of others; refusals are logged."""
    from foedera.store.models import LogEntry

    key = token(*roles, scopes=scopes) if roles else "fdr_nobody"
    refused = LogEntry.objects.filter(allowed=False).count()
    assert call("POST", f"{ANZUS}/acts", {"acts": [RATIFICATION]}, key).status_code == for_nzl
    assert call("POST", f"{ANZUS}/acts", {"acts": [{**RATIFICATION, "by": ["AUS"]}]}, key).status_code == for_aus
    assert LogEntry.objects.filter(allowed=False).count() - refused == [for_nzl, for_aus].count(403) + [for_nzl, for_aus].count(401)


def test_an_agreement_file_is_adopted_or_refused_with_its_places(call: Call, token: Callable[..., str]) -> None:
    """A sound file is on record at once; a faulty one comes back with line, column, reason and remedy."""
    officer = token("treaty-officer")
    file = 'foedera = 1\nid = "test/pact"\ntitle = "Pact"\nkind = "treaty"\nacts = [{ on = 2020-01-01, kind = "signature", by = ["FRA", "DEU"] }]\n'
    answer = call("POST", "agreements", {"file": file}, officer)
    assert (answer.status_code, answer.json()["is_new"]) == (201, True)
    assert call("GET", "agreements/test/pact").json()["status"] == "open"
    assert call("POST", "agreements", {"file": file}, officer).json()["revision"] is None
    faulty = call("POST", "agreements", {"file": file.replace("FRA", "FRX").replace("title", "titel")}, officer)
    assert faulty.status_code == 422
    assert {(f["field"].split(":", 1)[1], f["code"]) for f in faulty.json()["faults"]} >= {("3:1", "F010")}


def test_what_if_is_never_recorded(call: Call, register: Any) -> None:
    """Stacked suppositions over two agreements answer together and leave no trace."""
    from foedera.store.models import RecordedAct

    before = RecordedAct.objects.count()
    supposed = [
        {"agreement": name, "acts": [{"on": "2027-01-01", "kind": "withdrawal", "by": ["USA"]}]}
        for name in ("nato/north-atlantic-treaty", "anzus/treaty")
    ]
    answer = call("POST", "what-if", {"supposed": supposed})
    assert answer.status_code == 200
    assert {d["agreement"] for d in answer.json()} >= {"nato/north-atlantic-treaty", "anzus/treaty"}
    assert RecordedAct.objects.count() == before
    assert call("POST", "what-if", {"supposed": [{"agreement": "no/such", "acts": supposed[0]["acts"]}]}).status_code == 404
