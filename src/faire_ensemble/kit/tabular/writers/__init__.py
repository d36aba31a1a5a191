"""Tables sent as they are read: CSV and XLSX of any length, whose memory does not grow.

    columns = (Column("Porteur", width=40), Column("Montant voté", euros=True))
    return streaming_response(columns, rows, "dossiers 2016", Form.XLSX)

`rows` gives typed cells (`Cell`), best from a `QuerySet.iterator()`: amounts as `Decimal`, days
as `date`. No text is ever run as a formula (`cells.py`).
"""

from faire_ensemble.kit.tabular.writers.as_csv import DIALECTS, Dialect, csv_rows
from faire_ensemble.kit.tabular.writers.as_xlsx import xlsx_stream
from faire_ensemble.kit.tabular.writers.cells import Cell, Column
from faire_ensemble.kit.tabular.writers.responses import Form, streaming_response

__all__ = [
    "DIALECTS",
    "Cell",
    "Column",
    "Dialect",
    "Form",
    "csv_rows",
    "streaming_response",
    "xlsx_stream",
]
