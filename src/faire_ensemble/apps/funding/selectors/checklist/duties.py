"""What the law asks of such a request, as advice with its legal basis (docs/methods/regles.md)."""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.selectors.checklist.money import amount
from faire_ensemble.apps.funding.selectors.form import Form
from faire_ensemble.apps.funding.selectors.remarks import Remark
from faire_ensemble.apps.funding.selectors.wording.duties import duty_words
from faire_ensemble.core.budget import read_budget
from faire_ensemble.core.duties import Actor, Facts, HolderKind, Stage, duties_for

KINDS = {"association": HolderKind.ASSOCIATION, "company": HolderKind.COMPANY}
PRIVATE = frozenset({"association", "company", "landlord", "other"})


def duty_remarks(
    application: Application, form: Form, texts: Mapping[str, str]
) -> Iterator[Remark]:
    """What the holder must know or do before asking. The boxes of the declarations are fields
    of their own: what they settle is not said twice."""
    facts = facts_of(application, form, texts)
    names = {str(funder.id): funder.name for funder in form.basis.funders}
    today = timezone.localdate()
    for duty in duties_for(facts, today, (Stage.APPLICATION, Stage.CONVENTION)):
        if duty.rule.actor is Actor.HOLDER or duty.rule.stage is Stage.CONVENTION:
            words = duty_words(duty, today, names)
            why = f"{words.basis}. {words.doubt}" if words.doubt else words.basis
            yield Remark("requests", words.sentence, why=why, blocking=False)


def facts_of(application: Application, form: Form, texts: Mapping[str, str]) -> Facts:
    """What a draft tells: amounts asked by funder, other public money, declarations."""
    budget = read_budget(texts).budget
    kind = application.lead.kind
    fallback = HolderKind.ASSOCIATION if kind in PRIVATE else HolderKind.PUBLIC
    asked = {
        str(funder.id): value
        for funder in form.basis.funders
        if (value := amount(texts, f"request.{funder.id}.asked"))
    }
    return Facts(
        amounts=asked,
        other_public=budget.public_subsidies - budget.asked,
        holder=KINDS.get(kind, fallback),
        renewal=application.previous_id is not None,
        # Their boxes block submission by themselves when they are not filled.
        signed_republican_contract=True,
        aid_declared=True,
    )
