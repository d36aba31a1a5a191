"""The sections of words: what each field asks, and why.

Keys never change: versions, comparisons and renewals hang on them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from faire_ensemble.apps.funding.selectors.calls import AskedQuestion
from faire_ensemble.apps.funding.selectors.form.fields import (
    LONG_MAX,
    SHORT_MAX,
    Basis,
    Field,
    Kind,
    Section,
)

INDICATORS = 5
ASSOCIATION = "association"
QUESTION_KINDS = {
    "short": Kind.TEXT,
    "long": Kind.LONG,
    "number": Kind.DECIMAL,
    "choice": Kind.CHOICE,
    "yes_no": Kind.CHOICE,
}


def holder_section(basis: Basis) -> Section:
    """Who carries the project, with whom."""
    does = [
        Field(
            f"partner.{partner.id}.does",
            _("Ce que fait %(name)s dans le projet") % {"name": partner.name},
            _("Pour que chacun sache qui fait quoi, sans que les aides fassent double emploi."),
            Kind.LONG,
            required=True,
            longest=300,
            group=_("Associations partenaires"),
        )
        for partner in basis.partners
    ]
    return Section(
        "holder",
        "porteur",
        _("Porteur et partenaires"),
        _("Qui porte le projet, qui le fait avec vous, et à qui répondre."),
        (*_holder_numbers(basis), *_holder_words(), *does),
    )


def _holder_numbers(basis: Basis) -> list[Field]:
    """Asked only when the directory does not know them."""
    fields = []
    if not basis.lead_siret:
        fields.append(
            Field(
                "holder.siret",
                _("Numéro SIRET"),
                _("Il faut un SIRET pour être payé ; l'INSEE le donne sur demande, gratuitement."),
                Kind.SIRET,
                required=not basis.lead_rna,
                longest=30,
            )
        )
    if basis.lead_kind == ASSOCIATION and not basis.lead_rna:
        fields.append(
            Field(
                "holder.rna",
                _("Numéro RNA"),
                _("Il dit que l'association est déclarée ; il est sur le récépissé de préfecture."),
                Kind.RNA,
                longest=30,
            )
        )
    return fields


def _holder_words() -> list[Field]:
    return [
        Field(
            "holder.representative",
            _("Personne qui représente la structure"),
            _("Elle engage la structure : c'est à elle que les décisions et la convention vont."),
            required=True,
            longest=SHORT_MAX,
            autocomplete="name",
        ),
        Field(
            "holder.role",
            _("Sa fonction"),
            _("Présidente, trésorier, directrice : pour savoir à quel titre elle signe."),
            required=True,
            longest=SHORT_MAX,
            autocomplete="organization-title",
        ),
        Field(
            "holder.contact",
            _("Personne à joindre pour ce projet"),
            _("Celle qui répondra aux questions ; laissez vide si c'est la même."),
            longest=SHORT_MAX,
        ),
        Field(
            "holder.email",
            _("Adresse e-mail"),
            _("Pour dire où en est le dossier ; elle n'est jamais publiée."),
            Kind.EMAIL,
            required=True,
            longest=SHORT_MAX,
            autocomplete="email",
        ),
        Field(
            "holder.phone",
            _("Téléphone"),
            _("Un appel évite souvent une demande de correction ; il n'est jamais publié."),
            longest=30,
            autocomplete="tel",
        ),
        Field(
            "holder.address",
            _("Adresse du siège"),
            _("La convention et le versement la portent."),
            required=True,
            longest=300,
            autocomplete="street-address",
        ),
    ]


def project_section(basis: Basis) -> Section:
    """What is to be done, for what, when."""
    fields = [
        Field(
            "project.title",
            _("Titre du projet"),
            _("C'est sous ce nom qu'il sera instruit, puis publié s'il est financé."),
            required=True,
            longest=SHORT_MAX,
        ),
        Field(
            "project.summary",
            _("En deux ou trois phrases"),
            _("Ce que liront d'abord les financeurs et le conseil citoyen."),
            Kind.LONG,
            required=True,
            longest=600,
        ),
    ]
    if basis.objectives:
        choices = tuple((str(pk), title) for pk, title in basis.objectives)
        fields.append(
            Field(
                "objective",
                _("Objectif du contrat de ville"),
                _("L'argent du contrat est réparti par objectif : choisissez le principal."),
                Kind.CHOICE,
                required=True,
                choices=choices,
            )
        )
    return Section(
        "project",
        "projet",
        _("Projet"),
        _("Ce que vous voulez faire, à quel besoin cela répond, comment et quand."),
        (*fields, *_project_words(), *_project_dates(basis)),
    )


def _project_words() -> list[Field]:
    return [
        Field(
            "project.needs",
            _("À quel besoin répond-il, et comment le savez-vous ?"),
            _("Dites ce que les habitants vous ont dit, ce que vous avez vu, ce qui manque."),
            Kind.LONG,
            required=True,
            longest=LONG_MAX,
        ),
        Field(
            "project.description",
            _("Que ferez-vous ?"),
            _("Les actions, leur rythme, leur déroulé : de quoi se représenter le projet."),
            Kind.LONG,
            required=True,
            longest=LONG_MAX,
        ),
        Field(
            "project.method",
            _("Comment les habitants y prennent-ils part ?"),
            _("Le contrat demande que les projets se fassent avec les habitants."),
            Kind.LONG,
            longest=LONG_MAX,
        ),
    ]


def _project_dates(basis: Basis) -> list[Field]:
    when = _("Dates")
    fields = [
        Field(
            "project.first_day",
            _("Premier jour"),
            _("Une action déjà finie ne peut pas être aidée."),
            Kind.DATE,
            required=True,
            group=when,
        ),
        Field(
            "project.last_day",
            _("Dernier jour"),
            _("Le compte rendu est attendu dans les six mois qui suivent l'année."),
            Kind.DATE,
            required=True,
            group=when,
        ),
    ]
    count = len(basis.later_years) + 1
    if count > 1:
        choices = tuple(
            (str(n), ngettext("%(n)s an", "%(n)s ans", n) % {"n": n}) for n in range(1, count + 1)
        )
        fields.append(
            Field(
                "project.years",
                _("Durée demandée"),
                _("Seule la première année est ferme ; les suivantes sont décidées en leur temps."),
                Kind.CHOICE,
                required=True,
                choices=choices,
                group=when,
            )
        )
    return fields


def means_section(basis: Basis) -> Section:
    """Who will work on it: how many persons, and how much of their time."""
    teams = (
        ("volunteers", _("Bénévoles")),
        ("employees", _("Personnes salariées")),
        ("civic_service", _("Volontaires en service civique")),
    )
    fields = []
    for key, team in teams:
        fields.append(
            Field(
                f"means.{key}.count",
                _("Nombre de personnes"),
                _("Pour savoir si l'équipe peut faire ce qui est prévu."),
                Kind.NUMBER,
                group=team,
            )
        )
        fields.append(
            Field(
                f"means.{key}.fte",
                _("En équivalent temps plein"),
                _("Une personne à mi-temps toute l'année compte 0,5 ; un mois entier, 0,08."),
                Kind.DECIMAL,
                group=team,
            )
        )
    return Section(
        "means",
        "moyens",
        _("Moyens humains"),
        _("Les personnes qui feront le projet : leur nombre, et le temps qu'elles y passent."),
        tuple(fields),
    )


def indicators_section(basis: Basis) -> Section:
    """How it will be known whether it worked."""
    fields = []
    for rank in range(1, INDICATORS + 1):
        group = _("Indicateur %(n)s") % {"n": rank}
        fields.append(
            Field(
                f"indicator.{rank}.label",
                _("Ce que vous compterez ou observerez"),
                _("Vous le direz dans le compte rendu : choisissez ce que vous saurez mesurer."),
                required=rank == 1,
                longest=SHORT_MAX,
                group=group,
            )
        )
        fields.append(
            Field(
                f"indicator.{rank}.target",
                _("Ce que vous visez"),
                _("Un nombre ou un constat : « 30 familles », « une fête préparée par elles »."),
                required=rank == 1,
                longest=SHORT_MAX,
                group=group,
            )
        )
    return Section(
        "indicators",
        "indicateurs",
        _("Indicateurs"),
        _("À quoi l'on verra que le projet a réussi. Un ou deux suffisent."),
        tuple(fields),
    )


def questions_section(basis: Basis) -> Section:
    """What this call asks besides."""
    return Section(
        "questions",
        "questions",
        _("Questions de l'appel"),
        _("Ce que les financeurs de cet appel demandent en plus."),
        tuple(_question(asked) for asked in basis.questions),
    )


def _question(asked: AskedQuestion) -> Field:
    choices = tuple((text, text) for text in asked.choices)
    if asked.kind == "yes_no":
        choices = (("oui", _("Oui")), ("non", _("Non")))
    kind = QUESTION_KINDS[asked.kind]
    longest = {Kind.TEXT: SHORT_MAX, Kind.LONG: LONG_MAX}.get(kind, 0)
    return Field(
        f"question.{asked.key}", asked.label, asked.why, kind, asked.required, choices, longest
    )


def solutions_section(basis: Basis) -> Section:
    """Which of the residents' expectations it answers (appel à solution)."""
    fields = tuple(
        Field(
            f"solution.{kept.id}",
            f"{kept.text} ({kept.place})" if kept.place else kept.text,
            kind=Kind.BOX,
            choices=_yes_no(),
        )
        for kept in basis.solutions
    )
    return Section(
        "solutions",
        "attentes",
        _("Attentes des habitants"),
        _("Des habitants ont dit ce qu'ils attendent : cochez ce que vous apportez."),
        fields,
    )


def _yes_no() -> tuple[tuple[str, str], ...]:
    return (("1", _("coché")), ("", _("non coché")))
