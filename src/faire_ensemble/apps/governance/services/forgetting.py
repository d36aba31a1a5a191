"""What must not be kept once a term is over: where to write to somebody, and their sex."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from faire_ensemble.apps.governance.models import SeatTerm, Summons

KEPT = timedelta(days=365)


def forget_addresses() -> int:
    """Remove addresses and sexes of terms over for a year, and addresses of letters that old.

    Names stay: minutes say who was there. Doing it twice does no harm.
    """
    day = timezone.localdate() - KEPT
    over = SeatTerm.objects.filter(ends_on__lte=day).exclude(Q(email="") & Q(sex=""))
    letters = Summons.objects.filter(sent_at__lt=timezone.now() - KEPT).exclude(address="")
    return over.update(email="", sex="") + letters.update(address="")
