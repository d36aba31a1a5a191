"""What the search of the site reads of bodies and draws: one query a kind."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from faire_ensemble.apps.governance.models import Body
from faire_ensemble.apps.governance.selectors.draws.reading import draws
from faire_ensemble.core.finding import Titled


def titled_bodies() -> Iterator[Titled]:
    """Every body, those that have ended last."""
    today = timezone.localdate()
    rows = list(Body.objects.select_related("territory").order_by("name", "pk"))
    over = {row.pk for row in rows if row.ended_on is not None and row.ended_on <= today}
    for row in sorted(rows, key=lambda row: row.pk in over):
        words = [str(row.get_kind_display()), row.territory.name if row.territory else ""]
        if row.pk in over:
            words.append(_("n'existe plus"))
        yield Titled((row.pk,), row.name, ", ".join(filter(None, words)))


def titled_draws() -> Iterator[Titled]:
    """Draws that anybody may read, the latest first; the words that people type are read too."""
    more = _("tirage au sort, tirés au sort, volontaires")
    for line in draws(public=True):
        row = line.draw
        title = f"{row.college.body.name}, {row.college.name}"
        yield Titled((row.pk,), title, str(row.get_state_display()), more)
