"""Numbers as published, and what is made of each."""

import pytest

from faire_ensemble.apps.directory.services import fold, identify, read_number, read_rna

ROUBAIX_SIREN = "215905126"


def test_names_fold_to_one_key() -> None:
    assert fold("Théâtre  de l'Éphémère") == fold("THEATRE DE L EPHEMERE")
    assert fold("OGEC  SACRE CŒUR") == "ogec sacre coeur"


@pytest.mark.parametrize(
    ("published", "siret", "siren"),
    [
        ("41921355800028", "41921355800028", "419213558"),
        ("419 213 558 00028", "41921355800028", "419213558"),
        ("'41921355800028", "41921355800028", "419213558"),
        ("32402138500000.0", "", "324021385"),
        ("215905126", "", ROUBAIX_SIREN),
        ("35600000000048", "35600000000048", "356000000"),  # La Poste, by Luhn
        ("35600000049837", "35600000049837", "356000000"),  # La Poste, digits sum to 45
        ("21860194600000", "", "218601946"),  # padded SIREN of a commune
    ],
)
def test_usable_numbers(published: str, siret: str, siren: str) -> None:
    found_siret, found_siren, _ = read_number(published)
    assert (found_siret, found_siren) == (siret, siren)


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("34982600000000", "arrondi par un tableur"),
        ("22530000000000", "arrondi par un tableur"),
        ("7,86E+13", "notation scientifique"),
        ("33452381900011", "clé de contrôle du SIRET"),
        ("304865000", "clé de contrôle du SIREN"),
        ("7220086800072", "13 chiffres"),
        ("à compléter", "14 chiffres"),
    ],
)
def test_a_doubtful_number_is_never_an_identity(published: str, words: str) -> None:
    siret, siren, finding = read_number(published)
    assert (siret, siren) == ("", "")
    assert finding is not None and not finding.repaired
    assert words in finding.reason and "par son nom" in finding.reason


@pytest.mark.parametrize("nothing", ["", "  ", "NA", "nc", "Néant", "sans objet"])
def test_nothing_is_not_a_number_and_not_a_fault(nothing: str) -> None:
    assert read_number(nothing) == ("", "", None)
    assert read_rna(nothing) == ("", None)


def test_cleaning_is_said() -> None:
    assert read_number("41921355800028")[2] is None
    finding = read_number("419 213 558 00028")[2]
    assert finding is not None and finding.repaired


@pytest.mark.parametrize(
    ("published", "rna"),
    [("W333216789", "W333216789"), ("w 333216789", "W333216789"), ("W9R1000123", "W9R1000123")],
)
def test_rna(published: str, rna: str) -> None:
    assert read_rna(published)[0] == rna


@pytest.mark.parametrize("published", ["W3222", "W12455", "333216789"])
def test_wrong_rna_is_named(published: str) -> None:
    number, finding = read_rna(published)
    assert number == "" and finding is not None and not finding.repaired


@pytest.mark.parametrize(
    ("name", "siren", "kind"),
    [
        ("Roubaix", ROUBAIX_SIREN, "commune"),
        ("Conseil Départemental de la Vendée", "", "department"),
        ("Ville de Poitiers", "", "commune"),
        ("ASS. LE REZO", "", "association"),
        ("Centre social Imagine", "", "other"),
    ],
)
def test_kind_from_number_or_name(name: str, siren: str, kind: str) -> None:
    assert identify(name, siren=siren).kind == kind
