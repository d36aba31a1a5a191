"""Writing: propose in two steps, support, comment, take back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from faire_ensemble.apps.participation.forms.contributions import CommentForm, ProposalForm
from faire_ensemble.apps.participation.lifecycle import Act, ContributionState
from faire_ensemble.apps.participation.models import Comment, Entry, Process
from faire_ensemble.apps.participation.permissions.contributions import (
    can_act,
    can_enter_with,
    can_read_contribution,
    can_withdraw,
)
from faire_ensemble.apps.participation.selectors.contributions.addresses import (
    AddressRead,
    read_place,
)
from faire_ensemble.apps.participation.selectors.contributions.similar import similar
from faire_ensemble.apps.participation.selectors.processes import process_standing
from faire_ensemble.apps.participation.services import contributions as services
from faire_ensemble.apps.participation.services.faults import BadInput
from faire_ensemble.apps.participation.views.contributions import render_contribution
from faire_ensemble.apps.participation.views.contributions_doors import open_door
from faire_ensemble.apps.participation.views.contributions_known import (
    entered,
    found,
    is_in,
    readable,
    visit,
)
from faire_ensemble.apps.territory.selectors import epcis, neighbourhoods_of
from faire_ensemble.kit.access import public
from faire_ensemble.kit.origin import origin
from faire_ensemble.kit.verdicts import require

FORM = ["GET", "HEAD", "POST"]
TYPED = 300


@public
@never_cache
@require_http_methods(FORM)
@open_door
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Write, read again with what others already said, send."""
    process = readable(request, code)
    require(can_act(process, process_standing(process), Act.CONTRIBUTE))
    inside = is_in(request, process)
    if not inside and not can_enter_with(process, Entry.EMAIL):
        return to_door(request, process)
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(data, process=process, places=_places(), known=inside)
    step = request.POST.get("etape", "")
    if data is None or step == "corriger" or not form.is_valid():
        return _write(request, process, form, bare=step == "corriger")
    if step != "envoyer":
        read = _address_read(form)
        context = {
            "read": read,
            "process": process,
            "form": form,
            "typed": form.cleaned_data,
            "place": dict(form.fields["territory_id"].choices).get(  # type: ignore[attr-defined]
                form.cleaned_data["territory_id"], ""
            ),
            "similar": similar(process, form.cleaned_data["title"], form.cleaned_data["body"]),
        }
        return render(request, "participation/contributions/review.html", context, using="jinja2")
    return _send(request, process, form, inside)


def _address_read(form: Any) -> AddressRead | None:
    """What the place typed says of the neighbourhood, which it fills when none was chosen. A point
    put on the map knows better."""
    typed = form.cleaned_data
    if typed["longitude"] is not None:
        return None
    read = read_place(typed["place"], typed["territory_id"])
    known = {value for value, _label in form.fields["territory_id"].choices}
    if read and typed["territory_id"] is None and read.territory_id in known:
        form.data = form.data.copy()
        form.data["territory_id"] = str(read.territory_id)
        typed["territory_id"] = read.territory_id
    return read


def _send(request: HttpRequest, process: Process, form: Any, inside: bool) -> HttpResponse:
    draft: Any = dict(form.cleaned_data)
    email = draft.pop("email", "")
    try:
        author = entered(request, process) if inside else None
        proved = author is not None
        if author is None:
            services.count_mail(process, origin(request))
            author = services.contributor_of_address(process, email, visit(request))
        made = services.propose(
            contributor_id=author.pk,
            draft=draft,
            proved=proved,
            visit=visit(request),
        )
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _write(request, process, form)
    if not proved:
        context = {"process": process, "email": email}
        return render(request, "participation/contributions/sent.html", context, using="jinja2")
    if made.state == ContributionState.PUBLISHED:
        messages.success(request, _("Votre contribution est publiée."))
        return redirect("participation:contribution", process.code, made.number)
    messages.success(
        request, _("Merci. L'équipe de la démarche lit votre contribution avant de la publier.")
    )
    return redirect("participation:my_contributions", process.code)


def _write(
    request: HttpRequest, process: Process, form: Any, *, bare: bool = False
) -> HttpResponse:
    """The form; 422 when something typed must be corrected."""
    wrong = form.is_bound and not bare and bool(form.errors)
    context = {"process": process, "form": form, "wrong": wrong}
    return render(
        request,
        "participation/contributions/propose.html",
        context,
        status=422 if wrong else 200,
        using="jinja2",
    )


@public
@never_cache
@require_POST
@open_door
def address_read(request: HttpRequest, code: str) -> JsonResponse:
    """The neighbourhood of an address, while somebody writes. Posted, so that no address is
    written in the log of the pages asked."""
    readable(request, code)
    read = read_place(request.POST.get("place", "")[:TYPED])
    return JsonResponse(
        {"words": read.words if read else "", "territory": read.territory_id if read else None}
    )


@public
@require_safe
@open_door
def similar_ones(request: HttpRequest, code: str) -> JsonResponse:
    """What others already said, while somebody writes."""
    process = readable(request, code)
    close = similar(
        process, request.GET.get("titre", "")[:TYPED], request.GET.get("texte", "")[: TYPED * 4]
    )
    return JsonResponse(
        {
            "similar": [
                {
                    "title": title,
                    "url": reverse("participation:contribution", args=[process.code, number]),
                }
                for number, title in close
            ]
        }
    )


@public
@require_POST
@open_door
def support(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Support, or no longer."""
    process = readable(request, code)
    row = found(process, number)
    me = entered(request, process)
    if me is None:
        return to_door(request, process, row.number)
    try:
        services.toggle_support(
            contributor_id=me.pk,
            contribution_id=row.pk,
            wanted=request.POST.get("soutien") != "non",
        )
    except BadInput as error:
        messages.error(request, str(error))
        return redirect("participation:contributions", process.code)
    return redirect("participation:contribution", process.code, row.number)


@public
@require_POST
@open_door
def comment(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Comment, or answer a comment."""
    process = readable(request, code)
    row = found(process, number)
    require(can_read_contribution(request.user, row))
    me = entered(request, process)
    if me is None:
        return to_door(request, process, row.number)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            made = services.add_comment(
                contributor_id=me.pk,
                contribution_id=row.pk,
                body=form.cleaned_data["body"],
                parent_id=form.cleaned_data["parent"],
            )
        except BadInput as error:
            form.add_error("body", str(error))
        else:
            said = (
                _("Votre commentaire est publié.")
                if made.state == ContributionState.PUBLISHED
                else _("Merci. Votre commentaire sera lu avant d'être publié.")
            )
            messages.success(request, said)
            return redirect("participation:contribution", process.code, row.number)
    return render_contribution(request, process, row, form, status=422)


@public
@never_cache
@require_http_methods(FORM)
@open_door
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take back one's own, after a page that asks."""
    process = readable(request, code)
    row = found(process, number)
    me = entered(request, process)
    if me is None:
        return to_door(request, process)
    require(can_withdraw(me, row))
    if request.method == "POST":
        services.withdraw_contribution(contributor_id=me.pk, contribution_id=row.pk)
        messages.success(request, _("Votre contribution est retirée."))
        return redirect("participation:my_contributions", process.code)
    context = {"process": process, "row": row}
    return render(request, "participation/contributions/withdraw.html", context, using="jinja2")


@public
@require_POST
@open_door
def withdraw_comment(request: HttpRequest, code: str, comment_id: int) -> HttpResponse:
    """Take back one's own comment."""
    process = readable(request, code)
    me = entered(request, process)
    if me is None:
        return to_door(request, process)
    row = Comment.objects.filter(pk=comment_id, contribution__process=process).first()
    if row is not None:
        services.withdraw_comment(contributor_id=me.pk, comment_id=row.pk)
        messages.success(request, _("Votre commentaire est retiré."))
    return redirect("participation:my_contributions", process.code)


def to_door(request: HttpRequest, process: Process, number: int | None = None) -> HttpResponse:
    """The page of ways to come in, which then leads where one was going."""
    after = (
        reverse("participation:contribution", args=[process.code, number])
        if number is not None
        else request.path
    )
    return redirect(f"{reverse('participation:enter', args=[process.code])}?suite={after}")


def _places() -> list[tuple[int, str]]:
    rows = [row for epci in epcis() for row in neighbourhoods_of(epci.pk)]
    return sorted(((row.pk, row.name) for row in rows), key=lambda pair: pair[1])
