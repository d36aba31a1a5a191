"""The lines of the budget of a request for a subsidy (form CERFA 12156*06), as data.

Account numbers are those of the chart of accounts of French associations. A line that has
sub-lines is typed either in one amount or in detail. Account 74 is not typed: it holds one line
for every funder that is asked and one for every other subsidy that is declared.
"""

from types import MappingProxyType

from faire_ensemble.core.budget.lines import SUBSIDIES, Line, Part, Side


def _(french: str) -> str:
    """Mark a text for the catalogue of translations: the core itself speaks no language."""
    return french


Row = tuple[str, str, str]


def _block(side: Side, part: Part, head: Row, *details: Row) -> tuple[Line, ...]:
    """A line, then its sub-lines."""
    code, label, purpose = head
    first = Line(code, label, side, part, purpose)
    return first, *(Line(key, name, side, part, why, code) for key, name, why in details)


CHARGES_DIRECT = (
    _block(
        Side.CHARGES,
        Part.DIRECT,
        ("60", _("Achats"), _("Ce que vous achetez pour le projet et qui sera consommé.")),
        (
            "604",
            _("Prestations de services"),
            _("Ce que vous faites faire par d'autres : animation, traiteur, atelier."),
        ),
        (
            "606",
            _("Matières et fournitures"),
            _("Nourriture, papeterie, petit matériel, eau, énergie."),
        ),
        ("608", _("Autres fournitures"), _("Les achats qui n'entrent pas ailleurs.")),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        ("61", _("Services extérieurs"), _("Ce que vous louez, entretenez ou assurez.")),
        ("613", _("Locations"), _("Salle, véhicule, sonorisation, matériel loué.")),
        ("615", _("Entretien et réparation"), _("Remettre en état les locaux ou le matériel.")),
        ("616", _("Assurance"), _("L'assurance du projet, de ses locaux, de ses bénévoles.")),
        ("618", _("Documentation"), _("Livres, abonnements, frais de colloque.")),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        (
            "62",
            _("Autres services extérieurs"),
            _("Intervenants, communication, déplacements, banque."),
        ),
        (
            "622",
            _("Rémunérations d'intermédiaires et honoraires"),
            _("Intervenants payés sur facture : artiste, formateur, comptable."),
        ),
        ("623", _("Publicité, publication"), _("Affiches, tracts, site, annonces.")),
        ("625", _("Déplacements, missions"), _("Trajets, repas et hébergement de l'équipe.")),
        ("628", _("Services bancaires, autres"), _("Frais de banque, de poste, de téléphone.")),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        ("63", _("Impôts et taxes"), _("Les taxes que le projet vous fait payer.")),
        (
            "631",
            _("Impôts et taxes sur rémunération"),
            _("Taxe sur les salaires, participation à la formation."),
        ),
        ("635", _("Autres impôts et taxes"), _("Droits de timbre, taxes locales.")),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        ("64", _("Charges de personnel"), _("Les salariés qui travaillent sur le projet.")),
        (
            "641",
            _("Rémunération des personnels"),
            _("Les salaires bruts, pour le temps passé sur le projet."),
        ),
        ("645", _("Charges sociales"), _("Les cotisations que paie l'employeur.")),
        (
            "647",
            _("Autres charges de personnel"),
            _("Médecine du travail, titres-restaurant, indemnités."),
        ),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        (
            "65",
            _("Autres charges de gestion courante"),
            _("Droits d'auteur, licences, cotisations versées."),
        ),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        ("66", _("Charges financières"), _("Les intérêts d'un emprunt pris pour le projet.")),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        (
            "67",
            _("Charges exceptionnelles"),
            _("Ce qui n'arrive pas d'habitude ; le plus souvent, rien."),
        ),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        (
            "68",
            _("Dotations aux amortissements, provisions et engagements"),
            _("La part de l'année d'un matériel acheté pour plusieurs années."),
        ),
    )
    + _block(
        Side.CHARGES,
        Part.DIRECT,
        (
            "69",
            _("Impôt sur les bénéfices, participation des salariés"),
            _("Rarement pour une association ; le plus souvent, rien."),
        ),
    )
)

CHARGES_INDIRECT = _block(
    Side.CHARGES,
    Part.INDIRECT,
    (
        "indirect",
        _("Charges indirectes affectées au projet"),
        _("La part du projet dans les frais de toute la structure."),
    ),
    (
        "indirect_fixed",
        _("Charges fixes de fonctionnement"),
        _("Sa part du loyer, du chauffage, de la direction."),
    ),
    ("indirect_financial", _("Frais financiers"), _("Sa part des frais de banque.")),
    ("indirect_other", _("Autres charges indirectes"), _("Sa part des autres frais communs.")),
)

CHARGES_IN_KIND = _block(
    Side.CHARGES,
    Part.IN_KIND,
    (
        "86",
        _("Emplois des contributions volontaires en nature"),
        _("La valeur de ce que vous recevez sans le payer ; autant qu'au compte 87."),
    ),
    ("860", _("Secours en nature"), _("Nourriture ou vêtements donnés puis distribués.")),
    (
        "861",
        _("Mise à disposition gratuite de biens et services"),
        _("Une salle, un véhicule, du matériel prêtés."),
    ),
    ("862", _("Prestations"), _("Un service rendu gratuitement par une entreprise.")),
    ("864", _("Personnel bénévole"), _("Le temps des bénévoles, en heures fois un taux horaire.")),
)

INCOME_DIRECT = (
    _block(
        Side.INCOME,
        Part.DIRECT,
        (
            "70",
            _("Vente de produits finis, de marchandises, prestations de services"),
            _("Entrées, buvette, participation des habitants."),
        ),
    )
    + _block(
        Side.INCOME,
        Part.DIRECT,
        (
            "73",
            _("Dotations et produits de tarification"),
            _("Prix de journée, dotation ; surtout pour le médico-social."),
        ),
    )
    + _block(
        Side.INCOME,
        Part.DIRECT,
        (
            SUBSIDIES,
            _("Subventions d'exploitation"),
            _("Une ligne par financeur à qui vous demandez ; le total se fait tout seul."),
        ),
    )
    + _block(
        Side.INCOME,
        Part.DIRECT,
        (
            "75",
            _("Autres produits de gestion courante"),
            _("Ce que donnent vos membres et vos donateurs."),
        ),
        ("756", _("Cotisations"), _("La part des adhésions que vous mettez dans le projet.")),
        ("758", _("Dons manuels, mécénat"), _("Dons de personnes ou d'entreprises.")),
        ("750", _("Autres produits"), _("Les produits de gestion qui n'entrent pas ailleurs.")),
    )
    + _block(
        Side.INCOME,
        Part.DIRECT,
        ("76", _("Produits financiers"), _("Les intérêts d'un livret.")),
    )
    + _block(
        Side.INCOME,
        Part.DIRECT,
        (
            "77",
            _("Produits exceptionnels"),
            _("Ce qui n'arrive pas d'habitude ; le plus souvent, rien."),
        ),
    )
    + _block(
        Side.INCOME,
        Part.DIRECT,
        (
            "78",
            _("Reprises sur amortissements, provisions et engagements"),
            _("De l'argent mis de côté les années passées et repris cette année."),
        ),
        (
            "789",
            _("Report de ressources non utilisées"),
            _("Ce qui reste d'une subvention reçue avant pour ce projet."),
        ),
    )
    + _block(
        Side.INCOME,
        Part.DIRECT,
        (
            "79",
            _("Transferts de charges"),
            _("Un remboursement : formation, assurance, aide à l'emploi."),
        ),
    )
)

INCOME_INDIRECT = _block(
    Side.INCOME,
    Part.INDIRECT,
    (
        "own",
        _("Ressources propres affectées au projet"),
        _("L'argent de votre structure que vous mettez dans le projet."),
    ),
)

INCOME_IN_KIND = _block(
    Side.INCOME,
    Part.IN_KIND,
    (
        "87",
        _("Contributions volontaires en nature"),
        _("D'où vient ce que vous ne payez pas ; autant qu'au compte 86."),
    ),
    ("870", _("Bénévolat"), _("La valeur du temps des bénévoles (compte 864).")),
    ("871", _("Prestations en nature"), _("La valeur de ce qu'on vous prête (861, 862).")),
    ("875", _("Dons en nature"), _("La valeur de ce qu'on vous donne (860).")),
)

CHART = (
    *CHARGES_DIRECT,
    *CHARGES_INDIRECT,
    *CHARGES_IN_KIND,
    *INCOME_DIRECT,
    *INCOME_INDIRECT,
    *INCOME_IN_KIND,
)
LINES = MappingProxyType({line.code: line for line in CHART})


def line_of(code: str) -> Line:
    """The line of a code. Raises KeyError for a code that is not in the chart."""
    return LINES[code]


def lines_of(side: Side, part: Part | None = None) -> tuple[Line, ...]:
    """The lines of a side (or of one part of it), in the order of the form."""
    return tuple(line for line in CHART if line.side is side and part in (None, line.part))


def top_lines(side: Side, part: Part | None = None) -> tuple[Line, ...]:
    """Those that have no parent: their totals add up to the total of the side."""
    return tuple(line for line in lines_of(side, part) if not line.parent)


def details_of(code: str) -> tuple[Line, ...]:
    """The sub-lines of a line, in the order of the form; empty when it has none."""
    return tuple(line for line in CHART if line.parent == code)
