"""Who somebody is to a process: one row a person, whatever the door they came by."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.accounts.selectors import proved_addresses
from faire_ensemble.apps.participation.models import Contributor, Process
from faire_ensemble.apps.participation.services.faults import BadInput

ADDRESS_MAX = 254
SITE_MAX = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """The language somebody reads, and the site they are on (https://…): where links lead."""

    language: str = "fr"
    site: str = ""


HERE = Visit()


def keyed(process: Process, text: str) -> str:
    """HMAC-SHA256 under the salt of the process: nobody compares two processes, or guesses."""
    return hmac.new(process.salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def email_digest(process: Process, address: str) -> str:
    """The same for « Jeanne@Exemple.org » and « jeanne@exemple.org »."""
    return keyed(process, "email:" + address.strip().casefold())


def actor_of(contributor: Contributor) -> Any:
    """How the journal names who did it: an account, or a person known to this process alone."""
    return contributor.person or f"contributeur:{contributor.pk}"


def contributor_of_address(process: Process, address: str, visit: Visit = HERE) -> Contributor:
    """The one row of an address, made when new, unproved. Raises `BadInput`."""
    email = address.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadInput(
            _("« %(address)s » n'est pas une adresse électronique : écrivez-la en entier, comme "
              "prenom.nom@exemple.fr.") % {"address": email[:80]},
            "email",
        ) from error  # fmt: skip
    if len(email) > ADDRESS_MAX:
        raise BadInput(_("Cette adresse est trop longue."), "email")
    found, _new = Contributor.objects.get_or_create(
        process=process,
        email_digest=email_digest(process, email),
        defaults={
            "email": email.lower(),
            "language": visit.language,
            "site": visit.site[:SITE_MAX],
            "created_at": timezone.now(),
        },
    )
    return found


def contributor_of_person(process: Process, person: Any, visit: Visit = HERE) -> Contributor:
    """The one row of an account; the row of one of its proved addresses becomes it."""
    return _twice(lambda: _of_person(process, person, visit))


def known_person(process: Process, person: Any) -> Contributor | None:
    """The row of an account when it has one; nothing is made."""
    return Contributor.objects.filter(process=process, person=person).first()


def _of_person(process: Process, person: Any, visit: Visit) -> Contributor:
    rows = Contributor.objects.filter(process=process)
    found = rows.filter(person=person).first()
    if found is not None:
        return found
    addresses = proved_addresses(person)
    digests = [email_digest(process, each) for each in addresses]
    with transaction.atomic():
        known = (
            rows.select_for_update()
            .filter(email_digest__in=digests, person=None)
            .order_by("pk")
            .first()
        )
        if known is not None:
            known.person = person
            known.confirmed_at = known.confirmed_at or timezone.now()
            known.save(update_fields=["person", "confirmed_at"])
            return known
        main = person.email.lower() if person.email.lower() in addresses else ""
        return Contributor.objects.create(
            process=process,
            person=person,
            email=main,
            email_digest=email_digest(process, main) if main else "",
            language=visit.language,
            site=visit.site[:SITE_MAX],
            confirmed_at=timezone.now(),
            created_at=timezone.now(),
        )


def _twice(act: Callable[[], Contributor]) -> Contributor:
    """Once more when another request made the same person at the same moment."""
    try:
        return act()
    except IntegrityError:
        return act()
