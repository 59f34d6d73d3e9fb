"""Between: two parties on a day, everything that binds them and how, what binds only one, what once bound both."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from foedera.deeds import compare
from foedera.model.errors import UnknownParty
from foedera.web import tongues
from foedera.web.asking import AsOf, actor, as_of, holdings, page
from foedera.web.pages.parties import number
from foedera.web.templating import party_name


@require_safe
def between(request: HttpRequest) -> HttpResponse:
    """What binds two participants to one another on the day, each with its text, reservations, obligations and reasons."""
    when = as_of(request)
    typed = {name: request.GET.get(name, "").strip()[:80] for name in ("a", "b")}
    codes: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name, text in typed.items():
        if not text:
            continue
        try:
            codes[name] = holdings(request).code(text)
        except UnknownParty as error:
            if text.upper().startswith("X-"):  # declared by an agreement of its own
                codes[name] = text.upper()
            else:
                faults[name] = tongues.translated(error.args[0])
    if len(codes) == 2 and codes["a"] == codes["b"]:
        faults["b"] = gettext("Choose another party than the first.")
    found = None
    if len(codes) == 2 and not faults:
        found = compare.compare(actor(request), codes["a"], codes["b"], when.on, when.known, page=number(request))
    names = {name: party_name(code, when.on) for name, code in codes.items()}
    return page(request, "between.html", when, typed=typed, codes=codes, faults=faults, names=names, found=found, choices=choices(request, when))


def choices(request: HttpRequest, when: AsOf) -> list[tuple[str, str]]:
    """Return the parties that existed on the day, by name, for fields that offer them."""
    found = [(party.code, tongues.party_name(party, when.on)) for party in holdings(request).parties if party.exists(when.on)]
    return sorted(found, key=lambda choice: choice[1].casefold())


urlpatterns = [path("between/", between, name="between")]
