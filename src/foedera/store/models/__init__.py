"""The tables: the record (append-only), views computed from it, people, desks (ordinary rows), threats and rounds, steps at home (append-only)."""

from foedera.store.models.desk import Attachment, Comment, Decision, Draft, Handover, Job, SavedSearch, Supposition, Upload
from foedera.store.models.people import Invitation, Membership, Token, User
from foedera.store.models.ratification import DomesticStep, InstrumentCancellation, IssuedInstrument, ProcedureFile, SittingsEntry
from foedera.store.models.record import Document, LogEntry, RecordedAct, Recording, Text
from foedera.store.models.threats import (
    AssessmentRound,
    HandedBallot,
    PositionItem,
    PublishedPicture,
    Release,
    RoundClosing,
    RoundWithdrawal,
    SealedPaper,
    ThreatEntry,
)
from foedera.store.models.views import Agenda, Area, Entry, Reference, Span

__all__ = [
    "Agenda",
    "Area",
    "AssessmentRound",
    "Attachment",
    "Comment",
    "Decision",
    "Document",
    "DomesticStep",
    "Draft",
    "Entry",
    "HandedBallot",
    "Handover",
    "InstrumentCancellation",
    "Invitation",
    "IssuedInstrument",
    "Job",
    "LogEntry",
    "Membership",
    "PositionItem",
    "ProcedureFile",
    "PublishedPicture",
    "RecordedAct",
    "Recording",
    "Reference",
    "Release",
    "RoundClosing",
    "RoundWithdrawal",
    "SavedSearch",
    "SealedPaper",
    "SittingsEntry",
    "Span",
    "Supposition",
    "Text",
    "ThreatEntry",
    "Token",
    "Upload",
    "User",
]
