"""Tests and doctests find the settings, and a register of their own in a folder that goes with the run."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedera.web.settings")
_HOME = tempfile.TemporaryDirectory(prefix="foedera-tests-", ignore_cleanup_errors=True)
os.environ["FOEDERA_HOME"] = _HOME.name
