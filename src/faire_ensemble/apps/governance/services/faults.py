"""What the acts of the governance cannot accept."""


class Fault(ValueError):
    """A sentence to show as it is (French): what is wrong, where, what to do.

    `field` names the argument it is about, hence the field of the form; empty for the whole.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class BadBody(Fault):
    """What is asked of a body is impossible."""


class BadTerm(Fault):
    """This term is impossible."""


class BadCouncil(Fault):
    """What is asked of a council is impossible."""


class BadMeeting(Fault):
    """What is asked of a meeting is impossible."""


class BadDecision(Fault):
    """What is asked of a decision is impossible."""
