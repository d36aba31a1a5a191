"""Names of communes as they are written: accents, hyphens, articles and case set aside."""

import re
import unicodedata

_ARTICLE = re.compile(r"^(le|la|les|l|aux|las|los) ")
_DISTRICT = re.compile(r" \d+ ?(er|e|eme|nd|nde) arrondissement$")
_SAINT = re.compile(r"\b(st|ste)\b")


def fold(name: str) -> str:
    """A key under which two spellings of a name are one; « Marseille 15e Arrondissement » is
    Marseille, « La Madeleine » is Madeleine, « St-André » is Saint-André."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[^a-z0-9]+", " ", plain.casefold()).strip()
    plain = _DISTRICT.sub("", plain)
    plain = _SAINT.sub(lambda found: "saint" + found[0][2:], plain)
    return _ARTICLE.sub("", plain)
