"""The application a WSGI server runs.

All its pages are loaded before it answers: where one cannot be, as after an upgrade that broke off, the process ends and says why, instead of
answering without a word; and what is changed on disk later is not half taken up by a process that runs.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from foedera.web.served import SERVED_BY, end_with

application = get_wsgi_application()
get_resolver().check()
if parent := os.environ.get(SERVED_BY):  # noqa: TID251 - said by the process above, not by a person
    end_with(int(parent))
