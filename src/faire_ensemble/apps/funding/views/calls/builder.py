"""One section of a call, changed by an officer; a colleague may be changing it too."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.contract.selectors import partner_choices
from faire_ensemble.apps.directory.selectors import organisation_names, search_organisations
from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.funding.forms.calls.fields import AboutForm, ValuesForm
from faire_ensemble.apps.funding.forms.calls.rows import Rows
from faire_ensemble.apps.funding.models import Call
from faire_ensemble.apps.funding.permissions.calls import can_enter_office
from faire_ensemble.apps.funding.selectors import calls as selectors
from faire_ensemble.apps.funding.services import calls as services
from faire_ensemble.apps.funding.views.calls.conflicts import ConflictLine, conflict_lines
from faire_ensemble.apps.funding.views.calls.office import managed, sections
from faire_ensemble.kit.access import guarded

FOUND = 12


@dataclass
class Page:
    """What the page of a section shows. `revision` is the one the officer began from."""

    call: Call
    section: str
    revision: int
    form: Any = None
    rows: Rows | None = None
    faults: list[str] = field(default_factory=list)
    checked: bool = False
    search: str = ""
    found: list[tuple[int, str]] = field(default_factory=list)
    conflict: services.Conflict | None = None
    lines: list[ConflictLine] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@guarded(can_enter_office)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Show, rearrange or save a section."""
    call = managed(request, code)
    if section not in services.SECTIONS:
        raise Http404(_("Cette partie n'existe pas."))
    page = Page(call, section, call.revision)
    if request.method != "POST":
        show(page, services.content_of(call)[section])
        return answer(request, page)
    text = request.POST.get("revision", "")
    page.revision = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    content = read(page, request.POST)
    act = request.POST.get("do", "save")
    if act not in ("save", "confirm"):
        rearrange(page, act, request.POST)
    elif content is not None and save(request, page, content, confirmed=act == "confirm"):
        return redirect("funding:call_section", code, section)
    return answer(request, page)


def show(page: Page, content: dict[str, Any]) -> None:
    """Put plain data in the form."""
    if "rows" in content:
        page.rows = Rows.of(page.section, content)
    elif page.section == "about":
        page.form = AboutForm(AboutForm.typed(content))
    else:
        data = ValuesForm.typed(content)
        page.form = ValuesForm(data, section=page.section, call=page.call)


def read(page: Page, post: Any) -> dict[str, Any] | None:
    """What was typed, kept in the page; plain data when every field is right."""
    page.checked = post.get("do", "save") in ("save", "confirm")
    if page.section == "about":
        page.form = AboutForm(post)
    elif page.section in ("holders", "objectives"):
        page.form = ValuesForm(post, section=page.section, call=page.call)
    else:
        page.rows = Rows.posted(page.section, post)
        if sentence := services.too_many(page.section, len(page.rows.raws)):
            page.faults.append(sentence)
            return None
        forms = page.rows.forms
        if not all([form.is_valid() for form in forms]):
            return None
        return {"rows": [form.content() for form in forms]}
    content: dict[str, Any] | None = page.form.content() if page.form.is_valid() else None
    return content


def save(request: HttpRequest, page: Page, content: dict[str, Any], confirmed: bool) -> bool:
    """Whether the section was saved; otherwise the page says why, with every word kept."""
    if page.section == "questions" and page.call.state == "published" and not confirmed:
        page.told = selectors.consequences(page.call, content["rows"])
        if page.told:
            return False
    try:
        saved = services.save_section(
            actor=request.user,
            call_id=page.call.pk,
            section=page.section,
            content=content,
            revision=page.revision,
        )
    except services.BadCall as error:
        page.faults = list(error.sentences)
        return False
    except services.Conflict as conflict:
        page.conflict, page.revision = conflict, conflict.revision
        page.lines = conflict_lines(page.section, conflict.merged)
        page.checked = False
        show(page, conflict.merged.content)
        return False
    messages.success(request, _("Enregistré.") if saved.changed else _("Rien n'avait changé."))
    return True


def rearrange(page: Page, act: str, post: Any) -> None:
    """Add, move, remove rows; search funders. Nothing is written."""
    rows = page.rows
    if rows is None:
        return
    verb, _dash, which = act.partition("-")
    rank = int(which) if which.isascii() and which.isdigit() and len(which) < 10 else -1
    page.search = post.get("q", "").replace("\x00", "").strip()[:100]
    full = len(rows.raws) >= services.MAX_ROWS[page.section]
    if verb == "up":
        rows.move(rank, -1)
    elif verb == "down":
        rows.move(rank, 1)
    elif verb == "remove":
        rows.remove(rank)
    elif verb == "add" and full:
        page.faults.append(services.too_many(page.section, len(rows.raws) + 1))
    elif verb == "add" and page.section != "funders":
        rows.add(id="")
    elif verb == "add" and organisation_names({rank}):
        if str(rank) not in [(raw.get("id") or [""])[0] for raw in rows.raws]:
            rows.add(id=str(rank), nature="specific")


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page of the section."""
    names: dict[int, str] = {}
    if page.section == "funders" and page.rows is not None:
        ids = [(raw.get("id") or [""])[0] for raw in page.rows.raws]
        names = organisation_names({int(pk) for pk in ids if pk.isascii() and pk.isdigit()})
        if page.search:
            found = search_organisations(page.search, fold(page.search))[:FOUND]
            page.found = [(row.pk, row.name) for row in found]
        else:
            page.found = [
                (pk, name) for pk, name in partner_choices(page.call.contract_id) if pk not in names
            ][:FOUND]
    titles = dict(sections())
    context = {
        "page": page,
        "call": page.call,
        "title": titles[page.section],
        "sections": sections(),
        "names": {str(pk): name for pk, name in names.items()},
    }
    return render(request, "funding/calls/section.html", context, using="jinja2")
