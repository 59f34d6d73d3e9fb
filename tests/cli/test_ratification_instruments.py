"""`foedera ratification instrument` as a user meets it: a draft, as text and documents, what stands in the way; `cancel` on the register."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from foedera.cli.main import program
from foedera.model.errors import NotThere, Unfit, UsageError

ATT = "arms-control/arms-trade-treaty-2013"
WHO = ("--signatory", "Maria Example")


def run(*words: str) -> Result:
    """Run `foedera ratification instrument` in this process."""
    return CliRunner().invoke(program, ["ratification", "instrument", *words])


def cancel(*words: str) -> Result:
    """Run `foedera ratification cancel` in this process, on the register of the test."""
    return CliRunner().invoke(program, ["ratification", "cancel", *words])


def test_a_draft_in_french_as_text_and_documents(tmp_path: Path) -> None:
    """What it says, and both documents; nothing stands in the way."""
    pdf, docx = tmp_path / "a.pdf", tmp_path / "a.docx"
    done = run("accession", ATT, "India", "--language", "fr", "--place", "New Delhi", *WHO, "--pdf", str(pdf), "--docx", str(docx))
    assert done.exit_code == 0, done.exception
    assert "Instrument d’adhésion (draft)" in done.stdout
    assert "Nothing on record stands in the way" in done.stdout
    assert pdf.read_bytes().startswith(b"%PDF")
    assert docx.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("ratification", ATT, "IND", *WHO), "VCLT 14(1)"),
        (("accession", ATT, "IND"), "VCLT 7"),
        (("accession", ATT, "IND", *WHO, "--office", "minister"), "VCLT 7(1)(a)"),
        (("full-powers", ATT, "IND", *WHO, "--holder", "Ann Sample"), "VCLT 10, 15"),
        (("objection", ATT, "FRA", *WHO, "--act", "1"), "VCLT 20(4)(b)"),
        (("completion", "aukus/geelong-2025", "GBR", *WHO, "--language", "fr"), "the language of the instrument"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_what_stands_in_the_way(words: tuple[str, ...], rule: str) -> None:
    """Exit status 1, and the rule."""
    done = run(*words)
    assert done.exit_code == 1
    assert rule in done.stdout
    (told,) = (json.loads(line) for line in run(*words, "--json").stdout.splitlines())
    assert any(refusal["rule"].startswith(rule) for refusal in told["refusals"])


def test_the_record_of_an_earlier_day() -> None:
    """On 1 June 2013 the treaty was open for signature, so full powers to sign could be given."""
    assert run("full-powers", ATT, "IND", *WHO, "--holder", "Ann Sample", "--on", "2013-06-04").exit_code == 0


def test_an_act_there_is_none_of() -> None:
    """The call is wrong, and says how far the log goes."""
    done = run("notice-of-deposit", ATT, "UN", *WHO, "--act", "9999")
    assert isinstance(done.exception, UsageError)
    assert "the log of" in str(done.exception)


@pytest.mark.django_db
def test_one_issued_wrongly_is_cancelled_in_the_register(register: Any) -> None:
    """By its number, with a reason, once; as done by the operator of the machine."""
    from foedera.deeds import find_instruments, issue
    from foedera.deeds.powers import OPERATOR, Actor
    from foedera.ratification.instruments import Person
    from foedera.store.models import User

    at = dt.datetime.now(dt.UTC)
    user = User.objects.create_user("officer@example.org")
    officer = Actor(user=user.pk, name=user.email, memberships=(("IND", "treaty-officer"),))
    found = issue.issue(officer, "accession", ATT, "IND", issue.Details(signatory=Person("Maria Example", "foreign-minister")), at, at.date())
    assert isinstance(cancel("IND", found.number, "--reason", " ").exception, Unfit)
    done = cancel("ind", found.number, "--reason", "The place is missing.")
    assert done.exit_code == 0, done.exception
    assert f"IND {found.number}, instrument of accession about {ATT}, is cancelled" in done.stdout
    gone = find_instruments.find(OPERATOR, "IND", found.year, found.running).cancelled
    assert gone is not None
    assert (gone.by, gone.reason) == ("", "The place is missing.")
    assert isinstance(cancel("IND", found.number, "--reason", "again").exception, Unfit)
    assert isinstance(cancel("IND", f"{found.year}/99", "--reason", "x").exception, NotThere)
    assert isinstance(cancel("IND", "three", "--reason", "x").exception, UsageError)
