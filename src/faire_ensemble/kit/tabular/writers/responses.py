"""An export as an answer: streamed, under a name that a person chose."""

from collections.abc import Iterable
from enum import StrEnum

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from faire_ensemble.kit.tabular.writers.as_csv import DIALECTS, csv_rows
from faire_ensemble.kit.tabular.writers.as_xlsx import TYPE, xlsx_stream
from faire_ensemble.kit.tabular.writers.cells import Column, Row


class Form(StrEnum):
    """XLSX; CSV for machines and open data; CSV that Excel opens rightly in French."""

    XLSX = "xlsx"
    CSV = "csv"
    EXCEL_CSV = "excel-csv"


def streaming_response(
    columns: Iterable[Column], rows: Iterable[Row], name: str, form: Form
) -> StreamingHttpResponse:
    """A download named « name.xlsx » or « name.csv »; accents are kept (RFC 5987).

    Rows are read while they are sent: a fault of the database half-way cuts the file short, which
    the browser tells, and an XLSX cut short does not open.
    """
    response = (
        StreamingHttpResponse(xlsx_stream(columns, rows), content_type=f"{TYPE}.sheet")
        if form is Form.XLSX
        else StreamingHttpResponse(
            csv_rows(columns, rows, DIALECTS["excel" if form is Form.EXCEL_CSV else "open"]),
            content_type="text/csv; charset=utf-8",
        )
    )
    ending = "xlsx" if form is Form.XLSX else "csv"
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}") or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
