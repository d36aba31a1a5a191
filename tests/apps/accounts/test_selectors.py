"""Reads: roles by date and contract, names of the trail, what is handed over."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from faire_ensemble.apps.accounts import selectors, services
from faire_ensemble.apps.accounts.models import Mandate, Role, User


def give(user: User, role: str, start: date, end: date | None = None, contract: str = "") -> None:
    Mandate.objects.create(
        person=user,
        role=role,
        organisation="Ville",
        contract=contract,
        valid_from=start,
        valid_to=end,
    )


def test_a_role_holds_from_its_first_day_to_the_day_before_its_end(person) -> None:
    user = person()
    give(user, Role.OFFICER, date(2026, 1, 1), date(2026, 2, 1))
    days = {
        date(2025, 12, 31): False,
        date(2026, 1, 1): True,
        date(2026, 1, 31): True,
        date(2026, 2, 1): False,
    }
    for day, held in days.items():
        assert selectors.has_role(user, Role.OFFICER, on=day) is held
        assert selectors.mandates_of(user, day).exists() is held


def test_a_role_counts_for_its_contract_and_an_empty_contract_for_all(person) -> None:
    user, everywhere = person("a"), person("b")
    give(user, Role.OFFICER, date(2020, 1, 1), contract="CV192")
    give(everywhere, Role.OFFICER, date(2020, 1, 1))
    assert selectors.has_role(user, Role.OFFICER)
    assert selectors.has_role(user, Role.OFFICER, contract="CV192")
    assert not selectors.has_role(user, Role.OFFICER, contract="CN05911M")
    assert selectors.has_role(everywhere, Role.OFFICER, contract="CN05911M")
    assert not selectors.has_role(user, Role.ANALYST)
    assert selectors.has_role(user, Role.ANALYST, Role.OFFICER)


def test_visitors_and_closed_accounts_have_no_role(person) -> None:
    user = person(role=Role.ANALYST)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db()
    assert not selectors.has_role(user, Role.ANALYST)
    assert not selectors.has_role(AnonymousUser(), Role.ANALYST)
    assert not selectors.has_role(None, Role.ANALYST)
    assert not selectors.mandates_of(user).exists()


def test_a_superuser_counts_as_a_steward_and_as_nothing_else(superuser) -> None:
    assert selectors.has_role(superuser, Role.STEWARD)
    assert not selectors.has_role(superuser, Role.OFFICER)


def test_persons_are_listed_in_two_queries_and_found_once(
    person, django_assert_num_queries
) -> None:
    for number in range(6):
        user = person(f"p{number}")
        for role in (Role.HOLDER, Role.COUNCIL):
            give(user, role, date(2020, 1, 1))
    with django_assert_num_queries(2):
        listed = list(selectors.persons_with_mandates())
        assert [len(user.mandates.all()) for user in listed] == [2] * 6
    assert len(selectors.persons_with_mandates("ville")) == 6
    assert [user.email for user in selectors.persons_with_mandates("P3@")] == ["p3@exemple.fr"]


def test_names_of_the_trail_come_from_the_accounts_of_today(person, django_assert_num_queries):
    named, erased = person("a", first_name="Amina", last_name="K."), person("b")
    services.erase_person(actor=erased, person=erased)
    references = [f"personne:{named.pk}", f"personne:{erased.pk}", "personne:999999", "qpv x"]
    with django_assert_num_queries(1):
        labels = selectors.actor_labels([*references, "ligne de commande"])
    assert labels[references[0]] == "Amina K."
    assert labels[references[1]] == f"personne:{erased.pk} (compte effacé)"
    assert labels["personne:999999"] == "personne:999999 (compte effacé)"
    assert labels["qpv x"] == "qpv x" and labels["ligne de commande"] == "ligne de commande"


def test_what_is_handed_over_names_the_acts_and_no_secret(person, steward) -> None:
    user = person(password="un-mot-de-passe")
    services.give_mandate(actor=steward, person=user, role=Role.HOLDER, organisation="Asso")
    data = selectors.personal_data(user)
    assert data["person"]["email"] == "amina@exemple.fr"
    assert data["mandates"][0]["organisation"] == "Asso"
    assert data["acts"][0]["verb"] == "mandat donné"
    assert data["email_addresses"] == [
        {"email": "amina@exemple.fr", "verified": True, "primary": True}
    ]
    written = json.dumps(data, cls=DjangoJSONEncoder)
    assert user.password not in written and "password" not in written


@pytest.mark.parametrize(("offset", "held"), [(0, True), (1, False), (-1, True)])
def test_today_is_the_default_day(person, offset: int, held: bool) -> None:
    user = person()
    give(user, Role.ANALYST, timezone.localdate() + timedelta(days=offset))
    assert selectors.has_role(user, Role.ANALYST) is held
