"""What an act of a draw cannot accept."""


class BadDraw(ValueError):
    """A sentence to show as it is (French): what is wrong, where, what to do."""
