"""Pages of the observatory: what anyone reads, and the setting of targets."""

from faire_ensemble.apps.observatory.views.public import indicator, indicator_csv, indicators
from faire_ensemble.apps.observatory.views.targets import targets, withdraw

__all__ = ["indicator", "indicator_csv", "indicators", "targets", "withdraw"]
