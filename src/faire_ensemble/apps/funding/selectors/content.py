"""The frozen content of a version: a plain tree, and its digest that anyone can recompute."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from faire_ensemble.apps.directory.selectors import organisation_card
from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.selectors.documents import documents_for_version
from faire_ensemble.apps.funding.selectors.form import Form


def frozen_content(
    application: Application, form: Form, texts: Mapping[str, str]
) -> dict[str, Any]:
    """What is submitted, with the words that its keys stand for: readable without the database."""
    basis = form.basis
    return {
        "call": application.call.code,
        "year": application.year,
        "project": application.project.number,
        "fields": dict(texts),
        "questions": {
            asked.key: {"label": asked.label, "version": asked.version} for asked in basis.questions
        },
        "documents": documents_for_version(application),
        "lead": _organisation(application.lead_id),
        "partners": [
            _organisation(partner.id) | {"does": texts.get(f"partner.{partner.id}.does", "")}
            for partner in basis.partners
        ],
        "funders": {str(funder.id): funder.name for funder in basis.funders},
        "objectives": {str(pk): title for pk, title in basis.objectives},
        "places": {place.code: place.name for place in basis.places if place.code in basis.chosen},
        "solutions": {str(kept.id): kept.text for kept in basis.solutions},
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no blank, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _organisation(pk: int) -> dict[str, Any]:
    card = organisation_card(pk)
    if card is None:
        return {"id": pk}
    return {"id": pk, "name": card.name, "kind": card.kind, "siret": card.siret,
            "siren": card.siren, "rna": card.rna, "commune": card.commune}  # fmt: skip
