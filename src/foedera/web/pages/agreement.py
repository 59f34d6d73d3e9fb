"""Agreement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from foedera.web.asking import page


def view(request: HttpRequest, family: str, slug: str) -> HttpResponse:
    """Being written."""
    return page(request, "not_found.html", reason="")


urlpatterns = [path("agreements/<str:family>/<str:slug>/", view, name="agreement")]
