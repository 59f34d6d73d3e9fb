"""The addresses of the pages: each page's module names its own."""

from __future__ import annotations

from django.urls import include, path

from foedera.web.accounts.mine import set_language
from foedera.web.pages import (
    administration,
    adopting,
    agreement,
    agreement_papers,
    agreements,
    alignment,
    between,
    calendar,
    calling,
    correct,
    drafts,
    feeds,
    forecast,
    home,
    instruments,
    instruments_of,
    intake,
    parties,
    picture,
    positions,
    positions_kept,
    procedures,
    ratification,
    record,
    rounds,
    rounds_kept,
    sealed,
    steps,
    threats,
    threats_kept,
    what_if,
    work,
)
from foedera.web.robots import robots

PAGES = (
    home,
    threats_kept,
    threats,
    positions,
    positions_kept,
    alignment,
    calling,
    sealed,  # it and the picture before rounds, whose address takes whatever follows
    picture,
    rounds_kept,
    rounds,
    agreements,
    agreement,
    agreement_papers,
    forecast,
    instruments,
    instruments_of,
    ratification,
    steps,
    procedures,
    parties,
    between,
    calendar,
    feeds,
    what_if,
    record,
    correct,
    drafts,
    adopting,
    intake,
    work,
    administration,
)

urlpatterns = [
    *(pattern for module in PAGES for pattern in module.urlpatterns),
    path("robots.txt", robots, name="robots"),
    path("language/", set_language, name="set_language"),
    path("api/", include("foedera.api.urls")),
    path("account/", include("foedera.web.accounts.urls")),
]
handler400 = "foedera.web.pages.faults.unfit"
handler403 = "foedera.web.pages.faults.not_allowed"
handler404 = "foedera.web.pages.faults.not_found"
handler429 = "foedera.web.accounts.refusals.too_many"
handler500 = "foedera.web.pages.faults.broken"
