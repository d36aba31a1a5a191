"""Reads the French strings of the few Django templates (accounts) for `make messages`.

Babel knows Python and Jinja2; the tags of Django are simple enough here for two patterns.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

TRANSLATE = re.compile(r'{%\s*translate\s+"([^"]+)"\s*%}')
BLOCK = re.compile(r"{%\s*blocktranslate\b[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")

Found = tuple[int, str, str, list[str]]


def extract_django(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Found]:
    """Babel's protocol: (line, function, message, comments) of each string."""
    text = fileobj.read().decode()
    for found in TRANSLATE.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, "gettext", found[1], []
    for found in BLOCK.finditer(text):
        # As Django looks it up: variables become %(name)s, and a plain % is doubled.
        message = VARIABLE.sub(r"%(\1)s", found[1].replace("%", "%%"))
        yield text.count("\n", 0, found.start()) + 1, "gettext", message, []
