"""« I carry this one », and the answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from faire_ensemble.apps.initiatives.forms.initiatives import ClaimForm
from faire_ensemble.apps.initiatives.permissions.initiatives import (
    can_claim,
    can_moderate,
    can_take_part,
)
from faire_ensemble.apps.initiatives.services import claiming
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.views.found import found_initiative, site_of
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


@guarded(can_take_part)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Say that one carries a page that nobody keeps."""
    row = found_initiative(initiative_id)
    require(can_claim(request.user, row))
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claiming.claim(
                actor=request.user, initiative_id=row.pk, words=form.cleaned_data["words"]
            )
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("C'est envoyé : l'équipe du contrat de ville vous répondra "
                                        "par message."))  # fmt: skip
            return redirect("initiatives:initiative", row.pk)
    context = {"row": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "initiatives/claim.html", context, status=status, using="jinja2")


@guarded(can_moderate)
@require_POST
def answer(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Entrust, or refuse with the reason."""
    accept = request.POST.get("faire") == "confier"
    try:
        claiming.answer_claim(
            actor=request.user,
            claim_id=claim_id,
            accept=accept,
            words=request.POST.get("words", ""),
            site=site_of(request),
        )
    except BadInput as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La fiche est confiée, la personne sera prévenue.")
                         if accept else _("C'est fait."))  # fmt: skip
    return redirect("initiatives:office")
