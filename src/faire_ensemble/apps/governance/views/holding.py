"""A meeting being held: who is there, what is said of each point, what is decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.forms.meetings import (
    CancelForm,
    DecisionForm,
    ItemForm,
    PaperForm,
    SecondForm,
    read_attendance,
    read_lines,
)
from faire_ensemble.apps.governance.models import AgendaItem, Meeting, Presence
from faire_ensemble.apps.governance.permissions.bodies import can_open_governance
from faire_ensemble.apps.governance.selectors.links import link_kinds
from faire_ensemble.apps.governance.selectors.meetings import meeting_page
from faire_ensemble.apps.governance.selectors.recipients import accounts_sitting, terms_by_seat
from faire_ensemble.apps.governance.services import BadMeeting, Came
from faire_ensemble.apps.governance.views.pages import (
    FORM,
    done,
    files,
    kept_meeting,
    objectives,
    organisations,
    page,
    posted,
    tried,
)
from faire_ensemble.kit.access import guarded

EMPTY_LINES = 3


def forms_of(request: HttpRequest, found: Meeting) -> dict[str, Any]:
    """The forms of the page of a meeting; each is bound only when it is the one that was sent."""
    body = found.body
    items = [(row.pk, f"{row.rank}. {row.title}"[:80]) for row in found.items.all()]
    return {
        "item": ItemForm(
            posted(request, "item"), prefix="item", objectives=objectives(body),
            organisations=organisations(body), kinds=link_kinds(),
        ),
        "paper": PaperForm(
            posted(request, "paper"), files(request, "paper"), prefix="paper", items=items
        ),
        "cancel": CancelForm(posted(request, "cancel"), prefix="cancel"),
        "second": SecondForm(posted(request, "second"), prefix="second"),
    }  # fmt: skip


def holding(found: Meeting, forms: dict[str, Any]) -> dict[str, Any]:
    """What the page of a meeting being held shows."""
    return {
        "page": meeting_page(found, sees_all=True),
        "forms": forms,
        "names": _names(found),
        "presences": Presence.choices,
        "typed": {},
        "faults": {},
    }


@guarded(can_open_governance)
@require_http_methods(FORM)
def attendance(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Who is there; a refusal stays beside its seat, with all that was typed."""
    found = kept_meeting(request, meeting_id)
    if request.method != "POST":
        return redirect("governance:prepare", found.pk)
    seats = found.attendances.values_list("seat_id", flat=True)
    typed = (
        dict.fromkeys(seats, Came(Presence.PRESENT))
        if request.POST.get("tous")
        else read_attendance(request.POST, seats)
    )
    try:
        services.record_attendance(actor=request.user, meeting_id=found.pk, seats=typed)
    except BadMeeting as error:
        if found.state != "held":
            messages.error(request, str(error))
            return redirect("governance:prepare", found.pk)
        content = holding(found, forms_of(request, found))
        faults = {error.field or "presences": str(error)}
        return page(request, "office/hold", content | {"typed": typed, "faults": faults})
    messages.success(request, _("Présences enregistrées."))
    return redirect("governance:prepare", found.pk)


@guarded(can_open_governance)
@require_http_methods(FORM)
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """What is said of a point, paragraph by paragraph, and what is decided.

    One form: what was typed in the other half is kept whichever button is pressed.
    """
    row = get_object_or_404(AgendaItem, pk=item_id)
    found = kept_meeting(request, row.meeting_id)
    form = _decision_form(request, row, found)
    written = request.method == "POST" and _written(request, row)
    if written and form.is_valid() and tried(form, lambda: _decided(request, row, form)):
        messages.success(request, _("Décision écrite."))
        return redirect("governance:item", row.pk)
    if written and not form.is_bound:
        messages.success(request, _("Compte rendu de ce point enregistré."))
        if not form.initial.get("title"):
            return redirect("governance:item", row.pk)
    shown = meeting_page(found, sees_all=True)
    line = next(each for each in shown.items if each.id == row.pk)
    refused = request.method == "POST" and not written
    lines = [each for each in read_lines(request.POST) if each[0]] if refused else line.lines
    content = {
        "page": shown, "item": line, "lines": [*lines, *[("", False)] * EMPTY_LINES], "form": form,
    }  # fmt: skip
    return page(request, "office/item", content)


def _written(request: HttpRequest, row: AgendaItem) -> bool:
    """Keep the paragraphs, when the form held them."""
    if "texte-1" not in request.POST:
        return True
    return done(
        request,
        lambda: services.write_minutes(
            actor=request.user, item_id=row.pk, lines=read_lines(request.POST),
            put_off=request.POST.get("remis") == "1",
        ),
    )  # fmt: skip


def _decision_form(request: HttpRequest, row: AgendaItem, found: Meeting) -> DecisionForm:
    """Bound when the decision was sent; else it shows again what was typed of it."""
    initial: dict[str, Any] = {"objective": row.objective_id}
    if request.method == "POST":
        names = DecisionForm.base_fields
        initial = {name: request.POST.get(f"decision-{name}", "") for name in names}
    return DecisionForm(
        posted(request, "decider"), prefix="decision", organisations=organisations(found.body),
        objectives=objectives(found.body), people=accounts_sitting(found.body), initial=initial,
    )  # fmt: skip


def _decided(request: HttpRequest, row: AgendaItem, form: DecisionForm) -> Any:
    asked = form.cleaned_data
    return services.take_decision(
        actor=request.user, item_id=row.pk, title=asked["title"], words=asked["words"],
        due_on=asked["due_on"], owner_organisation_id=asked["owner_organisation"],
        owner_name=asked["owner_name"], owner_person_id=asked["owner_person"],
        objective_id=asked["objective"], restricted=asked["restricted"],
    )  # fmt: skip


def _names(found: Meeting) -> dict[int, list[str]]:
    """Who may come for each seat, to propose their names."""
    terms = terms_by_seat(found.body, timezone.localdate(found.starts_at))
    return {seat: [each.shown_name for each in rows] for seat, rows in terms.items()}
