"""Who may do what, with a reason for each refusal."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from faire_ensemble.apps.accounts import permissions, selectors
from faire_ensemble.apps.accounts.models import Mandate, Role

RULES = [
    (permissions.can_manage_mandates, {Role.STEWARD}),
    (permissions.can_read_journal, {Role.STEWARD}),
    (permissions.can_read_imports, {Role.STEWARD, Role.OFFICER, Role.ANALYST}),
]


@pytest.mark.parametrize(("rule", "roles"), RULES, ids=[rule.__name__ for rule, _ in RULES])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_and_no_other(person, rule, roles, role) -> None:
    verdict = rule(person(role=role))
    assert bool(verdict) is (role in roles)
    assert bool(verdict.reason) is (role not in roles)


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES])
def test_nobody_in_particular_opens_nothing(db, rule) -> None:
    assert "Connectez-vous" in rule(AnonymousUser()).reason
    assert "Connectez-vous" in rule(None).reason


def test_a_closed_account_opens_nothing(steward) -> None:
    steward.is_active = False
    assert permissions.can_read_journal(steward).reason == "Ce compte est fermé."


def test_the_superuser_starts_the_chain(superuser) -> None:
    assert permissions.can_manage_mandates(superuser)
    assert permissions.can_give_mandate(superuser, superuser)


def test_a_steward_serves_others_not_themselves(steward, person) -> None:
    other = person("autre")
    assert permissions.can_give_mandate(steward, other)
    assert "vous-même" in permissions.can_give_mandate(steward, steward).reason
    own = Mandate.objects.get(person=steward)
    assert "propre mandat" in permissions.can_end_mandate(steward, own).reason
    other.is_active = False
    assert "fermé" in permissions.can_give_mandate(steward, other).reason


def test_a_resident_may_end_no_mandate(steward, person) -> None:
    mandate = Mandate.objects.get(person=steward)
    assert "réservée" in permissions.can_end_mandate(person(), mandate).reason


def test_stewards_need_a_second_factor_where_the_site_demands_it(
    steward, superuser, person, settings
) -> None:
    analyst = person("analyste", Role.ANALYST)
    settings.FAIRE_REQUIRE_MFA = True
    for actor in (steward, superuser):
        assert "double authentification" in permissions.can_manage_mandates(actor).reason
        assert selectors.lacks_second_factor(actor)
    assert permissions.can_read_imports(analyst)
    assert not selectors.lacks_second_factor(analyst)
    assert "double authentification" in permissions.can_enter_admin(superuser).reason
    Authenticator.objects.create(user=steward, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not permissions.can_manage_mandates(steward)
    Authenticator.objects.create(user=steward, type=Authenticator.Type.TOTP, data={})
    assert permissions.can_manage_mandates(steward)


def test_the_admin_is_for_staff(superuser, steward) -> None:
    assert permissions.can_enter_admin(superuser)
    assert "équipe technique" in permissions.can_enter_admin(steward).reason


def test_erasing_is_for_oneself_or_a_steward(steward, person, superuser) -> None:
    amina, bob = person("amina"), person("bob")
    assert permissions.can_erase_person(amina, amina)
    assert permissions.can_erase_person(steward, amina)
    assert "propre compte" in permissions.can_erase_person(bob, amina).reason
    assert "dernier compte" in permissions.can_erase_person(superuser, superuser).reason
    other = person("relève", is_superuser=True)
    assert "administre tout" in permissions.can_erase_person(steward, other).reason
    assert permissions.can_erase_person(superuser, superuser)
