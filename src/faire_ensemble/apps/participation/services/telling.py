"""What a contributor is told, once, whatever happens twice."""

from django.utils import timezone

from faire_ensemble.apps.participation.models import Telling


def tell(*, contributor_id: int, key: str, text: str) -> None:
    """Keep a sentence for a contributor's next digest; the same `key` never tells twice.

    Call it inside the transaction of the act that it is about.
    """
    Telling.objects.get_or_create(
        contributor_id=contributor_id, key=key, defaults={"text": text, "at": timezone.now()}
    )
