"""Work in the background: what one has asked for, how far each is, what came of it; to be cancelled, to be fetched."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from foedera.deeds import work
from foedera.deeds.work import Job
from foedera.model.phrases import N_
from foedera.web.asking import actor, holdings, page

#: The kinds of job as people call them, and what each is at while it says nothing more exact.
KINDS = {"import": N_("Import"), "examine": N_("Examining a file"), "export": N_("Export"), "rebuild": N_("Rebuilding the views")}
STATES = {"queued": N_("waiting"), "running": N_("at work"), "done": N_("done"), "failed": N_("failed"), "cancelled": N_("cancelled")}
SHAPES = {"queued": "◌", "running": "◐", "done": "●", "failed": "✕", "cancelled": "○"}


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own jobs, the latest first; as an administrator everybody's."""
    who = actor(request)
    return page(request, "work/jobs.html", jobs=work.see_all(who), kinds=KINDS, states=STATES, shapes_of=SHAPES, everybodys=who.may("administer"))


@require_safe
@never_cache
def one(request: HttpRequest, number: int) -> HttpResponse:
    """How far a job is, and what came of it. The page asks again by itself until it has ended."""
    who = actor(request)
    job = work.see(who, number)
    own = job.by is not None and job.by == who.user
    ids = (job.result or {}).get("touched", ()) if own else ()
    touched = [agreement for agreement in map(holdings(request).find, ids) if agreement is not None]
    then = _then(job) if own else ""
    return page(request, "work/job.html", job=job, own=own, then=then, touched=touched, kinds=KINDS, states=STATES, shapes_of=SHAPES)


def _then(job: Job) -> str:
    """Return where a job that has ended well leads, empty where it leads nowhere."""
    if job.kind != "examine" or job.state != "done":
        return ""
    step = job.arguments.get("then")
    return reverse(step if step in ("import-file", "import-columns") else "import-file", args=[job.arguments["upload"]])


@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel a job: what is not whole is undone."""
    work.cancel(actor(request), number, timezone.now())
    return HttpResponseRedirect(reverse("job", args=[number]))


@require_safe
def output(request: HttpRequest, number: int) -> HttpResponse:
    """The file a job has made."""
    name, media_type, content = work.output(actor(request), number)
    safe = re.sub(r"[^\w.() -]+", "-", name)[:120] or "file"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{safe}"'})


urlpatterns = [
    path("work/", jobs, name="work"),
    path("work/<int:number>/", one, name="job"),
    path("work/<int:number>/cancel/", cancel, name="cancel-job"),
    path("work/<int:number>/output/", output, name="job-output"),
]
