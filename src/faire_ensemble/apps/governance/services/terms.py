"""Who sits: terms opened, renewed and ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.models import Origin, Seat, SeatTerm, TermKind
from faire_ensemble.apps.governance.services.bodies import locked_body, locked_seat, record
from faire_ensemble.apps.governance.services.faults import BadTerm
from faire_ensemble.kit.numbers import long_date

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who sits: an account (`person_id`) or a name. `sex` ("f", "m", "") only serves parity."""

    name: str = ""
    person_id: int | None = None
    function: str = ""
    email: str = ""
    sex: str = ""
    named_in_public: bool = False


def open_term(
    *,
    actor: Any,
    seat_id: int,
    sitter: Sitter,
    starts_on: date | None = None,
    ends_on: date | None = None,
    kind: str = TermKind.HOLDER,
    origin: str = Origin.APPOINTED,
    origin_reference: str = "",
) -> SeatTerm:
    """Somebody sits from a day (today by default) to another (excluded; none: open).

    Raises `Refused`, or `BadTerm` for dates in disorder, nobody named, a closed seat, or a seat
    that somebody else holds on one of those days. The seat is locked meanwhile.
    """
    with transaction.atomic():
        seat = locked_seat(actor, seat_id)
        made = _open(seat, sitter, starts_on, ends_on, kind, origin, origin_reference)
        record(
            actor, "mandat d'instance ouvert", seat.body, siège=seat.pk, mandat=made.pk,
            depuis=made.starts_on.isoformat(),
        )  # fmt: skip
    return made


def open_terms(
    *,
    actor: Any,
    body_id: int,
    sitters: Iterable[tuple[int, Sitter]],
    starts_on: date,
    ends_on: date | None = None,
    origin: str = Origin.DRAWN,
    origin_reference: str = "",
) -> list[SeatTerm]:
    """Several terms of one body at once, all or none: (seat, who), as a draw gives them.

    The body's row is locked, then each seat in the order of its key.
    """
    wanted = sorted(sitters, key=lambda each: each[0])
    with transaction.atomic():
        body = locked_body(actor, body_id)
        seats = {
            seat.pk: seat
            for seat in Seat.objects.select_for_update(of=("self",))
            .select_related("body")
            .filter(body=body, pk__in=[seat for seat, _sitter in wanted])
            .order_by("pk")
        }
        if len(seats) != len(wanted):
            raise BadTerm(_("Un de ces sièges n'est pas de cette instance, ou y est deux fois."))
        made = [
            _open(seats[seat], who, starts_on, ends_on, TermKind.HOLDER, origin, origin_reference)
            for seat, who in wanted
        ]
        record(
            actor, "mandats d'instance ouverts", body, mandats=[each.pk for each in made],
            depuis=starts_on.isoformat(), origine=origin_reference,
        )  # fmt: skip
    return made


def end_term(*, actor: Any, term_id: int, on: date, reason: str) -> SeatTerm:
    """The first day without the term, and why (resignation, end of office, move…)."""
    if not reason.strip():
        raise BadTerm(
            _("Dites pourquoi ce mandat prend fin : le procès-verbal le rappelle."), "reason"
        )
    with transaction.atomic():
        term = locked_term(actor, term_id)
        if on <= term.starts_on:
            raise BadTerm(_backwards(term.starts_on, on), "on")
        if term.ends_on is not None and term.ends_on <= on:
            raise BadTerm(
                _("Ce mandat prend déjà fin le %(day)s.")
                % {"day": long_date(term.ends_on - ONE_DAY)},
                "on",
            )
        term.ends_on, term.end_reason = on, reason.strip()[:300]
        term.save(update_fields=["ends_on", "end_reason"])
        record(
            actor, "mandat d'instance terminé", term.seat.body, mandat=term.pk, le=on.isoformat()
        )
    return term


def renew_term(
    *, actor: Any, term_id: int, ends_on: date | None, origin_reference: str = ""
) -> SeatTerm:
    """The same person again, from the day the term ends; the former one stays as it was."""
    with transaction.atomic():
        term = locked_term(actor, term_id)
        if term.ends_on is None:
            raise BadTerm(_("Ce mandat n'a pas de fin : il n'y a rien à renouveler."))
        if SeatTerm.objects.filter(renews=term).exists():
            raise BadTerm(_("Ce mandat est déjà renouvelé."))
        sitter = Sitter(
            term.name, term.person_id, term.function, term.email, term.sex, term.named_in_public
        )
        made = _open(
            term.seat, sitter, term.ends_on, ends_on, term.kind, term.origin, origin_reference,
            renews=term,
        )  # fmt: skip
        record(actor, "mandat d'instance renouvelé", term.seat.body, mandat=made.pk, avant=term.pk)
    return made


def _open(
    seat: Seat,
    sitter: Sitter,
    starts_on: date | None,
    ends_on: date | None,
    kind: str,
    origin: str,
    origin_reference: str,
    renews: SeatTerm | None = None,
) -> SeatTerm:
    """The row, its seat being locked."""
    start = starts_on or timezone.localdate()
    _check(seat, sitter, start, ends_on, kind, origin)
    made = SeatTerm(
        seat=seat, kind=kind, person_id=sitter.person_id, name=sitter.name.strip()[:150],
        function=sitter.function.strip()[:200], email=sitter.email.strip(), sex=sitter.sex,
        starts_on=start, ends_on=ends_on, origin=origin,
        origin_reference=origin_reference.strip()[:200],
        named_in_public=sitter.named_in_public, renews=renews,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise BadTerm(_taken(seat), "starts_on") from None
    return made


def _check(
    seat: Seat, sitter: Sitter, start: date, end: date | None, kind: str, origin: str
) -> None:
    if kind not in TermKind.values or origin not in Origin.values:
        raise BadTerm(_("Choisissez dans les listes proposées."))
    if end is not None and end <= start:
        raise BadTerm(_backwards(start, end), "ends_on")
    if sitter.person_id is None and not sitter.name.strip():
        raise BadTerm(_("Dites qui siège : un compte, ou un nom."), "name")
    if sitter.email:
        try:
            validate_email(sitter.email.strip())
        except ValidationError:
            raise BadTerm(
                _("« %(text)s » n'est pas une adresse électronique.") % {"text": sitter.email},
                "email",
            ) from None
    if seat.closed_on is not None and (end is None or end > seat.closed_on):
        raise BadTerm(
            _("Ce siège est supprimé depuis le %(day)s.") % {"day": long_date(seat.closed_on)},
            "seat",
        )
    others = seat.terms.filter(kind=kind).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=start))
    if end is not None:
        others = others.filter(starts_on__lt=end)
    if kind == TermKind.HOLDER and others.exists():
        raise BadTerm(_taken(seat), "starts_on")


def locked_term(actor: Any, term_id: int) -> SeatTerm:
    """The term as it is once the row of its seat is locked."""
    seat_id = SeatTerm.objects.values_list("seat_id", flat=True).get(pk=term_id)
    seat = locked_seat(actor, seat_id)
    term = SeatTerm.objects.select_related("person").get(pk=term_id)
    term.seat = seat
    return term


def _backwards(start: date, end: date) -> str:
    """`end` is the first day without the term; people are told its last day."""
    return _(
        "Ce mandat finirait le %(end)s, avant d'avoir commencé le %(start)s : corrigez une des "
        "deux dates."
    ) % {"start": long_date(start), "end": long_date(end - ONE_DAY)}


def _taken(seat: Seat) -> str:
    return _(
        "« %(seat)s » est déjà tenu par quelqu'un sur une partie de ces dates : mettez d'abord fin "
        "à ce mandat, ou changez les dates."
    ) % {"seat": seat.label}
