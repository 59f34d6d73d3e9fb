"""What tests of the pages make for themselves: people who are signed in, and agreements by the hundred."""

from __future__ import annotations

import datetime as dt
import json

from django.conf import settings
from django.test import Client

from foedera.deeds import signing_in
from foedera.deeds.powers import Actor
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


def actor_of(user: User) -> Actor:
    """Return who acts."""
    return signing_in.actor_of(user.pk)


def law_of(text: str) -> str:
    """Return a law that has a text wherever one may stand."""
    said = json.dumps(text)
    return f"""foedera = 1
id = "made-up/evil"
title = {said}
short_title = {said}
kind = "treaty"
place = {said}
illustrative = true
sources = [{{ title = {said}, url = "javascript:xq()" }}, {{ title = "x", url = {said} }}]
uncertain = [{said}]

[participants]
X-EVIL = {{ name = {said} }}

[groups]
evil = ["X-EVIL", "FRA"]

[entry_into_force]
article = {said}
when = {{ consents = 2 }}

[withdrawal]
article = {said}
notice = {{ years = 1 }}

[[provision]]
article = {said}
function = "mutual-assistance"
summary = {said}
[[provision.obligation]]
id = "assist"
bearer = "each-party"
force = "shall"
what = {said}
trigger = {{ standing = true }}
"""
