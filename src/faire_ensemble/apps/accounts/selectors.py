"""Reads about persons and their mandates. `has_role` is what the permissions of every app ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.accounts import permissions
from faire_ensemble.apps.accounts.models import Mandate, Role, User
from faire_ensemble.kit import personal
from faire_ensemble.kit.audit import COMMAND_LINE, PERSON, person_reference
from faire_ensemble.kit.models import AuditEntry, ImportRun
from faire_ensemble.kit.numbers import number
from faire_ensemble.kit.sums import sums
from faire_ensemble.kit.waiting import Waiting

Actor = Any  # A User, Django's AnonymousUser, or None.
MandateList = list[Mandate]
SOON = timedelta(days=30)
"""A mandate that ends later waits for nobody yet."""


@dataclass(frozen=True, slots=True)
class Held:
    """A person with today's mandates already read: `has_role` and what starts from `held_today`
    take it for the person, and ask nothing more. For a page that asks many rules."""

    person: Actor
    mandates: tuple[Mandate, ...]

    @property
    def pk(self) -> int:
        return int(self.person.pk)

    @property
    def is_authenticated(self) -> bool:
        return bool(self.person.is_authenticated)

    @property
    def is_active(self) -> bool:
        return bool(self.person.is_active)

    @property
    def is_staff(self) -> bool:
        return bool(self.person.is_staff)

    @property
    def is_superuser(self) -> bool:
        return bool(self.person.is_superuser)


def with_mandates(person: Actor) -> Held:
    """One query, none for a passer-by."""
    return Held(person, tuple(mandates_of(person)))


def held_today(person: Actor, *roles: str) -> MandateList:
    """The mandates of these roles (all when none is named) that a person holds today."""
    if isinstance(person, Held):
        return [each for each in person.mandates if not roles or each.role in roles]
    rows = mandates_of(person)
    return list(rows.filter(role__in=roles) if roles else rows)


def mandates_of(person: Actor, on: date | None = None) -> QuerySet[Mandate]:
    """The mandates a person holds on a day (today by default); none for a closed account."""
    if not _open(person):
        return Mandate.objects.none()
    return Mandate.objects.in_force(on).filter(person_id=person.pk).order_by("role", "pk")


def has_role(
    person: Actor, *roles: str, contract: str | None = None, on: date | None = None
) -> bool:
    """Whether a person holds one of `roles` on a day, for `contract` (a code) when given.

    A mandate without contract counts for all. A superuser counts as a steward.
    """
    if not _open(person):
        return False
    if person.is_superuser and Role.STEWARD in roles:
        return True
    if isinstance(person, Held) and on is None:
        return any(
            each.role in roles and (contract is None or each.contract in ("", contract))
            for each in person.mandates
        )
    held = mandates_of(person, on).filter(role__in=roles)
    if contract is not None:
        held = held.filter(contract__in=["", contract])
    return held.exists()


def mandates_in_force(contracts: Iterable[str], *roles: str) -> list[Mandate]:
    """Today's mandates of these roles in contracts (by code), of open accounts: one query.

    A mandate without contract counts for all.
    """
    return list(
        Mandate.objects.in_force()
        .filter(role__in=roles, contract__in=["", *contracts], person__is_active=True)
        .select_related("person")
        .order_by("person__email", "pk")
    )


def person_by_id(person_id: int) -> User | None:
    """An open account."""
    return User.objects.filter(pk=person_id, is_active=True).first()


def person_with_address(address: str) -> User | None:
    """The open account of an e-mail address, letter case aside."""
    return User.objects.filter(email=address.strip().lower(), is_active=True).first()


def addresses_in_role(
    role: str, references: Iterable[str], on: date | None = None
) -> list[tuple[str, str, str]]:
    """(organisation as written, contract code, address) of the open accounts that hold a role
    for these organisations on a day; one query."""
    return list(
        Mandate.objects.in_force(on)
        .filter(role=role, organisation__in=list(references), person__is_active=True)
        .order_by("pk")
        .values_list("organisation", "contract", "person__email")
    )


def proved_addresses(person: Actor) -> list[str]:
    """The e-mail addresses that a person proved to be theirs, in small letters."""
    if not _open(person):
        return []
    rows = EmailAddress.objects.filter(user_id=person.pk, verified=True)
    return sorted({email.lower() for email in rows.values_list("email", flat=True)})


def role_choices(roles: Iterable[str]) -> list[tuple[str, str]]:
    """Roles with their words, for a form of another app."""
    return [(role, str(Role(role).label)) for role in roles]


def roles_held(persons: Iterable[int], contracts: Iterable[str]) -> dict[int, list[str]]:
    """Today's roles in words of persons (by key), for contracts (by code): one query."""
    found: dict[int, list[str]] = defaultdict(list)
    held = Mandate.objects.in_force().filter(
        person__in=list(persons), contract__in=["", *contracts]
    )  # fmt: skip
    for mandate in held.order_by("role", "pk"):
        words = str(mandate.get_role_display())
        if words not in found[mandate.person_id]:
            found[mandate.person_id].append(words)
    return dict(found)


def all_mandates_of(person: User) -> list[Mandate]:
    """Past, present and planned, the latest first."""
    return list(person.mandates.order_by("-valid_from", "-pk"))


def persons_with_mandates(search: str = "") -> QuerySet[User]:
    """Open accounts with their mandates (two queries whatever their number)."""
    mandates = Mandate.objects.order_by("-valid_from", "-pk")
    persons = User.objects.filter(erased_at__isnull=True)
    if search:
        persons = persons.filter(
            Q(email__icontains=search)
            | Q(first_name__icontains=search)
            | Q(last_name__icontains=search)
            | Q(mandates__organisation__icontains=search)
        ).distinct()
    return persons.prefetch_related(Prefetch("mandates", mandates)).order_by("email")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Names to show for `personne:<id>` references of the trail, in one query.

    An erased person has none any more: the reference then says so.
    """
    wanted = {text for text in references if _number(text) is not None}
    persons = User.objects.in_bulk([number for text in wanted if (number := _number(text))])
    names = {}
    for text in wanted:
        person = persons.get(_number(text) or 0)
        known = person is not None and person.erased_at is None
        names[text] = str(person) if known else _("%(ref)s (compte effacé)") % {"ref": text}
    return names


def journal() -> QuerySet[AuditEntry]:
    """The acts, the latest first."""
    return AuditEntry.objects.order_by("-sequence")


def import_runs() -> QuerySet[ImportRun]:
    """The imports kept, the latest first; lists do not need their whole report."""
    return ImportRun.objects.order_by("-pk")


def personal_data(person: User) -> dict[str, Any]:
    """All that this application keeps about a person, to hand over (GDPR, articles 15 and 20):
    the account here, and the part of each app.

    Secrets (password digest, keys of second factors) are not data about the person.
    """
    reference = person_reference(person.pk)
    acts = AuditEntry.objects.filter(Q(actor=reference) | Q(subject=reference))
    return {
        **personal.handed_over(person),
        "person": {
            "reference": reference,
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "created_at": person.date_joined,
            "last_sign_in": person.last_login,
        },
        "email_addresses": list(
            EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
        ),
        "mandates": list(
            person.mandates.order_by("pk").values(
                "role", "organisation", "contract", "valid_from", "valid_to"
            )
        ),
        "second_factors": list(
            Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")
        ),
        "sign_in_providers": list(
            SocialAccount.objects.filter(user=person).values(
                "provider", "uid", "extra_data", "date_joined", "last_login"
            )
        ),
        "acts": list(
            acts.order_by("sequence").values("sequence", "at", "actor", "verb", "subject", "detail")
        ),
    }


def actor_labels(actors: Iterable[str]) -> dict[str, str]:
    """What to show for each actor: a person's name, or the command line."""
    wanted = set(actors)
    return {**{actor: actor for actor in wanted}, **names_of(wanted)} | {
        COMMAND_LINE: _("ligne de commande")
    }


def _open(person: Actor) -> bool:
    return person is not None and person.is_authenticated and person.is_active


def _number(reference: str) -> int | None:
    tail = reference.removeprefix(PERSON)
    return int(tail) if tail != reference and tail.isdigit() else None


def lacks_second_factor(person: Actor) -> bool:
    """Whether the site demands a second factor of this person, who has none yet."""
    steward = person.is_staff or has_role(person, Role.STEWARD)
    return steward and not permissions.has_second_factor(person)


def accounts_wait(held: Held) -> list[Waiting]:
    """A second factor that the site demands; for stewards, the mandates that end within a month
    with nothing after them. One query for these, none for the others without a demand."""
    found = []
    if lacks_second_factor(held):
        words = _("Protéger votre compte par un second facteur")
        found.append(Waiting(words, "accounts:me"))
    if not has_role(held, Role.STEWARD):
        return found
    today = timezone.localdate()
    later = Mandate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to")),
        person=OuterRef("person"), role=OuterRef("role"), contract=OuterRef("contract"),
        organisation=OuterRef("organisation"),
    )  # fmt: skip
    ending = Mandate.objects.in_force().filter(
        ~Exists(later), valid_to__lte=today + SOON, person__is_active=True
    )
    each = sums({"ending": (ending, "valid_to")})["ending"]
    if each.count:
        words = ngettext(
            "%(n)s mandat se termine bientôt", "%(n)s mandats se terminent bientôt", each.count
        ) % {"n": number(each.count)}  # fmt: skip
        last_day = each.first - timedelta(days=1) if each.first else None
        found.append(Waiting(words, "accounts:mandates", due=last_day))
    return found
