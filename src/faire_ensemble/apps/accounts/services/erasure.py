"""Erasing a person's data (GDPR, article 17) without breaking the audit trail."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from faire_ensemble.apps.accounts import permissions
from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.apps.accounts.services.mandates import earliest_end
from faire_ensemble.kit import audit, personal
from faire_ensemble.kit.verdicts import require

AFTERWARDS = timedelta(days=2)


def erase_person(*, actor: User, person: User) -> User:
    """Take away everything that names the person, in every app; keep a numbered row without name.

    Acts and past mandates keep pointing at `personne:<id>`, which nothing links to anybody any
    more. Mandates end; the new password mark closes every open session. Raises `Refused`.
    """
    with transaction.atomic():
        # Superusers too: two of them leaving together must not both count on the other.
        locked = User.objects.select_for_update().filter(Q(pk=person.pk) | Q(is_superuser=True))
        kept = next(row for row in list(locked.order_by("pk")) if row.pk == person.pk)
        require(permissions.can_erase_person(actor, kept))
        personal.forget(kept)
        for mandate in Mandate.objects.filter(person=kept):
            end = earliest_end(mandate)
            if mandate.valid_to is None or mandate.valid_to > end:
                mandate.valid_to = end
                mandate.save(update_fields=["valid_to"])
        for model in (EmailAddress, Authenticator, SocialAccount):
            model.objects.filter(user=kept).delete()
        kept.email = f"efface-{kept.pk}@exemple.invalid"
        kept.first_name = kept.last_name = ""
        kept.is_active = kept.is_staff = kept.is_superuser = False
        kept.last_login = None
        kept.erased_at = timezone.now()
        kept.set_unusable_password()
        kept.save()
        kept.groups.clear()
        kept.user_permissions.clear()
        audit.record(
            actor=actor,
            verb="compte effacé",
            subject=audit.person_reference(kept.pk),
            detail={"par la personne": actor.pk == kept.pk},
        )
    return kept


def forget_again() -> int:
    """Take away what a page sent just before an account was erased wrote just after: how many
    rows. Accounts erased for a while are left alone."""
    since = timezone.now() - AFTERWARDS
    count = 0
    for person in User.objects.filter(erased_at__gte=since).order_by("pk"):
        with transaction.atomic():
            count += personal.forget(person)
    return count
