"""Decisions: the list with its filters, one and what became of it, its follow-up."""

from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from faire_ensemble.apps.governance.forms.fields import read_key, read_page
from faire_ensemble.apps.governance.forms.meetings import (
    FollowForm,
    LinkForm,
    LooseDecisionForm,
    PostponeForm,
    StopForm,
)
from faire_ensemble.apps.governance.lifecycle.decisions import DECISION
from faire_ensemble.apps.governance.models import BodyDecision
from faire_ensemble.apps.governance.permissions.bodies import can_keep_body, can_open_governance
from faire_ensemble.apps.governance.permissions.decisions import (
    can_follow_decision,
    can_read_decision,
)
from faire_ensemble.apps.governance.selectors.bodies import place_names
from faire_ensemble.apps.governance.selectors.decisions import (
    DecisionFilters,
    decision_by_id,
    decision_list,
    decision_page,
    replacements,
)
from faire_ensemble.apps.governance.selectors.links import link_kinds
from faire_ensemble.apps.governance.selectors.recipients import accounts_sitting
from faire_ensemble.apps.governance.services import (
    advance_decision,
    link_decision,
    postpone_decision,
    take_decision,
)
from faire_ensemble.apps.governance.views.pages import (
    FORM,
    kept,
    objectives,
    organisations,
    page,
    posted,
    tried,
)
from faire_ensemble.kit.access import guarded, public, refusal
from faire_ensemble.kit.verdicts import require

ASKED = ("etat", "retard", "instance", "organisme", "objectif", "lieu", "texte")


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What was decided, by whom it is done, what is late."""
    asked = {name: request.GET[name][:100] for name in ASKED if request.GET.get(name)}
    filters = DecisionFilters(
        state=asked.get("etat", "") if asked.get("etat") in STATES else "",
        late=asked.get("retard") == "1",
        body=read_key(asked.get("instance", "")),
        owner=read_key(asked.get("organisme", "")),
        objective=read_key(asked.get("objectif", "")),
        place=asked.get("lieu", "")[:20].replace("\x00", ""),
        text=asked.get("texte", "").replace("\x00", ""),
    )
    content = {
        "found": decision_list(filters, read_page(request.GET), actor=request.user),
        "filters": filters,
        "places": place_names(filters.place),
        "query": urlencode(asked) + "&" if asked else "",
    }
    return page(request, "decisions/list", content)


STATES = {"open", "taken", "under_way", "done", "dropped", "superseded"}


@public
@require_safe
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """One decision and every step since."""
    found = decision_by_id(decision_id)
    if found is None:
        raise Http404(_("Cette décision n'existe pas."))
    verdict = can_read_decision(request.user, found)
    if not verdict:
        return refusal(request, verdict.reason)
    follows = bool(can_follow_decision(request.user, found))
    return page(request, "decisions/decision", {"found": decision_page(found), "follows": follows})


@guarded(can_open_governance)
@require_http_methods(FORM)
def write(request: HttpRequest, body_id: int) -> HttpResponse:
    """A decision that no meeting written here took."""
    body = kept(request, body_id)
    form = LooseDecisionForm(
        posted(request), organisations=organisations(body), objectives=objectives(body),
        people=accounts_sitting(body), initial={"taken_on": timezone.localdate()},
    )  # fmt: skip
    if form.is_valid():
        asked = form.cleaned_data
        made = tried(
            form,
            lambda: take_decision(
                actor=request.user, body_id=body.pk, title=asked["title"], words=asked["words"],
                taken_on=asked["taken_on"], due_on=asked["due_on"],
                owner_organisation_id=asked["owner_organisation"], owner_name=asked["owner_name"],
                owner_person_id=asked["owner_person"], objective_id=asked["objective"],
                restricted=asked["restricted"],
            ),
        )  # fmt: skip
        if made:
            messages.success(request, _("Décision inscrite : chacun la lit, sauf si elle est "
                                        "réservée aux membres."))  # fmt: skip
            return redirect("governance:decision", made.pk)
    lead = _("Pour une consultation écrite, ou une décision d'avant l'outil. Celles d'une réunion "
             "s'écrivent sous le point où elles sont prises.")  # fmt: skip
    content = {"form": form, "heading": _("Inscrire une décision prise hors réunion"),
               "body": body, "lead": lead}  # fmt: skip
    return page(request, "office/form", content)


@guarded(can_open_governance)
@require_http_methods(FORM)
def follow(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Say what became of it: one button an act that its state allows."""
    found = decision_by_id(decision_id)
    if found is None:
        raise Http404(_("Cette décision n'existe pas."))
    require(can_follow_decision(request.user, found))
    keeps = bool(can_keep_body(request.user, found.body))
    form = FollowForm(posted(request, "suivre"))
    stop = StopForm(posted(request, "arreter"), prefix="arret", others=replacements(found))
    later = PostponeForm(posted(request, "repousser"), prefix="report")
    link = LinkForm(posted(request, "lier"), prefix="lien", kinds=link_kinds())
    if posted(request, "lier") is not None:
        if link.is_valid() and tried(
            link,
            lambda: link_decision(actor=request.user, decision_id=found.pk, **link.cleaned_data),
        ):
            return redirect("governance:decision", found.pk)
    elif posted(request, "repousser") is not None:
        if later.is_valid() and tried(
            later,
            lambda: postpone_decision(
                actor=request.user, decision_id=found.pk, **later.cleaned_data
            ),
        ):
            return redirect("governance:decision", found.pk)
    else:
        sent = stop if stop.is_bound else form
        if sent.is_valid() and _advanced(request, found, sent):
            return redirect("governance:decision", found.pk)
    content = {
        "found": decision_page(found),
        "form": form,
        "stop": stop,
        "later": later,
        "link": link,
        "keeps": keeps,
        "acts": [act for act in DECISION.acts if DECISION.may(act, found.state)],
    }
    return page(request, "decisions/follow", content)


def _advanced(request: HttpRequest, found: BodyDecision, form: Form) -> bool:
    made = tried(
        form,
        lambda: advance_decision(
            actor=request.user,
            decision_id=found.pk,
            act=request.POST.get("suite", ""),
            words=form.cleaned_data["words"],
            superseded_by_id=form.cleaned_data.get("superseded_by"),
        ),
    )
    return made is not None
