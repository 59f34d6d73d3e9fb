"""The interface for programs, `/api/v1`: the same deeds as the pages, described by OpenAPI, errors as problem+json (RFC 9457)."""
