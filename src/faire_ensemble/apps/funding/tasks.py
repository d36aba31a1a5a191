"""What the worker does for the funding app."""

from datetime import timedelta

from faire_ensemble.apps.funding.services import notices, scenarios
from faire_ensemble.kit.jobs import chore, job

chore(seconds=30)(notices.send_waiting)


@job(retry_after=(timedelta(minutes=1),))
def compute_scenario(scenario_id: int) -> None:
    """Compute a scenario that waits."""
    scenarios.compute_scenario(scenario_id)
