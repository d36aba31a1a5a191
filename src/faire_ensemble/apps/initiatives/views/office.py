"""What officers do: read what is proposed, publish it or say what to correct, entrust a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.accounts.selectors import person_with_address
from faire_ensemble.apps.initiatives.forms.initiatives import EntrustForm, ReviewForm
from faire_ensemble.apps.initiatives.permissions.initiatives import can_moderate
from faire_ensemble.apps.initiatives.selectors.claims import claim_lines, kept_by_nobody
from faire_ensemble.apps.initiatives.selectors.mine import changed_since_read, waiting
from faire_ensemble.apps.initiatives.selectors.page import initiative_page
from faire_ensemble.apps.initiatives.services import moderation
from faire_ensemble.apps.initiatives.services.carrying import entrust
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.views.found import found_initiative, site_of
from faire_ensemble.kit.access import guarded

FORM = ["GET", "HEAD", "POST"]


@guarded(can_moderate)
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """What waits to be read."""
    return render(
        request,
        "initiatives/office.html",
        {
            "waiting": waiting(),
            "changed": changed_since_read(),
            "claims": claim_lines(),
            "alone": kept_by_nobody(),
        },
        using="jinja2",
    )


@guarded(can_moderate)
@require_http_methods(FORM)
def review(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Read one and decide."""
    row = found_initiative(initiative_id)
    form = ReviewForm(request.POST or None)
    act = request.POST.get("faire", "")
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, row.pk, act, form.cleaned_data["words"])
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("C'est fait."))
            return redirect("initiatives:office")
    context = {
        "page": initiative_page(row, inside=True),
        "row": row,
        "form": form,
        "entrusting": EntrustForm() if row.carrier_id is None else None,
        "steps": row.steps.select_related("by"),
    }
    status = 422 if form.errors else 200
    return render(request, "initiatives/review.html", context, status=status, using="jinja2")


def _decide(request: HttpRequest, initiative_id: int, act: str, words: str) -> None:
    if act == "retirer":
        moderation.withdraw_initiative(actor=request.user, initiative_id=initiative_id, words=words)
    elif act == "relu":
        moderation.mark_read(actor=request.user, initiative_id=initiative_id)
    elif act in ("publier", "renvoyer"):
        moderation.moderate(
            actor=request.user,
            initiative_id=initiative_id,
            publish=act == "publier",
            words=words,
            site=site_of(request),
        )
    else:
        raise BadInput(_("Choisissez : publier, renvoyer à corriger ou retirer."))


@guarded(can_moderate)
@require_http_methods(FORM)
def give(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """Give a page that nobody keeps to an account."""
    row = found_initiative(initiative_id)
    form = EntrustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = person_with_address(form.cleaned_data["email"])
        try:
            if person is None:
                raise BadInput(
                    _("Aucun compte n'a cette adresse : demandez à la personne de se "
                      "connecter une fois."), "email",
                )  # fmt: skip
            entrust(
                actor=request.user, initiative_id=row.pk, person_id=person.pk,
                site=site_of(request),
            )  # fmt: skip
        except BadInput as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("La fiche est confiée, la personne sera prévenue."))
            return redirect("initiatives:initiative", row.pk)
    context = {"row": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "initiatives/give.html", context, status=status, using="jinja2")
