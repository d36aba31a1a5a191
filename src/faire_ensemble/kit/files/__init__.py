"""Documents given by people: recognised by content, kept once, handed out with care.

    checked = check(upload)      # in the form: type, size, virus; raises `FileRefused`, in French
    stored = keep(checked)       # in the service, before its transaction
    forget(stored)               # when an act lets go of it: erased if nothing else refers to it
    receive_photo(checked, words)  # in the service, a photo: `keep` without the place in the file
    respond(stored, name)        # in the view, after its own permission check

A person's own name for a file is theirs: keep `checked.name` in the app's model, beside the
foreign key to `kit.StoredFile`.
"""

from faire_ensemble.kit.files.checking import Checked, check
from faire_ensemble.kit.files.fields import DocumentField
from faire_ensemble.kit.files.kinds import ACCEPT, Kind
from faire_ensemble.kit.files.receiving import Photo, receive_photo
from faire_ensemble.kit.files.refusals import FileRefused
from faire_ensemble.kit.files.responses import can_read_file, caution_sentences, respond, scan_label
from faire_ensemble.kit.files.store import forget, keep, path_of

__all__ = [
    "ACCEPT",
    "Checked",
    "DocumentField",
    "FileRefused",
    "Kind",
    "Photo",
    "can_read_file",
    "caution_sentences",
    "check",
    "forget",
    "keep",
    "path_of",
    "receive_photo",
    "respond",
    "scan_label",
]
