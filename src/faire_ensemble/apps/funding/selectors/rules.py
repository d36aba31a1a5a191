"""The rules that an officer chooses for a scenario, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

STEP = Decimal(500)


@dataclass(frozen=True, slots=True)
class Share:
    """At least `percent` of everything awarded goes to an objective (key) or a place (code)."""

    scope: str
    target: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Rules:
    """`envelopes` are keys (empty: all those of the year), `excluded` project numbers with their
    reason, `holder_cap` the most one holder may receive, amounts in euros."""

    envelopes: tuple[int, ...] = ()
    shares: tuple[Share, ...] = ()
    holder_cap: Decimal | None = None
    least_score: Decimal | None = None
    excluded: Mapping[str, str] = field(default_factory=dict)
    step: Decimal = STEP
    mode: str = "proved"


def rules_to_json(rules: Rules) -> dict[str, Any]:
    """Plain texts and lists, for the database."""
    return {
        "envelopes": list(rules.envelopes),
        "shares": [[each.scope, each.target, str(each.percent)] for each in rules.shares],
        "holder_cap": None if rules.holder_cap is None else str(rules.holder_cap),
        "least_score": None if rules.least_score is None else str(rules.least_score),
        "excluded": dict(rules.excluded),
        "step": str(rules.step),
        "mode": rules.mode,
    }


def rules_from_json(data: Mapping[str, Any]) -> Rules:
    """What was kept; what is absent has its default."""

    def amount(name: str) -> Decimal | None:
        return None if data.get(name) is None else Decimal(data[name])

    return Rules(
        envelopes=tuple(data.get("envelopes", ())),
        shares=tuple(Share(a, b, Decimal(c)) for a, b, c in data.get("shares", ())),
        holder_cap=amount("holder_cap"),
        least_score=amount("least_score"),
        excluded=dict(data.get("excluded", {})),
        step=amount("step") or STEP,
        mode=data.get("mode", "proved"),
    )
