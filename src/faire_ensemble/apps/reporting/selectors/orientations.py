"""Section 1: the orientations of the contract and its territory."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.reporting.selectors.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    Numbers,
    Picture,
    Section,
    Text,
    ToComplete,
)
from faire_ensemble.apps.reporting.selectors.material import ContractFacts, Material
from faire_ensemble.apps.reporting.selectors.words import (
    capital,
    counted,
    listing,
    sources,
)
from faire_ensemble.kit.charts import Table
from faire_ensemble.kit.numbers import long_date, number


def orientations(material: Material) -> Section:
    """Contract, pillars, partners, perimeter."""
    return Section(
        key="orientations",
        number="1",
        title=_("Les orientations du contrat de ville et le projet de territoire"),
        blocks=(
            *_contract(material),
            *_pillars(material),
            *_partners(material),
            *_perimeter(material),
        ),
        basis=_("Décret n° 2015-1118, 1° : principales orientations du contrat et du projet."),
    )


def _contract(material: Material) -> tuple[Block, ...]:
    contract = material.contract
    heading = Heading(_("Le contrat"))
    if contract is None:
        missing = _("Le contrat de ville en vigueur en %(year)s : dates, orientations, piliers.")
        return heading, ToComplete(_("la métropole"), missing % {"year": material.year})
    blocks: list[Block] = [heading, Facts(_identity(contract), contract.source or contract.name)]
    if contract.orientations:
        blocks += [Text(line) for line in contract.orientations.splitlines() if line.strip()]
    else:
        blocks.append(ToComplete(_("la métropole"), _("Les orientations du contrat.")))
    project = _("Le projet de territoire auquel le contrat se rattache, et sa révision éventuelle.")
    return (*blocks, ToComplete(_("la métropole"), project))


def _identity(contract: ContractFacts) -> tuple[tuple[str, str], ...]:
    period = _("depuis le %(start)s") % {"start": long_date(contract.starts_on)}
    if contract.ends_on:
        period = _("du %(start)s au %(end)s (exclu)") % {
            "start": long_date(contract.starts_on),
            "end": long_date(contract.ends_on),
        }
    signed = long_date(contract.signed_on) if contract.signed_on else _("non connue")
    codes = listing(contract.codes) or _("non connus")
    return (
        (_("Contrat"), contract.name),
        (_("Date de signature"), signed),
        (_("Période"), period),
        (_("Codes dans les fichiers de l'État"), codes),
    )


def _pillars(material: Material) -> tuple[Block, ...]:
    heading = Heading(_("Les piliers et les objectifs"))
    if material.contract is None or not material.contract.pillars:
        return heading, ToComplete(_("la métropole"), _("Les piliers du contrat et ses objectifs."))
    blocks: list[Block] = [heading]
    for rank, pillar in enumerate(material.contract.pillars, start=1):
        lines = tuple(
            _("%(title)s (indicateur : %(indicator)s)")
            % {"title": each.title, "indicator": each.indicator}
            if each.indicator
            else each.title
            for each in pillar.objectives
        )
        intro = _("Pilier %(rank)s : %(title)s") % {"rank": rank, "title": pillar.title}
        blocks.append(Bullets(lines, intro) if lines else Text(intro))
    return tuple(blocks)


def _partners(material: Material) -> tuple[Block, ...]:
    heading = Heading(_("Les signataires et les partenaires"))
    if material.contract is None or not material.contract.partners:
        return heading, ToComplete(_("la métropole"), _("Les signataires et partenaires."))
    lines = tuple(
        _("%(role)s : %(names)s") % {"role": capital(role), "names": listing(names)}
        for role, names in material.contract.partners
    )
    return heading, Bullets(lines)


def _perimeter(material: Material) -> tuple[Block, ...]:
    heading = Heading(_("Le périmètre"))
    if not material.neighbourhoods:
        what = _(
            "Les contours des quartiers : chargez le fichier officiel (faire import qpv …) ; "
            "sans lui, ni carte ni quartier ne peuvent figurer ici."
        )
        return heading, Text(_summary(material)), ToComplete(_("la métropole"), what)
    blocks: list[Block] = [heading, Text(_summary(material))]
    if material.situation is not None:
        blocks.append(Picture("carte", material.situation.map, material.situation.source))
    return (*blocks, _neighbourhoods(material), _communes(material))


def _summary(material: Material) -> str:
    epci = material.epci
    said = _("%(name)s : %(communes)s") % {
        "name": epci.name,
        "communes": counted(epci.communes, "commune", "communes"),
    }
    if epci.population:
        said += _(", %(people)s habitants (%(source)s)") % {
            "people": number(epci.population),
            "source": epci.population_source or _("source non précisée"),
        }
    if not material.neighbourhoods:
        return said + "."
    others = len(material.neighbourhoods) - len(material.priority)
    said += _(" ; %(count)s dans %(communes)s") % {
        "count": counted(len(material.priority), "quartier prioritaire", "quartiers prioritaires"),
        "communes": counted(len(material.concerned), "commune", "communes"),
    }
    if others:
        said += _(", et %(count)s de veille ou vécus") % {
            "count": counted(others, "quartier", "quartiers")
        }
    return said + "."


def _neighbourhoods(material: Material) -> Numbers:
    places = material.neighbourhoods
    mixed = len({each.kind for each in places}) > 1
    head = [_("Quartier"), _("Code"), _("Communes"), _("Habitants")]
    rows = tuple(
        (
            each.name,
            each.code,
            *((each.kind,) if mixed else ()),
            listing(each.communes),
            number(each.population),
        )
        for each in places
    )
    if mixed:
        head.insert(2, _("Nature"))
    unknown = any(each.population is None for each in places)
    given = sources(each.population_source for each in places if each.population is not None)
    return Numbers(
        title=_("Les quartiers du contrat"),
        table=Table(tuple(head), rows, frozenset({len(head) - 1})),
        source=given or _("contours officiels des quartiers ; population non chargée"),
        note=_("« — » : population non connue ici, ce n'est pas zéro.") if unknown else "",
    )


def _communes(material: Material) -> Numbers:
    head = (_("Commune"), _("Code Insee"), _("Quartiers"), _("Habitants"))
    rows = tuple(
        (each.name, each.code, number(each.neighbourhoods), number(each.population))
        for each in material.concerned
    )
    return Numbers(
        title=_("Les communes concernées"),
        table=Table(head, rows, frozenset({2, 3})),
        source=material.epci.population_source or _("contours officiels des quartiers"),
        note=_("Un quartier situé sur plusieurs communes est compté dans chacune."),
    )
