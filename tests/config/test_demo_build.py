"""The demonstration in a database: complete, sourced, audited."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from django.test import Client

from faire_ensemble.apps.contract.models import Commitment, Contract, Objective, Partner
from faire_ensemble.apps.contract.selectors.versions import draft, version_page
from faire_ensemble.apps.directory.models import Organisation
from faire_ensemble.apps.funding.models import FundingNature, Grant
from faire_ensemble.apps.governance.models import Body, BodyDecision, DrawnPerson, Meeting
from faire_ensemble.apps.governance.selectors import coming_meetings, councils, late_decisions
from faire_ensemble.apps.governance.selectors.calling import recorded_words
from faire_ensemble.apps.governance.selectors.draws.colleges import body_draws
from faire_ensemble.apps.observatory.models import Target, Value
from faire_ensemble.apps.observatory.services import import_filosofi_epci, import_insee_qpv
from faire_ensemble.apps.portal.selectors.places import listed_indicators
from faire_ensemble.apps.territory.models import Perimeter, Territory, TerritoryKind
from faire_ensemble.apps.territory.services.qpv import import_qpv
from faire_ensemble.config.demonstration.state import State, state_of
from faire_ensemble.kit import audit
from faire_ensemble.kit.tabular import run_import

pytestmark = pytest.mark.django_db


def value(indicator: str, territory: str, year: int) -> Decimal | None:
    return Value.objects.get(
        indicator__code=indicator, territory__code=territory, vintage__year=year
    ).value


def test_the_metropolis_and_its_neighbourhoods(counts: dict[str, int]) -> None:
    epci = Territory.objects.get(kind=TerritoryKind.EPCI)
    assert epci.code == "200093201"
    assert Territory.objects.filter(kind=TerritoryKind.COMMUNE, epci=epci).count() == 95
    found = Territory.objects.filter(kind=TerritoryKind.PRIORITY, epci=epci)
    assert found.count() == 26
    south = found.get(code="QP059074")
    assert set(south.communes.values_list("code", flat=True)) == {
        "59350",
        "59220",
        "59360",
        "59346",
    }
    assert all(item.population and item.population_source for item in found)


def test_drawn_perimeters_say_that_they_are_drawn(counts: dict[str, int]) -> None:
    drawn = Perimeter.objects.filter(territory__kind=TerritoryKind.PRIORITY)
    assert drawn.count() == 26
    for perimeter in drawn:
        assert "schématique" in perimeter.source
        assert perimeter.geometry.is_valid
        assert perimeter.west < perimeter.east and perimeter.south < perimeter.north


def test_official_contours_replace_the_drawn_ones(
    counts: dict[str, int], shared_data: Path
) -> None:
    file = shared_data / "qpv_2014" / "qpv2014_mel.geojson"
    report = run_import("qpv", import_qpv, file, actor=None)
    assert (report.created, report.updated, report.refused) == (0, 26, 0)
    perimeters = Perimeter.objects.filter(territory__kind=TerritoryKind.PRIORITY)
    assert perimeters.count() == 26
    assert all("officiels" in perimeter.source for perimeter in perimeters)


def test_the_figures_of_the_report_have_their_source(counts: dict[str, int]) -> None:
    assert value("rpv-taux-emploi", "MEL-QPV", 2013) == 44
    assert value("rpv-taux-emploi", "200093201", 2013) == 59
    assert value("rpv-bucco-dentaire", "MEL-VEILLE", 2016) == 28
    assert value("rpv-logement-individuel", "MEL-RESTE", 2013) == 55
    assert value("rpv-ecart-brevet", "MEL-QPV", 2016) == -19
    report = Value.objects.filter(vintage__source__code="rapport-pv-mel-2015-2016")
    assert report.count() == 57
    assert all(item.note.startswith("partie ") for item in report)


def test_the_target_halves_the_employment_gap(counts: dict[str, int]) -> None:
    target = Target.objects.get()
    assert target.indicator.code == "rpv-taux-emploi"
    assert target.territory.code == "MEL-QPV"
    assert (target.base_year, target.base_gap) == (2013, Decimal(-15))
    assert (target.target_year, target.remaining_share) == (2020, Decimal("0.5"))


def test_neighbourhoods_have_insee_figures(counts: dict[str, int]) -> None:
    def official(column: str, territory: str, year: int) -> Value:
        return Value.objects.get(
            indicator__official_code=column, territory__code=territory, vintage__year=year
        )

    assert official("TP60", "QP059087", 2019).value == Decimal("56.3")
    assert official("TP60", "QP059091", 2019).value == Decimal("32.9")
    assert official("DISP_Q2", "QP059087", 2019).value == 11666
    assert official("DISP_Q2", "200093201", 2019).value == 20940
    assert official("DISP_Q2", "QPV-FRANCE", 2019).value == 13101
    # INSEE publishes nothing for the over-60s of this one in 2017: nothing is not zero.
    assert official("TX_TOT_60ETPLUS", "QP059070", 2017).value is None


def test_sets_of_neighbourhoods_have_their_page(counts: dict[str, int], client: Client) -> None:
    page = client.get("/quartiers/MEL-QPV/").content.decode()
    assert "Ensemble des quartiers prioritaires (MEL)" in page
    assert "−15\u202fpoints" in page or "−15\xa0points" in page or "−15 points" in page
    assert "/quartiers/MEL-QPV/" in client.get("/").content.decode()
    assert "/quartiers/MEL-QPV/" in client.get("/recherche/?q=ensemble").content.decode()
    gaps = client.get("/indicateurs/rpv-taux-emploi/").content.decode()
    assert "Ensemble des quartiers prioritaires (MEL)" in gaps
    # Lists of neighbourhoods show what neighbourhoods have, not what only their set has.
    epci = Territory.objects.get(kind=TerritoryKind.EPCI)
    places = Territory.objects.filter(kind=TerritoryKind.PRIORITY).values_list("pk", flat=True)
    assert [each.code for each in listed_indicators(epci.pk, places)] == [
        "revn-disp-q2",
        "ipro-tx-tot-empl",
    ]
    # A set without a row of its own is not listed among the neighbourhoods.
    poverty = client.get("/indicateurs/revn-tp60/").content.decode()
    assert "La Bourgogne" in poverty and "Ensemble des quartiers" not in poverty


@pytest.mark.parametrize("name", ["DEMO_2017", "IPRO_2021", "REVN_2019"])
def test_insee_files_find_these_figures_unchanged(
    counts: dict[str, int], shared_data: Path, name: str
) -> None:
    before = Value.objects.count()
    file = shared_data / "insee_qpv" / f"{name}.csv"
    report = run_import("insee-qpv", import_insee_qpv, file, actor=None)
    assert report.refused == 0
    assert report.values["valeurs modifiées"] == 0
    assert report.values["valeurs inchangées"] >= 26 * 3
    assert Value.objects.count() == before + report.values["valeurs créées"]


def test_filosofi_finds_its_figures_unchanged(counts: dict[str, int], shared_data: Path) -> None:
    file = shared_data / "insee_filosofi" / "FILO2019_DISP_EPCI.csv"
    report = run_import("filosofi-epci", import_filosofi_epci, file, actor=None)
    assert report.values["valeurs modifiées"] == 0
    assert report.values["valeurs inchangées"] == 2


def test_the_contract_and_its_signatories(counts: dict[str, int]) -> None:
    contract = Contract.objects.get()
    assert contract.signed_on is not None and contract.signed_on.isoformat() == "2015-07-15"
    assert {code.code for code in contract.codes.all()} == {"CV192", "CN05911M"}
    assert contract.pillars.count() == 3
    objectives = Objective.objects.filter(pillar__contract=contract)
    assert objectives.filter(measures__indicator__code="rpv-taux-emploi").count() == 1
    partners = Partner.objects.filter(contract=contract)
    assert partners.filter(organisation__kind="commune").count() == 21
    assert partners.get(role="lead").organisation.siren == "200093201"


def test_the_numbers_of_the_report(counts: dict[str, int]) -> None:
    grants = Grant.objects.all()
    assert grants.count() == counts["dossiers"] == 1700
    assert grants.aggregate(total=Sum("amount_awarded"))["total"] == 40_000_000
    holders = Organisation.objects.filter(grants_received__isnull=False).distinct()
    assert holders.count() == counts["holders"] == 300
    assert all(holder.name.endswith("(démonstration)") for holder in holders)
    assert not Grant.objects.exclude(source__startswith="Démonstration : ligne inventée").exists()
    assert set(grants.values_list("nature", flat=True)) == {
        FundingNature.SPECIFIC,
        FundingNature.MAINSTREAM,
    }
    funders = Organisation.objects.filter(grants_given__isnull=False).distinct()
    assert funders.count() == Partner.objects.filter(organisation__in=funders).count() > 5


def test_the_act_is_in_the_audit_trail(counts: dict[str, int]) -> None:
    entries, broken = audit.verify()
    assert entries >= 1 and broken is None
    assert state_of() is State.READY


def test_both_colleges_of_one_council_are_drawn(counts: dict[str, int], client: Client) -> None:
    """Law 2014-173, art. 7: as many women as men among residents. The pools are invented."""
    both = [each for each in map(body_draws, Body.objects.filter(kind="citizens")) if each.drawn]
    (found,) = both
    residents, actors = found.colleges
    assert found.published and (residents.draw.state, actors.draw.state) == ("drawn", "seated")
    panel = DrawnPerson.objects.filter(person__draw=residents.draw, round__rank=0)
    assert Counter(row.person.features["sexe"] for row in panel) == {"Femme": 5, "Homme": 5}
    assert residents.college.parity and actors.line.filled == actors.draw.size == 8
    assert all("invent" in each.draw.words for each in found.drawn)
    shown = client.get(f"/qui-decide/{found.body.pk}/", headers={"accept-language": "fr"})
    page = shown.content.decode().replace("\xa0", " ")
    assert "10 places, toutes à pourvoir" in page and "8 places, toutes pourvues" in page
    assert page.count("Tirage au sort :") == 2
    assert found.body.council.steps.filter(step="drawn", reference=found.reference).exists()


def test_the_governance_of_the_report(counts: dict[str, int], client: Client) -> None:
    """Section 3.1.1: its bodies, 13 conseils citoyens labelled and 8 under way, with Haubourdin."""
    kinds = Counter(Body.objects.values_list("kind", flat=True))
    assert (kinds["steering"], kinds["technical"], kinds["intercommunal"], kinds["mayors"]) == (
        1, 1, 1, 1,
    )  # fmt: skip
    assert (kinds["local"], kinds["citizens"]) == (21, 21)
    found = councils()
    assert (found.labelled, found.under_way) == (13, 8)
    assert Body.objects.filter(kind="citizens", name__contains="Haubourdin").exists()
    assert all(body.source for body in Body.objects.all())
    bureau = Body.objects.get(name__contains="Brun Pain")
    assert bureau.seats.count() == 29 and bureau.meetings_a_year == 3
    assert late_decisions() and coming_meetings(9)
    first, second = recorded()
    assert "dans le délai de" in first and "n'est pas connu" in second
    told = BodyDecision.objects.filter(state="done", steps__isnull=True)
    assert counts["followed"] == BodyDecision.objects.count() >= 15 and not told.exists()
    for address in ("/qui-decide/", "/qui-decide/decisions/", "/qui-decide/conseils-citoyens/"):
        assert client.get(address).status_code == 200


def recorded() -> list[str]:
    """What is told of the two first meetings of the year, held before they were written here."""
    rows = Meeting.objects.filter(recorded_at__isnull=False).select_related("body")
    return [recorded_words(row) for row in rows.order_by("starts_at")]


def test_the_contract_was_signed_then_amended_twice(counts: dict[str, int]) -> None:
    contract = Contract.objects.get()
    pages = [version_page(contract.pk, number) for number in range(3)]
    assert all(page is not None and page.whole for page in pages)
    assert version_page(contract.pk, 3) is None
    signed = [page.line.signed_on for page in pages if page is not None]
    assert signed[0] == date(2015, 7, 15) and signed == sorted(signed)
    assert draft(contract.pk).changes == ()
    assert contract.ends_on == date(2023, 1, 1)
    last = pages[2]
    assert last is not None
    ended = [v.after for each in last.changes for v in each.values if v.label == "Dernier jour"]
    assert ended[0] == "31 décembre 2022"


def test_commitments_hold_the_amounts_of_the_report(counts: dict[str, int]) -> None:
    real = Commitment.objects.filter(source__startswith="Rapport")
    amounts = set(real.values_list("organisation__name", "mainstream", "specific"))
    assert ("Préfecture du Nord", None, Decimal(23715812)) in amounts
    assert ("Préfecture du Nord", None, Decimal(17596888)) in amounts
    assert ("Région Hauts-de-France", None, Decimal(792061)) in amounts
    assert ("Métropole européenne de Lille", Decimal(68000), None) in amounts
    others = Commitment.objects.exclude(source__startswith="Rapport")
    assert others and all("(démonstration)" in each.title for each in others)
