"""What if."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from foedera.web.asking import page


def view(request: HttpRequest) -> HttpResponse:
    """Being written."""
    return page(request, "not_found.html", reason="")


urlpatterns = [path("what-if/", view, name="what-if")]
