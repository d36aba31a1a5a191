"""Every rule has its sentence complete, in both languages, with figures as people read them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from faire_ensemble.apps.funding.selectors.wording import doubt_words, duty_words
from faire_ensemble.core.duties import RULES, Duty, Facts, duties_for

TODAY = date(2026, 3, 1)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_convention_in_words() -> None:
    facts = Facts({"7": Decimal("25000.50")}, signed_republican_contract=True)
    duties = [duty for duty in duties_for(facts, TODAY) if duty.rule.key == "convention"]
    words = duty_words(duties[0], TODAY, {"7": "Ville de Roubaix"})
    assert plain(words.sentence) == (
        "Une convention est obligatoire entre Ville de Roubaix et le porteur : les subventions de "
        "l'année font 25 000,50 €, plus que 23 000 €."
    )
    assert "2000-321" in words.basis
    assert words.actor == "Financeur"
    assert words.blocking and not words.late
    assert words.doubt.startswith("À vérifier dans le texte officiel")


def test_a_day_that_has_passed() -> None:
    facts = Facts({"7": Decimal(500)}, notified_on={"7": date(2025, 12, 2)})
    (duty,) = [duty for duty in duties_for(facts, TODAY) if duty.rule.key == "payment"]
    words = duty_words(duty, TODAY)
    assert "au plus tard le 31 janvier 2026" in words.sentence
    assert words.late


def test_what_is_not_known_is_asked() -> None:
    (duty,) = [
        duty
        for duty in duties_for(Facts({"7": Decimal(5)}, renewal=True), TODAY)
        if duty.rule.key == "report_before_renewal"
    ]
    assert "Avez-vous rendu" in duty_words(duty, TODAY).sentence


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_in_words(language: str) -> None:
    with override(language):
        for rule in RULES:
            for unknown in (False, True):
                duty = Duty(rule, "7", Decimal("0.4"), TODAY, unknown=unknown)
                words = duty_words(duty, TODAY, {"7": "la ville"})
                assert words.sentence and words.basis and words.actor
                assert "%(" not in words.sentence + words.basis + words.doubt
                assert bool(words.doubt) is rule.to_check


def test_no_doubt_no_words() -> None:
    sure = [rule for rule in RULES if not rule.to_check]
    assert sure and not any(doubt_words(rule) for rule in sure)
