"""An answer that is sent only where it is another than what the reader has (RFC 9110 section 13.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from collections.abc import Callable


def unless_known(tag: str, content_type: str, make: Callable[[], bytes]) -> Response:
    """What `make` gives, under the strong ETag `tag`; or 304 where the reader knows that tag."""
    response = Response(content_type=content_type)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
        return response
    response.set_data(make())
    return response
