"""A new agreement file to fill in: valid as it stands, with every table a lawyer will ask for, commented."""

from __future__ import annotations

import datetime as dt

_TEMPLATE = """# {title}
foedera = 1
id = "{id}"
title = "{title}"
kind = "{kind}"
binding = true
adopted = {adopted}
confidence = "medium"          # of every fact below that says nothing else: high, medium, low
{parties}areas = []                     # e.g. "exercises", "information-security"; see `foedera schema`
aims = []
sources = [
  # {{ id = "text", title = "…", url = "https://…", seen = {adopted} }},
]
uncertain = []                 # one sentence for each thing the sources leave open
acts = [
  # one line an act: the day in law (of an instrument: its deposit), what, by whom
{acts}]

[entry_into_force]
article = ""
{entry}

# [duration]
# article = ""
# years = 10
# renewal = {{ years = 5, tacit = true, unless_notice = {{ years = 1 }} }}

# [withdrawal]
# article = ""
# notice = {{ months = 12 }}

# [[provision]]
# article = "1"
# function = "consultation"
# summary = "…"
# [[provision.obligation]]
# id = "consult"
# bearer = "each-party"
# to = "all-parties"
# force = "shall"
# what = "…"
# trigger = {{ standing = true }}

# [[assertion]]                # the file's own totals: `foedera check` computes them and compares
# on = {adopted}
# status = "open"
"""


def new_agreement(identity: str, *, title: str, kind: str, adopted: dt.date, parties: tuple[str, ...], depositary: str = "") -> str:
    """Return the text of a new agreement file; without a depositary the parties notify each other."""
    codes = ", ".join(f'"{code}"' for code in parties)
    head = f'depositary = ["{depositary}"]\n' if depositary else ""
    head += f"negotiating = [{codes}]\n" if parties else ""
    acts = f'  {{ on = {adopted}, kind = "signature", by = [{codes}] }},\n' if parties else ""
    if depositary:
        entry = 'when = { consents = 2 }        # e.g. { fraction = "2/3", of = "signatories" }, { named = ["…"] }\nthen = { days = 30 }'
    else:
        entry = 'when = { notifications = "all" }   # each has notified that its procedures are complete\nthen = {}'
    return _TEMPLATE.format(id=identity, title=title.replace('"', "'"), kind=kind, adopted=adopted, parties=head, acts=acts, entry=entry)
