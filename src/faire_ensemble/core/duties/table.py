"""The table of rules: thresholds and duties, with their dates and legal basis.

A change of law is a change here, and nowhere else: close the row with `valid_to`, add the next
one under the same key. Sources and doubts: docs/methods/regles.md. What makes a rule apply to
a case is in `conditions`.
"""

from datetime import date
from decimal import Decimal

from faire_ensemble.core.duties.rules import Actor, Force, Rule, Stage


def _(french: str) -> str:
    """Mark a text for the catalogue of translations: the core itself speaks no language."""
    return french


LAW_2000 = _("Loi n° 2000-321 du 12 avril 2000, article 10 ; décret n° 2001-495 du 6 juin 2001")
LAW_2021 = _("Loi n° 2021-875 du 1er juillet 2021, qui modifie la loi n° 2000-321")
MINIMIS = _("Règlement (UE) 2023/2831 du 13 décembre 2023")
MINIMIS_SGEI = _("Règlement (UE) 2023/2832 du 13 décembre 2023")
IN_FORCE = _("le jour d'entrée en vigueur")
CASH_ONLY = _("si les aides en nature comptent, et le jour d'entrée en vigueur")

ON_AID = _(
    "Le porteur a une activité économique : demandez-lui le total des aides publiques reçues en "
    "trois ans, pour le comparer au plafond de %(threshold)s."
)

RULES = (
    Rule(
        "republican_contract",
        date(2022, 1, 2),
        Force.ENFORCE,
        Actor.HOLDER,
        Stage.APPLICATION,
        _(
            "Votre structure doit souscrire le contrat d'engagement républicain avant de demander "
            "une subvention : cochez la case dans les engagements."
        ),
        _("Loi n° 2000-321 du 12 avril 2000, article 10-1 ; décret n° 2021-1947"),
    ),
    Rule(
        "aid_declaration",
        date(2022, 1, 1),
        Force.ENFORCE,
        Actor.HOLDER,
        Stage.APPLICATION,
        _(
            "Dites si les aides publiques reçues en trois ans dépassent %(threshold)s : le "
            "formulaire le demande."
        ),
        _("Formulaire CERFA 12156*06, attestations"),
        threshold=Decimal(500_000),
        doubt=_("la rédaction exacte du formulaire, et sa date"),
    ),
    Rule(
        "report_before_renewal",
        date(2006, 10, 14),
        Force.WARN,
        Actor.HOLDER,
        Stage.APPLICATION,
        _(
            "Le compte rendu financier de l'action passée est à rendre avant de demander une "
            "nouvelle subvention."
        ),
        _("Formulaire CERFA 15059 ; arrêté du 11 octobre 2006"),
        question=_(
            "Avez-vous rendu le compte rendu financier de l'action passée ? Il est à rendre avant "
            "de demander une nouvelle subvention."
        ),
        doubt=IN_FORCE,
    ),
    Rule(
        "documents_public",
        date(2000, 4, 14),
        Force.WARN,
        Actor.FUNDER,
        Stage.DECISION,
        _(
            "Le budget, les comptes, la convention et le compte rendu financier sont communicables "
            "à toute personne qui les demande."
        ),
        LAW_2000,
        doubt=IN_FORCE,
    ),
    Rule(
        "accounts_audited",
        date(2006, 3, 24),
        Force.WARN,
        Actor.HOLDER,
        Stage.DECISION,
        _(
            "Vos subventions publiques de l'année (%(amount)s) dépassent %(threshold)s : il faut "
            "des comptes annuels et un commissaire aux comptes."
        ),
        _("Code de commerce, articles L. 612-4 et D. 612-5"),
        threshold=Decimal(153_000),
        doubt=CASH_ONLY,
    ),
    Rule(
        "accounts_published",
        date(2009, 5, 17),
        Force.WARN,
        Actor.HOLDER,
        Stage.DECISION,
        _(
            "Vos subventions publiques de l'année (%(amount)s) dépassent %(threshold)s : publiez "
            "vos comptes sur le site du Journal officiel, dans les trois mois de leur approbation."
        ),
        _("Code de commerce, articles L. 612-4 et D. 612-5 ; décret n° 2009-540 du 14 mai 2009"),
        threshold=Decimal(153_000),
        doubt=CASH_ONLY,
    ),
    Rule(
        "de_minimis",
        date(2014, 1, 1),
        Force.WARN,
        Actor.FUNDER,
        Stage.DECISION,
        _(
            "Avec cette demande, les aides publiques en trois exercices (%(amount)s) dépassent le "
            "plafond « de minimis » de %(threshold)s : vérifiez quel régime d'aide s'applique."
        ),
        _("Règlement (UE) n° 1407/2013 du 18 décembre 2013"),
        valid_to=date(2023, 12, 31),
        threshold=Decimal(200_000),
        question=ON_AID,
    ),
    Rule(
        "de_minimis",
        date(2024, 1, 1),
        Force.WARN,
        Actor.FUNDER,
        Stage.DECISION,
        _(
            "Avec cette demande, les aides publiques en trois ans (%(amount)s) dépassent le "
            "plafond « de minimis » de %(threshold)s : vérifiez quel régime d'aide s'applique."
        ),
        MINIMIS,
        valid_to=date(2030, 12, 31),
        threshold=Decimal(300_000),
        question=ON_AID,
    ),
    Rule(
        "de_minimis_sgei",
        date(2012, 4, 29),
        Force.WARN,
        Actor.FUNDER,
        Stage.DECISION,
        _(
            "Avec cette demande, les aides publiques en trois exercices (%(amount)s) dépassent le "
            "plafond de %(threshold)s des services d'intérêt économique général : vérifiez quel "
            "régime d'aide s'applique."
        ),
        _("Règlement (UE) n° 360/2012 du 25 avril 2012"),
        valid_to=date(2023, 12, 31),
        threshold=Decimal(500_000),
        question=ON_AID,
        doubt=IN_FORCE,
    ),
    Rule(
        "de_minimis_sgei",
        date(2024, 1, 1),
        Force.WARN,
        Actor.FUNDER,
        Stage.DECISION,
        _(
            "Avec cette demande, les aides publiques en trois ans (%(amount)s) dépassent le "
            "plafond de %(threshold)s des services d'intérêt économique général : vérifiez quel "
            "régime d'aide s'applique."
        ),
        MINIMIS_SGEI,
        valid_to=date(2030, 12, 31),
        threshold=Decimal(750_000),
        question=ON_AID,
    ),
    Rule(
        "de_minimis_register",
        date(2026, 1, 1),
        Force.WARN,
        Actor.FUNDER,
        Stage.DECISION,
        _(
            "Une aide « de minimis » s'inscrit au registre national : c'est obligatoire pour "
            "l'État et ses opérateurs, ouvert aux collectivités."
        ),
        _("Règlement (UE) 2023/2831, article 6 ; décret n° 2025-1361 du 26 décembre 2025"),
        valid_to=date(2030, 12, 31),
    ),
    Rule(
        "convention",
        date(2001, 6, 11),
        Force.ENFORCE,
        Actor.FUNDER,
        Stage.CONVENTION,
        _(
            "Une convention est obligatoire entre %(funder)s et le porteur : les subventions de "
            "l'année font %(amount)s, plus que %(threshold)s."
        ),
        LAW_2000,
        threshold=Decimal(23_000),
        doubt=IN_FORCE,
    ),
    Rule(
        "convention_content",
        date(2001, 6, 11),
        Force.ENFORCE,
        Actor.FUNDER,
        Stage.CONVENTION,
        _("La convention dit l'objet, le montant et les conditions d'utilisation."),
        LAW_2000,
        valid_to=date(2021, 7, 2),
        threshold=Decimal(23_000),
        doubt=IN_FORCE,
    ),
    Rule(
        "convention_content",
        date(2021, 7, 3),
        Force.ENFORCE,
        Actor.FUNDER,
        Stage.CONVENTION,
        _(
            "La convention dit l'objet, le montant, les conditions d'utilisation, de contrôle et "
            "d'évaluation, et si la part non dépensée peut être gardée."
        ),
        LAW_2021,
        threshold=Decimal(23_000),
        doubt=IN_FORCE,
    ),
    Rule(
        "essential_data",
        date(2017, 8, 1),
        Force.WARN,
        Actor.FUNDER,
        Stage.CONVENTION,
        _(
            "Les données essentielles de la convention de %(funder)s doivent être publiées au plus "
            "tard le %(due)s."
        ),
        _("Décret n° 2017-779 du 5 mai 2017"),
        threshold=Decimal(23_000),
        months=3,
        question=_(
            "Les données essentielles de la convention de %(funder)s seront à publier dans les "
            "trois mois de sa signature."
        ),
    ),
    Rule(
        "multi_year_target",
        date(2023, 8, 31),
        Force.WARN,
        Actor.FUNDER,
        Stage.CONVENTION,
        _(
            "Moins de la moitié des conventions du programme sont pluriannuelles (%(share)s) : la "
            "moitié est l'objectif fixé aux préfets."
        ),
        _("Circulaire du 31 août 2023 sur les contrats de ville"),
        threshold=Decimal("0.5"),
    ),
    Rule(
        "payment",
        date(2021, 7, 3),
        Force.WARN,
        Actor.FUNDER,
        Stage.PAYMENT,
        _(
            "%(funder)s doit verser la subvention au plus tard le %(due)s, soixante jours après "
            "l'avoir notifiée."
        ),
        LAW_2021,
        days=60,
        doubt=IN_FORCE,
    ),
    Rule(
        "financial_report",
        date(2000, 4, 14),
        Force.WARN,
        Actor.HOLDER,
        Stage.REPORT,
        _("Rendez le compte rendu financier de la subvention au plus tard le %(due)s."),
        LAW_2000,
        months=6,
        question=_(
            "Rendez le compte rendu financier de la subvention dans les six mois qui suivent la "
            "fin de votre exercice."
        ),
        doubt=IN_FORCE,
    ),
)
