"""What a complete application types, and typing it."""

from typing import Any

from tests.year_of_a_call import Year

from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.services.drafts import Change, save_fields


def complete(year: Year) -> dict[str, str]:
    """Texts with which the checklist blocks nothing: 1 000 € asked of the State."""
    funder = year.funders[0].pk
    return {
        "holder.siret": "732 829 320 00074",
        "holder.representative": "Awa Diop",
        "holder.role": "présidente",
        "holder.email": "contact@exemple.org",
        "holder.address": "1 rue des Arts, Roubaix",
        "project.title": "Jardin partagé",
        "project.summary": "Un jardin au pied des tours.",
        "project.needs": "Les habitants le demandent.",
        "project.description": "On plante, on récolte, on mange.",
        "project.first_day": "2026-03-01",
        "project.last_day": "2026-11-30",
        "objective": str(year.objectives[0].pk),
        f"place.{year.quarter.code}": "1",
        f"audience.{year.quarter.code}.6-15.f": "12",
        f"audience.{year.quarter.code}.6-15.m": "10",
        "audience.elsewhere.65+.f": "3",
        "means.volunteers.count": "8",
        "means.volunteers.fte": "0,5",
        f"request.{funder}.asked": "1 000",
        f"request.{funder}.minimum": "600",
        f"request.{funder}.why": "Acheter des plants.",
        "budget.charges.606": "1 500",
        "budget.income.own": "500",
        "indicator.1.label": "Familles qui viennent",
        "indicator.1.target": "20",
        "declaration.power": "1",
        "declaration.obligations": "1",
        "declaration.truth": "1",
        "declaration.republican": "1",
        "declaration.public_aid": "below",
    }


def type_in(actor: Any, application: Application, texts: dict[str, str], base: int = 0) -> Any:
    """Save texts, each starting from revision `base`."""
    changes = [Change(key, value, base) for key, value in texts.items()]
    return save_fields(actor=actor, application_id=application.pk, changes=changes)
