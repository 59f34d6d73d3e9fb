"""The frame of the house around pages written for the other template engine, so that there is one frame only."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from foedera.web.asking import actor, as_of

register = template.Library()


@register.tag(name="house")
def do_house(parser: Any, token: Any) -> template.Node:
    """Lay the frame around what stands up to `{% endhouse %}`: `{% house title scripts %}`."""
    _, title, scripts = token.split_contents()
    inside = parser.parse(("endhouse",))
    parser.delete_first_token()
    return _House(inside, title, scripts)


class _House(template.Node):
    """A page of allauth's in our frame."""

    def __init__(self, nodelist: Any, title: str, scripts: str) -> None:
        self.nodelist = nodelist
        self.title = title
        self.scripts = scripts

    def render(self, context: Any) -> Any:
        """Return the whole page."""
        request = context["request"]
        inside = self.nodelist.render(context)
        frame = {
            "when": as_of(request),
            "path": request.path,
            "actor": actor(request),
            "title": context.get(self.title, ""),
            "inside": mark_safe(inside),  # noqa: S308 - rendered with escaping by the other engine
            "own_scripts": context.get(self.scripts, ""),
        }
        return mark_safe(render_to_string("account/frame.html", frame, request=request, using="jinja2"))  # noqa: S308 - likewise
