"""What people keep on their desks: drafts, comments, searches, suppositions, decisions about names, and work that runs in the background."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foedera.store.models.people import User
from foedera.store.models.record import Document


class Draft(models.Model):
    """Something not yet recorded: an act or an agreement's text in preparation. Seen only by the members of its party."""

    KINDS: ClassVar = ["act", "agreement"]

    party = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    agreement = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=255, blank=True)
    content = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)


class Handover(models.Model):
    """A draft handed from the desk of one party to that of another (empty: the register's): the sender's own, the copy, what came of it.

    `outcome` is empty while the copy lies there, then `recorded`, `returned` or `discarded`; `answer` is the word with which it came back.
    """

    source = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, related_name="handed")
    copy = models.OneToOneField(Draft, on_delete=models.SET_NULL, null=True, related_name="came")
    sender = models.CharField(max_length=40, blank=True)
    receiver = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handed_over")
    word = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=12, blank=True)
    answer = models.TextField(blank=True)
    answered = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="handed_back")


class Comment(models.Model):
    """A remark on an agreement, for the members of a party (`party` empty: for all readers with an account).

    `edited` is when its author last put other words in the place of the first; the earlier ones are not kept.
    """

    agreement = models.CharField(max_length=200, db_index=True)
    party = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    text = models.TextField()
    created = models.DateTimeField(auto_now_add=True)
    edited = models.DateTimeField(null=True)


class Attachment(models.Model):
    """A document put with an agreement. It can be taken away again; the document itself stays while something was recorded from it."""

    agreement = models.CharField(max_length=200, db_index=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A document is put with an agreement once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "document"], name="one_attachment")]


class SavedSearch(models.Model):
    """A search a person keeps: its name and the query of its address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=120)
    query = models.TextField()
    created = models.DateTimeField(auto_now_add=True)


class Supposition(models.Model):
    """Hypothetical acts kept under a key that can be handed on; never mixed with the record."""

    key = models.CharField(max_length=32, unique=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    party = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    acts = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)


class Decision(models.Model):
    """What a person decided a name in a source means: a code, or (empty) that it is no party. Remembered for every later import."""

    name = models.CharField(max_length=255)
    code = models.CharField(max_length=40, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)


class Job(models.Model):
    """Work in the background: what, for whom, how far. `beat` is the last sign of life of the one who works on it."""

    STATES: ClassVar = ["queued", "running", "done", "failed", "cancelled"]

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    party = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    state = models.CharField(max_length=12, default="queued", db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=120, blank=True)
    cancelling = models.BooleanField(default=False)
    result = models.JSONField(null=True)
    output = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True)
    fault = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)


class Upload(models.Model):
    """A file handed in to be imported, seen by its owner alone: its content, what was said of it, what looking at it found last.

    Once imported the content is gone from here (the recording has it as its document), and `outcome` says what came of it.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    said = models.JSONField(default=dict)
    report = models.TextField(blank=True)
    outcome = models.JSONField(null=True)
    created = models.DateTimeField(auto_now_add=True)
