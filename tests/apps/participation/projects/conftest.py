"""A participatory budget with its officer, a carrier, people's contributions."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.participation.projects.budget import Budget
from tests.year_of_a_call import Year


@pytest.fixture
def budget(year: Year) -> Budget:
    return Budget(year)


@pytest.fixture
def kept_files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def read_pages(client: Any) -> Callable[[str], str]:
    """The text of a page that must answer."""

    def get(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    return get


@pytest.fixture
def today() -> date:
    return timezone.localdate()
