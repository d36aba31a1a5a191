"""Decidim's CSV exports, read into plain rows: which file holds what, and what a cell means.

Exports are recognised by their columns, not by their names, which everybody changes. Names of
authors are never read: only the number Decidim gave them, which tells two people apart.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from faire_ensemble.core.plain_text import plain_text
from faire_ensemble.kit.tabular import ImportReport, Row, Table, Unreadable, read_table

PROPOSALS, DEBATES, COMMENTS = "propositions", "débats", "commentaires"
READ = {PROPOSALS: "propositions lues", DEBATES: "débats lus", COMMENTS: "commentaires lus"}
TITLE_MAX = 300
COMPONENT = re.compile(r"/processes/(?P<slug>[\w-]+)/f/(?P<component>\d+)/")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\d.,])(?:\+33[ .-]?|0)[1-9](?:[ .-]?\d\d){4}(?![\d.,]\d)")
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    COMMENTS: {
        "id": ("id",), "body": ("body",), "date": ("created_at",), "author": ("author/id",),
        "stance": ("alignment",), "depth": ("depth",), "on": ("commentable_id",),
        "on_type": ("commentable_type",), "url": ("root_commentable_url",),
    },
    PROPOSALS: {
        "id": ("id",), "title": ("title", "title/fr"), "body": ("body", "body/fr"),
        "date": ("created_at", "published_at"), "url": ("url",), "votes": ("votes",),
        "category": ("category/name/fr",),
    },
    DEBATES: {
        "id": ("id",), "title": ("title/fr",), "body": ("description/fr",),
        "date": ("created_at",), "url": ("url",),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A proposal or a debate. `key` names it for ever; `component` its place on the platform."""

    key: str
    host: str
    slug: str
    component: str
    path: str
    title: str
    body: str
    category: str
    votes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, on the page at `place` (host and path); `parent` another comment's key."""

    key: str
    parent: str
    place: str
    author: str
    body: str
    stance: int
    depth: int
    at: datetime


@dataclass(slots=True)
class Export:
    """All that a folder holds; `masked` counts addresses and telephone numbers taken out."""

    written: list[Written] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    masked: int = 0
    _seen: set[str] = field(default_factory=set)


def read_folder(folder: Path, report: ImportReport) -> Export:
    """Every export of the folder. Raises `Unreadable` for a file that is not one, or is cut."""
    export = Export()
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise Unreadable(
            f"{folder.name} : aucun fichier .csv dans ce dossier. Décompressez l'export de Decidim."
        )
    for path in files:
        _whole(path)
        table = read_table(path, ";,")
        kind = _kind(table)
        for remark in table.remarks:
            report.note(f"{path.name} : {remark}")
        places = {name: table.column(*names) for name, names in COLUMNS[kind].items()}
        for row in table.rows:
            if len(row.cells) != len(table.header):
                raise Unreadable(
                    f"{path.name}, ligne {row.line} : {len(row.cells)} colonnes au lieu de "
                    f"{len(table.header)}. Le fichier est coupé ou abîmé : exportez-le à nouveau."
                )
            report.read += 1
            counted = READ[kind]
            report.values[counted] = report.values.get(counted, 0) + 1
            cells = {
                name: row.cells[place].strip() if place is not None else ""
                for name, place in places.items()
            }
            _keep(export, kind, cells, row, report, path.name)
    return export


def _whole(path: Path) -> None:
    """Decidim ends each line, the last one too: a file that does not was cut."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 1))
        if size and file.read(1) != b"\n":
            raise Unreadable(
                f"{path.name} : la dernière ligne n'est pas finie, le fichier est coupé. "
                "Exportez-le ou téléchargez-le à nouveau."
            )


def _kind(table: Table) -> str:
    for kind, columns in COLUMNS.items():
        optional = {"category", "votes"}
        if all(
            table.column(*names) is not None
            for name, names in columns.items()
            if name not in optional
        ):
            return kind
    raise Unreadable(
        f"{table.path.name} : les colonnes ne sont pas celles d'un export Decidim "
        "(propositions, débats ou commentaires). Enlevez ce fichier du dossier."
    )


def _keep(
    export: Export,
    kind: str,
    cells: dict[str, str],
    row: Row,
    report: ImportReport,
    name: str,
) -> None:
    at = _moment(cells["date"])
    if not cells["id"].isdecimal():
        report.refuse(f"{name} : numéro absent ou illisible", row.line, "id", cells["id"])
        return
    if at is None:
        report.refuse(f"{name} : date illisible", row.line, "created_at", cells["date"])
        return
    body = _masked(plain_text(cells["body"]), export)
    key = f"decidim:{_singular(kind)}:{cells['id']}"
    place = _place(cells["url"])
    if not place:
        report.refuse(f"{name} : adresse de la page illisible", row.line, "url", cells["url"])
        return
    if f"{place} {key}" in export._seen:
        report.refuse(f"{name} : deux lignes portent le même numéro", row.line, "id", cells["id"])
        return
    export._seen.add(f"{place} {key}")
    if kind == COMMENTS:
        if not body:
            report.refuse(f"{name} : commentaire sans texte", row.line, "body")
            return
        export.said.append(_said(cells, key, place, body, at))
        return
    written = _written(cells, key, place, body, at, export)
    if not written.title:
        report.refuse(f"{name} : titre absent", row.line, "title")
        return
    if len(written.title) > TITLE_MAX:
        report.repair(f"{name} : titre raccourci à {TITLE_MAX} caractères", row.line, "title")
        written = replace(written, title=written.title[: TITLE_MAX - 1].rstrip() + "…")
    export.written.append(written)


def _written(
    cells: dict[str, str], key: str, place: str, body: str, at: datetime, export: Export
) -> Written:
    found = COMPONENT.search(cells["url"])
    if found is None:
        raise AssertionError("a place has a component")
    return Written(
        key=key,
        host=urlsplit(cells["url"]).netloc.lower(),
        slug=found["slug"],
        component=found["component"],
        path=place,
        title=_masked(" ".join(plain_text(cells["title"]).split()), export),
        body=body,
        category=cells.get("category", "")[:120],
        votes=int(cells["votes"]) if cells.get("votes", "").isdecimal() else 0,
        at=at,
    )


def _said(cells: dict[str, str], key: str, place: str, body: str, at: datetime) -> Said:
    stance = {"1": 1, "-1": -1}.get(cells["stance"], 0)
    answers = cells["on_type"].endswith("::Comment")
    return Said(
        key=key,
        parent=f"decidim:comment:{cells['on']}" if answers else "",
        place=place,
        author=cells["author"],
        body=body,
        stance=stance,
        depth=int(cells["depth"]) if cells["depth"].isdecimal() else 0,
        at=at,
    )


def _singular(kind: str) -> str:
    return {PROPOSALS: "proposal", DEBATES: "debate", COMMENTS: "comment"}[kind]


def _place(url: str) -> str:
    """Host and path of a page, the same by http and https; empty when it is not one of Decidim."""
    parts = urlsplit(url)
    if not parts.netloc or not COMPONENT.search(parts.path):
        return ""
    return parts.netloc.lower() + parts.path.rstrip("/")


def _moment(text: str) -> datetime | None:
    """« 2019-01-24 22:29:15 +0100 », « … UTC », as Decidim writes them."""
    try:
        return datetime.strptime(text.replace(" UTC", " +0000"), "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None


def _masked(text: str, export: Export) -> str:
    """Without the addresses and telephone numbers that people left in their words."""
    for pattern in (ADDRESS, TELEPHONE):
        text, count = pattern.subn("[masqué]", text)
        export.masked += count
    return text
