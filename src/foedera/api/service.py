"""The interface as one object: its routes, who may call, its description."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from foedera.api import problems
from foedera.api.callers import CALLERS
from foedera.api.manners import known_only, polite
from foedera.api.routes import ROUTERS

DESCRIPTION = """Everything the pages can do. Who is bound to whom, since when, until when, and why: each answer carries its reasons.

Read without a token where the register is open to everybody; all else needs a token (`Authorization: Bearer fdr_…`) from the account page,
whose scopes are the powers it may use. Days are `YYYY-MM-DD`; unknown is `null`. `on` is the day in law, `known` the state of the record.
Lists are cut into pages (`page`, `size`), with `Link` headers. Answers open to all readers carry an `ETag`; errors are `application/problem+json`.
A parameter the operation does not know is refused."""


#: U+0000 as JSON writes it: a backslash that is not itself written by one goes before.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class Texts(Parser):
    """Reads bodies, and refuses what stands in no text and what PostgreSQL takes nowhere: U+0000, and halves of surrogate pairs."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what a body says. HttpError where it is no JSON, nested too deep, or holds what is no text."""
        try:
            found = super().parse_body(request)
            said = json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise HttpError(400, f"the body cannot be read as JSON: {error}") from error
        if _NUL.search(said):
            raise HttpError(400, "the body holds the character U+0000, which stands in no text; leave it out")
        return found


class Service(NinjaAPI):
    """The interface; its description says which media type problems have."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Begin without routes, nothing of them described."""
        super().__init__(*args, **options)
        self._made: dict[str | None, OpenAPISchema] = {}

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        """Return the addresses, each with the manners all keep to."""
        found = super()._get_urls()
        for pattern in found:
            if isinstance(pattern, URLPattern):
                pattern.callback = polite(pattern.callback)
        return found

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        """Return the description with problems under their own media type; made once, since making it costs a second and anybody may ask."""
        if not path_params and path_prefix in self._made:
            return self._made[path_prefix]
        found = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in found["paths"].values():
            for operation in operations.values():
                for status, answer in operation.get("responses", {}).items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        answer["content"] = {problems.MEDIA_TYPE: content["application/json"]}
        if not path_params:
            self._made[path_prefix] = found
        return found


api = Service(
    title="Foedera",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=CALLERS,
    docs_url=None,
    openapi_url="openapi.json",
    parser=Texts(),
)
problems.install(api)
api.add_decorator(known_only, mode="view")
for prefix, router in ROUTERS:
    api.add_router(prefix, router)
