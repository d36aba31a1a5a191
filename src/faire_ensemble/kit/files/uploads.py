"""Receiving a file above the limit without storing it, and without losing the form around it.

Django keeps small files in memory and writes large ones to a temporary file, whatever their size.
This handler comes first: beyond FAIRE_FILE_MAX it counts and drops, so that a scan of 30 MB, or
of 5 GB, fills neither memory nor disk, the other fields arrive, and the answer can tell the size.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class OversizeFile(UploadedFile):
    """A file that was dropped: its name and its whole size (bytes), no content."""


class BoundedUploadHandler(FileUploadHandler):
    """Lets pieces through up to the limit, then only counts."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return None if self.received > settings.FAIRE_FILE_MAX else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received <= settings.FAIRE_FILE_MAX:
            return None
        for other in self.request.upload_handlers if self.request else ():
            other.upload_interrupted()  # what was let through before the limit is closed, removed
        return OversizeFile(
            file=io.BytesIO(),
            name=self.file_name,
            content_type=self.content_type,
            size=self.received,
            charset=self.charset,
        )
