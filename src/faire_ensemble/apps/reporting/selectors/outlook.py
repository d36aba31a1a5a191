"""Section 4: what the figures call for, and what the authorities must answer."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.selectors import Comparison, words
from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Facts,
    Heading,
    Numbers,
    Section,
    Text,
    ToComplete,
)
from faire_ensemble.apps.reporting.selectors.evolution import WORSE
from faire_ensemble.apps.reporting.selectors.material import Material
from faire_ensemble.apps.reporting.selectors.words import capital, counted, source_of, sources
from faire_ensemble.core.statistics import Evolution, Rise, TargetState
from faire_ensemble.kit.charts import Table
from faire_ensemble.kit.joining import listed
from faire_ensemble.kit.numbers import euros, measure, number

SHOWN = 25
Widening = tuple[Comparison, Evolution]


def outlook(material: Material) -> Section:
    """Known facts first; then each strand that the decree names, to be completed."""
    return Section(
        key="perspectives",
        number="4",
        title=_("Les perspectives au regard des résultats et des moyens"),
        blocks=(
            *_widening(material),
            *_targets(material),
            *_mainstream(material),
            *_strands(material),
        ),
        basis=_(
            "Décret n° 2015-1118, 4° : perspectives d'évolution et pistes d'amélioration, dont le "
            "renforcement du droit commun, la coordination, la participation et l'évaluation."
        ),
    )


def _widening(material: Material) -> tuple[Block, ...]:
    heading = Heading(_("Les écarts qui se creusent"))
    compared = _compared(material)
    if not compared:
        said = _(
            "Aucun écart ne peut être suivi dans le temps : il faut la valeur de la métropole pour "
            "deux millésimes au moins."
        )
        return heading, Text(said)
    worse = [(row, change) for row, change in compared if change.move in WORSE]
    tracked = counted(len(compared), "écart", "écarts")
    if not worse:
        said = _("Sur %(count)s suivis, aucun ne se creuse.")
        return heading, Text(said % {"count": tracked})
    worse.sort(key=lambda pair: (pair[0].indicator.code, -abs(pair[1].change), pair[0].place.code))
    said = _("Sur %(count)s suivis, %(worse)s se creusent.")
    used = {row.indicator.code for row, _change in worse}
    return (
        heading,
        Text(said % {"count": tracked, "worse": len(worse)}),
        Numbers(
            title=_("Les écarts qui se creusent"),
            table=_widening_table(worse[:SHOWN]),
            source=source_of(*(each for each in material.headlines if each.indicator.code in used)),
            note=_("Les %(shown)s premiers sur %(all)s, indicateur par indicateur.")
            % {"shown": SHOWN, "all": len(worse)}
            if len(worse) > SHOWN
            else "",
        ),
    )


def _compared(material: Material) -> list[Widening]:
    """Gaps whose change is known, for indicators where a rise means something."""
    return [
        (row, row.change.gap)
        for each in material.headlines
        if each.indicator.rise is not Rise.NEUTRAL
        for row in each.rows
        if row.change is not None and row.change.gap is not None
    ]


def _widening_table(worse: list[Widening]) -> Table:
    head = (
        _("Indicateur"),
        _("Quartier"),
        _("Écart"),
        _("Évolution de l'écart"),
        _("Ce qui s'est passé"),
    )
    rows = tuple(
        (
            row.indicator.label,
            row.place.name,
            words.gap_words(row.indicator, row.gap),
            _("%(change)s de %(earlier)s à %(later)s")
            % {
                "change": measure(change.change, row.indicator.unit, sign=True),
                "earlier": change.earlier,
                "later": change.later,
            },
            words.move_words(change, row.indicator.rise),
        )
        for row, change in worse
    )
    return Table(head, rows, frozenset({2}))


def _targets(material: Material) -> tuple[Block, ...]:
    behind = [
        row
        for each in material.headlines + material.groups
        for row in each.rows
        if row.target_status is not None and row.target_status.state is TargetState.BEHIND
    ]
    if not behind:
        return ()
    head = (_("Indicateur"), _("Territoire"), _("Écart"), _("Prévu"), _("Cible"))
    rows = tuple(
        (
            row.indicator.label,
            row.place.name,
            f"{words.gap_words(row.indicator, row.gap)} ({row.year})",
            measure(row.target_status.expected, row.indicator.unit, sign=True),
            f"{measure(row.target_status.final, row.indicator.unit, sign=True)} "
            f"({row.target.target_year})",
        )
        for row in behind
        if row.target_status is not None and row.target is not None
    )
    return (
        Numbers(
            title=_("Les cibles en retard"),
            table=Table(head, rows, frozenset({2, 3, 4})),
            source=sources(row.target.source for row in behind if row.target is not None),
        ),
    )


def _mainstream(material: Material) -> tuple[Block, ...]:
    heading = Heading(_("Le renforcement du droit commun"))
    what = _(
        "Ce que chaque politique ordinaire engage dans les quartiers, et ce qu'elle y renforcera."
    )
    ask = ToComplete(_("chaque signataire, avec la métropole"), what)
    money = material.money
    if not money.count:
        return heading, ask
    known = Facts(
        tuple((capital(share.label), euros(share.amount, 2)) for share in money.by_nature),
        money.sources,
    )
    said = _("Nature des aides publiées pour %(year)s :") % {"year": material.year}
    return heading, Text(said), known, ask


def _strands(material: Material) -> tuple[Block, ...]:
    return (
        Heading(_("La coordination, la participation, l'évaluation")),
        ToComplete(
            _("la métropole"),
            _("La coordination des acteurs : instances réunies, ce qu'elles ont décidé, la suite."),
        ),
        *_participation(material),
        ToComplete(
            _("la métropole avec les conseils citoyens"),
            _(
                "La participation des habitants : conseils citoyens, moyens, avis rendus et suites "
                "données. Les avis sont annexés au rapport."
            ),
        ),
        ToComplete(
            _("la métropole et l'État"),
            _("L'évaluation du contrat : ce qui a été mesuré, avec qui, et ce qui en est retenu."),
        ),
    )


def _participation(material: Material) -> tuple[Block, ...]:
    """What the site knows of the year's processes; nothing when there was none."""
    known = material.participation
    if not known.processes:
        return ()
    said = _("Démarches de participation ouvertes en %(year)s : %(listed)s.") % {
        "year": material.year,
        "listed": listed(f"{title} ({kind})" for title, kind in known.processes),
    }
    counts = (
        (_("Contributions reçues dans l'année"), number(known.contributions)),
        (_("Premières réponses données dans les délais"), number(known.in_time)),
        (_("Premières réponses données en retard"), number(known.late)),
        (_("Réponses dues et non données en fin d'année"), number(known.owed)),
        (_("Promesses tenues dans l'année"), number(known.kept)),
        (_("Promesses abandonnées dans l'année"), number(known.dropped)),
    )
    return Text(said), Facts(counts, _("ce site, démarches de participation"))
