"""What an act cannot accept, said to the person who asked."""


class BadInput(ValueError):
    """A sentence to show as it is (French): what is wrong, where, what to do.

    `field` names the field of the form it is about, empty for the whole.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
