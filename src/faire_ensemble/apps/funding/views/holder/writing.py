"""Writing: the file, one section a page, one field at a time, disagreements."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from faire_ensemble.apps.funding.forms.draft import read_message, read_section
from faire_ensemble.apps.funding.permissions.applications import (
    can_manage_members,
    can_open_applications,
    can_read_whole_application,
    can_submit_application,
    can_withdraw_application,
    can_write_application,
)
from faire_ensemble.apps.funding.permissions.standing import standing
from faire_ensemble.apps.funding.selectors.draft import typed_in
from faire_ensemble.apps.funding.selectors.form import Section
from faire_ensemble.apps.funding.selectors.page import (
    Draft,
    draft_of,
    section_page,
    shown_fields,
)
from faire_ensemble.apps.funding.selectors.wording.page import budget_table, draft_words
from faire_ensemble.apps.funding.services.drafts import (
    FieldRefused,
    Outcome,
    State,
    save_fields,
    settle_disagreement,
)
from faire_ensemble.apps.funding.views.holder.found import found
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import Refused


@guarded(can_open_applications)
@require_GET
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    """Where a file stands: its steps, what is missing, its people, what was told."""
    file = found(request, application_id, can_read_whole_application)
    known = standing(request.user, file)
    return render(
        request,
        "funding/application/overview.html",
        {
            "draft": draft_of(file),
            "writes": can_write_application(request.user, file, known),
            "submits": can_submit_application(request.user, file, known),
            "manages": can_manage_members(request.user, file, known),
            "withdraws": can_withdraw_application(request.user, file, known),
            "notices": list(file.notices.all()),
            "versions": list(file.versions.all()),
            "corrections": list(file.corrections.filter(state="asked")),
            "holds": bool(known.right),
        },
        using="jinja2",
    )


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, application_id: int, slug: str) -> HttpResponse:
    """A page of the form; saved by its button when there is no script."""
    file = found(request, application_id, can_write_application)
    draft = draft_of(file)
    here = draft.form.section(slug)
    if here is None:
        raise Http404(_("Cette partie du dossier n'existe pas."))
    if request.method == "POST":
        return _save(request, draft, here)
    going_on = request.GET.get("suite") == "1"
    page = section_page(draft, here, checked=going_on)
    if going_on and not page.faults and not page.waiting:
        return redirect(_next(page.after, file.pk))
    return render(
        request,
        "funding/application/section.html",
        {
            "page": page,
            "bases": json.dumps(page.bases),
            "words": draft_words(),
            "budget": budget_table(draft.texts) if here.key in ("budget", "requests") else None,
            "next_address": _next(page.after, file.pk),
        },
        using="jinja2",
    )


def _next(after: Section | None, pk: int) -> str:
    if after is None:
        return reverse("funding:application_submit", args=[pk])
    return reverse("funding:application_section", args=[pk, after.slug])


def _save(request: HttpRequest, draft: Draft, here: Section) -> HttpResponse:
    address = reverse("funding:application_section", args=[draft.application.pk, here.slug])
    try:
        changes = read_section(request.POST, shown_fields(draft.form, here))
        outcomes = save_fields(
            actor=request.user, application_id=draft.application.pk, changes=changes
        )
    except FieldRefused as refused:
        messages.error(request, str(refused))
        return redirect(address)
    conflicts = sum(each.state is State.CONFLICT for each in outcomes)
    if conflicts:
        messages.warning(
            request,
            ngettext(
                "Une autre personne a écrit en même temps que vous : vos deux textes sont gardés, "
                "choisissez ci-dessous.",
                "Une autre personne a écrit en même temps que vous dans plusieurs champs : tous "
                "les textes sont gardés, choisissez ci-dessous.",
                conflicts,
            ),
        )
        return redirect(address)
    messages.success(request, _("Enregistré."))
    return redirect(f"{address}?suite=1" if request.POST.get("then") == "next" else address)


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, application_id: int) -> HttpResponse:
    """For draft.js: GET gives a fresh token and the revisions, POST saves one field."""
    try:
        if request.method != "POST":
            file = found(request, application_id, can_write_application)
            fields = {key: each.revision for key, each in typed_in(file).items()}
            return JsonResponse({"token": get_token(request), "revisions": fields})
        change = read_message(request.body)
        (outcome,) = save_fields(
            actor=request.user, application_id=application_id, changes=[change]
        )
    except Refused as refused:
        return JsonResponse({"state": "refused", "reason": str(refused)}, status=403)
    except FieldRefused as refused:
        return JsonResponse({"state": "refused", "reason": str(refused)}, status=400)
    return _answer(outcome, application_id)


def _answer(outcome: Outcome, application_id: int) -> JsonResponse:
    answer: dict[str, str | int | None] = {
        "state": outcome.state.value,
        "key": outcome.key,
        "revision": outcome.revision,
        "at": localtime(outcome.at).strftime("%H:%M"),
    }
    if outcome.state is not State.CONFLICT:
        return JsonResponse(answer)
    address = reverse("funding:application_conflict", args=[application_id, outcome.edit])
    answer |= {"value": outcome.value, "by": outcome.by, "edit": outcome.edit, "settle": address}
    return JsonResponse(answer, status=409)


@guarded(can_open_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, application_id: int, edit_id: int) -> HttpResponse:
    """Two texts side by side; one of them, or a third made of both, is kept."""
    file = found(request, application_id, can_write_application)
    draft = draft_of(file)
    waiting = next((each for each in draft.waiting if each.id == edit_id), None)
    if waiting is None:
        messages.info(request, _("Ce désaccord est déjà réglé."))
        return redirect("funding:application", application_id)
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        try:
            outcome = settle_disagreement(
                actor=request.user,
                application_id=application_id,
                edit_id=edit_id,
                value=request.POST.get("value", ""),
                revision=int(revision) if revision.isascii() and revision.isdigit() else -1,
            )
        except FieldRefused as refused:
            messages.error(request, str(refused))
            return redirect("funding:application_conflict", application_id, edit_id)
        if outcome.state is not State.CONFLICT:
            messages.success(request, _("C'est réglé. Les deux textes restent dans l'historique."))
            here = draft.form.section_of(waiting.key)
            if here is None:
                return redirect("funding:application", application_id)
            return redirect("funding:application_section", application_id, here.slug)
        messages.warning(request, _("Le texte actuel a encore changé : relisez, puis choisissez."))
        return redirect("funding:application_conflict", application_id, edit_id)
    current = draft.typed[waiting.key]
    asked = draft.form.field(waiting.key)
    return render(
        request,
        "funding/application/conflict.html",
        {"draft": draft, "waiting": waiting, "current": current, "field": asked},
        using="jinja2",
    )
