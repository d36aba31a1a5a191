"""Acts: mandates given and ended, a person erased; each checked, kept, in one transaction."""

import threading
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.utils import timezone

from faire_ensemble.apps.accounts import selectors, services
from faire_ensemble.apps.accounts.models import Mandate, Role, User
from faire_ensemble.kit import audit
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

ASKED = {"role": Role.HOLDER, "organisation": "Association"}


def test_a_mandate_given_is_in_force_today_and_kept_in_the_trail(steward, person) -> None:
    amina = person()
    mandate = services.give_mandate(actor=steward, person=amina, **ASKED)
    assert selectors.has_role(amina, Role.HOLDER)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == (f"personne:{steward.pk}", "mandat donné")
    assert entry.subject == f"personne:{amina.pk}"
    assert entry.detail["mandat"] == mandate.pk and entry.detail["organisation"] == "Association"
    assert audit.verify() == (1, None)


def test_a_refusal_changes_nothing(person) -> None:
    amina, bob = person("amina"), person("bob")
    with pytest.raises(Refused, match="réservée"):
        services.give_mandate(actor=bob, person=amina, **ASKED)
    assert not Mandate.objects.exists() and not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        ((1, None), (5, None), False),
        ((1, 10), (9, 20), False),
        ((5, 10), (1, 6), False),
        ((1, 10), (10, 20), True),
        ((5, None), (1, 5), True),
    ],
)
def test_the_same_mandate_is_not_given_twice_for_one_day(
    steward, person, first, second, allowed
) -> None:
    def days(span):
        start, end = span
        return {
            "valid_from": date(2026, 1, start),
            "valid_to": date(2026, 1, end) if end else None,
        }

    amina = person()
    services.give_mandate(actor=steward, person=amina, **ASKED, **days(first))
    if allowed:
        services.give_mandate(actor=steward, person=amina, **ASKED, **days(second))
    else:
        with pytest.raises(services.BadMandate, match="déjà ce mandat"):
            services.give_mandate(actor=steward, person=amina, **ASKED, **days(second))
    assert Mandate.objects.filter(person=amina).count() == 1 + allowed


def test_impossible_mandates_are_refused_in_french(steward, person) -> None:
    amina = person()
    day = date(2026, 1, 1)
    with pytest.raises(services.BadMandate, match="après le début"):
        services.give_mandate(actor=steward, person=amina, **ASKED, valid_from=day, valid_to=day)
    with pytest.raises(services.BadMandate, match="quelle organisation"):
        services.give_mandate(actor=steward, person=amina, role="holder", organisation="  ")


def test_ending_a_mandate_takes_its_role_away_and_keeps_it(steward, person) -> None:
    amina = person(role=Role.OFFICER)
    mandate = Mandate.objects.get(person=amina)
    ended = services.end_mandate(actor=steward, mandate=mandate)
    assert ended.valid_to == timezone.localdate() and ended.state == "ended"
    assert not selectors.has_role(amina, Role.OFFICER)
    assert selectors.has_role(amina, Role.OFFICER, on=timezone.localdate() - timedelta(days=1))
    assert AuditEntry.objects.get().verb == "mandat terminé"
    with pytest.raises(services.BadMandate, match="prend déjà fin"):
        services.end_mandate(actor=steward, mandate=mandate)


def test_a_mandate_begun_today_ends_tomorrow_at_the_earliest(steward, person) -> None:
    amina = person()
    mandate = services.give_mandate(actor=steward, person=amina, **ASKED)
    with pytest.raises(services.BadMandate, match="après le début"):
        services.end_mandate(actor=steward, mandate=mandate, on=timezone.localdate())
    ended = services.end_mandate(actor=steward, mandate=mandate)
    assert ended.valid_to == timezone.localdate() + timedelta(days=1)
    assert ended.last_day == timezone.localdate()


def test_ending_is_refused_to_others(person, steward) -> None:
    mandate = Mandate.objects.get(person=steward)
    with pytest.raises(Refused):
        services.end_mandate(actor=person(), mandate=mandate)
    with pytest.raises(Refused, match="propre mandat"):
        services.end_mandate(actor=steward, mandate=mandate)
    mandate.refresh_from_db()
    assert mandate.valid_to is None


def test_erasing_leaves_a_number_and_an_intact_trail(steward, person) -> None:
    amina = person(first_name="Amina", last_name="K.", password="un-mot-de-passe")
    services.give_mandate(actor=steward, person=amina, **ASKED)
    Authenticator.objects.create(user=amina, type=Authenticator.Type.TOTP, data={"secret": "x"})
    SocialAccount.objects.create(user=amina, provider="franceconnect", uid="abc")
    services.erase_person(actor=amina, person=amina)
    kept = User.objects.get(pk=amina.pk)
    assert kept.email == f"efface-{kept.pk}@exemple.invalid"
    assert not kept.first_name and not kept.last_name and not kept.has_usable_password()
    assert not kept.is_active and kept.erased_at is not None
    for model in (EmailAddress, Authenticator, SocialAccount):
        assert not model.objects.filter(user=kept).exists()
    assert not selectors.has_role(kept, Role.HOLDER)
    assert Mandate.objects.get(person=kept).valid_to == timezone.localdate() + timedelta(days=1)
    assert audit.verify() == (2, None)
    everything = str(list(AuditEntry.objects.values_list("actor", "subject", "detail")))
    assert "amina" not in everything.lower()
    with pytest.raises(Refused, match="déjà effacé"):
        services.erase_person(actor=steward, person=kept)


def test_erasing_closes_open_sessions(client, person) -> None:
    amina = person()
    client.force_login(amina)
    assert client.get("/mon-compte/").status_code == 200
    services.erase_person(actor=amina, person=amina)
    assert client.get("/mon-compte/").status_code == 302


def test_the_address_of_an_erased_person_can_serve_again(person) -> None:
    amina = person()
    services.erase_person(actor=amina, person=amina)
    assert person("amina").pk != amina.pk


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_stewards_answering_at_once_give_one_mandate() -> None:
    steward = User.objects.create_user("intendante@exemple.fr", is_superuser=True)
    amina = User.objects.create_user("amina@exemple.fr")
    outcomes = []

    def give() -> None:
        try:
            services.give_mandate(actor=steward, person=amina, **ASKED)
            outcomes.append("given")
        except services.BadMandate:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["given", "refused", "refused", "refused"]
    assert audit.verify() == (1, None)
