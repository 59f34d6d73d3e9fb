"""Rebuilding the views from the record, some agreements at a time: each stays whole, and others can record meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from foedera.library.vocabularies import parties
from foedera.model.agreements import Agreement
from foedera.store import views
from foedera.store.locks import exclusive
from foedera.store.models import Agenda, Area, Entry, Reference, Span, Text
from foedera.store.register import Register, batches, forget, read_law, revision
from foedera.store.searching import drop
from foedera.store.writing import Progress


def rebuild(today: dt.date, progress: Progress | None = None) -> int:
    """Write every view anew from the record; return of how many agreements. Stopped half-way, what is not rebuilt yet is as it was."""
    names = sorted(set(Text.objects.values_list("agreement", flat=True)))
    _forget_the_gone(names)
    lawful: dict[str, tuple[int, Agreement]] = {}
    for batch in batches(names):
        lawful.update(_refer(batch))
    base = Register(revision(), lawful=lawful)
    done = 0
    for batch in batches(names):
        base = _rebuild(base, batch, today)
        done += len(batch)
        if progress is not None:
            progress(done, len(names))
    forget()
    return len(names)


def _refer(names: Sequence[str]) -> dict[str, tuple[int, Agreement]]:
    """Write anew who these agreements point to; return what their laws make, with the numbers of the texts.

    The laws are read inside the transaction: nobody revises one meanwhile.
    """
    with transaction.atomic():
        exclusive()
        texts = Text.objects.filter(agreement__in=names).order_by("number").values_list("agreement", "number", "law")
        laws = {name: (number, law) for name, number, law in texts}
        read = {name: (number, *read_law(name, law, parties())) for name, (number, law) in laws.items()}
        views.write_references({name: references for name, (_, _, references) in read.items()})
    return {name: (number, made) for name, (number, made, _) in read.items()}


def _rebuild(base: Register, names: Sequence[str], today: dt.date) -> Register:
    """Write anew the views of these agreements; return the register they were computed on, a newer one where something was recorded meanwhile."""
    found = views.compute(base, names, today)
    with transaction.atomic():
        exclusive()
        latest = revision()
        if latest != base.revision:
            base = Register(latest)
            found = views.compute(base, names, today)
        found.write()
    return base


def _forget_the_gone(names: Sequence[str]) -> None:
    """Drop the views of agreements that are not on record."""
    kept = set(names)
    with transaction.atomic():
        exclusive()
        for view in (Area, Span, Agenda, Reference, Entry):
            key = "entry" if view is Area else "agreement"
            gone = set(view.objects.values_list(key, flat=True).distinct()) - kept
            for batch in batches(gone):
                view.objects.filter(**{f"{key}__in": batch}).delete()
                drop(batch)
