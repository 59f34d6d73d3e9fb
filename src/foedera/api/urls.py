"""The addresses of the interface for programs."""

from __future__ import annotations

from django.urls import path, re_path

from foedera.api.manners import nowhere
from foedera.api.service import api

urlpatterns = [path("v1/", api.urls), re_path("", nowhere)]
