"""What the numbers say, in plain French sentences (translated through gettext)."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.models import ValueStatus
from faire_ensemble.apps.observatory.selectors.catalogue import IndicatorInfo
from faire_ensemble.apps.observatory.selectors.comparison import (
    Change,
    NoGapReason,
    TargetInfo,
)
from faire_ensemble.apps.observatory.selectors.figures import Figure
from faire_ensemble.core.statistics import (
    Basis,
    Cause,
    Evolution,
    Gap,
    Interval,
    Move,
    NoIntervalReason,
    Rise,
    TargetState,
    TargetStatus,
)
from faire_ensemble.kit.joining import bounds, pair
from faire_ensemble.kit.numbers import measure, number, signed


def figure_words(indicator: IndicatorInfo, figure: Figure | None) -> str:
    """A value with its unit, or why it is not there; never an empty cell, never a zero."""
    if figure is None:
        return _("pas de ligne dans la source")
    if figure.value is None:
        if figure.status == ValueStatus.SUPPRESSED:
            return _("secret statistique")
        return _("non disponible")
    return measure(figure.value, indicator.unit)


def gap_words(indicator: IndicatorInfo, gap: Gap | None) -> str:
    """+36,9 points, −9 274 €."""
    return "—" if gap is None else measure(gap.value, indicator.unit, sign=True)


def interval_words(interval: Interval | None) -> str:
    """[−20,1 ; −14,8]; bounds are rounded to one decimal, the data hold no more."""
    if interval is None:
        return ""
    return bounds(signed(interval.low, 1), signed(interval.high, 1))


def no_gap_words(reason: NoGapReason | None, year: int | None) -> str:
    """Why there is no gap."""
    sentences = {
        NoGapReason.VALUE_ABSENT: _("Le quartier n'a pas de ligne dans la source."),
        NoGapReason.VALUE_SUPPRESSED: _("La valeur est couverte par le secret statistique."),
        NoGapReason.VALUE_MISSING: _("La valeur n'est pas disponible à la source."),
        NoGapReason.REFERENCE_UNKNOWN: _(
            "La valeur de la métropole pour %(year)s n'est pas dans les fichiers chargés."
        )
        % {"year": year or "—"},
        NoGapReason.REFERENCE_SUPPRESSED: _(
            "La valeur de la métropole est couverte par le secret statistique."
        ),
        NoGapReason.COUNT: _("Un effectif ne se compare pas à celui de la métropole."),
    }
    return sentences[reason] if reason is not None else ""


def no_interval_words(reason: NoIntervalReason | None) -> str:
    """Why a gap has no interval."""
    sentences = {
        NoIntervalReason.UNKNOWN_DENOMINATOR: _(
            "Pas d'intervalle : la source ne donne pas le nombre de personnes comptées."
        ),
        NoIntervalReason.UNKNOWN_SPREAD: _(
            "Pas d'intervalle : la source ne donne pas la précision de cette valeur."
        ),
        NoIntervalReason.INCONSISTENT_COUNTS: _(
            "Pas d'intervalle : les effectifs publiés se contredisent."
        ),
    }
    return sentences[reason] if reason is not None else ""


def relative_words(gap: Gap | None) -> str:
    """soit 44,3 % de moins que la métropole (amounts only)."""
    if gap is None or gap.relative is None or gap.relative == 0:
        return ""
    text = number(abs(gap.relative) * 100, 1)
    if gap.relative < 0:
        return _("soit %(share)s %% de moins que la métropole") % {"share": text}
    return _("soit %(share)s %% de plus que la métropole") % {"share": text}


def move_words(evolution: Evolution, rise: Rise) -> str:
    """The verdict on a change of gap, with whose move it was.

    No verdict when the interval of the change holds zero: chance alone could explain it.
    """
    if evolution.conclusive is False:
        return _("L'évolution de l'écart reste dans la marge d'incertitude.")
    if rise is Rise.NEUTRAL:
        return _NEUTRAL_MOVES[_size_of(evolution.move)]()
    if evolution.move is Move.STABLE:
        return _("L'écart ne bouge pas.")
    return f"{_MOVES[evolution.move]()} {_cause_words(evolution)}"


def _size_of(move: Move) -> Move:
    return Move.CLOSES if move is Move.OVERTAKES else move


_NEUTRAL_MOVES = {
    Move.CLOSES: lambda: _("La différence avec la métropole diminue ou change de sens."),
    Move.WIDENS: lambda: _("La différence avec la métropole augmente."),
    Move.STABLE: lambda: _("La différence avec la métropole ne bouge pas."),
}
_MOVES = {
    Move.CLOSES: lambda: _("L'écart se réduit :"),
    Move.WIDENS: lambda: _("L'écart se creuse :"),
    Move.OVERTAKES: lambda: _("Le quartier passe devant la métropole :"),
    Move.FALLS_BEHIND: lambda: _("Le quartier passe derrière la métropole :"),
    Move.LEAD_GROWS: lambda: _("L'avance du quartier augmente :"),
    Move.LEAD_SHRINKS: lambda: _("L'avance du quartier diminue :"),
}
_BETTER = (Move.CLOSES, Move.OVERTAKES, Move.LEAD_GROWS)


def _cause_words(evolution: Evolution) -> str:
    better = evolution.move in _BETTER
    if evolution.cause is Cause.BOTH:
        if better:
            return _("le quartier s'améliore et la métropole se dégrade.")
        return _("le quartier se dégrade et la métropole s'améliore.")
    if evolution.cause is Cause.REFERENCE:
        if better:
            return _("c'est la métropole qui se dégrade davantage, pas le quartier qui s'améliore.")
        return _("la métropole s'améliore plus que le quartier.")
    if better:
        return _("le quartier s'améliore plus que la métropole.")
    return _("le quartier se dégrade plus que la métropole.")


def change_words(indicator: IndicatorInfo, change: Change) -> str:
    """Depuis 2014 : quartier −5 points, métropole 0 point, écart −5 points."""
    since = _("Depuis %(year)s") % {"year": change.earlier}
    part = _("quartier %(change)s") % {"change": measure(change.value, indicator.unit, sign=True)}
    if change.gap is None:
        return pair(since, part)
    reference = measure(change.gap.reference_change, indicator.unit, sign=True)
    gap = measure(change.gap.change, indicator.unit, sign=True)
    both = _("métropole %(reference)s, écart %(gap)s") % {"reference": reference, "gap": gap}
    return pair(since, f"{part}, {both}")


def overlap_words(change: Change | None) -> str:
    """The warning on vintages that share years of collection."""
    if change is None or not change.overlapping:
        return ""
    return _(
        "Attention : les millésimes %(one)s et %(other)s ont des années de collecte en commun, "
        "leur comparaison atténue les évolutions."
    ) % {"one": change.earlier, "other": change.later}


def target_state_words(status: TargetStatus) -> str:
    """Cible atteinte, sur la trajectoire, en retard, on ne peut pas dire."""
    return {
        TargetState.MET: _("cible atteinte"),
        TargetState.ON_TRACK: _("sur la trajectoire"),
        TargetState.BEHIND: _("en retard sur la trajectoire"),
        TargetState.INCONCLUSIVE: _("on ne peut pas dire"),
    }[status.state]


def target_step_words(indicator: IndicatorInfo, target: TargetInfo) -> str:
    """De −9 274 € en 2019 à −4 637 € en 2030."""
    return _("De %(base)s en %(from)s à %(final)s en %(to)s") % {
        "base": measure(target.base_gap, indicator.unit, sign=True),
        "from": target.base_year,
        "final": measure(target.path.final_gap, indicator.unit, sign=True),
        "to": target.target_year,
    }


def target_path_words(indicator: IndicatorInfo, target: TargetInfo) -> str:
    """De −9 274 € en 2019 à −4 637 € en 2030 (source)."""
    return f"{target_step_words(indicator, target)} ({target.source})"


def basis_words(status: TargetStatus) -> str:
    """Whether the state rests on an interval or on the published point alone."""
    if status.basis is Basis.POINT:
        return _("d'après la valeur publiée seule, sans intervalle")
    if status.state is TargetState.INCONCLUSIVE:
        return _("la trajectoire passe dans l'intervalle de l'écart")
    return _("d'après l'intervalle de l'écart")


def rise_words(rise: Rise) -> str:
    """What a rise means for residents."""
    return {
        Rise.GOOD: _("une hausse est favorable"),
        Rise.BAD: _("une hausse est défavorable"),
        Rise.NEUTRAL: _("une hausse ne dit rien en soi"),
    }[rise]


def source_words(figure: Figure) -> str:
    """Publisher, dataset, vintage: what stands beside every figure."""
    source = figure.source
    vintage = figure.vintage.label or str(figure.year)
    return f"{source.publisher}, {source.name}, {vintage}"
