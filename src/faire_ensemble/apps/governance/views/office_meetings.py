"""Where a meeting is prepared, convened, closed and published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.forms.fields import read_key
from faire_ensemble.apps.governance.forms.meetings import (
    MeetingForm,
    RecordForm,
    read_ranks,
)
from faire_ensemble.apps.governance.lifecycle.meetings import MeetingState
from faire_ensemble.apps.governance.models import Body, Meeting
from faire_ensemble.apps.governance.permissions.bodies import (
    can_manage_bodies,
    can_open_governance,
)
from faire_ensemble.apps.governance.selectors.meetings import meeting_page, waiting_for
from faire_ensemble.apps.governance.selectors.recipients import recipients
from faire_ensemble.apps.governance.views.holding import forms_of, holding
from faire_ensemble.apps.governance.views.pages import (
    FORM,
    done,
    kept,
    kept_meeting,
    page,
    posted,
    tried,
)
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.files import keep

OPEN_AGENDA = ("planned", "convened")


@guarded(can_open_governance)
@require_http_methods(FORM)
def new(request: HttpRequest, body_id: int) -> HttpResponse:
    """Plan a meeting; nobody is told yet."""
    body = kept(request, body_id)
    form = MeetingForm(posted(request))
    if form.is_valid():
        made = tried(
            form,
            lambda: services.plan_meeting(actor=request.user, body_id=body.pk, **form.cleaned_data),
        )
        if made:
            messages.success(request, _("Réunion prévue. Inscrivez l'ordre du jour, puis "
                                        "convoquez."))  # fmt: skip
            return redirect("governance:prepare", made.pk)
    content = {"form": form, "heading": _("Prévoir une réunion"), "body": body,
               "other": reverse("governance:record_meeting", args=[body.pk]),
               "other_words": _("Elle a déjà eu lieu ? Inscrivez-la comme tenue.")}  # fmt: skip
    return page(request, "office/form", content)


@guarded(can_open_governance)
@require_http_methods(FORM)
def record(request: HttpRequest, body_id: int) -> HttpResponse:
    """Write down a meeting already held: nobody is written to. `?de=` names one planned here that
    nobody had convened."""
    body = kept(request, body_id)
    form = RecordForm(
        posted(request), initial=_planned(body, request.GET.get("de", "")),
        notice_days=body.notice_days,
    )  # fmt: skip
    if form.is_valid():
        made = tried(
            form,
            lambda: services.record_meeting(
                actor=request.user, body_id=body.pk, **form.cleaned_data
            ),
        )
        if made:
            messages.success(request, _("Réunion inscrite, personne n'est prévenu. Notez qui était "
                                        "là, puis les points."))  # fmt: skip
            return redirect("governance:prepare", made.pk)
    lead = _("Pour une réunion tenue avant de servir l'outil : aucune lettre ne part, et sa page "
             "dit qu'elle a été inscrite ensuite.")  # fmt: skip
    heading = _("Inscrire une réunion déjà tenue")
    return page(
        request, "office/form", {"form": form, "heading": heading, "body": body, "lead": lead}
    )


def _planned(body: Body, key: str) -> dict[str, Any]:
    """What is known already of a meeting planned here for a day that has passed."""
    found = body.meetings.filter(pk=read_key(key) or 0, state=MeetingState.PLANNED).first()
    if found is None:
        return {}
    local = timezone.localtime(found.starts_at)
    known = {name: getattr(found, name) for name in RecordForm.base_fields if hasattr(found, name)}
    return known | {"day": local.date(), "hour": local.time()}


@guarded(can_open_governance)
@require_http_methods(FORM)
def move(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Another day, hour or place."""
    found = kept_meeting(request, meeting_id)
    local = timezone.localtime(found.starts_at)
    initial = {name: getattr(found, name) for name in MeetingForm.base_fields
               if hasattr(found, name)}  # fmt: skip
    form = MeetingForm(
        posted(request), initial=initial | {"day": local.date(), "hour": local.time()}
    )
    if form.is_valid() and tried(
        form,
        lambda: services.change_meeting(
            actor=request.user, meeting_id=found.pk, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Réunion modifiée : elle est à convoquer."))
        return redirect("governance:prepare", found.pk)
    heading = _("Changer le jour ou le lieu")
    return page(request, "office/form", {"form": form, "heading": heading, "body": found.body})


@guarded(can_open_governance)
@require_http_methods(FORM)
def prepare(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The meeting, at the stage where it is: agenda, letters, attendance, end."""
    found = kept_meeting(request, meeting_id)
    forms = forms_of(request, found)
    if request.method == "POST" and _asked(request, found, forms):
        return redirect("governance:prepare", found.pk)
    if found.state == MeetingState.HELD:
        return page(request, "office/hold", holding(found, forms))
    waits = found.state in OPEN_AGENDA
    content = {
        "page": meeting_page(found, sees_all=True),
        "forms": forms,
        "waiting": waiting_for(found) if waits else [],
        "opens": timezone.localdate(found.starts_at) <= timezone.localdate(),
        "over": timezone.localdate(found.starts_at) < timezone.localdate(),
        "manages": bool(can_manage_bodies(request.user, found.body.contract_id)),
        "called": recipients(found.body, timezone.localdate(found.starts_at)) if waits else [],
    }
    return page(request, "office/prepare", content)


@guarded(can_open_governance)
@require_POST
def act(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One button: `acte` says which."""
    found = kept_meeting(request, meeting_id)
    acts = _buttons(request, found)
    wanted = request.POST.get("acte", "")
    if wanted not in acts:
        raise Http404(_("Cet acte n'existe pas."))
    call, sentence = acts[wanted]
    done(request, call, sentence)
    return redirect("governance:prepare", found.pk)


def _asked(request: HttpRequest, found: Meeting, forms: dict[str, Any]) -> bool:
    """Do what the form that was sent asks; its refusal stays in the form."""
    wanted, actor = request.POST.get("acte", ""), request.user
    form = forms.get(wanted)
    if form is None or not form.is_valid():
        return False
    asked = form.cleaned_data
    acts: dict[str, Callable[[], Any]] = {
        "item": lambda: services.add_item(
            actor=actor, meeting_id=found.pk, title=asked["title"],
            presenter=asked["presenter"], restricted=asked["restricted"],
            objective_id=asked["objective"], organisation_id=asked["organisation"],
            kind=asked["kind"], reference=asked["reference"],
        ),
        "paper": lambda: services.add_paper(
            actor=actor, meeting_id=found.pk, stored=keep(asked["file"]),
            name=asked["file"].name, restricted=not asked["public"], item_id=asked["item"],
        ),
        "cancel": lambda: services.cancel_meeting(
            actor=actor, meeting_id=found.pk, reason=asked["reason"]
        ),
        "second": lambda: services.adjourn_meeting(
            actor=actor, meeting_id=found.pk, day=asked["day"], hour=asked["hour"]
        ),
    }  # fmt: skip
    return tried(form, acts[wanted]) is not None


def _buttons(request: HttpRequest, found: Meeting) -> dict[str, tuple[Callable[[], Any], str]]:
    """Acts that need no form: what to do, and the sentence when it is done."""
    actor, data = request.user, request.POST
    return {
        "reprendre": (
            lambda: services.take_up(
                actor=actor, meeting_id=found.pk, source=data.get("source", "")
            ),
            _("Point inscrit."),
        ),
        "retirer": (
            lambda: services.remove_item(actor=actor, item_id=_item_of(found, data)),
            _("Point retiré."),
        ),
        "ranger": (
            lambda: services.order_items(actor=actor, meeting_id=found.pk, ranks=read_ranks(data)),
            _("Ordre enregistré."),
        ),
        "convoquer": (lambda: _convene(request, found), ""),
        "ouvrir": (
            lambda: services.open_meeting(actor=actor, meeting_id=found.pk),
            _("La réunion est ouverte : notez qui est là."),
        ),
        "desinscrire": (
            lambda: services.withdraw_meeting(actor=actor, meeting_id=found.pk),
            _("Réunion retirée."),
        ),
        "clore": (
            lambda: services.close_meeting(actor=actor, meeting_id=found.pk),
            _("La réunion est close. Relisez le compte rendu, puis publiez-le."),
        ),
        "publier": (
            lambda: services.publish_minutes(actor=actor, meeting_id=found.pk),
            _("Compte rendu publié : chacun peut lire ce qui n'est pas réservé."),
        ),
    }


def _convene(request: HttpRequest, found: Meeting) -> None:
    link = request.build_absolute_uri(reverse("governance:meeting", args=[found.pk]))
    lacking = services.convene(actor=request.user, meeting_id=found.pk, link=link)
    messages.success(request, _("Convocations envoyées."))
    if lacking:
        sentence = ngettext(
            "%(n)s siège n'a pas d'adresse, prévenez-le autrement : %(names)s.",
            "%(n)s sièges n'ont pas d'adresse, prévenez-les autrement : %(names)s.",
            len(lacking),
        )
        names = ", ".join(each.seat for each in lacking)
        messages.warning(request, sentence % {"n": len(lacking), "names": names})


def _item_of(found: Meeting, data: Any) -> int:
    text = str(data.get("point", ""))
    pk = int(text) if text.isdigit() and len(text) < 10 else 0
    if not found.items.filter(pk=pk).exists():
        raise services.BadMeeting(_("Ce point n'est pas de cette réunion : rouvrez la page."))
    return pk
