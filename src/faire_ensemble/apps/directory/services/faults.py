"""Bad input to a record: a sentence (French) and the field it is about."""


class BadRecord(ValueError):
    """What was typed cannot be kept; `field` is the name of the field of the form."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
