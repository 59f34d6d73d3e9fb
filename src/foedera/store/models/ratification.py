"""What states do at home towards consent, when their chambers sit, what instruments they issue. Append-only: errors are struck by a further row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foedera.store.models.people import User


class DomesticStep(models.Model):
    """A step a state took at home for an agreement: the fields of `foedera.ratification.progress.Taken`, and its place in the log of its agreement.

    `strikes` names the line recorded in error: the number of a row, or the name of a line that ships with Foedera.
    """

    agreement = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=40)
    path = models.CharField(max_length=80, blank=True)
    step = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=12, default="done")
    on = models.DateField()
    known = models.DateField()
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    strikes = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each line has one place in the log of its agreement."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "number"], name="one_domestic_step")]
        indexes: ClassVar = [models.Index(fields=["state"], name="domestic_step_of")]


class SittingsEntry(models.Model):
    """The sitting days of a chamber as an officer put them on record; the highest number is the one that holds."""

    state = models.CharField(max_length=40)
    chamber = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each revision once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["state", "chamber", "number"], name="one_sittings_entry")]


class IssuedInstrument(models.Model):
    """An instrument as it was issued: its number of the party's year, what it says in each language, and what it was made from.

    `act` is the place, in the log of the agreement, of the act it answers or tells of (0: none).
    """

    party = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    running = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    agreement = models.CharField(max_length=200)
    act = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        """A number is given once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "year", "running"], name="one_issued_instrument")]
        indexes: ClassVar = [models.Index(fields=["agreement"], name="instruments_of")]


class InstrumentCancellation(models.Model):
    """That an instrument was issued wrongly: who marked it as cancelled, when and why. The instrument stays as it is, and its number used."""

    instrument = models.OneToOneField(IssuedInstrument, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()


class ProcedureFile(models.Model):
    """How a state comes to consent, as the file an officer put on record says it; the highest number is the one that holds."""

    state = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    content = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each revision once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["state", "number"], name="one_procedure_file")]
