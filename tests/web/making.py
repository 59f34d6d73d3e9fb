"""What tests of the pages make for themselves: people who are signed in, and agreements by the hundred."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.test import Client

from foedera.model.acts import Act
from foedera.store import writing
from foedera.store.models import Membership, User

TODAY = dt.date(2026, 11, 25)


def sign_in(client: Client, role: str, party: str = "", email: str = "") -> User:
    """Let a client act as somebody with a role."""
    person = User.objects.create_user(email or f"{role}@ministry.example")
    Membership.objects.create(user=person, party=party, role=role)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return person


def add_agreements(count: int, *, title: str = "Agreement on logistics", more: str = "", today: dt.date = TODAY) -> None:
    """Put agreements between France and Brazil on record, so that lists grow; `more` is added to the law of each."""
    additions = []
    family = "".join(c for c in title.lower() if c.isalnum())
    for number in range(count):
        name = f"made-up/{family}-{number:04d}"
        law = f'foedera = 1\nid = "{name}"\ntitle = "{title} {number}"\nkind = "treaty"\nareas = ["logistics"]\nillustrative = true\n{more}\n'
        acts = (Act(dt.date(1990, 1, 1), "signature", ("FRA", "BRA")), Act(dt.date(1991, 1, 1), "ratification", ("FRA", "BRA")))
        additions.append(writing.Addition(name, law, acts))
    writing.record(additions, writing.Provenance(deed="adopt"), today)
