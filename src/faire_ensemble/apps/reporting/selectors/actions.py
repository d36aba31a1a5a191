"""Section 3: what was done during the year, by whom, with which money."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Graph,
    Heading,
    Numbers,
    Section,
    Text,
    ToComplete,
)
from faire_ensemble.apps.reporting.selectors.material import Material, Money, Share
from faire_ensemble.apps.reporting.selectors.promises import promises
from faire_ensemble.apps.reporting.selectors.words import counted, listing
from faire_ensemble.kit.charts import Bar, Bars, Columns, Table
from faire_ensemble.kit.numbers import euros, number

SHOWN_HOLDERS, SHOWN_BARS, LISTED = 30, 12, 1000


def actions(material: Material) -> Section:
    """Grants and posts of the year, then what each authority must say itself."""
    return Section(
        key="actions",
        number="3",
        title=_("Les actions menées en %(year)s") % {"year": material.year},
        blocks=(*_money(material), *promises(material), *_authorities(material)),
        basis=_(
            "Décret n° 2015-1118, 3° : actions de l'année écoulée menées par l'intercommunalité "
            "et les communes, chacune dans ses compétences."
        ),
    )


def _money(material: Material) -> tuple[Block, ...]:
    money, year = material.money, material.year
    heading = Heading(_("Les aides publiées pour %(year)s") % {"year": year})
    if not money.count:
        what = _(
            "Les aides attribuées en %(year)s : aucune n'est chargée (faire import anct-posts …, "
            "faire import grants …)."
        ) % {"year": year}
        return heading, ToComplete(_("la métropole et chaque financeur"), what)
    blocks: list[Block] = [heading, Text(summary(money, year)), *_schemes(money, year)]
    blocks += _history(money)
    blocks += [_funders(money, year), *_holders(money, year)]
    blocks += _objectives(material)
    blocks += _territories(money, year)
    return tuple(blocks)


def summary(money: Money, year: int) -> str:
    """What the files hold for the year, and what they leave out."""
    said = _("%(count)s pour %(amount)s, à %(holders)s, dans les fichiers chargés pour %(year)s.")
    return (
        said
        % {
            "count": counted(money.count, "aide", "aides"),
            "amount": euros(money.amount, 2),
            "holders": counted(money.holders, "bénéficiaire", "bénéficiaires"),
            "year": year,
        }
        + " "
        + _(
            "Ce sont les montants attribués que les financeurs publient, pas l'ensemble des moyens."
        )
    )


def _shares_table(head: str, shares: tuple[Share, ...], detail: str = "") -> Table:
    columns = [head, *([detail] if detail else []), _("Nombre"), _("Montant attribué")]
    rows = tuple(
        (
            share.label,
            *((share.detail,) if detail else ()),
            number(share.count),
            euros(share.amount, 2),
        )
        for share in shares
    )
    last = len(columns)
    return Table(tuple(columns), rows, frozenset({last - 1, last - 2}))


def _schemes(money: Money, year: int) -> tuple[Block, ...]:
    return (
        Numbers(
            title=_("Les aides de %(year)s par dispositif") % {"year": year},
            table=_shares_table(_("Dispositif"), money.by_scheme),
            source=money.sources,
        ),
    )


def _history(money: Money) -> tuple[Block, ...]:
    if len(money.history_years) < 2:
        return ()
    chart = Columns(
        title=_("Les aides publiées, par année et dispositif"),
        unit="euros",
        columns=tuple(str(year) for year in money.history_years),
        parts=money.history_schemes,
        amounts=money.history,
    )
    return (Graph("aides-annees", chart, money.history_sources),)


def _funders(money: Money, year: int) -> Numbers:
    return Numbers(
        title=_("Les aides de %(year)s par financeur") % {"year": year},
        table=_shares_table(_("Financeur"), money.by_funder),
        source=money.sources,
    )


def _holders(money: Money, year: int) -> tuple[Block, ...]:
    shown = money.by_holder[:SHOWN_BARS]
    title = _("Les premiers bénéficiaires de %(year)s") % {"year": year}
    bars = Bars(title, "euros", tuple(Bar(each.label, each.amount) for each in shown))
    note = ""
    if len(money.by_holder) > SHOWN_HOLDERS:
        note = _("Les %(count)s autres sont dans l'annexe C.") % {
            "count": number(len(money.by_holder) - SHOWN_HOLDERS)
        }
    table = Numbers(
        title=_("Les bénéficiaires de %(year)s") % {"year": year},
        table=_shares_table(
            _("Bénéficiaire"), money.by_holder[:SHOWN_HOLDERS], detail=_("Dispositifs")
        ),
        source=money.sources,
        note=note,
    )
    return (Graph("beneficiaires", bars, money.sources, detail=table),)


def all_holders(material: Material) -> Numbers | None:
    """The whole list, when the section shows only its head."""
    money = material.money
    if len(money.by_holder) <= SHOWN_HOLDERS:
        return None
    return Numbers(
        title=_("Tous les bénéficiaires de %(year)s") % {"year": material.year},
        table=_shares_table(_("Bénéficiaire"), money.by_holder[:LISTED], detail=_("Dispositifs")),
        source=money.sources,
        note=_("Les %(count)s suivants sont dans le fichier CSV de la page « L'argent ».")
        % {"count": number(len(money.by_holder) - LISTED)}
        if len(money.by_holder) > LISTED
        else "",
    )


def _objectives(material: Material) -> tuple[Block, ...]:
    money = material.money
    if not money.by_objective:
        what = _(
            "L'objectif du contrat auquel répond chaque aide : les fichiers publiés ne le disent "
            "pas."
        )
        return (ToComplete(_("la métropole et chaque financeur"), what),)
    title = _("Les aides de %(year)s par objectif du contrat") % {"year": material.year}
    table = _shares_table(_("Objectif"), money.by_objective)
    return (Numbers(title, table, money.sources),)


def _territories(money: Money, year: int) -> tuple[Block, ...]:
    if not money.by_territory:
        what = _("Les quartiers où chaque action a lieu : les fichiers publiés ne le disent pas.")
        return (ToComplete(_("chaque bénéficiaire, avec la métropole"), what),)
    title = _("Les aides de %(year)s par territoire") % {"year": year}
    return (Numbers(title, _shares_table(_("Territoire"), money.by_territory), money.sources),)


def _authorities(material: Material) -> tuple[Block, ...]:
    epci = _(
        "Ses actions de l'année dans ses compétences (développement économique et emploi, "
        "habitat, cadre de vie, transports, cohésion sociale) au bénéfice des quartiers : ce qui "
        "a été fait, les moyens, les effets."
    )
    blocks: list[Block] = [
        Heading(_("Les actions de la métropole et des communes")),
        ToComplete(_("la métropole"), epci),
    ]
    town = _(
        "Ses actions de l'année dans ses compétences (écoles, petite enfance, action sociale, "
        "tranquillité, culture, sport, proximité)."
    )
    if not material.concerned:
        return (*blocks, ToComplete(_("chaque commune concernée"), town))
    names = listing([each.name for each in material.concerned])
    who = _("chaque commune concernée (%(names)s)") % {"names": names}
    others = _("Leurs actions, s'ils souhaitent les joindre : le décret les y invite.")
    return (
        *blocks,
        ToComplete(who, town),
        ToComplete(_("les autres signataires"), others),
    )
