"""QR codes are read back from their drawing."""

import re
from xml.etree import ElementTree as Tree  # noqa: S405 - parses our own drawings

import qrcode

from faire_ensemble.kit.qr import QUIET, qr_svg


def test_the_drawing_is_the_code():
    text = "https://exemple.fr/participer/budget/voter/#0123456789AB"
    path = re.search(r'd="([^"]+)"', qr_svg(text))[1]
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(text)
    rows = code.get_matrix()
    assert drawn == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
    assert min(min(point) for point in drawn) == QUIET


def test_a_label_is_escaped_and_without_one_it_is_decoration():
    made = Tree.fromstring(qr_svg("x", '"><script>'))  # noqa: S314
    assert made.get("aria-label") == '"><script>' and made.get("role") == "img"
    assert Tree.fromstring(qr_svg("x")).get("aria-hidden") == "true"  # noqa: S314
