"""Drawing primitives: escaped tags, colours, text that fits, scales with round steps.

Sizes are in units of the viewBox. Drawings are 320 units wide by default and their text 13
units high, so that on a page 320 px wide (296 px inside its margins) text is still 12 px.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

INK, CORAL, SAND, TEXT = "#12355B", "#D1495B", "#FBF7F0", "#1D2B3A"
GRID, SOFT = "#D9D2C5", "#5B6B7C"
"""Grid lines are decoration; SOFT is text of second rank, 5.2:1 on sand."""

SERIES = ("#12355B", "#D1495B", "#2E7D6B", "#9A5B13", "#6B4C9A", "#4A6A8A", "#8C2F39", "#3F5B2B")
"""Every colour is at 3:1 or more on sand and on white; a letter or a shape repeats it."""

NARROW, WIDE = 320, 440
FONT = 13
_UID = re.compile(r"^[A-Za-z][A-Za-z0-9_-]*$")


def tag(name: str, *content: str, **attributes: object) -> Markup:
    """`<name …>content</name>`; everything that is not already Markup is escaped.

    `class_` gives `class`, underscores give hyphens, None leaves the attribute out, and
    numbers keep one decimal at most.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(str(escape(part)) for part in content)
    made = f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"
    return Markup(made)  # noqa: S704 - every part was escaped above


def text(content: str, x: float, y: float, **attributes: object) -> Markup:
    """A line of text; `anchor` is start, middle or end."""
    anchor = attributes.pop("anchor", None)
    settings: dict[str, object] = {"fill": TEXT, "text_anchor": anchor, **attributes}
    return tag("text", content, x=x, y=y, **settings)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> Markup:
    settings: dict[str, object] = {"stroke": INK, "stroke_width": 1.5, **attributes}
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **settings)


def drawing(
    uid: str, title: str, description: str, width: float, height: float, body: Iterable[str]
) -> Markup:
    """The `<svg>` around a body, announced as one image with its title and description."""
    if not _UID.match(uid):
        raise ValueError(f"Identifiant de graphique impossible : {uid!r}.")
    return tag(
        "svg",
        tag("title", title, id=f"{uid}-title"),
        tag("desc", description, id=f"{uid}-desc"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        class_="chart",
        role="img",
        aria_labelledby=f"{uid}-title {uid}-desc",
        font_family="system-ui, sans-serif",
        font_size=FONT,
    )


def fit(content: str, room: float, size: float = FONT) -> str:
    """Cut at the last word that fits in `room`, with an ellipsis; the table keeps it whole."""
    if text_width(content, size) <= room:
        return content
    cut = content
    while cut and text_width(cut + "…", size) > room:
        cut = cut[:-1]
    shorter = cut.rsplit(" ", 1)[0]
    return (shorter if len(shorter) > len(cut) * 0.8 else cut).rstrip(" -–,:") + "…"


def text_width(content: str, size: float = FONT) -> float:
    """A generous estimate of the width of a text, whatever the system's sans-serif font."""
    return sum(map(_letter_width, content)) * size


@cache
def _letter_width(letter: str) -> float:
    if letter in "iljI.,:;'!|’ ()ft-\u202f\u00a0":
        return 0.34
    if letter in "mwMW%€—…":
        return 0.9
    return 0.66 if letter.isupper() else 0.57


def _short(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    rounded = f"{value:.1f}".removesuffix(".0")
    return "0" if rounded == "-0" else rounded


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to positions, with the round values to mark (`ticks`)."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def scale(values: Iterable[float], start: float, end: float, steps: int = 4) -> Scale:
    """A scale around all values, with about `steps` round intervals (1, 2, 2.5, 5 × 10ⁿ)."""
    known = list(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    if low == high:
        low, high = low - (abs(low) or 1) * 0.1, high + (abs(high) or 1) * 0.1
    rough = (high - low) / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(i * step, 10) for i in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)
