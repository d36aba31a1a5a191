"""What the worker does for the governance: panels of draws, and what must be forgotten."""

from faire_ensemble.apps.governance.models import SealingFailure
from faire_ensemble.apps.governance.services import draws
from faire_ensemble.apps.governance.services.forgetting import forget_addresses
from faire_ensemble.kit.jobs import chore, is_alive, job

chore(seconds=3600)(forget_addresses)


@job()
def compute_panels(sealing_id: int) -> None:
    """Compute the panels that were asked for. What nobody foresaw is said, then logged."""
    try:
        draws.compute_panels(sealing_id)
    except Exception:
        why = draws.NoPanels(SealingFailure.BROKEN)
        draws.give_back(sealing_id=sealing_id, why=why)
        raise


@chore(seconds=60)
def give_back_lost_draws() -> int:
    """Draws whose job ended without a word (workers killed, memory full) are as they were."""
    return sum(
        draws.give_back(sealing_id=sealing_id, why=draws.NoPanels(SealingFailure.LOST))
        for sealing_id in draws.sealings_under_way()
        if not is_alive(compute_panels, sealing_id)
    )
