"""Replacing a decision: an amendment, a project given up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.funding.forms.programmes import AgainForm
from faire_ensemble.apps.funding.models import Envelope, FundingRequest
from faire_ensemble.apps.funding.permissions.programmes import (
    can_decide_again,
    can_open_arbitration,
)
from faire_ensemble.apps.funding.selectors.paying import envelopes_for
from faire_ensemble.apps.funding.services.decisions import decide_again
from faire_ensemble.apps.funding.services.programmes import BadProgramme
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_open_arbitration)
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, request_id: int) -> HttpResponse:
    """Every decision of a request, and the form of the next one."""
    row = get_object_or_404(
        FundingRequest.objects.select_related(
            "application__call", "application__project", "application__lead", "funder"
        ),
        pk=request_id,
    )
    require(can_decide_again(request.user, row))
    form = AgainForm(request.POST or None, envelopes=envelopes_for(row))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decide_again(
                actor=request.user, request=row, outcome=given["outcome"], amount=given["amount"],
                envelope=Envelope.objects.filter(pk=given["envelope"] or 0).first(),
                body=given["body"], reason=given["reason"],
            )  # fmt: skip
        except BadProgramme as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("La nouvelle décision est inscrite."))
            return redirect("funding:decide_again", row.pk)
    return render(
        request,
        "funding/programmes/again.html",
        {
            "form": form,
            "asked": row,
            "decisions": row.decisions.select_related("envelope").order_by("-number"),
        },
        using="jinja2",
    )
