"""Tests and doctests of the web face find its settings."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedera.web.settings")
