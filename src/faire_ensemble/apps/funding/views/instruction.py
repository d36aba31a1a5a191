"""The page of a file, and what those who instruct it do there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from faire_ensemble.apps.accounts.selectors import person_by_id
from faire_ensemble.apps.funding.forms.board import whole
from faire_ensemble.apps.funding.forms.instruction import (
    CouncilForm,
    FunderForm,
    MainstreamForm,
    RecusalForm,
    ReferralForm,
    read_points,
)
from faire_ensemble.apps.funding.models import Application, FundingRequest
from faire_ensemble.apps.funding.permissions.applications import can_read_application
from faire_ensemble.apps.funding.permissions.instruction import (
    can_give_council_opinion,
    can_give_funder_opinion,
    can_give_mainstream_opinion,
    can_instruct,
    can_open_board,
    can_recuse,
    can_see_who_looks,
)
from faire_ensemble.apps.funding.permissions.standing import Standing, standing
from faire_ensemble.apps.funding.selectors.file import file_page, looking_now, plain_file
from faire_ensemble.apps.funding.selectors.file.opinions import opinions_on
from faire_ensemble.apps.funding.selectors.file.page import application_to_read
from faire_ensemble.apps.funding.selectors.instructors import services_of
from faire_ensemble.apps.funding.services.assignment import assign_instructor
from faire_ensemble.apps.funding.services.opinions import (
    BadOpinion,
    give_council_opinion,
    give_funder_opinion,
    give_mainstream_opinion,
)
from faire_ensemble.apps.funding.services.presence import note_presence
from faire_ensemble.apps.funding.services.recusals import BadRecusal, recuse
from faire_ensemble.apps.funding.services.referrals import BadReferral, refer
from faire_ensemble.apps.funding.services.scores import BadScore, give_scores
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require


def _file(request: HttpRequest, pk: int) -> tuple[Application, Standing]:
    """The file, if the person may read it to judge it."""
    application = application_to_read(pk)
    if application is None:
        raise Http404(_("Ce dossier n'est pas déposé, ou n'existe pas."))
    here = standing(request.user, application)
    require(can_read_application(request.user, application, here))
    return application, here


@guarded(can_open_board)
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The project, who gives what, opinions, scores, history."""
    application, here = _file(request, pk)
    plain_reader = here.mandates.councils and not (
        here.instructs or here.services or here.mandates.elected
    )
    if plain_reader or here.right:
        return redirect("funding:council_opinion", pk)
    if here.instructs:
        note_presence(actor=request.user, application=application, known=here)
    page = file_page(request.user, application, here, timezone.now())
    return render(
        request, "funding/instruction/file.html",
        {"page": page, "looking": _sentence(page.others)}, using="jinja2",
    )  # fmt: skip


@guarded(can_open_board)
@require_POST
def presence(request: HttpRequest, pk: int) -> JsonResponse:
    """The heartbeat of presence.js: says that one looks, gives who else does."""
    application, here = _file(request, pk)
    require(can_see_who_looks(request.user, application, here))
    note_presence(actor=request.user, application=application, known=here)
    others = looking_now(application, request.user.pk or 0, timezone.now())
    return JsonResponse({"text": _sentence(others)})


def _sentence(others: tuple[str, ...]) -> str:
    if not others:
        return ""
    return ngettext(
        "%(names)s regarde aussi ce dossier.", "%(names)s regardent aussi ce dossier.", len(others)
    ) % {"names": ", ".join(others)}


@guarded(can_open_board)
@require_http_methods(["GET", "POST"])
def funder_opinion(request: HttpRequest, pk: int, request_id: int) -> HttpResponse:
    """A funder's opinion on its request."""
    application, here = _file(request, pk)
    asked = get_object_or_404(
        FundingRequest.objects.select_related("funder"), pk=request_id, application=pk
    )
    asked.application = application
    require(can_give_funder_opinion(request.user, asked, here))
    own = opinions_on(application, here.mandates, None).own(
        request.user.pk or 0, internal=False, request=asked.pk, organisation=asked.funder_id
    )
    start = {"advice": own.advice, "amount": own.amount, "text": own.text} if own else None
    form = FunderForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            give_funder_opinion(actor=request.user, request=asked, said=form.said())
            return _back(request, pk, _("Avis gardé."))
        except BadOpinion as bad:
            form.add_error(bad.field, str(bad))
    return _form(
        request, application, form, _("Avis de %(funder)s") % {"funder": asked.funder}, asked=asked
    )


@guarded(can_open_board)
@require_http_methods(["GET", "POST"])
def mainstream_opinion(request: HttpRequest, pk: int, organisation_id: int) -> HttpResponse:
    """What a service that was asked could take over."""
    application, here = _file(request, pk)
    require(can_give_mainstream_opinion(request.user, application, organisation_id, here))
    own = opinions_on(application, here.mandates, None).own(
        request.user.pk or 0, internal=False, request=None, organisation=organisation_id
    )
    names = ("advice", "text", "mainstream_amount", "mainstream_means")
    start = {name: getattr(own, name) for name in names} if own else None
    form = MainstreamForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            give_mainstream_opinion(
                actor=request.user, application=application, organisation_id=organisation_id,
                said=form.said(),
            )  # fmt: skip
            return _back(request, pk, _("Avis gardé."))
        except BadOpinion as bad:
            form.add_error(bad.field, str(bad))
    return _form(request, application, form, _("Ce que le droit commun peut prendre en charge"))


@guarded(can_open_board)
@require_http_methods(["GET", "POST"])
def council_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The file told simply, and the conseil citoyen's opinion."""
    application, here = _file(request, pk)
    page = plain_file(request.user, application, here)
    start = {"advice": page.own.advice, "text": page.own.text} if page.own else None
    form = CouncilForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            give_council_opinion(actor=request.user, application=application, said=form.said())
            messages.info(request, _("Merci, votre avis est gardé."))
            return redirect("funding:council_opinion", pk)
        except BadOpinion as bad:
            form.add_error(bad.field, str(bad))
    may = can_give_council_opinion(request.user, application, here)
    return render(
        request,
        "funding/instruction/plain.html",
        {"page": page, "form": form, "may": may, "writer": bool(here.right),
         "may_recuse": can_recuse(request.user, application, here)},
        using="jinja2",
    )  # fmt: skip


@guarded(can_open_board)
@require_POST
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one's grid."""
    application, _here = _file(request, pk)
    points, comments = read_points(request.POST)
    try:
        give_scores(actor=request.user, application=application, points=points, comments=comments)
    except BadScore as bad:
        return _back(request, pk, str(bad))
    return _back(request, pk, _("Notes gardées."))


@guarded(can_open_board)
@require_http_methods(["GET", "POST"])
def step_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the file for good, after a reason and a box to tick."""
    application, here = _file(request, pk)
    require(can_recuse(request.user, application, here))
    form = RecusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recuse(actor=request.user, application=application, reason=form.cleaned_data["reason"])
            messages.info(request, _("Vous vous êtes retiré du dossier : il vous est fermé."))
            return redirect("funding:board")
        except BadRecusal as bad:
            form.add_error("reason", str(bad))
    return _form(request, application, form, _("Se retirer du dossier"), recusal=True)


@guarded(can_open_board)
@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a mainstream service."""
    application, here = _file(request, pk)
    require(can_instruct(request.user, application, here))
    services = services_of(application.call.contract_id)
    form = ReferralForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            refer(
                actor=request.user, application=application,
                organisation_id=sent["organisation"], question=sent["question"],
            )  # fmt: skip
            return _back(request, pk, _("Service sollicité."))
        except BadReferral as bad:
            form.add_error("organisation", str(bad))
    return _form(request, application, form, _("Solliciter un service de droit commun"))


@guarded(can_open_board)
@require_POST
def assign(request: HttpRequest, pk: int, request_id: int) -> HttpResponse:
    """Give a request to an instructor, or to nobody."""
    application, _here = _file(request, pk)
    asked = get_object_or_404(FundingRequest, pk=request_id, application=application)
    number = whole(request.POST, "personne")
    person = person_by_id(number) if number else None
    assign_instructor(actor=request.user, request=asked, person=person)
    return _back(request, pk, _("Demande confiée.") if person else _("Demande rendue."))


def _back(request: HttpRequest, pk: int, message: str) -> HttpResponse:
    messages.info(request, message)
    return redirect("funding:file", pk)


def _form(
    request: HttpRequest, application: Application, form: Any, title: str, **more: Any
) -> HttpResponse:
    context = {"file": application, "form": form, "title": title, "asked": None, "recusal": False}
    return render(request, "funding/instruction/form.html", context | more, using="jinja2")
