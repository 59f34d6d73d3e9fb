"""What is kept of an agreement: acts and history with who recorded what, documents, the discussion, the file of its law with its revisions."""

from __future__ import annotations

import difflib
import re
from typing import Any
from urllib.parse import quote

from attrs import frozen
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from foedera.deeds import comment, consult, documents, excerpt
from foedera.deeds.consult import Noted
from foedera.deeds.record import may_be_recorded_by
from foedera.model.acts import Act
from foedera.model.agreements import Agreement
from foedera.model.errors import Unfit
from foedera.web.asking import actor, as_of, holdings, page
from foedera.web.templating import query


@frozen
class Entry:
    """An act in the log of its agreement: its number, what it says, what is known of its recording, and the correction that struck it."""

    number: int
    act: Act
    noted: Noted | None
    struck_by: Act | None
    may_correct: bool


def _agreement(request: HttpRequest, family: str, slug: str) -> Agreement:
    return holdings(request)[f"{family}/{slug}"]


@require_safe
def record(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """Every act on record, the latest first, with who recorded it, when and from which document; struck acts as struck; revisions of the law."""
    when = as_of(request)
    found = _agreement(request, family, slug)
    noted = consult.history(actor(request), found.id)
    by_number = {line.act.number: line for line in noted if line.act is not None}
    struck = {act.of: act for act in found.acts if act.strikes}
    entries = [
        Entry(
            number,
            act,
            by_number.get(number),
            struck.get(act.id) if act.id and not act.strikes else None,
            not act.strikes and any(actor(request).may("record", party) for party in ("", *may_be_recorded_by(found, [act]))),
        )
        for number, act in enumerate(found.acts, 1)
    ]
    order = request.GET.get("order", "")
    if order == "recorded":
        entries.sort(key=lambda entry: (entry.noted.recording if entry.noted else 0, entry.number), reverse=True)
    else:
        entries.sort(key=lambda entry: (entry.act.on, entry.number), reverse=True)
    laws = [line for line in noted if line.text is not None]
    return page(request, "agreement/record.html", when, agreement=found, part="record", entries=entries, laws=laws, order=order)


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """The documents kept with the agreement; who may, adds one."""
    found = _agreement(request, family, slug)
    faults: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        try:
            return _keep(request, found)
        except Unfit as unfit:
            faults = unfit.faults
    given = {name: request.POST.get(name, "") for name in ("title", "party")}
    shown = {
        "agreement": found,
        "part": "documents",
        "found": documents.of_agreement(actor(request), found.id),
        "audiences": documents.audiences(actor(request), found),
        "limit": documents.LIMIT // 1024**2,
        "faults": faults,
        "given": given,
        "me": actor(request).user,
    }
    return page(request, "agreement/documents.html", as_of(request), http=422 if faults else 200, **shown)


def _keep(request: HttpRequest, found: Agreement) -> HttpResponse:
    upload = request.FILES.get("document")
    if upload is None:
        raise Unfit((("document", gettext("no file was chosen; choose the document to keep")),))
    # Read no more than is taken: what is larger is refused by its size alone.
    content = upload.read(documents.LIMIT + 1)
    kept = documents.keep(
        actor(request),
        upload.name or "",
        content,
        agreement=found.id,
        party=request.POST.get("party", ""),
        title=request.POST.get("title", ""),
    )
    messages.success(request, gettext("“%(name)s” is kept with this agreement.") % {"name": kept.name})
    return HttpResponseRedirect(reverse("agreement-documents", args=found.id.split("/", 1)))


@require_GET
def document(request: HttpRequest, number: int) -> HttpResponse:
    """A document byte for byte, to be saved: no browser is let to run anything in it."""
    kept, content = documents.open_document(actor(request), number)
    answer = HttpResponse(content, content_type=kept.media_type)
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", kept.name)
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(kept.name, safe='')}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store" if kept.party else "private, max-age=0"
    answer["ETag"] = f'"{kept.sha256}"'
    return answer


@require_POST
def take_away(request: HttpRequest, family: str, slug: str, number: int) -> HttpResponse:
    """Take a document away from the agreement."""
    found = _agreement(request, family, slug)
    documents.take_away(actor(request), found.id, number)
    messages.success(request, gettext("The document was taken away. What was recorded from it stays on record."))
    return HttpResponseRedirect(reverse("agreement-documents", args=[family, slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """Comments on the agreement, for the members of a party or for everybody with an account."""
    found = _agreement(request, family, slug)
    if request.method == "POST":
        try:
            comment.comment(actor(request), found.id, request.POST.get("text", ""), request.POST.get("party", ""))
            return HttpResponseRedirect(reverse("agreement-discussion", args=[family, slug]) + "#last")
        except Unfit as unfit:
            return _discussion(request, found, unfit.faults)
    return _discussion(request, found)


def _discussion(request: HttpRequest, found: Agreement, faults: tuple[tuple[str, str], ...] = (), editing: int | None = None) -> HttpResponse:
    """The comments; with faults those of a new one, or of the one being edited."""
    shown = {
        "agreement": found,
        "part": "discussion",
        "editing": editing,
        "remarks": comment.comments(actor(request), found.id),
        "audiences": comment.audiences(actor(request)),
        "longest": comment.LONGEST,
        "faults": faults,
        "given": {name: request.POST.get(name, "") for name in ("text", "party")},
        "me": actor(request).user,
    }
    return page(request, "agreement/discussion.html", as_of(request), http=422 if faults else 200, **shown)


@require_POST
def edit(request: HttpRequest, family: str, slug: str, number: int) -> HttpResponse:
    """Put other words in the place of a comment of one's own."""
    try:
        comment.revise(actor(request), number, request.POST.get("text", ""))
    except Unfit as unfit:
        return _discussion(request, _agreement(request, family, slug), unfit.faults, number)
    return HttpResponseRedirect(reverse("agreement-discussion", args=[family, slug]) + f"#c-{number}")


@require_POST
def withdraw(request: HttpRequest, family: str, slug: str, number: int) -> HttpResponse:
    """Withdraw a comment of one's own."""
    comment.withdraw(actor(request), number)
    messages.success(request, gettext("The comment was withdrawn."))
    return HttpResponseRedirect(reverse("agreement-discussion", args=[family, slug]))


@require_safe
def file(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """The law as its file states it, comments and all; any of its revisions, and what changed between two."""
    who, found = actor(request), _agreement(request, family, slug)
    number, law = excerpt.law(who, found.id, _number(request, "revision"))
    older = _number(request, "from")
    compared: list[tuple[str, str]] = []
    if older is not None:
        compared = difference(excerpt.law(who, found.id, older)[1], law)
    shown: dict[str, Any] = {
        "agreement": found,
        "part": "file",
        "revisions": excerpt.revisions(who, found.id),
        "number": number,
        "older": older,
        "compared": compared,
        "lines": [(_sort(line), line) for line in law.splitlines()],
        "acts": len(found.acts),
        "link": lambda **asked: reverse("agreement-file", args=[family, slug]) + query(**asked).rstrip("?"),
    }
    return page(request, "agreement/file.html", as_of(request), **shown)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else None


def _sort(line: str) -> str:
    """Return what a line of the file is, for its look: a comment, the head of a table, or neither."""
    plain = line.lstrip()
    return "c" if plain.startswith("#") else "h" if plain.startswith("[") else ""


def difference(older: str, newer: str) -> list[tuple[str, str]]:
    """Return the lines of a unified difference, each with what it is: `del`, `ins`, `at` (where) or nothing.

    >>> difference("a\\nb\\n", "a\\nc\\n")
    [('at', '@@ -1,2 +1,2 @@'), ('', ' a'), ('del', '-b'), ('ins', '+c')]
    """
    sorts = {"-": "del", "+": "ins", "@": "at"}
    lines = difflib.unified_diff(older.splitlines(), newer.splitlines(), lineterm="", n=3)
    return [(sorts.get(line[:1], ""), line) for line in lines if not line.startswith(("---", "+++"))]


_AT = "agreements/<str:family>/<str:slug>/"
urlpatterns = [
    path(f"{_AT}record/", record, name="agreement-record"),
    path(f"{_AT}documents/", papers, name="agreement-documents"),
    path(f"{_AT}documents/<int:number>/take-away", take_away, name="agreement-take-away"),
    path(f"{_AT}discussion/", discussion, name="agreement-discussion"),
    path(f"{_AT}discussion/<int:number>/edit", edit, name="agreement-edit-comment"),
    path(f"{_AT}discussion/<int:number>/withdraw", withdraw, name="agreement-withdraw"),
    path(f"{_AT}file/", file, name="agreement-file"),
    path("documents/<int:number>/", document, name="document"),
]
