"""Whoever has the mandate sets and withdraws the targets of an indicator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from faire_ensemble.apps.observatory import services
from faire_ensemble.apps.observatory.forms import TargetForm
from faire_ensemble.apps.observatory.permissions import can_set_target, can_withdraw_target
from faire_ensemble.apps.observatory.selectors import (
    GapTable,
    gaps_of_indicator,
    targets_of_indicator,
    words,
)
from faire_ensemble.apps.observatory.views.public import asked_for, no_epci
from faire_ensemble.kit.access import guarded


@guarded(can_set_target)
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, code: str) -> HttpResponse:
    """The targets of an indicator, and the form of a new one."""
    found, epci, _every = asked_for(request, code)
    if epci is None:
        return no_epci(request, found)
    table = gaps_of_indicator(found, epci)
    form = TargetForm(request.POST or None, table=table, initial={"base_year": table.year})
    if request.method == "POST" and form.is_valid():
        done = _set(request, form, table)
        if done is not None:
            return done
    content = {
        "indicator": found,
        "form": form,
        "rows": targets_of_indicator(found.id, epci.id),
        "words": words,
    }
    return render(request, "observatory/targets.html", content, using="jinja2")


def _set(request: HttpRequest, form: TargetForm, table: GapTable) -> HttpResponse | None:
    """Set what the form asks; None, with the reason on the form, when nothing could be set."""
    actor: Any = request.user
    chosen = form.cleaned_data["neighbourhood"]
    places = [row.place for row in table.rows if chosen in ("", row.place.code)]
    outcome = services.set_targets(
        actor=actor,
        indicator=table.indicator,
        places=places,
        base_year=form.cleaned_data["base_year"],
        target_year=form.cleaned_data["target_year"],
        remaining=form.remaining,
        source=form.cleaned_data["source"],
    )
    if not outcome.done:
        for reason in dict.fromkeys(outcome.refused):
            form.add_error(None, reason)
        return None
    said = ngettext("%(n)s cible fixée.", "%(n)s cibles fixées.", outcome.done)
    messages.success(request, said % {"n": outcome.done})
    for reason in outcome.refused:
        messages.warning(request, reason)
    return redirect("observatory:targets", code=table.indicator.code)


@guarded(can_withdraw_target)
@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw a target; the trail keeps it."""
    actor: Any = request.user
    try:
        services.withdraw_target(actor=actor, target_id=pk)
    except services.BadTarget as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Cible retirée."))
    return redirect("observatory:targets", code=code)
