"""The addresses of the interface for programs."""

from __future__ import annotations

from django.urls import path

from foedera.api.service import api

urlpatterns = [path("", api.urls)]
