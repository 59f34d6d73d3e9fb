"""The application a WSGI server runs; the collection is read and folded before the first request."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from foedera.web.asking import collection

application = get_wsgi_application()
collection()
