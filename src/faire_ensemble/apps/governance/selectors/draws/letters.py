"""The letters to those drawn, one a page, as an accessible PDF in French."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from faire_ensemble.apps.governance.lifecycle.draws import Reply
from faire_ensemble.apps.governance.models import Draw, DrawnPerson
from faire_ensemble.kit import documents
from faire_ensemble.kit.joining import pair
from faire_ensemble.kit.numbers import long_date
from faire_ensemble.kit.qr import qr_svg

TEMPLATE = Path(__file__).parents[2] / "templates" / "governance" / "draws" / "letters.typ"


def letters_pdf(draw: Draw, *, address_of: Callable[[str], str], made_at: datetime) -> bytes | None:
    """Letters to those whose reply is awaited; None when there is nobody to write to.

    `address_of` gives the personal address of a key.
    """
    rows = list(
        DrawnPerson.objects.filter(person__draw=draw, reply=Reply.WAITING)
        .exclude(person__name="")
        .select_related("person", "round")
    )
    if not rows:
        return None
    publisher = str(settings.SITE_PUBLISHER or settings.SITE_NAME)
    with override("fr"):
        heading = _("Vous avez été tiré au sort")
        data = {
            "publisher": publisher,
            "heading": heading,
            "demo": _("Démonstration : cette lettre est inventée.") if settings.FAIRE_DEMO else "",
            "letters": [_letter(draw, row, address_of(row.person.key)) for row in rows],
            "how": _("Répondez avant de jeter cette lettre : flashez le code, ou tapez l'adresse."),
            "contact": _("Une question ? Écrivez à %(contact)s.") % {"contact": draw.contact},
        }
        return documents.pdf(
            TEMPLATE.read_text(encoding="utf-8"),
            data,
            title=pair(draw.college.body.name, heading),
            author=publisher,
            created_at=made_at,
        )


def _letter(draw: Draw, row: DrawnPerson, address: str) -> dict[str, Any]:
    person = row.person
    body = draw.college.body.name
    drawn_on = long_date(row.round.drawn_at)
    return {
        "name": person.name,
        "address": [part.strip() for part in person.address.split(",") if part.strip()],
        "date": drawn_on,
        "code": person.code,
        "lines": [
            _("Le %(day)s, le sort vous a désigné pour siéger au « %(body)s », collège "
              "« %(college)s ».")
            % {"day": drawn_on, "body": body, "college": draw.college.name},
            _("Votre nom était dans la réserve sous le code %(code)s : personne ne l'a choisi, et "
              "chacun peut refaire le tirage.") % {"code": person.code},
            *[part.strip() for part in draw.words.split("\n") if part.strip()],
            _("Vous pouvez accepter ou refuser, sans donner de raison. Sans réponse, la place "
              "sera proposée à une autre personne tirée au sort."),
            *_by(row),
        ],
        "link": address.split("://", 1)[-1],
        "qr": str(qr_svg(address)),
    }  # fmt: skip


def _by(row: DrawnPerson) -> list[str]:
    day = row.round.reply_by
    return [_("Répondez jusqu'au %(day)s.") % {"day": long_date(day)}] if day else []
