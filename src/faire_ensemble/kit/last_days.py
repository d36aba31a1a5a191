"""The last day of something, as people say it; kept as the day after, the first one without."""

from datetime import date, timedelta
from typing import Any

from django import forms

ONE = timedelta(days=1)


class LastDayField(forms.DateField):
    """Asks and shows the last day; its value, and its initial one, are the day after."""

    def to_python(self, value: Any) -> date | None:
        last = super().to_python(value)
        if last is None:
            return None
        if last == date.max:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return last + ONE

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as typed; a kept day goes back to the last one."""
        return last_day(value) if isinstance(value, date) else value


def last_day(first_without: date) -> date:
    """The last day of what ends on a first day without it."""
    return first_without - ONE
