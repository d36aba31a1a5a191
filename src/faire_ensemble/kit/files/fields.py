"""The form field for a document."""

from typing import Any

from django import forms

from faire_ensemble.kit.files.checking import check
from faire_ensemble.kit.files.kinds import ACCEPT


class DocumentField(forms.FileField):
    """A file that has been checked: its cleaned value is a `Checked` (or `None`), for `keep`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPT}))
        # Our own sentence says that a file is empty.
        super().__init__(allow_empty_file=True, **options)

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        return check(upload) if upload else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None
