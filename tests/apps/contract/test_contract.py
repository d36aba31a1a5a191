"""Opening a contract, and its public page."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from faire_ensemble.apps.contract.models import (
    Contract,
    ContractCode,
    Objective,
    ObjectiveMeasure,
    Partner,
    Pillar,
)
from faire_ensemble.apps.contract.selectors import (
    contract_in_year,
    contract_page,
    contracts_by_code,
    current_contract,
)
from faire_ensemble.apps.contract.services import ContractCodeRefused, open_contract
from faire_ensemble.apps.directory.services import identify, register
from faire_ensemble.apps.observatory.models import Indicator, Target
from faire_ensemble.apps.territory.models import EpciSiren, Territory
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused

pytestmark = pytest.mark.django_db


def epci(code: str = "200093201", name: str = "Métropole Européenne de Lille") -> Territory:
    return Territory.objects.create(kind="epci", code=code, name=name)


def test_codes_that_are_public_knowledge_come_by_themselves() -> None:
    opened = open_contract(actor=None, epci=epci())
    assert opened.created and opened.codes == ("CV192", "CN05911M")
    years = ContractCode.objects.values_list("code", "first_year", "last_year")
    assert set(years) == {("CV192", 2015, 2023), ("CN05911M", 2024, None)}
    assert AuditEntry.objects.filter(verb="contrat ouvert").count() == 1


def test_a_former_siren_is_the_same_epci() -> None:
    lille = epci("999999999")
    EpciSiren.objects.create(epci=lille, siren="200093201")
    assert open_contract(actor=None, epci=lille).codes == ("CV192", "CN05911M")


def test_opening_again_changes_nothing_and_a_new_code_is_added() -> None:
    lille = epci()
    first = open_contract(actor=None, epci=lille)
    again = open_contract(actor=None, epci=lille)
    assert (again.contract_id, again.created, again.added) == (first.contract_id, False, ())
    assert AuditEntry.objects.filter(verb="contrat ouvert").count() == 1
    assert open_contract(actor=None, epci=lille, codes=["cv999 "]).added == ("CV999",)
    assert contracts_by_code()["CV999"] == first.contract_id


def test_another_epci_needs_its_code_and_cannot_take_ours() -> None:
    open_contract(actor=None, epci=epci())
    lyon = epci("200046977", "Métropole de Lyon")
    assert open_contract(actor=None, epci=lyon).codes == ()
    with pytest.raises(ContractCodeRefused, match="déjà celui de"):
        open_contract(actor=None, epci=lyon, codes=["CV192"])
    with pytest.raises(ContractCodeRefused, match="CV192 ou CN05911M"):
        open_contract(actor=None, epci=lyon, codes=["192"])
    assert Contract.objects.count() == 2


def test_only_stewards_open_a_contract(django_user_model: Any) -> None:
    person = django_user_model.objects.create_user("a@example.org")
    lille = epci()
    with pytest.raises(Refused, match="administration"):
        open_contract(actor=person, epci=lille)
    with pytest.raises(Refused):
        open_contract(actor=SimpleNamespace(is_authenticated=False, pk=None), epci=lille)
    assert not Contract.objects.exists()
    person.is_superuser = True
    person.save()
    assert open_contract(actor=person, epci=lille).created


def test_the_contract_of_a_year() -> None:
    lille = epci()
    pk = open_contract(actor=None, epci=lille).contract_id
    assert contract_in_year(lille.pk, 2019) == pk
    assert contract_in_year(lille.pk, 2014) is None
    found = current_contract(lille.pk)
    assert found is not None and found.pk == pk


@pytest.fixture
def full() -> int:
    lille = epci()
    pk = open_contract(actor=None, epci=lille).contract_id
    pillar = Pillar.objects.create(contract_id=pk, rank=1, title="Emploi")
    indicator = Indicator.objects.create(
        code="taux", label="Taux d'emploi", theme="employment", unit="percent"
    )
    for rank in range(1, 6):
        Objective.objects.create(pillar=pillar, rank=rank, title=f"Objectif {rank}")
    first = Objective.objects.get(rank=1)
    ObjectiveMeasure.objects.create(objective=first, indicator=indicator)
    ObjectiveMeasure.objects.create(
        objective=first, indicator=indicator, target_value=52, target_year=2030
    )
    Target.objects.create(
        indicator=indicator, territory=lille, base_year=2024, base_gap=-19, target_year=2030,
        source="Contrat",
    )  # fmt: skip
    members = register([identify("Ville de Roubaix"), identify("Préfecture du Nord", kind="state")])
    for member in members:
        Partner.objects.create(contract_id=pk, organisation_id=member)
    return pk


def test_the_page_shows_pillars_targets_and_partners(client: Client, full: int) -> None:
    page = client.get("/contrat/").content.decode()
    for text in (
        "Métropole Européenne de Lille",
        "CN05911M",
        "Emploi",
        "Objectif 5",
        "Ville de Roubaix",
    ):
        assert text in page
    assert "−19\u00a0points (2024) à −9,5\u00a0points en 2030" in page
    page = page.replace("\xa0", " ")
    assert "4 objectifs sans indicateur : à compléter par" in page
    assert "sans cible" not in page
    assert page.count("<dd><a href=") == 1 and "Visé : 52 % en 2030" in page


def test_the_page_has_a_constant_number_of_queries(
    full: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        contract_page(full)


def test_empty_states_say_who_must_complete_them(client: Client) -> None:
    assert "À compléter par" in client.get("/contrat/").content.decode()
    pk = open_contract(actor=None, epci=epci()).contract_id
    page = client.get(f"/contrat/?contrat={pk}").content.decode()
    assert page.count("ompléter par") >= 3
    for wrong in ("9999", "x", "²", "9" * 30):
        assert client.get(f"/contrat/?contrat={wrong}").status_code == 404
