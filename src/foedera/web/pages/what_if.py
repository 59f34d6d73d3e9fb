"""What if: acts that nobody has done, stacked over several agreements and compared with the record; the address is the question."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import frozen
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foedera.deeds import draft, suppose
from foedera.deeds.suppose import KeptSupposition, Supposed
from foedera.library.supposing import FORM, read_act, split_line, write_act
from foedera.model.acts import Act
from foedera.model.errors import FoederaError, NotThere, Unfit
from foedera.web.asking import AsOf, actor, as_of, holdings, page
from foedera.web.forms import act as act_form
from foedera.web.forms.kinds import GROUPS
from foedera.web.forms.showing import choices, effects
from foedera.web.pages.record import keep_draft
from foedera.web.sentences import act_in_words
from foedera.web.templating import query

#: The longest question an address holds; longer ones are kept under a key.
LONGEST_ADDRESS = 3000
#: The fields by which a supposed act is added or changed.
FIELDS = ("agreement", "on", "kind", "by", "to", "of", "articles", "effective", "until")


@frozen
class Line:
    """A supposed act as written, the agreement it is in, and the act it makes, or what is wrong with it."""

    text: str
    agreement: str
    act: Act | None
    fault: str = ""

    @property
    def values(self) -> Mapping[str, str]:
        """The fields by which the line is changed."""
        if self.act is None:
            return {**dict.fromkeys(FIELDS, ""), "agreement": self.agreement}
        return {**act_form.of_act(self.act), "agreement": self.agreement}


@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest) -> HttpResponse:
    """The question in the address, and what would follow."""
    if request.method == "POST":
        return _changed(request)
    return _show(request, _lines(request, request.GET.get("acts", "")[:20_000], request.GET.get("ref", "")), None)


@require_safe
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """A question kept under a key, for anybody who has it and may read the register."""
    found = suppose.kept(actor(request), key)
    return _show(request, _lines(request, "\n".join(found.lines)), found)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The questions one keeps, and those kept for one's parties."""
    who = actor(request)
    found = suppose.mine(who)
    # What all of them suppose something of is fetched at once, not once for each.
    suppose.laid_open(who, {name for one in found for line in one.lines if (name := split_line(line, "")[0])})
    shown = [(one, _lines(request, "\n".join(one.lines))) for one in found]
    known = holdings(request)
    agreements = {line.agreement: known[line.agreement] for _, lines in shown for line in lines if line.act is not None}
    return page(request, "what_if_mine.html", found=shown, agreements=agreements, act_words=act_in_words)


@require_POST
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a question away."""
    suppose.forget(actor(request), key)
    messages.success(request, gettext("The supposition is thrown away."))
    return HttpResponseRedirect(reverse("suppositions"))


def _lines(request: HttpRequest, text: str, default: str = "") -> list[Line]:
    """Return what is supposed, a line each; a line that names no agreement is in that of the line before."""
    found: list[Line] = []
    split: list[tuple[str, str]] = []
    for written in filter(str.strip, text.splitlines()):
        default, rest = split_line(written.strip(), default)
        split.append((default, rest))
    known = suppose.laid_open(actor(request), {name for name, _ in split if name})
    for default, rest in split:
        try:
            if not default:
                message = gettext("“%(line)s” does not say which agreement it is in; begin it with its id and a colon: anzus/treaty: …") % {
                    "line": rest[:60]
                }
                raise Unfit((("", message),))
            found.append(Line(rest, default, read_act(rest, partial(known.code, declared=known[default].participants))))
        except FoederaError as error:
            found.append(Line(rest, default, None, str(error)))
    return found


def _show(request: HttpRequest, lines: list[Line], question: KeptSupposition | None, **more: Any) -> HttpResponse:
    when = as_of(request)
    who = actor(request)
    wanted = [(line.agreement, line.act) for line in lines if line.act is not None]
    found: Supposed | None = None
    faults = [(n, line.fault) for n, line in enumerate(lines, 1) if line.fault]
    if wanted and not faults:
        try:
            found = suppose.ask(who, wanted, when.today, when.on if request.GET.get("on") else None, when.known)
        except Unfit as error:
            faults = [(0, text) for _, text in error.faults]
    names = list(dict.fromkeys(name for name, _ in wanted))
    known = holdings(request)
    context = {
        "lines": lines,
        "text": _text(lines),
        "question": question,
        "found": found,
        "effects": effects(found.consequences) if found is not None else [],
        "supposed": len(names),
        "faults": faults,
        "titles": {name: known[name].short_title or known[name].title for name in names},
        "agreements": {name: known[name] for name in names},
        "groups": GROUPS,
        "form": FORM,
        "act_words": act_in_words,
        "moving": True,
        "parties": choices(),
        "keeps": sorted({party for party in who.parties_with("suppose") if party}),
        "may_keep": bool(who.parties_with("suppose")) and who.user is not None,
        "may_draft": bool(who.parties_with("draft")) and who.user is not None,
        "added": dict.fromkeys(FIELDS, "") | {"agreement": names[-1] if names else request.GET.get("ref", "")},
        "add_faults": [],
        **more,
    }
    return page(request, "what_if.html", when, http=422 if more.get("add_faults") else 200, **context)


def _text(lines: list[Line]) -> str:
    return "\n".join(f"{line.agreement}: {line.text}" if line.agreement else line.text for line in lines)


def _changed(request: HttpRequest) -> HttpResponse:
    """Change the question as the button says, and show it at its own address."""
    do, _, number = request.POST.get("do", "show").partition(":")
    when = as_of(request)
    lines = _lines(request, request.POST.get("acts", "")[:20_000], request.POST.get("ref", ""))
    at = int(number) - 1 if number.isascii() and number.isdecimal() and len(number) < 5 else -1
    try:
        if do in ("add", "change"):
            data = {name: request.POST.get(f"{number}.{name}" if do == "change" else name, "").strip() for name in FIELDS}
            made, faults = _made(request, data)
            if made is None:
                return _show(
                    request,
                    lines,
                    None,
                    added=data if do == "add" else dict.fromkeys(FIELDS, ""),
                    add_faults=faults,
                    changing=at if do == "change" else None,
                )
            if do == "add":
                lines.append(made)
            elif 0 <= at < len(lines):
                lines[at] = made
        elif do == "remove" and 0 <= at < len(lines):
            del lines[at]
        elif do in ("up", "down") and 0 <= at < len(lines) and 0 <= (other := at + (-1 if do == "up" else 1)) < len(lines):
            lines[at], lines[other] = lines[other], lines[at]
        elif do == "draft" and 0 <= at < len(lines):
            return _draft(request, lines[at])
        elif do == "keep":
            return _keep(request, lines)
    except Unfit as error:
        return _show(request, lines, None, add_faults=list(error.faults))
    return _to(request, lines, when)


def _made(request: HttpRequest, data: Mapping[str, str]) -> tuple[Line | None, list[tuple[str, str]]]:
    """Return the line a form makes, or what is wrong at its fields."""
    known = holdings(request)
    name = data["agreement"]
    found = known.find(name) if name else None
    if found is None:
        return None, [("agreement", gettext("Choose an agreement on record by its id, like anzus/treaty."))]
    form = act_form.read(data, found, known)
    if form.act is None:
        return None, list(form.faults)
    return Line(write_act(form.act), name, form.act), []


def _to(request: HttpRequest, lines: list[Line], when: AsOf) -> HttpResponse:
    """Lead to the address that holds the question; what is too long for one is kept under a key."""
    text = _text(lines)
    if len(text) > LONGEST_ADDRESS:
        return _keep(request, lines)
    on = request.POST.get("on", "")
    return HttpResponseRedirect(reverse("what-if") + (query(acts=text, on=on, known=when.known) if text else ""))


def _keep(request: HttpRequest, lines: list[Line]) -> HttpResponse:
    key = suppose.keep(actor(request), request.POST.get("title", ""), _text(lines).splitlines(), request.POST.get("party", ""))
    messages.success(request, gettext("Kept. Who has this address may read it; it is not recorded."))
    return HttpResponseRedirect(reverse("supposition", args=[key]))


def _draft(request: HttpRequest, line: Line) -> HttpResponse:
    """Turn a supposed act into a draft, where it can be completed and recorded."""
    if line.act is None:
        raise NotThere(line.fault)
    draft.desks(actor(request))
    values = act_form.of_act(line.act) | {"note": ""}
    number = keep_draft(request, "act", line.agreement, act_form.title(values), values, None)
    return HttpResponseRedirect(reverse("draft", args=[number]))


urlpatterns = [
    path("what-if/", what_if, name="what-if"),
    path("what-if/kept/", mine, name="suppositions"),
    path("what-if/kept/<str:key>/", kept, name="supposition"),
    path("what-if/kept/<str:key>/forget/", forget, name="forget-supposition"),
]
