"""Setting targets: who may, from which gap, what the trail keeps."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from faire_ensemble.apps.accounts.models import Mandate, User
from faire_ensemble.apps.observatory.models import Indicator, Target
from faire_ensemble.apps.observatory.permissions import can_set_target, can_withdraw_target
from faire_ensemble.apps.observatory.selectors import Place, find_indicator, gaps_of_indicator
from faire_ensemble.apps.observatory.services import (
    BadTarget,
    set_target,
    set_targets,
    withdraw_target,
)
from faire_ensemble.kit import audit
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def person(role: str = "", until: date | None = None) -> User:
    found = User.objects.create_user(email=f"{role or 'sans'}@exemple.fr", password="x")
    if role:
        Mandate.objects.create(
            person=found,
            role=role,
            organisation="Métropole",
            valid_from=date(2020, 1, 1),
            valid_to=until,
        )
    return found


def places(world) -> dict[str, Place]:
    table = gaps_of_indicator(find_indicator("DISP_Q2"), world.epci, 2019)
    return {row.place.code: row.place for row in table.rows}


def halve(actor: User | None, world, **asked) -> Target:
    options = {"base_year": 2019, "target_year": 2030, "source": "Contrat, page 42"} | asked
    place = options.pop("place", "QP059087")
    return set_target(
        actor=actor, indicator=find_indicator("DISP_Q2"), place=places(world)[place], **options
    )


@pytest.mark.parametrize("role", ["analyst", "officer", "steward"])
def test_a_mandate_lets_set_a_target(world, income: Indicator, role: str) -> None:
    actor = person(role)
    target = halve(actor, world)
    assert target.base_gap == Decimal(-9274) and target.remaining_share == Decimal("0.5")
    entry = AuditEntry.objects.get(verb="cible fixée")
    assert entry.actor == audit.person_reference(actor.pk)
    assert entry.subject == "disp-q2 QP059087"
    assert entry.detail["source"] == "Contrat, page 42"
    assert audit.verify()[1] is None


@pytest.mark.parametrize("role", ["", "resident", "holder", "council", "elected", "partner"])
def test_others_may_not(world, income: Indicator, role: str) -> None:
    with pytest.raises(Refused, match="mandat"):
        halve(person(role), world)
    assert not Target.objects.exists() and not AuditEntry.objects.filter(verb="cible fixée")


def test_an_ended_mandate_or_nobody_may_not(world, income: Indicator) -> None:
    with pytest.raises(Refused):
        halve(person("analyst", until=date(2021, 1, 1)), world)
    assert "Connectez-vous" in can_set_target(AnonymousUser()).reason
    assert not can_withdraw_target(AnonymousUser())
    assert can_set_target(None)


def test_a_target_replaces_the_one_of_the_same_year_and_keeps_its_trace(world, income) -> None:
    halve(None, world)
    halve(None, world, remaining=Decimal("0.25"), source="Avenant")
    target = Target.objects.get()
    assert target.remaining_share == Decimal("0.25") and target.source == "Avenant"
    entry = AuditEntry.objects.get(verb="cible modifiée")
    assert entry.detail["avant"]["source"] == "Contrat, page 42"
    halve(None, world, target_year=2035)
    assert Target.objects.count() == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"base_year": 2018}, "n'a pas d'écart connu en 2018"),
        ({"target_year": 2019}, "doit suivre"),
        ({"remaining": Decimal(1)}, "doit rester"),
        ({"source": "  "}, "qui a décidé"),
    ],
)
def test_impossible_targets(world, income: Indicator, asked: dict, said: str) -> None:
    with pytest.raises(BadTarget, match=said):
        halve(None, world, **asked)
    assert not Target.objects.exists() and not AuditEntry.objects.filter(verb="cible fixée")


def test_a_neighbourhood_that_is_ahead_has_no_gap_to_reduce(world, income: Indicator) -> None:
    world.value(income, "QP059087", 2021, "25000")
    world.value(income, "EPCI", 2021, "22000")
    with pytest.raises(BadTarget, match="déjà devant"):
        halve(None, world, base_year=2021)


def test_one_without_gap_never_stops_the_others(world, income: Indicator) -> None:
    world.value(income, "QP059091", 2021, "15000")
    world.value(income, "QP059087", 2021, None, status="missing")
    world.value(income, "EPCI", 2021, "22000")
    outcome = set_targets(
        actor=None,
        indicator=find_indicator("DISP_Q2"),
        places=places(world).values(),
        base_year=2021,
        target_year=2030,
        source="Contrat",
    )
    assert outcome.done == 1 and len(outcome.refused) == 1
    assert "Les Oliveaux" in outcome.refused[0]
    assert Target.objects.get().base_gap == Decimal(-7000)


def test_withdrawing_keeps_the_trace(world, income: Indicator) -> None:
    target = halve(None, world)
    with pytest.raises(Refused):
        withdraw_target(actor=person("resident"), target_id=target.pk)
    withdraw_target(actor=None, target_id=target.pk)
    assert not Target.objects.exists()
    assert AuditEntry.objects.get(verb="cible retirée").detail["année d'arrivée"] == 2030
    with pytest.raises(BadTarget, match="n'existe plus"):
        withdraw_target(actor=None, target_id=target.pk)


ADDRESS = "/indicateurs/disp-q2/cibles/"


def test_the_page_is_for_mandates_only(client, world, income: Indicator) -> None:
    assert client.get(ADDRESS).status_code == 302
    assert ADDRESS not in client.get("/indicateurs/disp-q2/").content.decode()
    client.force_login(person("resident"))
    assert ADDRESS not in client.get("/indicateurs/disp-q2/").content.decode()
    refused = client.get(ADDRESS)
    assert refused.status_code == 403 and "observatoire" in refused.content.decode()


def test_the_form_sets_and_withdraws(client, world, income: Indicator) -> None:
    client.force_login(person("analyst"))
    assert ADDRESS in client.get("/indicateurs/disp-q2/").content.decode()
    assert "Aucune cible" in client.get(ADDRESS).content.decode()
    asked = {
        "neighbourhood": "",
        "base_year": 2019,
        "target_year": 2030,
        "reduction": "40",
        "source": "Contrat",
    }
    response = client.post(ADDRESS, asked, follow=True)
    assert "2 cibles fixées." in response.content.decode()
    assert Target.objects.get(territory__code="QP059087").remaining_share == Decimal("0.6")
    one = Target.objects.get(territory__code="QP059087")
    assert client.get(f"{ADDRESS}{one.pk}/retirer/").status_code == 405
    said = client.post(f"{ADDRESS}{one.pk}/retirer/", follow=True).content.decode()
    assert "Cible retirée." in said and Target.objects.count() == 1
    assert "existe plus" in client.post(f"{ADDRESS}{one.pk}/retirer/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"base_year": 2018}, "pas d&#x27;écart connu en 2018"),
        ({"reduction": "0"}, "supérieur"),
        ({"neighbourhood": "QP000000"}, "choix valide"),
        ({"target_year": "2019"}, "doit suivre"),
    ],
)
def test_the_form_says_what_is_wrong(client, world, income, change: dict, said: str) -> None:
    client.force_login(person("officer"))
    asked = {
        "neighbourhood": "",
        "base_year": 2019,
        "target_year": 2030,
        "reduction": "50",
        "source": "Contrat",
    }
    response = client.post(ADDRESS, asked | change)
    assert response.status_code == 200
    text = response.content.decode().replace("&#39;", "&#x27;")
    assert said in text
    assert not Target.objects.exists()
