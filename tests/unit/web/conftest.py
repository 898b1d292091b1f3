"""Pages of the world of the public record, asked without a browser."""

from pathlib import Path

import pytest
from django.test import Client


@pytest.fixture
def site(public_record: Path) -> Client:
    return Client()
