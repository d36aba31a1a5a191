"""QR codes as SVG without style nor script, for pages and documents."""

from functools import lru_cache

import qrcode
from markupsafe import Markup, escape

QUIET = 4
"""Empty modules around the code, as the standard asks."""


def qr_matrix(text: str) -> list[list[bool]]:
    """The modules of a text, quiet zone included; a quarter may be hidden or torn."""
    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(cell) for cell in row] for row in code.get_matrix()]


@lru_cache(maxsize=256)
def qr_svg(text: str, label: str = "") -> Markup:
    """The `<svg>` of a text; `label` says what it is to those who do not see it, else it is
    decoration beside the same text."""
    rows = qr_matrix(text)
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    size = len(rows)
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704 - built from numbers, the label is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * 4}" '
        f'height="{size * 4}" {named}><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )
