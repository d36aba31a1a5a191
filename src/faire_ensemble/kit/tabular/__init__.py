"""Reading published tables, and the report that every import gives."""

from faire_ensemble.kit.tabular.objects import stream_objects
from faire_ensemble.kit.tabular.readers import Row, Table, Unreadable, read_table
from faire_ensemble.kit.tabular.report import ImportReport, Remark, Severity
from faire_ensemble.kit.tabular.runs import Importer, run_import

__all__ = [
    "ImportReport",
    "Importer",
    "Remark",
    "Row",
    "Severity",
    "Table",
    "Unreadable",
    "read_table",
    "run_import",
    "stream_objects",
]
