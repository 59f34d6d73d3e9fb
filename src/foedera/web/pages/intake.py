"""Import: a file is handed in, its columns confirmed, what it would bring shown row by row, names decided in place; then it is recorded, or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foedera.deeds import decide, take_in, work
from foedera.deeds.decide import Decided
from foedera.deeds.report import PARTS, Report, act
from foedera.interchange import bundles
from foedera.library.names import Decision
from foedera.library.spellings import fold
from foedera.library.vocabularies import parties
from foedera.model.errors import FaultyFile, Unfit
from foedera.web import sentences, tongues
from foedera.web.asking import actor, holdings, page, today
from foedera.web.forms import act as act_form
from foedera.web.forms import intake as form
from foedera.web.templating import party_name

#: How many rows a page of a report has; of names, which are worked through, fewer.
SIZE, NAMES = 50, 25
KINDS_READ = ".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.toml,.zip"


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Hand a file in; below it those handed in before, and the latest imports."""
    who = actor(request)
    faults: list[Any] = []
    if request.method == "POST":
        given = request.FILES.get("file")
        try:
            if given is None:
                raise Unfit((("file", gettext("Choose a file first.")),))
            number = take_in.hand_in(who, given.name or "", given.read(take_in.LARGEST + 1), timezone.now())
        except FaultyFile as error:
            faults = list(error.faults)
        except Unfit as error:
            faults = [text for _, text in error.faults]
        else:
            step = "import-file" if bundles.is_bundle(take_in.opened(who, number).name) else "import-columns"
            return _examined(request, number, step)
    mine = who.parties_with("import")
    jobs = [job for job in work.see_all(who) if job.kind == "import" and job.by == who.user][:10] if mine else []
    return page(
        request,
        "import/choose.html",
        http=400 if faults else 200,
        faults=faults,
        mine=take_in.mine(who),
        jobs=jobs,
        may=bool(mine),
        only_names="" if "" in mine else ", ".join(party_name(code) for code in mine),
        accept=KINDS_READ,
        megabytes=take_in.LARGEST // 1024**2,
        held=work.HELD.days,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Where a file comes from and what its columns mean, as guessed and with the reasons; a person can say otherwise of each."""
    who = actor(request)
    upload = take_in.opened(who, number)
    if upload.outcome is not None or bundles.is_bundle(upload.name):
        return HttpResponseRedirect(reverse("import-file", args=[number]))
    report, _ = take_in.report_on(who, number, timezone.now())
    if report is None:
        return _examined(request, number, "import-columns")
    wish = take_in.said(upload.said)
    faults: form.Faults = []
    offered = form.agreements_found(who, wish.title, today()) if request.method != "POST" else []
    if request.method == "POST":
        agreement, offered = form.agreement_meant(who, request.POST, today())
        wish, faults = form.read(request.POST, wish, report.columns, agreement, several=bool(offered))
        if not faults:
            take_in.revise(who, number, wish)
            return _examined(request, number)
    return page(
        request,
        "import/columns.html",
        http=400 if faults else 200,
        upload=upload,
        wish=wish,
        report=report,
        faults=faults,
        offered=offered,
        choices=form.choices(),
        orders=[(code, gettext(words)) for code, words in form.ORDERS.items()],
        role_of=form.role_of,
        of_one=report.shape == "participants",
        may_new=who.may("import"),
    )


def _examined(request: HttpRequest, number: int, step: str = "import-file") -> HttpResponse:
    """Lead to a step once the file is examined: at once where it is small, else past the job that examines it."""
    who = actor(request)
    try:
        _, holds = take_in.report_on(who, number, timezone.now())
    except FaultyFile as error:
        for fault in error.faults:
            messages.error(
                request,
                f"{tongues.translated(fault.message)} ({tongues.translated(fault.hint)})" if fault.hint else tongues.translated(fault.message),
            )
        return HttpResponseRedirect(reverse("import"))
    if holds:
        return HttpResponseRedirect(reverse(step, args=[number]))
    running = [
        job for job in work.see_all(who) if job.kind == "examine" and not job.over and job.by == who.user and job.arguments.get("upload") == number
    ]
    for job in running:
        work.cancel(who, job.id, timezone.now())
    party = next(iter(who.parties_with("import")), "")
    found = work.enqueue(who, "examine", {"upload": number, "name": take_in.opened(who, number).name, "then": step}, party=party)
    return HttpResponseRedirect(reverse("job", args=[found]))


@require_POST
def examine(request: HttpRequest, number: int) -> HttpResponse:
    """Look at a file again."""
    return _examined(request, number)


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """What a file would bring: counts, and under each of them its rows; nothing is recorded yet."""
    who = actor(request)
    upload = take_in.opened(who, number)
    if upload.outcome is not None:
        return page(request, "import/report.html", upload=upload, report=None, done=upload.outcome)
    report, holds = take_in.report_on(who, number, timezone.now())
    if report is None:
        return page(request, "import/report.html", upload=upload, report=None, done=None)
    part = request.GET.get("show", "")
    part = part if part in PARTS else next((p for p in ("names", "left_out", "new", "changed", "contradictions", "known") if report.parts[p]), "new")
    rows, at, pages = _cut(report.parts[part], request.GET.get("page", ""), NAMES if part == "names" else SIZE)
    return page(
        request,
        "import/report.html",
        upload=upload,
        report=report,
        holds=holds,
        done=None,
        wish=take_in.said(report.said),
        part=part,
        rows=rows,
        at=at,
        pages=pages,
        act_of=act,
        names=sentences.names,
        few=sentences.NAMED,
        all_parties=party_choices() if part == "names" else [],
        decided_about=_decided_since(report) if part == "names" else None,
        twice={text for text, times in Counter(row["text"] for row in report.parts["names"]).items() if times > 1},
        may=who.may("import") or any(who.may("import", party) for party in report.allowed),
        kept_for="" if who.may("import") else next((party for party in report.allowed if who.may("import", party)), ""),
        bundle=bundles.is_bundle(upload.name),
    )


def _cut(rows: list[Any], asked: str, size: int) -> tuple[list[Any], int, int]:
    """Return one page of rows, its number and of how many."""
    pages = max(1, -(-len(rows) // size))
    at = min(max(int(asked), 1), pages) if re.fullmatch(r"[0-9]{1,6}", asked) else 1
    return rows[(at - 1) * size : at * size], at, pages


def party_choices() -> list[tuple[str, str]]:
    """Return every party there is or was, name and code, as a form offers them."""
    return sorted((tongues.party_name(party), party.code) for party in parties())


def _decided_since(report: Report) -> Callable[[dict[str, Any]], list[Decided]]:
    """Return what says of a name what was decided about it since a report was made, for days on which it stands there."""
    found: dict[str, list[Decided]] = {}
    for decided in decide.made_since(report.stamp[0]):
        found.setdefault(fold(decided.name), []).append(decided)

    def about(row: dict[str, Any]) -> list[Decided]:
        first, last = row["first"] or "", row["last"] or "9999"
        return [
            d
            for d in found.get(fold(row["text"]), ())
            if (d.since is None or d.since.isoformat() <= last) and (d.until is None or d.until.isoformat() >= first)
        ]

    return about


@require_POST
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Decide what a name means, in the file being imported and in every later one."""
    who = actor(request)
    take_in.opened(who, number)
    back = f"{reverse('import-file', args=[number])}?show=names&page={request.POST.get('page', '1')[:6]}#names"
    try:
        decide.decide(who, [_decision(request)])
    except Unfit as error:
        messages.error(request, "; ".join(tongues.translated(text) for _, text in error.faults))
    return HttpResponseRedirect(back)


def _decision(request: HttpRequest) -> Decision:
    """Read a decision: a party by a button or as typed, or that it is none."""
    faults: list[tuple[str, str]] = []
    text = request.POST.get("name", "").strip()[:255]
    verdict, first, last = (request.POST.get(field, "").strip() for field in ("verdict", "since", "until"))
    if verdict:
        # A button speaks for the days its name stands open for; days typed beside it belong to the field.
        first, last = request.POST.get("first", first), request.POST.get("last", last)
    else:
        found = act_form.codes(request.POST.get("party", "").strip(), "party", holdings(request), faults)
        verdict = found[0] if len(found) == 1 else ""
        if not verdict and not faults:
            faults.append(("party", gettext("Choose one party, or say that it is none.")))
    since, until = act_form.day_of(first, "since", faults), act_form.day_of(last, "until", faults)
    if faults:
        raise Unfit(tuple(faults))
    return Decision(text, verdict, since, until)


@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Put the import in the queue, and lead to its progress."""
    who = actor(request)
    try:
        job = take_in.begin(who, number, request.POST.get("seen", ""), whole=request.POST.get("rows") == "all")
    except Unfit as error:
        messages.error(request, tongues.translated(str(error)))
        return HttpResponseRedirect(reverse("import-file", args=[number]))
    return HttpResponseRedirect(reverse("job", args=[job]))


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a file away."""
    take_in.discard(actor(request), number)
    messages.success(request, gettext("The file is thrown away; nothing was recorded from it."))
    return HttpResponseRedirect(reverse("import"))


@require_safe
def left_out(request: HttpRequest, number: int) -> HttpResponse:
    """The rows left out, with reasons and remedies, as CSV."""
    who = actor(request)
    content = take_in.left_out_of(who, number)
    stem = re.sub(r"[^\w.-]+", "-", take_in.opened(who, number).name.rpartition(".")[0])[:60].strip("-.") or "file"
    return HttpResponse(
        content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{stem}-left-out.csv"'}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """Every decision about a name: who made it, for which days; made here too, and withdrawn."""
    who = actor(request)
    faults: list[str] = []
    if request.method == "POST":
        try:
            decide.decide(who, [_decision(request)])
            return HttpResponseRedirect(reverse("names"))
        except Unfit as error:
            faults = [tongues.translated(text) for _, text in error.faults]
    words = request.GET.get("q", "").strip()[:100]
    found = [d for d in decide.listing(who) if fold(words) in fold(d.name) or words.upper() == d.code]
    rows, at, pages = _cut(found, request.GET.get("page", ""), SIZE)
    return page(
        request,
        "import/names.html",
        http=400 if faults else 200,
        rows=rows,
        at=at,
        pages=pages,
        total=len(found),
        words=words,
        faults=faults,
        given=request.POST,
        all_parties=party_choices(),
        may=bool(who.parties_with("import")),
    )


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Let a decision no longer hold."""
    decide.withdraw(actor(request), number, timezone.now())
    messages.success(request, gettext("The decision no longer holds for later imports; what was imported by it stays."))
    upload = request.POST.get("upload", "")
    if re.fullmatch(r"[0-9]{1,9}", upload):
        return HttpResponseRedirect(f"{reverse('import-file', args=[int(upload)])}?show=names#names")
    return HttpResponseRedirect(reverse("names"))


urlpatterns = [
    path("import/", choose, name="import"),
    path("import/names/", names, name="names"),
    path("import/names/<int:number>/withdraw/", withdraw, name="withdraw-name"),
    path("import/<int:number>/", one, name="import-file"),
    path("import/<int:number>/columns/", columns, name="import-columns"),
    path("import/<int:number>/examine/", examine, name="import-examine"),
    path("import/<int:number>/name/", name, name="import-name"),
    path("import/<int:number>/begin/", begin, name="import-begin"),
    path("import/<int:number>/discard/", discard, name="import-discard"),
    path("import/<int:number>/left-out.csv", left_out, name="import-left-out"),
]
