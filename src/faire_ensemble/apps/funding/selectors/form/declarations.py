"""What the law asks the representative to declare."""

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.selectors.form.fields import Basis, Field, Kind, Section
from faire_ensemble.apps.funding.selectors.form.sections import ASSOCIATION


def declarations_section(basis: Basis) -> Section:
    """What the law asks the representative to declare."""
    ticked = (("1", _("coché")), ("", _("non coché")))
    boxes = [
        (
            "power",
            _("Je représente la structure, ou j'ai reçu son pouvoir pour déposer ce dossier."),
            _("Une demande n'engage la structure que si elle vient de qui la représente."),
        ),
        (
            "obligations",
            _("La structure est à jour de ses obligations sociales et fiscales."),
            _("C'est une condition pour recevoir de l'argent public."),
        ),
        (
            "truth",
            _("Ce qui est écrit ici est exact, et dit aussi les autres aides demandées."),
            _("Chaque financeur doit pouvoir voir ce que les autres apportent."),
        ),
    ]
    if basis.lead_kind == ASSOCIATION:
        boxes.append(
            (
                "republican",
                _("L'association souscrit au contrat d'engagement républicain."),
                _("Loi n° 2000-321 du 12 avril 2000, article 10-1 : toute association aidée."),
            )
        )
    fields = [
        Field(f"declaration.{key}", label, why, Kind.BOX, True, ticked) for key, label, why in boxes
    ]
    aid = Field(
        "declaration.public_aid",
        _("Aides publiques reçues sur les trois dernières années"),
        _("Au-delà de certains seuils, les règles européennes sur les aides s'appliquent."),
        Kind.CHOICE,
        required=True,
        choices=(
            ("below", _("jusqu'à 500 000 € en tout")),
            ("above", _("plus de 500 000 € en tout")),
        ),
    )
    return Section(
        "declarations",
        "declarations",
        _("Déclarations"),
        _("Ce que la loi demande à qui reçoit de l'argent public."),
        (*fields, aid),
    )
