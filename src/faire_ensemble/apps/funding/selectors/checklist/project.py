"""The project and its holder: dates, places, people, who may answer this call."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from faire_ensemble.apps.directory.selectors import organisation_kinds
from faire_ensemble.apps.funding.models import Application
from faire_ensemble.apps.funding.selectors.checklist.texts import day, whole
from faire_ensemble.apps.funding.selectors.form import Form
from faire_ensemble.apps.funding.selectors.remarks import Remark

UNSURE = "other"


def holder_remarks(
    application: Application, form: Form, texts: Mapping[str, str]
) -> Iterator[Remark]:
    """Whether this call is for such holders."""
    eligible = application.call.eligible_kinds
    kind = application.lead.kind
    if not eligible or kind in eligible:
        return
    labels = organisation_kinds()
    wanted = ", ".join(labels[each] for each in eligible if each in labels)
    if kind == UNSURE:
        text = _("Cet appel est ouvert à : %(kinds)s. L'annuaire ne dit pas ce que vous êtes.")
        yield Remark("holder", text % {"kinds": wanted}, blocking=False)
    else:
        words = {"kinds": wanted, "name": application.lead.name, "kind": labels[kind]}
        text = _("Cet appel est ouvert à : %(kinds)s. %(name)s est dans l'annuaire : %(kind)s.")
        yield Remark("holder", text % words)


def date_remarks(
    application: Application, form: Form, texts: Mapping[str, str]
) -> Iterator[Remark]:
    """Dates in order, and in the years of the call."""
    first = day(texts.get("project.first_day", ""))
    last = day(texts.get("project.last_day", ""))
    if first and last and last < first:
        text = _("Le dernier jour est avant le premier : corrigez l'une des deux dates.")
        yield Remark("project", text, "project.last_day")
    elif first and first.year != application.year:
        text = _("Le dossier est pour %(year)s, le projet commence en %(begins)s : vérifiez.")
        words = {"year": application.year, "begins": first.year}
        yield Remark("project", text % words, "project.first_day", blocking=False)


def place_remarks(
    application: Application, form: Form, texts: Mapping[str, str]
) -> Iterator[Remark]:
    """At least one place; some people expected."""
    if form.basis.places and not form.basis.chosen:
        place = f"place.{form.basis.places[0].code}"
        text = _("Cochez au moins un quartier ou une commune où le projet se passe.")
        why = _("Le contrat de ville est fait pour des quartiers : l'argent y est attaché.")
        yield Remark("places", text, place, why)
    people = [whole(text) or 0 for key, text in texts.items() if key.startswith("audience.")]
    if not sum(people):
        text = _("Dites combien de personnes vous attendez, même à peu près.")
        why = _("Les financeurs répartissent l'argent entre les quartiers et les publics.")
        yield Remark("audience", text, "audience.elsewhere.0-5.f", why, blocking=False)


def means_remarks(
    application: Application, form: Form, texts: Mapping[str, str]
) -> Iterator[Remark]:
    """Somebody must do the project; a number goes with its time."""
    teams = ("volunteers", "employees", "civic_service")
    counts = [f"means.{team}.count" for team in teams]
    if not any(texts.get(key, "").strip() for key in counts):
        text = _("Dites qui fera le projet : bénévoles, salariés ou volontaires.")
        yield Remark("means", text, counts[0], blocking=False)
    for team in teams:
        if texts.get(f"means.{team}.count") and not texts.get(f"means.{team}.fte"):
            text = _("Dites aussi le temps passé, en équivalent temps plein.")
            yield Remark("means", text, f"means.{team}.fte", blocking=False)
