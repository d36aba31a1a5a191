"""The rules of a scenario, as an officer chooses them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from faire_ensemble.apps.funding.selectors.rules import STEP, Rules, Share
from faire_ensemble.kit.amounts import AmountField

MODES = [
    ("proved", _("prouvé : aussi long qu'il faut, à un dix-millième du meilleur")),
    ("fast", _("rapide : en quelques secondes, l'écart au meilleur est dit")),
]


class ScenarioForm(forms.Form):
    """`shares` are one percentage field an objective and a neighbourhood."""

    title = forms.CharField(label=_("Titre du scénario"), max_length=120)
    note = forms.CharField(
        label=_("Ce que ce scénario cherche"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    envelopes = forms.TypedMultipleChoiceField(
        label=_("Enveloppes retenues"),
        help_text=_("Ne cochez rien pour les prendre toutes."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    holder_cap = AmountField(
        label=_("Le plus qu'un porteur peut recevoir, tous dossiers et financeurs réunis"),
        required=False,
    )
    least_score = forms.DecimalField(
        label=_("Note en dessous de laquelle un dossier est écarté"),
        help_text=_("De 0 à 100."),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        localize=True,
    )
    step = AmountField(label=_("Pas des montants accordés"), initial=STEP)
    excluded = forms.CharField(
        label=_("Dossiers écartés"),
        help_text=_("Un par ligne : le numéro du dossier, deux points, la raison."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mode = forms.ChoiceField(
        label=_("Calcul"), choices=MODES, initial="proved", widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        envelopes: list[tuple[int, str]],
        targets: list[tuple[str, str, str]],
        rules: Rules | None = None,
        **kwargs: Any,
    ) -> None:
        self.targets = targets
        if rules is not None:
            kwargs["initial"] = _initial(rules) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["envelopes"].choices = envelopes
        for scope, target, label in targets:
            fields[f"share-{scope}-{target}"] = forms.DecimalField(
                label=label, required=False, min_value=0, max_value=100, decimal_places=2,
                localize=True,
            )  # fmt: skip

    def shares(self, scope: str) -> list[Any]:
        """The percentage fields of objectives, or of neighbourhoods."""
        return [self[f"share-{kind}-{key}"] for kind, key, _label in self.targets if kind == scope]

    def clean_step(self) -> Decimal:
        step: Decimal = self.cleaned_data["step"]
        if step <= 0:
            raise forms.ValidationError(_("Le pas doit être plus grand que zéro."))
        return step

    def clean_excluded(self) -> dict[str, str]:
        found = {}
        for line in self.cleaned_data["excluded"].splitlines():
            if not line.strip():
                continue
            name, mark, reason = line.partition(":")
            if not mark or not reason.strip():
                raise forms.ValidationError(
                    _now("« %(line)s » : écrivez le numéro, deux points, puis la raison.")
                    % {"line": line.strip()[:60]}
                )
            found[name.strip()] = reason.strip()
        return found

    def rules(self) -> Rules:
        """The rules chosen; a share of zero is none."""
        given = self.cleaned_data
        shares = tuple(
            Share(scope, target, given[f"share-{scope}-{target}"])
            for scope, target, _label in self.targets
            if given.get(f"share-{scope}-{target}")
        )
        return Rules(
            envelopes=tuple(given["envelopes"]),
            shares=shares,
            holder_cap=given["holder_cap"],
            least_score=given["least_score"],
            excluded=given["excluded"],
            step=given["step"],
            mode=given["mode"],
        )


def _initial(rules: Rules) -> dict[str, Any]:
    return {
        "envelopes": list(rules.envelopes),
        "holder_cap": rules.holder_cap,
        "least_score": rules.least_score,
        "step": rules.step,
        "excluded": "\n".join(f"{name} : {why}" for name, why in rules.excluded.items()),
        "mode": rules.mode,
        **{f"share-{each.scope}-{each.target}": each.percent for each in rules.shares},
    }
