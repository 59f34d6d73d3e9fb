"""The copies an agreement's page hands out: each is of the day asked, and read back equal."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from foedera.library.agreements import read_text
from foedera.library.vocabularies import parties

NATO = "/agreements/nato/north-atlantic-treaty/"
TODAY = dt.date(2026, 11, 25)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

pytestmark = pytest.mark.usefixtures("register")


@pytest.mark.parametrize(
    ("form", "media_type", "start"),
    [
        ("parties", "text/csv; charset=utf-8", b"agreement,party,"),
        ("toml", "application/toml; charset=utf-8", b"# The North"),
        ("xml", "application/akn+xml", b"<?xml"),
        ("pdf", "application/pdf", b"%PDF"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ],
)
def test_copies(client: Client, form: str, media_type: str, start: bytes) -> None:
    """Each copy comes as what it is, to be saved."""
    reply = client.get(f"{NATO}take/{form}?on=1982-05-30")
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == media_type
    assert reply.content.lstrip(b"\xef\xbb\xbf").startswith(start)
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{NATO}take/nonsense").status_code == 400


def test_the_copied_file_is_the_agreement(client: Client, register: Any) -> None:
    """Read back it is equal to what is on record, acts and all."""
    content = client.get(f"{NATO}take/toml").content
    assert read_text(content, "copy.toml", parties()).agreement == register["nato/north-atlantic-treaty"]


def test_participants_as_csv_are_those_of_the_day(client: Client) -> None:
    """As many lines as participants, on the day asked."""
    import csv

    text = client.get(f"{NATO}take/parties?on=1982-05-30").content.decode("utf-8-sig")
    assert sum(line["status"] == "party" for line in csv.DictReader(io.StringIO(text))) == 16
