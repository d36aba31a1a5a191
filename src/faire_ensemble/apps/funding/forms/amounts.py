"""A field of a form for an amount in euros, read as people type it."""

from decimal import Decimal
from typing import Any

from django import forms

from faire_ensemble.apps.funding.selectors.wording import fault_words
from faire_ensemble.core.budget import AmountRefused, format_amount, parse_amount


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
            raise forms.ValidationError(fault_words(refused.fault)) from None

    def prepare_value(self, value: Any) -> Any:
        return format_amount(value) if isinstance(value, Decimal) else value
