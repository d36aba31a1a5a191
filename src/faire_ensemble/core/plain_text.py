"""HTML written by people, as plain text: words and line ends stay, nothing else does.

Scripts and styles are dropped with what they hold, every other tag is dropped alone, entities
become their letters. The result may hold « < »: whoever shows it escapes it, as any text.
"""

import re
from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "head"})
BREAKS = frozenset({"br", "hr"})
BLOCKS = frozenset(
    "p div ul ol li table tr h1 h2 h3 h4 h5 h6 blockquote pre section article header footer".split()
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MANY_LINES = re.compile(r"\n{3,}")
SPACES = re.compile(r"[ \t\u00a0]+")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        elif not self._silent:
            self._mark(tag, opens=True)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._silent and tag not in SILENT:
            self._mark(tag, opens=True)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
        else:
            self._mark(tag, opens=False)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)

    def _mark(self, tag: str, *, opens: bool) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")
        elif tag in BLOCKS:
            self.pieces.append("\n- " if tag == "li" and opens else "\n")


def plain_text(html: str) -> str:
    """The words of a piece of HTML; a text without any tag keeps its own line ends."""
    parser = _Words()
    parser.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    parser.close()
    text = CONTROL.sub("", "".join(parser.pieces))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return MANY_LINES.sub("\n\n", "\n".join(lines)).strip()
