"""The provider is a program the tests start, not a module they load."""

from __future__ import annotations

collect_ignore_glob = ["*.py"]
