"""Section 5: how the social, economic and urban strands fit together. Section 6: the DSU."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Numbers,
    Section,
    Text,
    ToComplete,
)
from faire_ensemble.apps.reporting.selectors.material import Material
from faire_ensemble.apps.reporting.selectors.words import listing
from faire_ensemble.kit.charts import Table


def articulation(material: Material) -> Section:
    """What the contract says of its strands, then what must be told."""
    blocks: list[Block] = list(_strands(material))
    blocks += [
        ToComplete(
            _("la métropole"),
            _(
                "Comment les volets social, économique et urbain se répondent dans chaque quartier "
                "(emploi et chantiers, écoles et rénovation, gestion urbaine de proximité)."
            ),
        ),
        ToComplete(
            _("la métropole et les porteurs du renouvellement urbain"),
            _(
                "Le programme de renouvellement urbain, là où il y en a un : sites, avancement, "
                "relogement, heures d'insertion, place des habitants. Aucune donnée n'est chargée."
            ),
        ),
        ToComplete(
            _("les bailleurs sociaux et les communes"),
            _("L'emploi de l'abattement de taxe foncière (TFPB) : plans, dépenses, suites."),
        ),
    ]
    return Section(
        key="articulation",
        number="5",
        title=_("L'articulation des volets social, économique et urbain"),
        blocks=tuple(blocks),
        basis=_(
            "Décret n° 2015-1118, 5° : articulation des volets du contrat et, le cas échéant, avec "
            "le programme de renouvellement urbain."
        ),
    )


def _strands(material: Material) -> tuple[Block, ...]:
    contract = material.contract
    if contract is None or not contract.pillars:
        return (Text(_("Les volets du contrat ne sont pas chargés.")),)
    head = (_("Pilier"), _("Thèmes des objectifs"), _("Objectifs"), _("Avec un indicateur"))
    rows = tuple(
        (
            pillar.title,
            listing(list(dict.fromkeys(each.theme for each in pillar.objectives if each.theme)))
            or "—",
            str(len(pillar.objectives)),
            str(sum(1 for each in pillar.objectives if each.indicator)),
        )
        for pillar in contract.pillars
    )
    return (
        Numbers(
            title=_("Les volets du contrat et ce qui les mesure"),
            table=Table(head, rows, frozenset({2, 3})),
            source=contract.source or contract.name,
        ),
    )


def solidarity(material: Material) -> Section:
    """One line a commune: nothing in the loaded data says who received the grant."""
    head = (_("Commune"), _("DSU reçue"), _("Actions menées"))
    asked = _("à compléter")
    what = _(
        "A-t-elle reçu la dotation de solidarité urbaine et de cohésion sociale (DSU) en "
        "%(year)s ? Si oui : montant et actions menées pour les quartiers (article L. 1111-2 du "
        "code général des collectivités territoriales)."
    ) % {"year": material.year}
    blocks: list[Block] = [ToComplete(_("chaque commune concernée"), what)]
    if material.concerned:
        rows = tuple((each.name, asked, asked) for each in material.concerned)
        title = _("La DSU en %(year)s, commune par commune") % {"year": material.year}
        source = _("à fournir par chaque commune")
        blocks.append(Numbers(title, Table(head, rows), source))
    return Section(
        key="dsu",
        number="6",
        title=_("La dotation de solidarité urbaine"),
        blocks=tuple(blocks),
        basis=_(
            "Décret n° 2015-1118, 6° : là où une commune reçoit la dotation, les actions qu'elle "
            "a menées."
        ),
    )
