"""The application a WSGI server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from foedera.web.served import SERVED_BY, end_with

application = get_wsgi_application()
if parent := os.environ.get(SERVED_BY):  # noqa: TID251 - said by the process above, not by a person
    end_with(int(parent))
