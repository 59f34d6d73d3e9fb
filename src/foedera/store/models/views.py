"""Views: computed from the record by the engine, kept for lists and search, rebuilt at any time and then equal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """An agreement as lists show it. `agenda_on` is the day its agenda was computed for."""

    agreement = models.CharField(max_length=200, primary_key=True)
    family = models.CharField(max_length=100, db_index=True)
    title = models.TextField()
    short_title = models.TextField(blank=True)
    kind = models.CharField(max_length=40, db_index=True)
    binding = models.BooleanField()
    adopted = models.DateField(null=True)
    depositary = models.JSONField(default=list)
    illustrative = models.BooleanField(default=False)
    incomplete = models.BooleanField(default=False)
    questions = models.PositiveIntegerField(default=0)
    acts = models.PositiveIntegerField(default=0)
    latest = models.DateField(null=True)
    agenda_on = models.DateField(null=True)
    sort = models.CharField(max_length=300)

    class Meta:
        """Lists go by title, the latest adopted, or the latest act."""

        indexes: ClassVar = [
            models.Index(fields=["sort", "agreement"], name="entry_sort"),
            models.Index(fields=["-adopted", "agreement"], name="entry_adopted"),
            models.Index(fields=["agenda_on"], name="entry_agenda"),
        ]


class Area(models.Model):
    """An area of the vocabulary an agreement belongs to."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="areas")
    area = models.CharField(max_length=60)

    class Meta:
        """Asked by area, and by agreement."""

        indexes: ClassVar = [models.Index(fields=["area", "entry"], name="area_entry")]


class Span(models.Model):
    """A status that answers about the days from `seen` up to, not including, `gone` show: of a participant, or with `party` empty of the agreement.

    `since` and `until` are what the answer says: when the status began, when it is certain to end (of the agreement: in force since, expected).
    """

    agreement = models.CharField(max_length=200)
    party = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20)
    seen = models.DateField()
    gone = models.DateField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        """Asked for an agreement, for a party, for what is coming."""

        indexes: ClassVar = [
            models.Index(fields=["agreement", "party", "seen"], name="span_agreement"),
            models.Index(fields=["party", "agreement", "seen"], name="span_party"),
            models.Index(fields=["party", "status", "seen"], name="span_status"),
            models.Index(fields=["until"], name="span_until", condition=models.Q(until__isnull=False)),
        ]


class Reference(models.Model):
    """An agreement's law points to another: by a relation of `foedera.model.agreements.LINKS`, or (empty) in a clause."""

    agreement = models.CharField(max_length=200, db_index=True)
    relation = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=200, db_index=True)


class Agenda(models.Model):
    """A day ahead on which something about an agreement is due, and what about; the words come from the engine when it is shown."""

    agreement = models.CharField(max_length=200, db_index=True)
    on = models.DateField(db_index=True)
    party = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=12)
