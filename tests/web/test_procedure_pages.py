"""The pages on which a state's procedure is put on record and revised, as those use them who may, and those who may not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.deeds.test_keep_procedure import SINGAPORE
from tests.web.making import sign_in

from foedera.library.procedures import files
from foedera.store.models import ProcedureFile

pytestmark = pytest.mark.usefixtures("register")


def officer(party: str) -> Client:
    """A treaty officer of a party, signed in."""
    client = Client()
    sign_in(client, "treaty-officer", party, f"officer.{party.lower()}@example.org")
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    """Return a page as text."""
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_state_is_added(client: Client) -> None:
    """From the list: a text to fill in, faults by line, then the procedure, with who put it there; visitors read all of it."""
    singapore = officer("SGP")
    assert 'href="/procedures/add/"' in page(singapore, "/procedures/")
    assert "/procedures/add/" not in page(client, "/procedures/")
    assert "state = &#34;SGP&#34;" in page(singapore, "/procedures/add/")
    wrong = singapore.post("/procedures/add/", {"text": SINGAPORE.decode().replace("default = true", ""), "seen": "0"})
    assert wrong.status_code == 400
    assert "F300" in wrong.content.decode()
    assert "By the executive" in wrong.content.decode()  # what was typed is still there
    made = singapore.post("/procedures/add/", {"text": SINGAPORE.decode(), "seen": "0"})
    assert (made.status_code, made["Location"]) == (302, "/procedures/SGP/")
    shown = page(client, "/procedures/SGP/")
    assert "officer.sgp@example.org" in shown
    assert "Illustrative" in shown
    assert "/procedures/SGP/revise/" not in shown
    assert client.get("/procedures/SGP/procedure.toml").content == SINGAPORE
    assert "Singapore" in page(client, "/procedures/")


def test_one_that_ships_is_revised_from_a_file() -> None:
    """The text that counts stands in the form; a file takes its place; a stale form is told to look again."""
    norway = officer("NOR")
    assert page(norway, "/procedures/NOR/revise/").count("holds = &#34;procedure&#34;") == 1
    revised = files()["NOR"].replace("as_of = ", "as_of = 2026-11-26 # was ", 1)
    given = SimpleUploadedFile("nor.toml", revised.encode(), content_type="application/toml")
    assert norway.post("/procedures/NOR/revise/", {"text": "", "file": given, "seen": "0"}).status_code == 302
    assert ProcedureFile.objects.get().content == revised
    stale = norway.post("/procedures/NOR/revise/", {"text": revised + "# more\r\n", "seen": "0"})
    assert stale.status_code == 400
    assert "look again" in stale.content.decode()
    assert norway.post("/procedures/NOR/revise/", {"text": revised + "# more\r\n", "seen": "1"}).status_code == 302
    assert ProcedureFile.objects.count() == 2
    other = norway.post("/procedures/NOR/revise/", {"text": SINGAPORE.decode(), "seen": "2"})
    assert other.status_code in (400, 403)
    assert ProcedureFile.objects.count() == 2


@pytest.mark.parametrize("address", ["/procedures/NOR/revise/", "/procedures/add/"])
def test_others_may_not(client: Client, address: str) -> None:
    """Neither a visitor, nor for another state."""
    assert client.get(address).status_code == 403
    assert client.post(address, {"text": files()["NOR"] + "#"}).status_code == 403
    assert officer("FRA").post(address, {"text": files()["NOR"] + "#", "seen": "0"}).status_code == 403
    assert not ProcedureFile.objects.exists()
    assert client.get("/procedures/ARG/revise/").status_code == 404
