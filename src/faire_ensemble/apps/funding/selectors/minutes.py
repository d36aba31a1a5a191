"""The words of the minutes: what is frozen when a session closes."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from faire_ensemble.apps.funding.models import (
    AgendaItem,
    CommitteeProposal,
    FundingRequest,
    Recusal,
    Session,
)
from faire_ensemble.kit.joining import listed, pair
from faire_ensemble.kit.numbers import euros, moment


def session_minutes(session: Session, remarks: str = "") -> str:
    """When, where, who was there, the quorum, then the general remarks; one line each."""
    present: list[str] = []
    absent: list[str] = []
    voices = 0
    rows = session.attendances.select_related("seat").order_by("seat__label", "seat")
    for row in rows:
        seat = row.seat
        words = seat.label if seat.voting else _("%(seat)s (sans voix)") % {"seat": seat.label}
        if row.present and row.person_name and row.person_name != seat.label:
            words = _("%(seat)s, par %(name)s") % {"seat": words, "name": row.person_name}
        (present if row.present else absent).append(words)
        voices += row.present and seat.voting
    lines = [
        pair(_("Comité"), session.committee.name),
        pair(_("Séance"), moment(session.starts_at)),
    ]
    if session.place:
        lines.append(pair(_("Lieu"), session.place))
    lines.append(pair(_("Présents"), listed(present) or _("aucune personne")))
    if absent:
        lines.append(pair(_("Absents"), listed(absent)))
    lines.append(
        _("Quorum : %(quorum)s voix nécessaires, %(present)s présentes.")
        % {"quorum": session.quorum, "present": voices}
    )
    return "\n".join([*lines, remarks] if remarks else lines)


def file_minutes(items: Sequence[AgendaItem]) -> list[str]:
    """For each file: what is proposed for each request, who stepped aside, what was said.

    Three queries whatever the number of files.
    """
    ids = [item.application_id for item in items]
    requests: dict[int, list[FundingRequest]] = defaultdict(list)
    for request in FundingRequest.objects.filter(application__in=ids).select_related("funder"):
        requests[request.application_id].append(request)
    proposals = {
        (proposal.item_id, proposal.request_id): proposal
        for proposal in CommitteeProposal.objects.filter(item__in=[item.pk for item in items])
    }
    aside: dict[int, list[str]] = defaultdict(list)
    for recusal in Recusal.objects.filter(application__in=ids).select_related("person"):
        aside[recusal.application_id].append(stepped_aside(recusal))
    texts = []
    for item in items:
        lines = [
            _request_line(request, proposals.get((item.pk, request.pk)))
            for request in requests[item.application_id]
        ]
        if aside[item.application_id]:
            lines.append(pair(_("Se sont retirés"), listed(sorted(aside[item.application_id]))))
        if item.discussion:
            lines.append(pair(_("Échanges"), item.discussion))
        texts.append("\n".join(lines))
    return texts


def stepped_aside(recusal: Recusal) -> str:
    """Who stepped aside and for whom they sit; never an address."""
    name = recusal.person.get_full_name() or _("une personne du comité")
    return f"{name} ({recusal.on_behalf_of})" if recusal.on_behalf_of else name


def _request_line(request: FundingRequest, proposal: CommitteeProposal | None) -> str:
    asked = _("%(funder)s, demandé %(asked)s") % {
        "funder": request.funder, "asked": euros(request.asked, None)
    }  # fmt: skip
    if proposal is None:
        return pair(asked, _("pas de proposition (%(state)s)") % {
            "state": request.get_state_display(),
        })  # fmt: skip
    words = str(proposal.get_outcome_display())
    if proposal.amount is not None:
        words = f"{words} {euros(proposal.amount, None)}"
    return pair(asked, f"{words}. {proposal.reason}".strip())
