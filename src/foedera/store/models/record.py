"""The record, append-only: what was recorded by whom, when and from which document. Triggers refuse to change or delete a row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foedera.store.models.people import User


class Document(models.Model):
    """A document as it was handed in, kept byte for byte; `party` empty means that all readers of the register may read it."""

    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    party = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)


class Recording(models.Model):
    """One deed that added to the record, whole or not at all: acts, texts, or both. Its number is the register's revision."""

    deed = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    party = models.CharField(max_length=40, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True)
    note = models.TextField(blank=True)


class Text(models.Model):
    """The law of an agreement as its file states it, without the acts; the highest number is the one that holds."""

    agreement = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    law = models.TextField()
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="texts")

    class Meta:
        """Each revision of a law once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "number"], name="one_text")]


class RecordedAct(models.Model):
    """An act as recorded: the fields of `foedera.model.acts.Act`, and its place in the log of its agreement."""

    agreement = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    on = models.DateField()
    kind = models.CharField(max_length=40)
    by = models.JSONField()
    to = models.JSONField(default=list)
    known = models.DateField()
    effective = models.DateField(null=True)
    until = models.DateField(null=True)
    name = models.CharField(max_length=120, blank=True)
    of = models.CharField(max_length=120, blank=True)
    articles = models.JSONField(default=list)
    precludes = models.BooleanField(default=False)
    strikes = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=12, blank=True)
    precision = models.CharField(max_length=20, default="day")
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="acts")

    class Meta:
        """Each act has one place in the log of its agreement."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "number"], name="one_act")]
        indexes: ClassVar = [models.Index(fields=["on"], name="act_on"), models.Index(fields=["kind"], name="act_kind")]


class LogEntry(models.Model):
    """What somebody did or was refused: for the auditor. Append-only like the record; of what is confidential it holds no content."""

    at = models.DateTimeField(auto_now_add=True)
    who = models.CharField(max_length=254, blank=True)
    party = models.CharField(max_length=40, blank=True)
    deed = models.CharField(max_length=40)
    subject = models.CharField(max_length=255, blank=True)
    allowed = models.BooleanField()
    why = models.TextField(blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        """The latest first."""

        indexes: ClassVar = [models.Index(fields=["-at"], name="log_at")]
