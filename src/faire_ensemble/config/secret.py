"""The signing key: from the environment, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """Return FAIRE_SECRET_KEY, else the key kept in `home`, made on first use.

    The file is created readable by its owner only, and exclusively, so two processes
    starting together end with the same key.
    """
    given = os.environ.get("FAIRE_SECRET_KEY")
    if given:
        return given
    path = home / "secret-key"
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if kept:
            return kept
        raise SystemExit(
            f"La clé secrète {path} est vide : supprimez ce fichier, il sera recréé."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
