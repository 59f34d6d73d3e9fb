"""Threats, national positions and rounds of assessment, append-only: what changes is a further row, and the latest counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foedera.store.models.people import User


class ThreatEntry(models.Model):
    """A threat as an officer entered it; the highest number is the one that holds. `party` entered it first (empty: the register's officers)."""

    threat = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    party = models.CharField(max_length=40, blank=True)
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each revision once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["threat", "number"], name="one_threat_entry")]


class PositionItem(models.Model):
    """An item of a nation's position, the nation's own until it is released; the highest number is the one that holds."""

    nation = models.CharField(max_length=40)
    item = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each revision once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["nation", "item", "number"], name="one_position_item")]


class Release(models.Model):
    """That a nation released something of its own to a partner (`*`: to everybody), or withdrew that; the latest row for a partner counts.

    By `kind` the `subject` is the id of an item, the name of a round whose answer it is (`ballot`), or the numbers of a round and of the threat
    whose `score` it is.
    """

    nation = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=80)
    to = models.CharField(max_length=40)
    released = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Asked for by what was released."""

        indexes: ClassVar = [models.Index(fields=["kind", "nation", "subject"], name="release_of")]


class AssessmentRound(models.Model):
    """A round as it was called, by whom it is chaired (empty: the register's officers)."""

    name = models.CharField(max_length=80, unique=True)
    chair = models.CharField(max_length=40, blank=True)
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)


class RoundWithdrawal(models.Model):
    """That a nation withdrew from a round, from which day on."""

    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="withdrawals")
    nation = models.CharField(max_length=40)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A nation withdraws once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "nation"], name="one_round_withdrawal")]


class RoundClosing(models.Model):
    """That the chair closed a round before its last day, since all called had answered: on which day, once, for good."""

    round = models.OneToOneField(AssessmentRound, on_delete=models.PROTECT, related_name="closing")
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)


class HandedBallot(models.Model):
    """A nation's answer to a round as it was handed in; the highest number is the one that counts."""

    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="ballots")
    nation = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    scores = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each revision once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "nation", "number"], name="one_handed_ballot")]


class PublishedPicture(models.Model):
    """What was published of a round: once, and never otherwise, so that no second picture can be compared with the first."""

    round = models.OneToOneField(AssessmentRound, on_delete=models.PROTECT, related_name="published")
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)


class SealedPaper(models.Model):
    """A paper of a sealed round: its plan, the receipt of a nation (`of`), the outcome as a member of the committee (`of`) signed it.

    The highest number of a plan or a receipt counts; outcomes are kept once, all together.
    """

    PLAN, RECEIPT, OUTCOME = "plan", "receipt", "outcome"

    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="sealed_papers")
    kind = models.CharField(max_length=12)
    of = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each state once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "kind", "of", "number"], name="one_sealed_paper")]
