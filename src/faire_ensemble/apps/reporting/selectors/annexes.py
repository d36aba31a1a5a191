"""Annexes: sources and methods, what is missing and from whom, the whole list of holders."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.observatory.selectors import Figure, sources_of
from faire_ensemble.apps.reporting.selectors.actions import all_holders
from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Bullets,
    Heading,
    Numbers,
    Section,
    Text,
)
from faire_ensemble.apps.reporting.selectors.material import Material
from faire_ensemble.kit.charts import Table


def sources_and_methods(material: Material) -> Section:
    """Every dataset used, and how gaps, intervals and changes were computed."""
    blocks: list[Block] = [Heading(_("Les sources"))]
    used = sources_of(
        row
        for group in (material.headlines, material.by_sex, material.groups)
        for each in group
        for row in each.rows
    )
    blocks.append(_sources(used) if used else Text(_("Aucun indicateur chargé.")))
    if material.money.history_sources:
        blocks.append(Bullets((material.money.history_sources,), _("Aides publiées :")))
    blocks += [Heading(_("Les indicateurs")), *_indicators(material)]
    blocks += [Heading(_("Les méthodes")), Bullets(_methods())]
    return Section("sources", "A", _("Annexe : sources et méthodes"), tuple(blocks))


def _sources(used: tuple[Figure, ...]) -> Numbers:
    head = (_("Jeu de données"), _("Éditeur"), _("Millésime"), _("Licence"), _("Adresse"))
    rows = tuple(
        (
            figure.source.name,
            figure.source.publisher,
            figure.vintage.label or str(figure.year),
            figure.source.licence or _("non précisée"),
            figure.source.address or "—",
        )
        for figure in used
    )
    title = _("Les jeux de données utilisés")
    return Numbers(title, Table(head, rows), _("fichiers tels que publiés par leurs éditeurs"))


def _indicators(material: Material) -> tuple[Block, ...]:
    shown = {each.indicator.code: each.indicator for each in material.headlines + material.groups}
    if not shown:
        return (Text(_("Aucun indicateur chargé.")),)
    head = (_("Indicateur"), _("Code officiel"), _("Définition"))
    rows = tuple(
        (each.label, each.official_code or "—", each.method or _("non précisée"))
        for each in shown.values()
    )
    title = _("Ce que mesure chaque indicateur")
    return (Numbers(title, Table(head, rows), _("définitions des éditeurs des données")),)


def _methods() -> tuple[str, ...]:
    return (
        _("Écart : valeur du quartier moins valeur de la métropole, telles que publiées."),
        _(
            "Intervalle à 95 % : méthode de Newcombe sur des intervalles de Wilson, en tenant "
            "compte de ce que le quartier fait partie de la métropole ; seulement quand les "
            "effectifs sont publiés."
        ),
        _(
            "Évolution d'un écart : toujours partagée entre ce qu'a fait le quartier et ce qu'a "
            "fait la métropole ; les millésimes qui ont des années de collecte communes sont "
            "signalés."
        ),
        _(
            "Cible « réduire l'écart de moitié » : chemin en ligne droite de l'écart de départ à "
            "la moitié à l'échéance."
        ),
        _("Une valeur secrète ou absente n'est jamais montrée comme un zéro."),
        _("Montants : attribués, tels que publiés, reprises comprises (montants négatifs)."),
    )


def missing(sections: tuple[Section, ...]) -> Section:
    """Everything that the report asks for, gathered by section: a list to work from."""
    rows = tuple(
        (f"{section.number}", gap.who, gap.what) for section in sections for gap in section.gaps
    )
    blocks: tuple[Block, ...] = (Text(_("Rien ne manque.")),)
    if rows:
        blocks = (
            Numbers(
                title=_("Les contributions attendues"),
                table=Table((_("Partie"), _("De qui"), _("Quoi")), rows),
                source=_("comparaison du contenu demandé par le décret et des données chargées"),
            ),
        )
    return Section("manques", "B", _("Annexe : ce qui reste à compléter"), blocks)


def holders(material: Material) -> Section | None:
    """The whole list, when section 3 shows only its head."""
    table = all_holders(material)
    if table is None:
        return None
    return Section("beneficiaires-tous", "C", _("Annexe : tous les bénéficiaires"), (table,))
