"""The plain words by which help is described and sought, with those that people say instead.

Codes are kept in the rows, in lists; labels and synonyms may change without touching them. The
synonyms are French whatever the language of the page: they are what is typed here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Word:
    """A choice: its code, its label, what else people call it."""

    code: str
    label: Any
    synonyms: str = ""


def _table(*words: Word) -> dict[str, Word]:
    return {word.code: word for word in words}


KINDS = _table(
    Word(
        "reading",
        _("Lire, écrire, parler français"),
        "apprendre à lire à écrire cours de français lecture écriture alphabétisation illettrisme "
        "alphabet FLE français langue étrangère ASL atelier sociolinguistique linguistique",
    ),
    Word(
        "papers",
        _("Papiers et démarches"),
        "administratif administration formulaire courrier écrivain public CAF allocations RSA "
        "impôts retraite carte d'identité titre de séjour préfecture dossier sécurité sociale",
    ),
    Word(
        "digital",
        _("Internet et ordinateur"),
        "numérique informatique téléphone smartphone mail mot de passe imprimer scanner en ligne "
        "conseiller numérique tablette wifi",
    ),
    Word(
        "rights",
        _("Droits, justice, violences"),
        "avocat juridique juriste conciliateur médiateur plainte victime discrimination racisme "
        "violences conjugales divorce accès au droit tribunal",
    ),
    Word(
        "health",
        _("Santé"),
        "médecin docteur soins infirmier psychologue psy mutuelle dentiste vaccin PMI hôpital "
        "addiction drogue alcool grossesse dépistage handicap",
    ),
    Word(
        "childcare",
        _("Enfants et parents"),
        "crèche garde halte-garderie assistante maternelle nounou parentalité bébé famille "
        "ludothèque",
    ),
    Word(
        "school",
        _("École et devoirs"),
        "aide aux devoirs soutien scolaire accompagnement à la scolarité collège lycée orientation "
        "décrochage élève",
    ),
    Word(
        "jobs",
        _("Travail et formation"),
        "emploi chômage CV lettre de motivation mission locale insertion stage alternance métier "
        "apprentissage entreprise France Travail Pôle emploi recrutement",
    ),
    Word(
        "housing",
        _("Logement"),
        "loyer HLM bailleur expulsion hébergement sans abri logement social insalubre énergie "
        "électricité chauffage travaux punaises",
    ),
    Word(
        "food",
        _("Manger"),
        "aide alimentaire colis repas épicerie solidaire banque alimentaire restaurant cuisine "
        "faim",
    ),
    Word(
        "money",
        _("Argent et dettes"),
        "surendettement budget microcrédit banque crédit factures impayés secours",
    ),
    Word("moving", _("Se déplacer"), "permis vélo transport garage solidaire voiture bus mobilité"),
    Word(
        "meeting",
        _("Rencontrer du monde"),
        "convivialité café isolement solitude jardin partagé fête voisins bénévolat sortie",
    ),
    Word(
        "leisure",
        _("Culture et sport"),
        "bibliothèque médiathèque musique danse théâtre football gymnastique sport loisirs cinéma",
    ),
)

AUDIENCES = _table(
    Word("children", _("enfants"), "petits bébés"),
    Word("young", _("jeunes de 16 à 25 ans"), "adolescents ados étudiants"),
    Word("parents", _("parents"), "famille mères pères"),
    Word("women", _("femmes"), "mères filles"),
    Word("seniors", _("personnes âgées"), "seniors aînés retraités anciens"),
    Word("disabled", _("personnes handicapées"), "handicap invalidité"),
    Word(
        "newcomers",
        _("personnes arrivées en France"),
        "étrangers migrants réfugiés primo-arrivants",
    ),
    Word("jobseekers", _("personnes qui cherchent du travail"), "chômeurs demandeurs d'emploi"),
)
"""Nobody named: everyone."""

LANGUAGES = _table(
    Word("fr", _("français")),
    Word("ar", _("arabe"), "darija maghrébin"),
    Word("ber", _("berbère"), "kabyle amazigh rifain chleuh"),
    Word("en", _("anglais"), "english"),
    Word("es", _("espagnol")),
    Word("it", _("italien")),
    Word("pl", _("polonais")),
    Word("pt", _("portugais")),
    Word("ro", _("roumain")),
    Word("ru", _("russe")),
    Word("tr", _("turc")),
    Word("uk", _("ukrainien")),
    Word("wo", _("wolof")),
    Word("zh", _("chinois")),
    Word("lsf", _("langue des signes française"), "LSF sourd malentendant"),
)

COMING = _table(
    Word("walk_in", _("sans rendez-vous")),
    Word("appointment", _("sur rendez-vous")),
    Word("phone", _("par téléphone")),
    Word("online", _("en ligne")),
    Word("home", _("on se déplace chez vous"), "à domicile"),
)

ACCESSIBILITY = _table(
    Word("step_free", _("entrée sans marche"), "fauteuil roulant PMR"),
    Word("lift", _("ascenseur ou tout au rez-de-chaussée")),
    Word("toilets", _("toilettes adaptées")),
    Word("loop", _("boucle magnétique")),
    Word("sign", _("accueil en langue des signes")),
    Word("easy", _("documents faciles à lire (FALC)")),
    Word("pushchair", _("place pour les poussettes")),
)


def labels_of(table: dict[str, Word], codes: Iterable[str]) -> list[str]:
    """Labels in the order of the table, in the language of the page; unknown codes are left out."""
    held = set(codes)
    return [str(word.label) for code, word in table.items() if code in held]
