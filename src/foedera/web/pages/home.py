"""Home: what whoever opens the register in the morning should know; for a visitor the register as a whole and three ways in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from foedera.deeds import brief, waiting
from foedera.web.asking import actor, as_of, page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is due, running, coming into force, newly recorded; of one's parties, or of all."""
    when = as_of(request)
    chosen = request.GET.get("for", "")[:40]
    own = brief.parties_of(actor(request))
    told = brief.brief(actor(request), when.today, party=chosen, everybody=chosen == "all")
    rounds = waiting.waiting(actor(request), when.today, chosen if chosen in own else "") if chosen != "all" else waiting.Waiting()
    chosen = "all" if chosen == "all" else chosen if chosen in own else ""
    return page(request, "home.html", when, told=told, own=own, chosen=chosen, waiting=rounds)


urlpatterns = [path("", home, name="home")]
