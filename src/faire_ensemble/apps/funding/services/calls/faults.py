"""What is said when a call cannot be written, published or answered."""


class BadCall(ValueError):
    """The act is impossible; `sentences` say what, where and what to do (French)."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences
