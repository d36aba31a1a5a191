"""Writing the page of an initiative: made, changed, copied with credit."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypedDict

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.directory.selectors import organisation_names, organisations_known_as
from faire_ensemble.apps.initiatives.lifecycle import InitiativeState
from faire_ensemble.apps.initiatives.models import (
    Audience,
    CostKind,
    Domain,
    Family,
    Initiative,
    InitiativeStep,
    Partner,
    Progress,
)
from faire_ensemble.apps.initiatives.permissions.initiatives import (
    can_copy,
    can_edit,
    can_moderate,
    can_take_part,
)
from faire_ensemble.apps.initiatives.selectors.persons import own_organisation
from faire_ensemble.apps.initiatives.selectors.places import place_named
from faire_ensemble.apps.initiatives.services.faults import BadInput
from faire_ensemble.apps.initiatives.services.pace import lock_person
from faire_ensemble.core.similarity import fold
from faire_ensemble.kit import audit
from faire_ensemble.kit.verdicts import require

TITLE_MAX, TEXT_MAX, PARTNERS_MAX = 150, 4000, 30
A_DAY, DAY = 20, timedelta(days=1)
FIRST_YEAR = 1850
CHOICES: dict[str, type[models.TextChoices]] = {
    "family": Family,
    "audience": Audience,
    "domain": Domain,
    "progress": Progress,
    "cost_kind": CostKind,
}
DEFAULTS = {
    "audience": Audience.EVERYONE.value,
    "progress": Progress.RUNNING.value,
    "cost_kind": CostKind.UNKNOWN.value,
}


class Draft(TypedDict, total=False):
    """What somebody wrote; `family`, `domain`, `title` and `body` are required. Euros, years.

    `partners`: names as typed; one that a single organisation of the directory bears is it.
    """

    family: str
    second_family: str
    title: str
    body: str
    audience: str
    domain: str
    cost_kind: str
    cost: Decimal | None
    results: str
    worked: str
    hard: str
    territory_id: int | None
    place: str
    started: int | None
    ended: int | None
    progress: str
    organisation_id: int | None
    carrier_name: str
    contact_open: bool
    source: str
    partners: Sequence[str]


def keep_folded(row: Initiative) -> None:
    """Set what search and « similar » read of the row, a line each: the title, the texts, then
    what only search reads (where, who carries it, for whom, on what; the last two in each language
    of the site). Saves nothing."""
    labels: list[str] = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            labels += [
                row.get_family_display(),
                row.get_second_family_display() if row.second_family else "",
                row.get_domain_display(),
                row.get_audience_display(),
            ]
    names = organisation_names({row.organisation_id} if row.organisation_id else set())
    around = [row.place, place_named(row.territory_id), row.carrier_name, *names.values(), *labels]
    texts = (row.body, row.results, row.worked, row.hard)
    row.folded = "\n".join(fold(" ".join(part)) for part in ((row.title,), texts, around))


@transaction.atomic
def write_initiative(*, actor: Any, draft: Draft) -> Initiative:
    """A new page, that only its carrier sees. Raises `Refused`, `BadInput`."""
    require(can_take_part(actor))
    _check_pace(actor)
    made = _make(actor, draft)
    audit.record(actor=actor, verb="initiative écrite", subject=f"initiative:{made.pk}")
    return made


@transaction.atomic
def change_initiative(*, actor: Any, initiative_id: int, draft: Draft) -> Initiative:
    """Rewrite a page; it stays in its state. Published, officers are shown it again.

    Raises `Refused`, `BadInput`.
    """
    row = locked_initiative(initiative_id)
    require(can_edit(actor, row))
    fields = checked(draft)
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    keep_folded(row)
    row.changed_at = timezone.now()
    if can_moderate(actor):
        row.read_at = row.changed_at
    row.save()
    set_partners(row, draft)
    changed = sorted(name for name, value in fields.items() if value != before[name])
    audit.record(
        actor=actor,
        verb="initiative modifiée",
        subject=f"initiative:{row.pk}",
        detail={"champs": changed},
    )
    return row


@transaction.atomic
def start_copy(
    *, actor: Any, initiative_id: int, territory_id: int | None = None, place: str = ""
) -> Initiative:
    """« Do it here »: a draft that takes over what is done and for whom; the results, the cost and
    what was learned are the copier's own to say.

    An association that speaks through one account is named as carrier, to be changed at will.
    A second click finds the draft already started. Raises `Refused`, `BadInput`.
    """
    original = locked_initiative(initiative_id)
    require(can_copy(actor, original))
    started = Initiative.objects.filter(
        copied_from=original, carrier=actor, state=InitiativeState.DRAFT
    ).first()
    if started is not None:
        return started
    _check_pace(actor)
    now = timezone.now()
    key, name = own_organisation(actor) or (None, "")
    made = Initiative(
        family=original.family,
        second_family=original.second_family,
        title=original.title,
        body=original.body,
        audience=original.audience,
        domain=original.domain,
        progress=Progress.IDEA,
        territory_id=territory_id,
        place=" ".join(place.split())[:200],
        organisation_id=key,
        carrier_name=name,
        carrier=actor,
        copied_from=original,
        root_id=original.root_id or original.pk,
        made_at=now,
        changed_at=now,
    )
    keep_folded(made)
    made.save()
    audit.record(
        actor=actor,
        verb="initiative reprise",
        subject=f"initiative:{made.pk}",
        detail={"de": original.pk},
    )
    return made


def locked_initiative(initiative_id: int) -> Initiative:
    """The row, locked until the end of the transaction: acts on it queue."""
    return Initiative.objects.select_for_update(of=("self",)).get(pk=initiative_id)


def set_partners(row: Initiative, draft: Draft) -> None:
    """Replace the partners. A name twice is one partner."""
    typed = (" ".join(each.split())[:200] for each in draft.get("partners", ()))
    names = [name for name in dict.fromkeys(typed) if name]
    if len(names) > PARTNERS_MAX:
        raise BadInput(
            _("Il y a plus de %(n)s partenaires : gardez les principaux.") % {"n": PARTNERS_MAX},
            "partners",
        )
    known = organisations_known_as(names)
    wanted = dict.fromkeys((known.get(name), "" if name in known else name) for name in names)
    row.partners.all().delete()
    Partner.objects.bulk_create(
        Partner(initiative=row, organisation_id=pk, name=name) for pk, name in wanted
    )


def keep_step(row: Initiative, act: str, actor: Any, words: str = "") -> None:
    """Write an act in the life of the page."""
    InitiativeStep.objects.create(
        initiative=row, act=act, state=row.state, words=words, by=actor, at=timezone.now()
    )


def checked(draft: Draft) -> dict[str, Any]:
    """The fields of the row, or the sentence that says what is wrong."""
    title = " ".join(draft.get("title", "").split())
    if not title:
        raise BadInput(_("Donnez un nom à l'initiative, en quelques mots."), "title")
    if len(title) > TITLE_MAX:
        raise BadInput(
            _("Le nom a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(title), "max": TITLE_MAX},
            "title",
        )
    texts = {name: _text(draft, name) for name in ("body", "results", "worked", "hard")}
    if not texts["body"]:
        raise BadInput(_("Dites ce que c'est, avec vos mots : deux phrases suffisent."), "body")
    chosen = {name: _choice(draft, name) for name in CHOICES}
    second = draft.get("second_family", "")
    if second and second not in Family.values:
        raise BadInput(_("Choisissez une famille de la liste."), "second_family")
    return {
        **texts,
        **chosen,
        "title": title,
        "second_family": "" if second == chosen["family"] else second,
        "cost": _cost(draft, chosen["cost_kind"]),
        "territory_id": draft.get("territory_id"),
        "place": " ".join(draft.get("place", "").split())[:200],
        **_years(draft),
        **_carrier(draft),
        "contact_open": draft.get("contact_open", True),
        "source": " ".join(draft.get("source", "").split())[:300],
    }


def _make(actor: Any, draft: Draft) -> Initiative:
    now = timezone.now()
    made = Initiative(**checked(draft), carrier=actor, made_at=now, changed_at=now)
    keep_folded(made)
    made.save()
    set_partners(made, draft)
    return made


def _text(draft: Draft, name: str) -> str:
    text = str(draft.get(name, "")).replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > TEXT_MAX:
        raise BadInput(
            _("Ce texte a %(n)s caractères : raccourcissez-le à %(max)s.")
            % {"n": len(text), "max": TEXT_MAX},
            name,
        )
    return text


def _carrier(draft: Draft) -> dict[str, Any]:
    """The organisation chosen, or the one that alone bears the name typed."""
    name = " ".join(draft.get("carrier_name", "").split())[:200]
    known = draft.get("organisation_id") or organisations_known_as([name]).get(name)
    return {"organisation_id": known, "carrier_name": name}


def _choice(draft: Draft, name: str) -> str:
    value = str(draft.get(name, "")) or DEFAULTS.get(name, "")
    if value in CHOICES[name].values:
        return value
    sentences = {
        "family": _("Choisissez une famille de la liste."),
        "audience": _("Choisissez un public de la liste."),
        "domain": _("Choisissez un domaine de la liste."),
        "progress": _("Dites où en est l'initiative."),
        "cost_kind": _("Dites si elle coûte quelque chose."),
    }
    raise BadInput(sentences[name], name)


def _cost(draft: Draft, kind: str) -> Decimal | None:
    cost = draft.get("cost")
    if kind in (CostKind.UNKNOWN, CostKind.FREE):
        if cost:
            raise BadInput(
                _("Vous avez écrit un montant : dites s'il est par an ou une seule fois."),
                "cost_kind",
            )
        return None
    if cost is None or cost <= 0:
        raise BadInput(
            _("Écrivez le montant en euros, ou choisissez « sans dépense » ou « non connu »."),
            "cost",
        )
    return cost


def _years(draft: Draft) -> dict[str, int | None]:
    started, ended = draft.get("started"), draft.get("ended")
    latest = timezone.localdate().year + 10
    for name, year in (("started", started), ("ended", ended)):
        if year is not None and not FIRST_YEAR <= year <= latest:
            raise BadInput(
                _("« %(year)s » n'est pas une année entre %(first)s et %(last)s.")
                % {"year": year, "first": FIRST_YEAR, "last": latest},
                name,
            )
    if started is not None and ended is not None and ended < started:
        raise BadInput(
            _("Elle finit en %(end)s, avant de commencer en %(start)s : corrigez une des deux "
              "années.") % {"end": ended, "start": started},
            "ended",
        )  # fmt: skip
    return {"started": started, "ended": ended}


def _check_pace(actor: Any) -> None:
    """Raises `BadInput` past the number of pages one account may start in a day."""
    lock_person(actor)
    made = Initiative.objects.filter(carrier=actor, made_at__gt=timezone.now() - DAY)
    if made.count() >= A_DAY:
        raise BadInput(
            _("Vous avez déjà commencé %(n)s fiches en vingt-quatre heures : revenez demain.")
            % {"n": A_DAY}
        )
