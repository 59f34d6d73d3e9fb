"""How states come to consent: the files that ship and those on record together; of a state that has one on record, the last of these counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from django.db import transaction
from django.db.models import Max

from foedera.library import procedures as shipped
from foedera.library import vocabularies
from foedera.ratification.procedures import Procedure
from foedera.store.locks import exclusive
from foedera.store.models import ProcedureFile
from foedera.store.revisions import Revision, revision_of


def procedures() -> Mapping[str, Procedure]:
    """Return the procedures at hand, by the code of the state. One query, where nothing was put on record since it was asked last."""
    rows = ProcedureFile.objects.order_by("number").values_list("state", "id", "at")
    return _at_hand(tuple({state: (number, at) for state, number, at in rows}.values()))


@lru_cache(maxsize=2)
def _at_hand(last: tuple[tuple[int, dt.datetime], ...]) -> Mapping[str, Procedure]:
    """Return the procedures at hand where these rows, known by number and moment, are the last of their states."""
    rows = ProcedureFile.objects.filter(id__in=[number for number, _ in last])
    return {**shipped.procedures(), **{row.state: _read(row.content) for row in rows}}


@lru_cache(maxsize=400)
def _read(text: str) -> Procedure:
    return shipped.read_procedure(text.encode(), "on record", vocabularies.parties()).sound()


def text(state: str) -> str:
    """Return the file that counts for a state; empty where there is none."""
    row = ProcedureFile.objects.filter(state=state).order_by("-number").first()
    return row.content if row is not None else shipped.files().get(state, "")


def history(state: str) -> list[Revision[Procedure]]:
    """Return all states of what was put on record of a state's procedure, the first first."""
    rows = ProcedureFile.objects.filter(state=state).select_related("by").order_by("number")
    return [revision_of(row, _read(row.content)) for row in rows]


def keep(state: str, content: str, revises: int, by: int | None) -> int | None:
    """Keep a file as a further state after the one it revises (0: the first); return its number, None where another came between."""
    with transaction.atomic():
        exclusive()
        rows = ProcedureFile.objects.filter(state=state)
        if int(rows.aggregate(last=Max("number"))["last"] or 0) != revises:
            return None
        ProcedureFile.objects.create(state=state, number=revises + 1, content=content, by_id=by)
    return revises + 1
