"""A bound on what is uploaded: a request that says it is larger is refused before any of it is read or kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext

#: The most bytes of a request with files: the largest document that is kept, and what goes with it.
MOST = 26 * 1024 * 1024


class Bounded(FileUploadHandler):
    """Stands before the handlers that keep files, and keeps none itself."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None) -> None:  # noqa: N803
        """Refuse a request that is too large."""
        if content_length > MOST:
            message = gettext("What was sent has %(sent)s MB; %(most)s MB is the most. Leave out what is not needed, or divide it.")
            raise RequestDataTooBig(message % {"sent": content_length // 1024**2, "most": MOST // 1024**2 - 1})

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand a piece on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
