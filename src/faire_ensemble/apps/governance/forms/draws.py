"""What is typed about a draw: its places, its quotas, who volunteers, the number, replies."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from faire_ensemble.apps.governance.forms.fields import day_field, long_text
from faire_ensemble.apps.governance.models import Draw, DrawQuota
from faire_ensemble.apps.governance.services.draws import QuotaLine, Volunteer

BLANK_ROWS = 4


class DrawForm(forms.Form):
    size = forms.IntegerField(
        label=gettext_lazy("Nombre de places à tirer"), min_value=1, max_value=999
    )
    closes_on = day_field(gettext_lazy("Inscriptions jusqu'au"))
    contact = forms.EmailField(
        label=gettext_lazy("Adresse électronique pour les questions"),
        help_text=gettext_lazy("Écrite sur la page publique et sur les lettres."),
    )
    words = long_text(
        gettext_lazy("Ce qui est proposé"),
        help_text=gettext_lazy("À quoi on s'engage, combien de temps, où. Repris dans la lettre."),
    )
    by_household = forms.BooleanField(
        label=gettext_lazy("Une personne par adresse au plus"), required=False
    )


class QuotaRowForm(forms.Form):
    """One line of the grid; a line left empty is no quota."""

    category = forms.CharField(label=gettext_lazy("Catégorie"), max_length=60, required=False)
    feature = forms.CharField(label=gettext_lazy("Valeur"), max_length=80, required=False)
    low = forms.IntegerField(
        label=gettext_lazy("Au moins"), min_value=0, max_value=999, required=False
    )
    high = forms.IntegerField(
        label=gettext_lazy("Au plus"), min_value=0, max_value=999, required=False
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        rank = int((self.prefix or "-0").rsplit("-", 1)[-1]) + 1
        for field in self.fields.values():
            field.widget.attrs |= {
                "class": "form-control", "aria-label": f"{field.label}, {rank}"
            }  # fmt: skip


QuotaGrid = forms.formset_factory(QuotaRowForm, extra=BLANK_ROWS, max_num=64)


def quota_grid(data: Any, draw: Draw) -> Any:
    """The grid of the quotas, with blank lines to add some. A college that must have as many women
    as men is offered those two lines first (law 2014-173, art. 7)."""
    initial = [
        {"category": row.category, "feature": row.feature, "low": row.low, "high": row.high}
        for row in draw.quotas.all()
    ]
    if not initial and draw.college.parity:
        # Values that are kept, and read by the parity of the college: the same in every language.
        share = {"category": "sexe", "low": draw.size // 2, "high": -(-draw.size // 2)}
        initial = [{**share, "feature": each} for each in ("femme", "homme")]
    return QuotaGrid(data, initial=initial, prefix="quota")


def quota_lines(grid: Any, size: int) -> list[QuotaLine]:
    """The lines that are not empty; no minimum is 0, no maximum the size of the panel."""
    lines = []
    for form in grid.forms:
        given: Mapping[str, Any] = form.cleaned_data
        if all(given.get(name) in (None, "") for name in QuotaRowForm.base_fields):
            continue
        low, high = given.get("low"), given.get("high")
        lines.append(
            QuotaLine(
                given.get("category", ""), given.get("feature", ""),
                0 if low is None else low, size if high is None else high,
            )
        )  # fmt: skip
    return lines


class VolunteerForm(forms.Form):
    """Entering the pool without an account. `website` is a trap: people do not see it."""

    name = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("Adresse électronique"), required=False)
    phone = forms.CharField(label=gettext_lazy("Téléphone"), max_length=30, required=False)
    address = forms.CharField(
        label=gettext_lazy("Adresse postale"),
        help_text=gettext_lazy(
            "Numéro, rue, code postal, commune : pour vous écrire si le sort vous désigne."
        ),
        max_length=300,
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "J'accepte que ces réponses servent à ce tirage au sort, et à rien d'autre."
        )
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, quotas: Sequence[DrawQuota] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        asked: dict[str, list[str]] = {}
        for quota in quotas:
            asked.setdefault(quota.category, []).append(quota.feature)
        self._asked = list(asked)
        agreed = self.fields.pop("agreed")
        for number, (category, features) in enumerate(asked.items()):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=category[:1].upper() + category[1:],
                choices=[("", gettext_lazy("Choisissez")), *((each, each) for each in features)],
            )
        self.fields["agreed"] = agreed

    @property
    def volunteer(self) -> Volunteer:
        given = self.cleaned_data
        features = {name: given[f"q{number}"] for number, name in enumerate(self._asked)}
        return Volunteer(given["name"], features, given["email"], given["phone"], given["address"])


class PoolListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Liste (CSV ou XLSX)"),
        help_text=gettext_lazy(
            "Colonnes : nom, adresse, courriel, téléphone, et une colonne par catégorie de quota. "
            "Les autres ne sont pas gardées."
        ),
    )


class SealForm(forms.Form):
    announced = forms.CharField(
        label=gettext_lazy("Comment le numéro sera-t-il tiré ?"),
        help_text=gettext_lazy(
            "Où, quand, avec quoi. C'est publié avant le tirage : « trois boules tirées en mairie "
            "le 12 mars à 18 h »."
        ),
        max_length=300,
    )


class ReplaceForm(SealForm):
    relaxed = forms.BooleanField(
        label=gettext_lazy(
            "Si les quotas ne peuvent plus être tenus, accepter le plus petit changement. Il est "
            "publié."
        ),
        required=False,
    )


class NumberForm(forms.Form):
    number = forms.IntegerField(
        label=gettext_lazy("Numéro tiré"),
        help_text=gettext_lazy("Trois chiffres, de 000 à 999."),
        min_value=0,
        required=False,
    )
    seed = forms.CharField(
        label=gettext_lazy("Ou la graine annoncée"),
        help_text=gettext_lazy("Un texte que personne ne pouvait connaître au scellement."),
        max_length=200,
        required=False,
    )
    witnesses = forms.CharField(label=gettext_lazy("Devant qui ?"), max_length=300, required=False)
    reply_by = day_field(
        gettext_lazy("Réponses attendues jusqu'au"), required=False,
        help_text=gettext_lazy("Écrit dans les lettres. Ensuite, seuls les organisateurs notent."),
    )  # fmt: skip


class SeatPanelForm(forms.Form):
    starts_on = day_field(gettext_lazy("Mandats à partir du"))
    ends_on = day_field(gettext_lazy("Jusqu'au (exclu)"), required=False)


class CancelForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Pourquoi l'abandonner ?"), max_length=300)


class ReplyForm(forms.Form):
    named_in_public = forms.BooleanField(
        label=gettext_lazy("Mon nom peut figurer sur la page publique du conseil."), required=False
    )
