"""Posts paid by the State, on the published files and on their traps."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count, Sum

from faire_ensemble.apps.funding.models import Grant
from faire_ensemble.kit.tabular import Unreadable

POST = {
    "id_poste": "06219R001001",
    "code_tiers": "41921355800028",
    "raison_sociale": "ADEMN",
    "annee": 2023,
    "montant": 22555.73,
    "code_cv": "CV192",
}


def written(write: Any, *posts: dict[str, Any]) -> Path:
    path: Path = write(json.dumps([{**POST, **post} for post in posts]), "posts.json")
    return path


@pytest.mark.parametrize(
    ("file", "count", "total"),
    [
        ("adulte-relais-2023.json", 270, "6090047.10"),
        ("adulte-relais-2020.json", 253, "5028390.18"),
        ("adulte-relais-2024.json", 214, "4881470.54"),
        ("postes-fonjep-2023.json", 64, "439392.00"),
        ("postes-fonjep-2024.json", 65, "443571.00"),
    ],
)
def test_posts_of_the_metropolis(
    shared_data: Path, load: Any, contract: int, file: str, count: int, total: str
) -> None:
    path = shared_data / "anct_posts" / file
    report = load("anct-posts", path)
    assert (report.created, report.refused) == (count, 0)
    assert report.read == len(json.loads(path.read_text())) == report.created + report.out_of_scope
    found = Grant.objects.filter(contract=contract).aggregate(
        n=Count("pk"), s=Sum("amount_awarded")
    )
    assert (found["n"], found["s"].quantize(Decimal("0.01"))) == (count, Decimal(total))
    again = load("anct-posts", path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, count)


def test_two_payments_of_a_post_are_both_kept(shared_data: Path, load: Any, contract: int) -> None:
    report = load("anct-posts", shared_data / "anct_posts" / "postes-fonjep-2024.json")
    amounts = Grant.objects.filter(reference="D01781").values_list("amount_awarded", flat=True)
    assert sorted(amounts) == [Decimal("1194.00"), Decimal("5970.00")]
    assert any(
        "déjà présent" in str(remark) and remark.value == "D01781" for remark in report.remarks
    )


def test_cents_are_exact(load: Any, contract: int, write: Any) -> None:
    load("anct-posts", written(write, {"montant": 22555.73}))
    assert Grant.objects.get().amount_awarded == Decimal("22555.73")


def test_no_open_contract_says_what_to_do(load: Any, write: Any) -> None:
    with pytest.raises(Unreadable, match="faire open SIREN --contract-code"):
        load("anct-posts", written(write, {}))


def test_a_code_of_several_contracts_is_kept_whole_and_said(
    load: Any, contract: int, write: Any
) -> None:
    report = load(
        "anct-posts", written(write, {"code_cv": "CV380CV192"}, {"code_cv": "CV380CV384"})
    )
    assert (report.created, report.out_of_scope) == (1, 1)
    assert Grant.objects.get().amount_awarded == Decimal("22555.73")
    assert any(remark.value == "CV380CV192" for remark in report.remarks)


def test_a_longer_code_is_not_ours(load: Any, contract: int, write: Any) -> None:
    report = load("anct-posts", written(write, {"code_cv": "CV1920"}, {"code_cv": None}))
    assert (report.created, report.out_of_scope) == (0, 2)
    assert any("sans code de contrat" in remark.reason for remark in report.remarks)


def test_year_as_text_and_name_instead_of_number(load: Any, contract: int, write: Any) -> None:
    path = written(write, {"annee": "2023", "code_tiers": "ADEMN", "id_poste": "D01935"})
    report = load("anct-posts", path)
    grant = Grant.objects.select_related("holder").get()
    assert (grant.year, grant.scheme, grant.holder.siret) == (2023, "Postes FONJEP", None)
    assert any("reconnu par son nom" in remark.reason for remark in report.remarks)


def test_a_new_amount_updates_the_post(load: Any, contract: int, write: Any) -> None:
    load("anct-posts", written(write, {}))
    report = load("anct-posts", written(write, {"montant": 10}))
    assert (report.created, report.updated) == (0, 1)
    assert Grant.objects.get().amount_awarded == Decimal(10)


def test_negative_amount_is_kept_and_said(load: Any, contract: int, write: Any) -> None:
    report = load("anct-posts", written(write, {"montant": -500.5}))
    assert Grant.objects.get().amount_awarded == Decimal("-500.50")
    assert any("négatif" in remark.reason for remark in report.remarks)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"montant": None}, "montant"),
        ({"montant": float("nan")}, "montant"),
        ({"montant": True}, "montant"),
        ({"annee": "bientôt"}, "annee"),
        ({"annee": 19}, "annee"),
        ({"id_poste": "?"}, "id_poste"),
        ({"raison_sociale": ""}, "raison_sociale"),
    ],
)
def test_one_bad_post_never_loses_the_others(
    load: Any, contract: int, write: Any, change: dict[str, Any], column: str
) -> None:
    report = load("anct-posts", written(write, {"id_poste": "06219R009999"}, change))
    assert (report.created, report.refused) == (1, 1)
    refusal = next(remark for remark in report.remarks if remark.severity == "refused")
    assert (refusal.line, refusal.column) == (2, column)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[]", "aucun poste"),
        ('[{"nom": "x"}]', "ce ne sont pas des postes"),
        ('{"a": 1}', "tableau JSON"),
        ("[1]", "pas un objet"),
        (json.dumps([POST, POST])[:-40], "tronqué"),
        (json.dumps([POST])[:-1] + ",]", "tronqué"),
        (json.dumps([POST]) + "x", "tronqué"),
    ],
)
def test_a_file_of_another_kind_changes_nothing(
    load: Any, contract: int, write: Any, content: str, words: str
) -> None:
    with pytest.raises(Unreadable, match=words):
        load("anct-posts", write(content, "posts.json"))
    assert not Grant.objects.exists()


def test_a_dry_run_changes_nothing(load: Any, contract: int, write: Any) -> None:
    assert load("anct-posts", written(write, {}), dry_run=True).created == 1
    assert not Grant.objects.exists()
