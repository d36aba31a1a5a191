"""What waits for a person: one line for the first page, whoever asks for it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """`words` say what is to do and how many; `page` is the name of an address, with its `args`
    and its `query` («?…», «#…» or nothing); `due` is the first day that counts (the day itself of
    an `appointment`, the last one of anything else), `late` when it has passed."""

    words: str
    page: str
    args: tuple[int | str, ...] = ()
    query: str = ""
    due: date | None = None
    late: bool = False
    appointment: bool = False
