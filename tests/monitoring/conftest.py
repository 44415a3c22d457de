"""The shipped lookup data, for tests of figures."""

import pytest

from procurement.actions.lookups import load_shipped
from tests.accounts.factories import AT, system_user


@pytest.fixture
def shipped(db: None) -> None:
    """Themes, categories and thresholds as they ship with the product."""
    load_shipped(by=system_user(), at=AT)
