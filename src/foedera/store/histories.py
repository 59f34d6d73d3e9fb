"""Which agreements on record teach most of how long consent takes."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from foedera.store.models import RecordedAct


def most_consented(kinds: Collection[str], most: int) -> list[str]:
    """Return the ids of the agreements with the most acts of these kinds, most first."""
    rows = RecordedAct.objects.filter(kind__in=sorted(kinds)).values("agreement").annotate(acts=Count("id")).order_by("-acts", "agreement")
    return list(rows.values_list("agreement", flat=True)[:most])
