"""What a person reads who types a SIRET, a SIREN or an RNA number: which check failed, what to do.

Imports of published files have another need, and their own words: see `identity`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from faire_ensemble.core.identifiers import (
    NumberFault,
    NumberRefused,
    read_rna,
    read_siren,
    read_siret,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """Truthy when the number can exist; either `number` (clean) or `reason` is empty."""

    number: str = ""
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.number)


def check_siret(text: str) -> Checked:
    """The fourteen digits of an establishment."""
    try:
        return Checked(read_siret(text))
    except NumberRefused as refused:
        return Checked(reason=_siret_words(refused))


def check_siren(text: str) -> Checked:
    """The nine digits of an organisation."""
    try:
        return Checked(read_siren(text))
    except NumberRefused as refused:
        return Checked(reason=_siren_words(refused))


def check_rna(text: str) -> Checked:
    """The number of an association, W and nine signs."""
    try:
        return Checked(read_rna(text))
    except NumberRefused as refused:
        return Checked(reason=_rna_words(refused))


def _siret_words(refused: NumberRefused) -> str:
    if refused.fault is NumberFault.OTHER_NUMBER:
        return {
            "siren": _(
                "C'est un SIREN (9 chiffres) : ajoutez les 5 chiffres de l'établissement, ils "
                "sont sur l'avis de situation de l'INSEE."
            ),
            "rna": _(
                "C'est un numéro RNA : mettez-le dans sa case. Le SIRET a 14 chiffres, l'INSEE le "
                "donne sur demande à toute association."
            ),
        }[refused.given]
    return {
        NumberFault.EMPTY: _(
            "Indiquez le SIRET : 14 chiffres, sur l'avis de situation de l'INSEE."
        ),
        NumberFault.ROUNDED: _rounded_words(),
        NumberFault.NOT_DIGITS: _(
            "Un SIRET n'a que des chiffres, 14 en tout. Recopiez-le de l'avis de situation de "
            "l'INSEE."
        ),
        NumberFault.LENGTH: _(
            "Ce SIRET a %(digits)s chiffres, il en faut 14. Recopiez-le de l'avis de situation "
            "de l'INSEE."
        ),
        NumberFault.NO_ESTABLISHMENT: _(
            "Ce SIRET ne peut pas exister : ses 5 derniers chiffres sont des zéros, aucun "
            "établissement n'a ce numéro. Recopiez les 14 chiffres de l'avis de situation de "
            "l'INSEE."
        ),
        NumberFault.SIREN_KEY: _(
            "Ce SIRET ne peut pas exister : un chiffre est faux parmi les 9 premiers (la clé de "
            "contrôle ne correspond pas). Recopiez les 14 chiffres de l'avis de situation de "
            "l'INSEE."
        ),
        NumberFault.KEY: _(
            "Ce SIRET ne peut pas exister : un chiffre est faux, sans doute parmi les 5 derniers "
            "(la clé de contrôle ne correspond pas). Recopiez les 14 chiffres de l'avis de "
            "situation de l'INSEE."
        ),
    }[refused.fault] % {"digits": refused.digits}


def _siren_words(refused: NumberRefused) -> str:
    if refused.fault is NumberFault.OTHER_NUMBER:
        return {
            "siret": _("C'est un SIRET (14 chiffres) : le SIREN, ce sont ses 9 premiers chiffres."),
            "rna": _("C'est un numéro RNA : mettez-le dans sa case. Le SIREN a 9 chiffres."),
        }[refused.given]
    return {
        NumberFault.EMPTY: _("Indiquez le SIREN : 9 chiffres, sur l'avis de situation de l'INSEE."),
        NumberFault.ROUNDED: _rounded_words(),
        NumberFault.NOT_DIGITS: _("Un SIREN n'a que des chiffres, 9 en tout."),
        NumberFault.LENGTH: _("Ce SIREN a %(digits)s chiffres, il en faut 9."),
        NumberFault.SIREN_KEY: _(
            "Ce SIREN ne peut pas exister : un chiffre est faux (la clé de contrôle ne "
            "correspond pas). Recopiez les 9 chiffres de l'avis de situation de l'INSEE."
        ),
    }[refused.fault] % {"digits": refused.digits}


def _rna_words(refused: NumberRefused) -> str:
    if refused.fault is NumberFault.OTHER_NUMBER:
        return {
            "siret": _(
                "C'est un SIRET : mettez-le dans sa case. Le numéro RNA commence par W, il est "
                "sur le récépissé de la préfecture."
            ),
            "siren": _(
                "C'est un SIREN : mettez-le dans sa case. Le numéro RNA commence par W, il est "
                "sur le récépissé de la préfecture."
            ),
        }[refused.given]
    if refused.fault is NumberFault.EMPTY:
        return _("Indiquez le numéro RNA : W et 9 signes, sur le récépissé de la préfecture.")
    return _(
        "Un numéro RNA commence par W, puis viennent 9 chiffres (en Corse et outre-mer, le "
        "deuxième peut être une lettre). Recopiez-le du récépissé de la préfecture."
    )


def _rounded_words() -> str:
    return _(
        "Un tableur a arrondi ce numéro : ses derniers chiffres sont perdus. Recopiez-le de "
        "l'avis de situation de l'INSEE."
    )
