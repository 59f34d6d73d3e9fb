"""The tables: the record (append-only), the views computed from it, the people, and their desks (ordinary rows)."""

from foedera.store.models.desk import Attachment, Comment, Decision, Draft, Handover, Job, SavedSearch, Supposition, Upload
from foedera.store.models.people import Invitation, Membership, Token, User
from foedera.store.models.record import Document, LogEntry, RecordedAct, Recording, Text
from foedera.store.models.views import Agenda, Area, Entry, Reference, Span

__all__ = [
    "Agenda",
    "Area",
    "Attachment",
    "Comment",
    "Decision",
    "Document",
    "Draft",
    "Entry",
    "Handover",
    "Invitation",
    "Job",
    "LogEntry",
    "Membership",
    "RecordedAct",
    "Recording",
    "Reference",
    "SavedSearch",
    "Span",
    "Supposition",
    "Text",
    "Token",
    "Upload",
    "User",
]
