"""Bodies, their colleges and seats."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.models import (
    Body,
    BodyKind,
    College,
    Office,
    QuorumRule,
    Seat,
)
from faire_ensemble.apps.governance.permissions.bodies import can_manage_bodies
from faire_ensemble.apps.governance.services.faults import BadBody
from faire_ensemble.kit import audit
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.verdicts import require

RULES = (
    "description",
    "territory_id",
    "secretariat_id",
    "contact",
    "quorum_rule",
    "quorum_number",
    "second_needs_quorum",
    "notice_days",
    "proxies",
    "meetings_a_year",
    "founded_on",
    "source",
)


def create_body(*, actor: Any, contract_id: int, kind: str, name: str, **rules: Any) -> Body:
    """A body of a contract. `rules` are fields of `Body` listed in RULES."""
    require(can_manage_bodies(actor, contract_id))
    with transaction.atomic():
        made = Body(contract_id=contract_id, kind=_known_kind(kind), name=named(name))
        _set(made, rules)
        _save(made)
        record(actor, "instance créée", made, nature=made.kind)
    return made


def change_body(*, actor: Any, body_id: int, name: str, **rules: Any) -> Body:
    """Another name, other rules. Meetings already convened keep theirs."""
    with transaction.atomic():
        body = locked_body(actor, body_id)
        body.name = named(name)
        _set(body, rules)
        _save(body)
        record(actor, "instance modifiée", body)
    return body


def add_college(
    *,
    actor: Any,
    body_id: int,
    name: str,
    minimum: int = 0,
    maximum: int | None = None,
    drawn: bool = False,
    parity: bool = False,
    source: str = "",
) -> College:
    """A college with its rule: between `minimum` and `maximum` persons (none: no limit)."""
    if maximum is not None and maximum < minimum:
        raise BadBody(
            _("Un collège ne peut pas demander au moins %(low)s membres et au plus %(high)s.")
            % {"low": minimum, "high": maximum},
            "maximum",
        )
    with transaction.atomic():
        body = locked_body(actor, body_id)
        made = College(
            body=body, rank=body.colleges.count() + 1, name=named(name), minimum=minimum,
            maximum=maximum, drawn=drawn, parity=parity, source=source,
        )  # fmt: skip
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise BadBody(
                _("Cette instance a déjà un collège « %(name)s ».") % {"name": made.name}, "name"
            ) from None
        record(actor, "collège ajouté", body, collège=made.pk)
    return made


def add_seat(
    *,
    actor: Any,
    body_id: int,
    label: str,
    college_id: int | None = None,
    organisation_id: int | None = None,
    office: str = Office.MEMBER,
    voting: bool = True,
) -> Seat:
    """A seat; with an organisation it is held ès qualités."""
    label = label.strip()
    if not label:
        raise BadBody(
            _("Dites quel est ce siège : une fonction, une organisation, un numéro."), "label"
        )
    if office not in Office.values:
        raise BadBody(_("Choisissez une fonction de la liste."))
    with transaction.atomic():
        body = locked_body(actor, body_id)
        if college_id is not None and not body.colleges.filter(pk=college_id).exists():
            raise BadBody(_("Ce collège n'est pas de cette instance : rouvrez la page."))
        made = Seat(
            body=body, label=label, college_id=college_id, organisation_id=organisation_id,
            office=office, voting=voting,
        )  # fmt: skip
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise BadBody(
                _("Cette instance a déjà un siège « %(label)s ».") % {"label": label}, "label"
            ) from None
        record(actor, "siège d'instance ajouté", body, siège=made.pk)
    return made


def close_seat(*, actor: Any, seat_id: int, on: date | None = None) -> Seat:
    """The seat is no longer called; who sat there stays in past minutes.

    Refused while somebody's term goes beyond that day: end it first, with its reason.
    """
    day = on or timezone.localdate()
    with transaction.atomic():
        seat = locked_seat(actor, seat_id)
        if seat.terms.in_force(day).exists():
            raise BadBody(
                _("Quelqu'un siège encore ici : mettez d'abord fin à son mandat, avec le motif."),
                "on",
            )
        seat.closed_on = day
        seat.save(update_fields=["closed_on"])
        record(actor, "siège d'instance supprimé", seat.body, siège=seat.pk)
    return seat


def install_rules(*, actor: Any, body_id: int, model: str) -> list[College]:
    """The colleges and seats of a known kind of council: see MODELS."""
    from_model = MODELS.get(model)
    if from_model is None:
        raise BadBody(_("Ce modèle de composition n'existe pas."))
    with transaction.atomic():
        body = locked_body(actor, body_id)
        if body.colleges.exists():
            raise BadBody(
                _("Cette instance a déjà des collèges : ajoutez ce qui manque à la main.")
            )
        made = []
        for rank, (name, size, drawn, parity, office, label) in enumerate(from_model, start=1):
            college = College.objects.create(
                body=body, rank=rank, name=name, minimum=size, maximum=size or None, drawn=drawn,
                parity=parity,
            )  # fmt: skip
            Seat.objects.bulk_create(
                Seat(body=body, college=college, label=f"{label} {n}", office=office)
                for n in range(1, size + 1)
            )
            made.append(college)
        record(actor, "composition installée", body, modèle=model)
    return made


# Composition of the bureau of a conseil de quartier in Tourcoing, from "Le vivre ensemble, une des
# vertus de la MEL" (30 January 2019); two colleges of a conseil citoyen, law 2014-173, art. 7.
# Each: college, seats (0: as many as wished), drawn by lot, parity, office, label of its seats.
MODELS: dict[str, tuple[tuple[str, int, bool, bool, str, str], ...]] = {
    "tourcoing": (
        ("Coprésidence", 2, False, False, Office.COCHAIR, "Coprésidence"),
        ("Habitants", 10, False, False, Office.MEMBER, "Habitant"),
        ("Acteurs économiques", 5, False, False, Office.MEMBER, "Acteur économique"),
        ("Associations", 5, False, False, Office.MEMBER, "Association"),
        ("Élus", 5, False, False, Office.MEMBER, "Élu"),
        ("Conseil communal de la jeunesse", 2, False, False, Office.MEMBER, "Jeune"),
    ),
    "citizens": (
        ("Habitants", 10, True, True, Office.MEMBER, "Habitant"),
        ("Associations et acteurs locaux", 8, False, False, Office.MEMBER, "Acteur local"),
    ),
}


def dissolve_body(*, actor: Any, body_id: int, on: date) -> Body:
    """The first day without the body; its meetings and decisions stay readable.

    Refused while a meeting is still to come or its minutes are not closed.
    """
    with transaction.atomic():
        body = locked_body(actor, body_id)
        if body.founded_on is not None and on <= body.founded_on:
            raise BadBody(
                _("Cette instance finirait avant d'avoir commencé, le %(day)s : corrigez la date.")
                % {"day": long_date(body.founded_on)},
                "on",
            )
        if body.meetings.filter(state__in=["planned", "convened", "held"]).exists():
            raise BadBody(
                _("Une réunion est encore prévue ou en cours : annulez-la ou tenez-la d'abord.")
            )
        body.ended_on = on
        body.save(update_fields=["ended_on"])
        record(actor, "instance dissoute", body, le=on.isoformat())
    return body


def locked_body(actor: Any, body_id: int) -> Body:
    """The body, its row locked, for somebody who may organise it.

    `no_key`: rows that only refer to it are not kept waiting, so that two acts cannot hold each
    other up.
    """
    body = Body.objects.select_for_update(no_key=True).get(pk=body_id)
    require(can_manage_bodies(actor, body.contract_id))
    return body


def locked_seat(actor: Any, seat_id: int) -> Seat:
    """The seat, its row locked: who sits there changes one act at a time."""
    seat: Seat = (
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body")
        .get(pk=seat_id)
    )
    require(can_manage_bodies(actor, seat.body.contract_id))
    return seat


def named(name: str) -> str:
    """A name without spaces around; refused when empty."""
    name = " ".join(name.split())
    if not name:
        raise BadBody(_("Donnez un nom."), "name")
    return name


def record(actor: Any, verb: str, body: Body, **detail: Any) -> None:
    """The act, in the trail."""
    audit.record(actor=actor, verb=verb, subject=f"instance:{body.pk}", detail=detail)


def _known_kind(kind: str) -> str:
    if kind not in BodyKind.values:
        raise BadBody(_("Choisissez la nature de l'instance dans la liste."), "kind")
    return kind


def _set(body: Body, rules: dict[str, Any]) -> None:
    unknown = rules.keys() - set(RULES)
    if unknown:
        raise TypeError(f"not a rule of a body: {sorted(unknown)}")
    for field, value in rules.items():
        setattr(body, field, value)
    if body.quorum_rule != QuorumRule.NUMBER:
        body.quorum_number = None
    elif not body.quorum_number:
        raise BadBody(_("Écrivez le nombre de voix nécessaires au quorum."), "quorum_number")


def _save(body: Body) -> None:
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError:
        raise BadBody(
            _("Une instance de ce contrat s'appelle déjà « %(name)s » : donnez un autre nom.")
            % {"name": body.name},
            "name",
        ) from None
