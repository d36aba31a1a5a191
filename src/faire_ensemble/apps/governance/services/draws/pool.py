"""Who may be drawn: volunteers, and people of a list."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.services import fold
from faire_ensemble.apps.governance.lifecycle.draws import DRAW
from faire_ensemble.apps.governance.models import Draw, PoolOrigin, PoolPerson
from faire_ensemble.apps.governance.permissions.draws import can_volunteer
from faire_ensemble.apps.governance.services.draws.faults import BadDraw
from faire_ensemble.apps.governance.services.draws.preparing import locked_draw, record
from faire_ensemble.kit.counting import count_today
from faire_ensemble.kit.tabular.readers import Unreadable, read_table
from faire_ensemble.kit.verdicts import require

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1: codes are read aloud."""
CODE = 5
MOST_PEOPLE = 20_000


@dataclass(frozen=True, slots=True)
class Volunteer:
    """What somebody gives of themselves; `features` answers every category."""

    name: str
    features: Mapping[str, str]
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class PoolReport:
    """What a list gave: lines `added`, `already` there, and French `faults` by line."""

    read: int
    added: int
    already: int
    faults: tuple[str, ...]


def volunteer(*, draw_id: int, who: Volunteer, agreed: bool) -> PoolPerson | None:
    """Enter the pool, without an account. None when this address already has: nothing changes.

    Raises `Refused` when the call is not open, `BadDraw`.
    """
    if not agreed:
        raise BadDraw(
            _("Votre accord est nécessaire : sans lui, nous ne pouvons pas garder vos réponses.")
        )
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).get(pk=draw_id)
        require(can_volunteer(draw))
        pool = _Pool(draw)
        fault = pool.fault(who)
        if fault:
            raise BadDraw(fault)
        if pool.has(who):
            return None
        if pool.size >= MOST_PEOPLE:
            raise BadDraw(_("La réserve est complète : écrivez aux organisateurs."))
        made = pool.person(who, PoolOrigin.VOLUNTEER)
        made.agreed_at = made.joined_at
        made.save()
        record(f"réserve:{made.pk}", "inscription au tirage", draw)
    return made


def count_volunteer(draw_id: int, origin: str) -> None:
    """Somebody at `origin` (an address) sends the form: raises `BadDraw` past the number of a day.

    A machine could otherwise fill the pool. A room shares one address, so that the number is large.
    """
    if count_today(f"draw-volunteers:{draw_id}", origin) > settings.FAIRE_VOLUNTEERS_PER_ORIGIN:
        raise BadDraw(
            _("Trop d'inscriptions ont été envoyées aujourd'hui depuis cette connexion : revenez "
              "demain, ou écrivez aux organisateurs, qui pourront vous ajouter.")
        )  # fmt: skip


def withdraw(*, key: str) -> None:
    """Leave the pool before panels are sealed: the row is destroyed. Raises `BadDraw`."""
    with transaction.atomic():
        draw = Draw.objects.select_for_update(of=("self",)).filter(pool__key=key).first()
        person = PoolPerson.objects.filter(key=key).first()
        if draw is None or person is None:
            raise BadDraw(_("Cette inscription n'existe plus."))
        if not DRAW.may("register", draw.state):
            raise BadDraw(
                _("Le tirage est préparé : votre nom n'en sort plus. Si vous êtes tiré au sort, "
                  "vous pourrez refuser.")
            )  # fmt: skip
        record(f"réserve:{person.pk}", "inscription retirée", draw)
        person.delete()


def import_roll(*, actor: Any, draw_id: int, path: Path) -> PoolReport:
    """Add the people of a CSV or XLSX list: nom, one column a category, courriel, adresse.

    Other columns are not kept. A line that says nothing usable is refused, the others are added.
    Raises `Refused`, `BadDraw`.
    """
    try:
        table = read_table(path)
        rows = [(row.line, row.cells) for row in table.rows]
    except Unreadable as error:
        raise BadDraw(str(error)) from error
    with transaction.atomic():
        draw = locked_draw(actor, draw_id)
        if not DRAW.may("register", draw.state):
            raise BadDraw(_("La liste s'ajoute pendant l'appel aux volontaires."))
        pool = _Pool(draw)
        places = {
            "name": table.column("nom", "nom et prénom", "name"),
            "email": table.column("courriel", "email", "mail", "adresse électronique"),
            "phone": table.column("téléphone", "telephone", "tél"),
            "address": table.column("adresse", "adresse postale"),
            **{category: table.column(category) for category in pool.categories},
        }
        for needed in ("name", *pool.categories):
            if places[needed] is None:
                raise BadDraw(
                    _("La colonne « %(name)s » manque dans la liste.")
                    % {"name": _("nom") if needed == "name" else needed}
                )
        if len(rows) + pool.size > MOST_PEOPLE:
            raise BadDraw(_("Une réserve a au plus %(most)s personnes.") % {"most": MOST_PEOPLE})
        report = _add_rows(pool, places, rows)
        record(
            actor, "liste ajoutée à la réserve", draw, lues=report.read, ajoutées=report.added,
            refusées=len(report.faults),
        )  # fmt: skip
    return report


def _add_rows(
    pool: "_Pool", places: Mapping[str, int | None], rows: list[tuple[int, list[str]]]
) -> PoolReport:
    faults: list[str] = []
    made: list[PoolPerson] = []
    already = 0
    for line, cells in rows:

        def cell(name: str, cells: list[str] = cells) -> str:
            place = places[name]
            return cells[place].strip() if place is not None and place < len(cells) else ""

        features = {category: cell(category) for category in pool.categories}
        who = Volunteer(cell("name"), features, cell("email"), cell("phone"), cell("address"))
        fault = pool.fault(who)
        if fault:
            faults.append(_("Ligne %(line)s : %(fault)s") % {"line": line, "fault": fault})
        elif pool.has(who):
            already += 1
        else:
            made.append(pool.person(who, PoolOrigin.ROLL))
    PoolPerson.objects.bulk_create(made)
    return PoolReport(len(rows), len(made), already, tuple(faults))


class _Pool:
    """The pool of a draw whose row is locked: what it asks, who is there, new codes."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._features: dict[str, dict[str, str]] = {}
        for quota in draw.quotas.all():
            self._features.setdefault(quota.category, {})[quota.feature.casefold()] = quota.feature
        rows = list(draw.pool.values_list("code", "email", "name", "address", "household"))
        self.size = len(rows)
        self._codes = {row[0] for row in rows}
        self._emails = {row[1].casefold() for row in rows if row[1]}
        self._names = {(fold(row[2]), fold(row[3])) for row in rows}
        self._homes = {fold(row[3]): row[4] for row in rows if row[3]}

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(self._features)

    def fault(self, who: Volunteer) -> str:
        """Why these answers cannot be taken; empty when they can."""
        if not who.name.strip():
            return _("le nom est vide : écrivez-le.")
        if not who.email.strip() and not who.address.strip():
            return _("donnez une adresse postale ou électronique : il faut pouvoir vous écrire.")
        if who.email.strip():
            try:
                validate_email(who.email.strip())
            except ValidationError:
                return _("« %(text)s » n'est pas une adresse électronique.") % {"text": who.email}
        for category, known in self._features.items():
            given = who.features.get(category, "").strip()
            if given.casefold() not in known:
                return _("« %(given)s » n'est pas une réponse à « %(category)s » : %(known)s.") % {
                    "given": given, "category": category, "known": ", ".join(known.values()),
                }  # fmt: skip
        return ""

    def has(self, who: Volunteer) -> bool:
        """Whether this address, or this name at this address, is there already."""
        if who.email.strip().casefold() in self._emails:
            return True
        return (fold(who.name), fold(who.address)) in self._names

    def person(self, who: Volunteer, origin: str) -> PoolPerson:
        """The row, not saved; counted as there."""
        name, email, address = who.name.strip(), who.email.strip(), who.address.strip()
        home = fold(address)
        if home and home not in self._homes:
            self._homes[home] = self._new_code()
        self._names.add((fold(name), home))
        if email:
            self._emails.add(email.casefold())
        return PoolPerson(
            draw=self._draw, code=self._new_code(), key=secrets.token_urlsafe(15), origin=origin,
            features={
                category: known[who.features[category].strip().casefold()]
                for category, known in self._features.items()
            },
            household=self._homes.get(home, "") if home else "",
            name=name[:150], email=email, phone=who.phone.strip()[:30], address=address[:300],
            joined_at=timezone.now(),
        )  # fmt: skip

    def _new_code(self) -> str:
        while True:
            code = "".join(secrets.choice(LETTERS) for _rank in range(CODE))
            if code not in self._codes:
                self._codes.add(code)
                return code
