"""The page of work of a seat: who holds it, stands in, what they declared, what they may read."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from faire_ensemble.apps.governance import services
from faire_ensemble.apps.governance.forms.seats import (
    AccountForm,
    CloseSeatForm,
    EndInterestForm,
    EndTermForm,
    InterestForm,
    RenewForm,
    RoleForm,
    TermForm,
)
from faire_ensemble.apps.governance.models import Seat, TermKind
from faire_ensemble.apps.governance.permissions.bodies import (
    can_give_roles,
    can_manage_bodies,
    can_open_seats,
    can_see_seat,
)
from faire_ensemble.apps.governance.selectors.links import link_kinds
from faire_ensemble.apps.governance.selectors.seats import (
    SeatPage,
    TermCard,
    seat_by_id,
    seat_page,
)
from faire_ensemble.apps.governance.views.pages import (
    FORM,
    done,
    objectives,
    organisations,
    page,
    posted,
    tried,
)
from faire_ensemble.kit.access import guarded
from faire_ensemble.kit.verdicts import require

Call = Callable[[Any], Any]
Acts = dict[str, tuple[Form, Call, str]]


@guarded(can_open_seats)
@require_http_methods(FORM)
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Holder, stand-ins, interests, former holders; each act folded beside what it changes."""
    found = seat_by_id(seat_id)
    if found is None:
        raise Http404(_("Ce siège n'existe pas."))
    require(can_see_seat(request.user, found.body))
    shown = seat_page(found)
    acts = _acts(request, shown)
    if request.method == "POST" and _acted(request, shown, acts):
        return redirect("governance:seat", found.pk)
    content = {
        "page": shown,
        "forms": {name: form for name, (form, _call, _said) in acts.items()},
        "manages": bool(can_manage_bodies(request.user, found.body.contract_id)),
        "gives_roles": bool(can_give_roles(request.user)),
    }
    return page(request, "office/seat", content)


def _acted(request: HttpRequest, shown: SeatPage, acts: Acts) -> bool:
    """Do what was sent; a refusal stays beside its field."""
    wanted = request.POST.get("acte", "")
    for card in shown.cards:
        if wanted == f"delier-{card.term.pk}":
            return done(
                request,
                partial(services.unlink_account, actor=request.user, term_id=card.term.pk),
                _("Compte retiré : il ne lit plus les documents réservés."),
            )
    if wanted not in acts:
        return False
    form, call, sentence = acts[wanted]
    if not form.is_valid() or tried(form, partial(call, form)) is None:
        return False
    messages.success(request, sentence)
    return True


def _acts(request: HttpRequest, shown: SeatPage) -> Acts:
    """Every form of the page by its name, what it asks, and what to say once done."""
    found: Acts = {}
    for kind in TermKind.values:
        form = TermForm(posted(request, kind), prefix=kind, initial={"kind": kind})
        del form.fields["kind"]
        found[kind] = (form, partial(_open, request, shown.seat, kind), _("Mandat ouvert."))
    found["supprimer"] = (
        CloseSeatForm(posted(request, "supprimer"), prefix="supprimer"),
        lambda form: services.close_seat(
            actor=request.user, seat_id=shown.seat.pk, **form.cleaned_data
        ),
        _("Fin du siège inscrite."),
    )
    for card in shown.cards:
        found |= _acts_of(request, shown.seat, card)
    return found


def _acts_of(request: HttpRequest, seat: Seat, card: TermCard) -> Acts:
    actor, pk = request.user, card.term.pk
    end, again, told = f"fin-{pk}", f"renouveler-{pk}", f"interet-{pk}"
    account, role = f"compte-{pk}", f"role-{pk}"
    found: Acts = {
        end: (
            EndTermForm(posted(request, end), prefix=end),
            lambda form: services.end_term(actor=actor, term_id=pk, **form.cleaned_data),
            _("Fin du mandat inscrite."),
        ),
        again: (
            RenewForm(posted(request, again), prefix=again),
            lambda form: services.renew_term(actor=actor, term_id=pk, **form.cleaned_data),
            _("Mandat renouvelé."),
        ),
        told: (
            InterestForm(
                posted(request, told), prefix=told, organisations=organisations(seat.body),
                objectives=objectives(seat.body), kinds=link_kinds(),
            ),
            lambda form: services.declare_interest(actor=actor, term_id=pk, **form.asked),
            _("Intérêt inscrit."),
        ),
        account: (
            AccountForm(
                posted(request, account), prefix=account, initial={"address": card.term.email}
            ),
            lambda form: services.link_account(actor=actor, term_id=pk, **form.cleaned_data),
            _("Compte relié : il lit maintenant les documents réservés de cette instance."),
        ),
        role: (
            RoleForm(posted(request, role), prefix=role),
            lambda form: _given(request, pk, form.cleaned_data["role"]),
            _("Rôle donné pour la durée du mandat."),
        ),
    }  # fmt: skip
    for interest in card.declared:
        name = f"cesse-{interest.pk}"
        end_it = partial(services.end_interest, actor=actor, interest_id=interest.pk)
        found[name] = (
            EndInterestForm(posted(request, name), prefix=name),
            lambda form, end_it=end_it: end_it(**form.cleaned_data),  # type: ignore[misc]
            _("Fin de l'intérêt inscrite."),
        )
    return found


def _open(request: HttpRequest, seat: Seat, kind: str, form: Any) -> Any:
    asked = form.cleaned_data
    return services.open_term(
        actor=request.user, seat_id=seat.pk, sitter=form.sitter, kind=kind,
        starts_on=asked["starts_on"], ends_on=asked["ends_on"], origin=asked["origin"],
        origin_reference=asked["origin_reference"],
    )  # fmt: skip


def _given(request: HttpRequest, term_id: int, role: str) -> bool:
    services.grant_access(actor=request.user, term_id=term_id, role=role)
    return True
