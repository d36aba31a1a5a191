"""The annual report, read from every other app; nothing here writes to the database."""

from faire_ensemble.apps.reporting.selectors.annual import AnnualReport, annual_report
from faire_ensemble.apps.reporting.selectors.document import (
    annual_pdf,
    cached_pdf,
    fingerprint,
    write_whole,
)
from faire_ensemble.apps.reporting.selectors.loading import epci_asked, report_years
from faire_ensemble.apps.territory.selectors import Territory

__all__ = [
    "AnnualReport",
    "Territory",
    "annual_pdf",
    "annual_report",
    "cached_pdf",
    "epci_asked",
    "fingerprint",
    "report_years",
    "write_whole",
]
