"""An amount in euros, read as people type it, and what is wrong with it in words."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from faire_ensemble.core.budget import (
    AmountRefused,
    Fault,
    FaultCode,
    format_amount,
    parse_amount,
)

EXAMPLE = Decimal(5000)


def amount_patterns() -> dict[FaultCode, str]:
    """What is wrong with an amount, by code: `%(name)s` stands for what was typed or read."""
    return {
        FaultCode.EMPTY: _("Écrivez un montant en chiffres, par exemple %(figure)s."),
        FaultCode.NOT_AN_AMOUNT: _(
            "« %(text)s » n'est pas un montant : écrivez-le en chiffres, par exemple %(figure)s."
        ),
        FaultCode.ABBREVIATED: _(
            "« %(text)s » est abrégé : écrivez le montant en entier, par exemple %(figure)s."
        ),
        FaultCode.NEGATIVE: _(
            "« %(text)s » est négatif : ici tous les montants sont positifs. Ce que vous payez va "
            "dans les charges, ce que vous recevez dans les recettes."
        ),
        FaultCode.AMBIGUOUS: _(
            "« %(text)s » peut se lire %(thousands)s ou %(decimals)s : écrivez l'un des deux."
        ),
        FaultCode.BAD_GROUPS: _(
            "« %(text)s » peut se lire de plusieurs façons : séparez les milliers par une espace "
            "et les centimes par une virgule, comme 1 234,50."
        ),
        FaultCode.TOO_MANY_DECIMALS: _(
            "« %(text)s » a plus de deux chiffres après la virgule : arrondissez au centime, "
            "comme 12,35."
        ),
        FaultCode.TOO_LARGE: _(
            "« %(text)s » est trop grand : un montant va jusqu'à 999 999 999 999,99 €. Comptez "
            "les zéros."
        ),
    }


def amount_words(fault: Fault) -> str:
    """One plain sentence about an amount: what is wrong, and what to do."""
    figure = fault.params.get("suggestion", EXAMPLE)
    words = {"figure": format_amount(Decimal(figure))}
    for name, value in fault.params.items():
        words[name] = format_amount(value) if isinstance(value, Decimal) else value
    return amount_patterns()[fault.code] % words


class AmountField(forms.CharField):
    """Gives a Decimal to the cent, or None when it may be empty; refusals say what to type."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        )
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if text in self.empty_values:
            return None
        try:
            return parse_amount(text)
        except AmountRefused as refused:
            raise forms.ValidationError(amount_words(refused.fault)) from None

    def prepare_value(self, value: Any) -> Any:
        return format_amount(value) if isinstance(value, Decimal) else value
