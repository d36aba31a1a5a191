"""Replies of those drawn, then the panel seated."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.lifecycle.draws import DRAW, DrawState, Reply
from faire_ensemble.apps.governance.models import (
    Draw,
    DrawnPerson,
    Origin,
    Seat,
    SeatTerm,
    TermKind,
)
from faire_ensemble.apps.governance.services.bodies import add_seat
from faire_ensemble.apps.governance.services.draws.faults import BadDraw
from faire_ensemble.apps.governance.services.draws.preparing import locked_draw, record, step
from faire_ensemble.apps.governance.services.terms import Sitter, open_terms
from faire_ensemble.kit.numbers import long_date

SEXES = {"femme": "f", "homme": "m", "f": "f", "h": "m", "m": "m"}
"""Features that say a sex, for the parity of the college; others say nothing."""


def reply(*, key: str, answer: str, named_in_public: bool = False) -> DrawnPerson:
    """Somebody drawn answers from the page that their letter opens. Raises `BadDraw`.

    The draw is locked first, as everywhere: two who answer, or an officer who notes it, queue.
    """
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).filter(pool__key=key).first()
        found = DrawnPerson.objects.select_related("round", "person").filter(person__key=key)
        if draw is None or not found:
            raise BadDraw(_("Ce lien ne désigne personne qui ait été tiré au sort."))
        _check_in_time(draw, found[0])
        return _replied(f"réserve:{found[0].person_id}", draw, found[0], answer, named_in_public)


def reply_for(
    *, actor: Any, drawn_id: int, answer: str, named_in_public: bool = False
) -> DrawnPerson:
    """The same, told on paper or by telephone to those who run the draw: late, too."""
    with transaction.atomic():
        draw_id = DrawnPerson.objects.values_list("person__draw_id", flat=True).get(pk=drawn_id)
        draw = locked_draw(actor, draw_id)
        found = DrawnPerson.objects.select_related("round", "person").get(pk=drawn_id)
        return _replied(actor, draw, found, answer, named_in_public)


def seat_panel(
    *, actor: Any, draw_id: int, starts_on: date, ends_on: date | None = None
) -> list[SeatTerm]:
    """Open a mandate for everybody who accepted, in free seats of the college; add seats if needed.

    Raises `Refused`, `BadDraw`, `BadTerm`. A reply still awaited or a place left empty is a
    refusal: draw replacements first.
    """
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        step(draw, "seat")
        rows = list(DrawnPerson.objects.filter(person__draw=draw).select_related("person", "round"))
        _check_complete(draw, rows)
        accepted = sorted(
            (row for row in rows if row.reply == Reply.ACCEPTED), key=lambda row: row.person.code
        )
        seats = _free_seats(actor, draw, len(accepted), starts_on)
        made = open_terms(
            actor=actor,
            body_id=draw.college.body_id,
            sitters=[(seat, _sitter(row)) for seat, row in zip(seats, accepted, strict=True)],
            starts_on=starts_on,
            ends_on=ends_on,
            origin=Origin.DRAWN,
            origin_reference=_("Tirage au sort n° %(number)s") % {"number": draw.pk},
        )
        draw.seated_on = starts_on
        draw.save(update_fields=["state", "seated_on"])
        record(actor, "panel installé", draw, mandats=[term.pk for term in made])
    return made


def _check_in_time(draw: Draw, found: DrawnPerson) -> None:
    reply_by = found.round.reply_by
    if reply_by is not None and reply_by < timezone.localdate():
        raise BadDraw(
            _("Les réponses étaient attendues jusqu'au %(day)s. Écrivez à %(contact)s : la place "
              "est peut-être encore libre.")
            % {"day": long_date(reply_by), "contact": draw.contact}
        )  # fmt: skip


def _replied(
    actor: Any, draw: Draw, found: DrawnPerson, answer: str, named_in_public: bool
) -> DrawnPerson:
    if answer not in (Reply.ACCEPTED, Reply.DECLINED):
        raise BadDraw(_("Répondez : « j'accepte », ou « je refuse »."))
    if draw.state in (DrawState.SEALING, DrawState.SEALED):
        raise BadDraw(
            _("Des remplaçants sont en train d'être tirés au sort : répondez ensuite, ou écrivez à "
              "%(contact)s.") % {"contact": draw.contact}
        )  # fmt: skip
    if not DRAW.may("reply", draw.state):
        raise BadDraw(
            _("Il est trop tard pour répondre : écrivez à %(contact)s.") % {"contact": draw.contact}
        )
    replaced = found.round.rank + 1 < draw.rounds.count()
    if found.reply == Reply.DECLINED and answer == Reply.ACCEPTED and replaced:
        raise BadDraw(_("La place a été proposée à quelqu'un d'autre : elle n'est plus libre."))
    named = named_in_public and answer == Reply.ACCEPTED
    if (found.reply, found.named_in_public) == (answer, named):
        return found  # answered twice: once is enough
    found.reply, found.replied_at, found.named_in_public = Reply(answer), timezone.now(), named
    found.save(update_fields=["reply", "replied_at", "named_in_public"])
    record(actor, "réponse au tirage", draw, code=found.person.code, réponse=answer)
    return found


def _check_complete(draw: Draw, rows: list[DrawnPerson]) -> None:
    waiting = [row.person.code for row in rows if row.reply == Reply.WAITING]
    if waiting:
        raise BadDraw(
            _("Des réponses manquent encore (%(codes)s) : notez-les d'abord.")
            % {"codes": ", ".join(sorted(waiting))}
        )
    accepted = sum(row.reply == Reply.ACCEPTED for row in rows)
    if accepted < draw.size:
        raise BadDraw(
            _("%(accepted)s personnes ont accepté pour %(size)s places : tirez des remplaçants.")
            % {"accepted": accepted, "size": draw.size}
        )


def _free_seats(actor: Any, draw: Draw, wanted: int, on: date) -> list[int]:
    """Seats of the college that nobody holds from that day; missing ones are added."""
    busy = SeatTerm.objects.filter(kind=TermKind.HOLDER).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    )
    seats = list(
        Seat.objects.filter(college=draw.college, closed_on=None)
        .exclude(pk__in=busy.values("seat_id"))
        .order_by("pk")
        .values_list("pk", flat=True)[:wanted]
    )
    taken = set(Seat.objects.filter(body=draw.college.body).values_list("label", flat=True))
    number = 0
    while len(seats) < wanted:
        number += 1
        label = f"{draw.college.name} {number}"
        if label not in taken:
            seat = add_seat(
                actor=actor, body_id=draw.college.body_id, label=label,
                college_id=draw.college_id,
            )  # fmt: skip
            seats.append(seat.pk)
    return seats


def _sitter(row: DrawnPerson) -> Sitter:
    person = row.person
    features = [str(feature).casefold() for feature in person.features.values()]
    sex = next((SEXES[feature] for feature in features if feature in SEXES), "")
    return Sitter(
        name=person.name, email=person.email, sex=sex, named_in_public=row.named_in_public
    )
