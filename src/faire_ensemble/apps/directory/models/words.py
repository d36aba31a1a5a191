"""The plain words by which help is described and sought, with those that people say instead.

Codes are kept in the rows, in lists; labels and synonyms may change without touching them. What is
typed here is French whatever the language of the page, so the synonyms are; but whoever looks for a
French lesson may not have French yet, so each choice is also found by plain English words, but for
those that are French ones or nearly (« course », « class », « flat »).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Word:
    """A choice: its code, its label, what else people call it, in French and in English."""

    code: str
    label: Any
    synonyms: str = ""
    english: str = ""

    @property
    def said(self) -> str:
        """Every other word by which it is found."""
        return f"{self.synonyms} {self.english}".strip()


def _table(*words: Word) -> dict[str, Word]:
    return {word.code: word for word in words}


KINDS = _table(
    Word(
        "reading",
        _("Lire, écrire, parler français"),
        "apprendre à lire à écrire cours de français lecture écriture alphabétisation illettrisme "
        "alphabet FLE français langue étrangère ASL atelier sociolinguistique linguistique",
        english="learn learning read reading write writing speak speaking french lesson language "
        "literacy",
    ),
    Word(
        "papers",
        _("Papiers et démarches"),
        "administratif administration formulaire courrier écrivain public CAF allocations RSA "
        "impôts retraite carte d'identité titre de séjour préfecture dossier sécurité sociale",
        english="paperwork letter fill residence permit visa benefits tax pension",
    ),
    Word(
        "digital",
        _("Internet et ordinateur"),
        "numérique informatique téléphone smartphone mail mot de passe imprimer scanner en ligne "
        "conseiller numérique tablette wifi",
        english="computer online email password print printer digital",
    ),
    Word(
        "rights",
        _("Droits, justice, violences"),
        "avocat juridique juriste conciliateur médiateur plainte victime discrimination racisme "
        "violences conjugales divorce accès au droit tribunal",
        english="rights lawyer legal advice complaint victim violence abuse racism justice",
    ),
    Word(
        "health",
        _("Santé"),
        "médecin docteur soins infirmier psychologue psy mutuelle dentiste vaccin PMI hôpital "
        "addiction drogue alcool grossesse dépistage handicap",
        english="health doctor nurse dentist hospital pregnant pregnancy vaccine mental drugs",
    ),
    Word(
        "childcare",
        _("Enfants et parents"),
        "crèche garde halte-garderie assistante maternelle nounou parentalité bébé famille "
        "ludothèque",
        english="childcare nursery kindergarten babysitter baby",
    ),
    Word(
        "school",
        _("École et devoirs"),
        "aide aux devoirs soutien scolaire accompagnement à la scolarité collège lycée orientation "
        "décrochage élève",
        english="school homework tutoring pupil college",
    ),
    Word(
        "jobs",
        _("Travail et formation"),
        "emploi chômage CV lettre de motivation mission locale insertion stage alternance métier "
        "apprentissage entreprise France Travail Pôle emploi recrutement",
        english="work employment unemployment training apprenticeship resume interview hiring",
    ),
    Word(
        "housing",
        _("Logement"),
        "loyer HLM bailleur expulsion hébergement sans abri logement social insalubre énergie "
        "électricité chauffage travaux punaises",
        english="housing rent landlord apartment eviction shelter homeless heating",
    ),
    Word(
        "food",
        _("Manger"),
        "aide alimentaire colis repas épicerie solidaire banque alimentaire restaurant cuisine "
        "faim",
        english="food meal groceries hungry eating",
    ),
    Word(
        "money",
        _("Argent et dettes"),
        "surendettement budget microcrédit banque crédit factures impayés secours",
        english="money debt debts bills savings",
    ),
    Word(
        "moving",
        _("Se déplacer"),
        "permis vélo transport garage solidaire voiture bus taxi mobilité",
        english="driving licence bike bicycle transport travel",
    ),
    Word(
        "meeting",
        _("Rencontrer du monde"),
        "convivialité café isolement solitude jardin partagé fête voisins bénévolat sortie",
        english="meet meeting people lonely friends neighbours volunteer garden",
    ),
    Word(
        "leisure",
        _("Culture et sport"),
        "bibliothèque médiathèque musique danse théâtre football gymnastique sport loisirs cinéma",
        english="library books music dance theatre swimming culture",
    ),
)

AUDIENCES = _table(
    Word("children", _("enfants"), "petits bébés", english="child children kids"),
    Word(
        "young",
        _("jeunes de 16 à 25 ans"),
        "adolescents ados étudiants",
        english="youth teenagers young",
    ),
    Word("parents", _("parents"), "famille mères pères", english="family mothers fathers"),
    Word("women", _("femmes"), "mères filles", english="women girls"),
    Word(
        "seniors",
        _("personnes âgées"),
        "seniors aînés retraités anciens",
        english="elderly older pensioners",
    ),
    Word(
        "disabled",
        _("personnes handicapées"),
        "handicap invalidité",
        english="disabled wheelchair disability",
    ),
    Word(
        "newcomers",
        _("personnes arrivées en France"),
        "étrangers migrants réfugiés primo-arrivants",
        english="newcomers refugees migrants asylum foreigners",
    ),
    Word(
        "jobseekers",
        _("personnes qui cherchent du travail"),
        "chômeurs demandeurs d'emploi",
        english="jobseekers unemployed",
    ),
)
"""Nobody named: everyone."""

LANGUAGES = _table(
    Word("fr", _("français")),
    Word("ar", _("arabe"), "darija maghrébin", english="arabic"),
    Word("ber", _("berbère"), "kabyle amazigh rifain chleuh", english="berber"),
    Word("en", _("anglais"), "english"),
    Word("es", _("espagnol"), english="spanish"),
    Word("it", _("italien"), english="italian"),
    Word("pl", _("polonais"), english="polish"),
    Word("pt", _("portugais"), english="portuguese"),
    Word("ro", _("roumain"), english="romanian"),
    Word("ru", _("russe"), english="russian"),
    Word("tr", _("turc"), english="turkish"),
    Word("uk", _("ukrainien"), english="ukrainian"),
    Word("wo", _("wolof")),
    Word("zh", _("chinois"), english="chinese mandarin"),
    Word("lsf", _("langue des signes française"), "LSF sourd malentendant", english="deaf"),
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
