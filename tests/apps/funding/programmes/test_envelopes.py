"""Envelopes: never more than there is, even by several people at once."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from faire_ensemble.apps.funding.models import Envelope
from faire_ensemble.apps.funding.selectors import envelopes as selectors
from faire_ensemble.apps.funding.services import envelopes as services
from faire_ensemble.kit import audit
from faire_ensemble.kit.models import AuditEntry
from faire_ensemble.kit.verdicts import Refused


def delegate(
    actor: Any, parent: Envelope, amount: str, name: str = "Roubaix", **limits: Any
) -> Envelope:
    return services.delegate_envelope(
        actor=actor, parent=parent, name=name, amount=Decimal(amount), **limits
    )


def change(actor: Any, envelope: Envelope, amount: str, **fields: Any) -> Envelope:
    values = {"name": envelope.name} | fields
    return services.change_envelope(
        actor=actor, envelope=envelope, amount=Decimal(amount), **values
    )


def left(envelope: Envelope) -> Decimal:
    envelope.refresh_from_db()
    return selectors.balances([envelope])[envelope.pk].left


def test_what_is_left_is_the_amount_less_delegated_less_decided(year, opened, decided, officer):
    root = opened("10000")
    child = delegate(officer, root, "4000")
    request = year.submitted("1000").requests.get()
    decided(request, root, "900")
    assert left(root) == Decimal("5100")
    assert left(child) == Decimal("4000")
    assert (child.funder_id, child.year, child.nature) == (root.funder_id, 2026, "specific")


def test_only_the_decision_in_force_counts(year, opened, decided):
    root, other = opened("10000"), opened("2000", name="Autre")
    request = year.submitted("1000").requests.get()
    decided(request, root, "900")
    decided(request, other, "700")
    assert (left(root), left(other)) == (Decimal("10000"), Decimal("1300"))
    decided(request, other, "0")
    assert left(other) == Decimal("2000")


def test_a_child_takes_no_more_than_what_is_left(year, opened, decided, officer):
    root = opened("10000")
    decided(year.submitted("3000").requests.get(), root, "3000")
    child = delegate(officer, root, "7000")
    with pytest.raises(services.BadEnvelope, match=r"Il reste 0 €") as refused:
        delegate(officer, root, "0.01", name="Wattrelos")
    assert refused.value.field == "amount"
    change(officer, child, "6000")
    with pytest.raises(services.BadEnvelope, match="Il reste 1\u202f000 €"):
        change(officer, child, "7000.01")
    change(officer, child, "7000")


def test_an_amount_does_not_go_below_what_is_used(year, opened, decided, officer):
    root = opened("10000")
    delegate(officer, root, "4000")
    decided(year.submitted("3000").requests.get(), root, "2500")
    with pytest.raises(services.BadEnvelope, match="6\u202f500 € sont délégués ou décidés"):
        change(officer, root, "6499.99")
    assert change(officer, root, "6500").amount == Decimal("6500")
    assert left(root) == 0


def test_a_name_serves_once_a_funder_and_year(opened):
    opened(name="Programme 147")
    opened(name="Programme 147", funder=1)
    with pytest.raises(services.BadEnvelope, match="existe déjà") as refused:
        opened(name=" Programme 147 ")
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "-1"}, "négative"),
        ({"name": "  "}, "nom"),
        ({"year": 1999}, "entre 2000 et 2100"),
    ],
)
def test_impossible_envelopes_are_refused(opened, fields, said):
    with pytest.raises(services.BadEnvelope, match=said):
        opened(**fields)
    assert not Envelope.objects.exists()


def test_communes_or_neighbourhoods_not_both(year, opened):
    with pytest.raises(services.BadEnvelope, match="pas aux deux") as refused:
        opened(territories=[year.commune, year.quarter])
    assert refused.value.field == "territories"
    assert not Envelope.objects.exists()


def test_a_delegation_narrows_and_never_widens(year, opened, officer):
    first, second = year.objectives
    root = opened(objectives=[first], territories=[year.commune])
    child = delegate(officer, root, "10", territories=[year.quarter])
    with pytest.raises(services.BadEnvelope, match="objectifs"):
        delegate(officer, root, "10", name="Santé", objectives=[second])
    elsewhere = year.place("commune", "59009", "Villeneuve-d'Ascq")
    with pytest.raises(services.BadEnvelope, match="n'est pas pour Villeneuve-d'Ascq"):
        delegate(officer, child, "1", name="Ailleurs", territories=[elsewhere])
    with pytest.raises(services.BadEnvelope, match="n'est pas pour Trois Ponts"):
        change(officer, root, "10000", objectives=[first], territories=[elsewhere])
    found = {each.row.pk: each for each in selectors.wallets(year.contract.pk, 2026)}
    assert found[child.pk].scope == selectors.Scope(
        frozenset({first.pk}), frozenset(), frozenset({"QP059074"})
    )
    assert found[child.pk].label == "Enveloppe 10000 › Roubaix"


def test_a_funder_writes_its_own_money_only(year, opened, officer):
    state = year.mandated("etat", "partner", year.funders[0])
    caf = year.mandated("caf", "partner", year.funders[2])
    root = opened()
    delegate(state, root, "100")
    change(state, root, "9000")
    for act in (lambda: delegate(caf, root, "1"), lambda: change(caf, root, "1")):
        with pytest.raises(Refused):
            act()
    for role in ("elected", "council", "holder", "resident", "steward"):
        with pytest.raises(Refused):
            change(year.mandated(role, role), root, "1")


def test_a_delegate_does_not_enlarge_its_share_alone(year, opened, officer):
    root = opened()
    child = delegate(officer, root, "100", funder_id=year.funders[1].pk)
    metropolis = year.mandated("mel", "partner", year.funders[1])
    change(metropolis, child, "90")
    with pytest.raises(Refused):
        change(metropolis, child, "200")


def test_each_act_is_in_the_trail(opened, officer):
    root = opened()
    change(officer, root, "9000")
    acts = AuditEntry.objects.filter(subject=f"enveloppe:{root.pk}").order_by("sequence")
    assert [act.verb for act in acts] == ["enveloppe ouverte", "enveloppe modifiée"]
    assert acts[1].detail["avant"] == "10000.00"
    assert audit.verify()[1] is None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_people_drawing_on_one_tree_never_take_too_much(year, opened, officer):
    root = opened("5000")
    outcomes = []

    def draw(rank: int) -> None:
        try:
            delegate(officer, root, "1000", name=f"Part {rank}")
            outcomes.append("taken")
        except services.BadEnvelope:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=draw, args=(rank,)) for rank in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["taken"] * 5
    assert left(root) == 0


def test_the_page_shows_each_tree_in_a_constant_number_of_queries(
    year, opened, officer, client, django_assert_max_num_queries
):
    for funder in range(3):
        root = opened("10000", funder, objectives=year.objectives, territories=[year.commune])
        for rank in range(5):
            delegate(officer, root, "100", name=f"Part {rank}")
    client.force_login(officer)
    with django_assert_max_num_queries(20):
        page = client.get("/enveloppes/?annee=2026")
    html = page.content.decode()
    assert page.status_code == 200
    assert html.count("9\u202f500\u00a0€") >= 3
    assert "Part 4" in html


def test_the_form_opens_delegates_changes_and_says_what_is_wrong(year, officer, client):
    client.force_login(officer)
    asked = {"funder": year.funders[0].pk, "year": "2026", "nature": "specific",
             "name": "Programme 147", "amount": "deux mille"}  # fmt: skip
    page = client.post("/enveloppes/nouvelle/", asked)
    assert "2\u202f000" in page.content.decode()
    for amount in ("-5", "1.234", "12k", ""):
        assert client.post("/enveloppes/nouvelle/", asked | {"amount": amount}).status_code == 200
    assert not Envelope.objects.exists()
    done = client.post("/enveloppes/nouvelle/", asked | {"amount": "2 000,50 €"})
    assert done.status_code == 302
    root = Envelope.objects.get()
    assert root.amount == Decimal("2000.50")
    page = client.post(f"/enveloppes/nouvelle/?sur={root.pk}", {"name": "Part", "amount": "3000"})
    assert "Il reste 2\u202f000,50 €" in page.content.decode()
    given = {"name": "Part", "amount": "500", "objectives": [year.objectives[0].pk],
             "territories": [year.quarter.pk]}  # fmt: skip
    client.post(f"/enveloppes/nouvelle/?sur={root.pk}", given)
    child = Envelope.objects.get(parent=root)
    assert list(child.territories.all()) == [year.quarter]
    html = client.get(f"/enveloppes/{child.pk}/").content.decode()
    assert html.count(" checked") == 2
    client.post(f"/enveloppes/{child.pk}/", given | {"amount": "1"})
    child.refresh_from_db()
    assert child.amount == 1


def test_who_opens_the_page(year, opened, client):
    opened()
    assert client.get("/enveloppes/").status_code == 302
    for role, status in {"officer": 200, "elected": 200, "council": 403, "holder": 403}.items():
        client.force_login(year.mandated(role, role))
        assert client.get("/enveloppes/").status_code == status
    client.force_login(year.mandated("etat", "partner", year.funders[0]))
    assert client.get("/enveloppes/").status_code == 200
    client.force_login(year.mandated("autre", "officer", contract="CV999"))
    assert client.get("/enveloppes/").status_code == 403
    assert client.get("/enveloppes/nouvelle/").status_code == 403


@pytest.mark.parametrize("query", ["annee=deux", "contrat=-1", "annee=99999999999", "contrat=٣"])
def test_odd_addresses_open_the_usual_page(officer, client, query):
    client.force_login(officer)
    assert client.get(f"/enveloppes/?{query}").status_code == 200
