"""Every code of the core has its sentence, with its figures, in both languages."""

import re
from decimal import Decimal

import pytest
from django.utils.translation import override
from tests.core.budget.amount_cases import AMOUNTS

from faire_ensemble.apps.funding.selectors.wording import (
    balance_words,
    fault_words,
    funder_kind_label,
    line_label,
    line_purpose,
    part_label,
    script_words,
    share_words,
    side_label,
)
from faire_ensemble.core.budget import (
    CHART,
    AmountRefused,
    Budget,
    Fault,
    FaultCode,
    FunderKind,
    OtherSubsidy,
    Part,
    Side,
    check_budget,
    parse_amount,
    read_budget,
)

NARROW, HARD = "\u202f", "\u00a0"


def plain(text: str) -> str:
    return text.replace(NARROW, " ").replace(HARD, " ")


def refused(text: str) -> Fault:
    with pytest.raises(AmountRefused) as error:
        parse_amount(text)
    return error.value.fault


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "cinq mille euros",
            "« cinq mille euros » n'est pas un montant : écrivez-le en chiffres, par exemple "
            "5 000.",
        ),
        ("douze", "« douze » n'est pas un montant : écrivez-le en chiffres, par exemple 12."),
        ("12k", "« 12k » est abrégé : écrivez le montant en entier, par exemple 12 000."),
        ("1.234", "« 1.234 » peut se lire 1 234 ou 1,23 : écrivez l'un des deux."),
    ],
)
def test_a_refused_amount(text: str, sentence: str) -> None:
    assert plain(fault_words(refused(text))) == sentence


@pytest.mark.parametrize(
    ("charges", "sentence"),
    [
        (
            "8000",
            "Il manque 1 200,00 € en recettes : les charges font 8 000,00 €, les recettes "
            "6 800,00 €.",
        ),
        (
            "6000",
            "Il y a 800,00 € de recettes en trop : les charges font 6 000,00 €, les recettes "
            "6 800,00 €.",
        ),
        ("6800", "Le budget est équilibré : 6 800,00 € de charges, autant de recettes."),
    ],
)
def test_the_balance(charges: str, sentence: str) -> None:
    budget = Budget({"60": Decimal(charges)}, {"1": Decimal(6800)})
    assert plain(balance_words(budget)) == sentence
    faults = [plain(fault_words(fault)) for fault in check_budget(budget)]
    assert faults == ([] if budget.balanced else [sentence])


def test_the_balance_says_all_that_is_wrong() -> None:
    budget = Budget({"60": Decimal(10), "864": Decimal(3)}, {"1": Decimal(10)})
    words = plain(balance_words(budget, unread=True))
    assert words.startswith("Le budget est équilibré")
    assert "le compte 86 fait 3,00 €, le compte 87 0,00 €, soit 3,00 € d'écart." in words
    assert words.endswith("il n'est pas compté.")
    assert balance_words(Budget()) == ""


def test_a_detail_that_differs_names_its_line() -> None:
    budget = Budget({"61": Decimal(5), "613": Decimal(4), "own": Decimal(3)}, {"1": Decimal(1)})
    (fault,) = check_budget(budget)
    assert "« Services extérieurs » : vous avez écrit 5,00 €, mais le détail fait 4,00 €." in (
        plain(fault_words(fault))
    )


def every_fault() -> list[Fault]:
    """One of each code, as the core makes them."""
    faults = [refused(text) for text, expected in AMOUNTS if isinstance(expected, str)]
    faults += read_budget({"budget.charges.999": "5"}).faults
    for budget in (
        Budget(),
        Budget({"61": Decimal(5), "613": Decimal(4), "864": Decimal(1)}),
        Budget({"own": Decimal(5)}, {}, {"1": OtherSubsidy(Decimal(1))}),
    ):
        faults += check_budget(budget)
    return faults


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_its_sentence_complete(language: str) -> None:
    seen = set()
    with override(language):
        for fault in every_fault():
            sentence = fault_words(fault)
            assert sentence.rstrip().endswith("."), sentence
            assert "%(" not in sentence
            seen.add(fault.code)
    assert seen == set(FaultCode)


def test_the_script_has_every_sentence() -> None:
    words = script_words()
    assert set(words) == {*FaultCode, "balanced", "unread"}
    known = {"text", "figure", "thousands", "decimals", "key", "line", "typed", "detail"}
    known |= {"gap", "charges", "income"}
    for pattern in words.values():
        assert set(re.findall(r"%\((\w+)\)s", pattern)) <= known
        assert "%%" not in pattern


def test_a_percent_sign_in_what_is_typed_stays_as_it_is() -> None:
    assert "« 100 %(text)s »" in fault_words(refused("100 %(text)s"))


def test_labels_exist_in_both_languages() -> None:
    with override("fr"):
        assert line_label(CHART[0]) == CHART[0].label
        french = [line_purpose(line) for line in CHART]
        french += [side_label(side) for side in Side] + [part_label(part) for part in Part]
        french += [funder_kind_label(kind) for kind in FunderKind]
    assert all(french)


def test_shares() -> None:
    assert share_words(None) == "—"
    assert share_words(Decimal("0.375")) == f"37,5{HARD}%"
    assert share_words(Decimal(1) / 3) == f"33,3{HARD}%"
