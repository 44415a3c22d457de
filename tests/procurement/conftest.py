"""The shipped lookup data, for tests of tenders."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from procurement.actions.lookups import load_shipped
from procurement.models import ProcurementCategory, Tender
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.browsing import Browse, signed_in
from tests.procurement.factories import TenderFactory

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def shipped(db: None) -> None:
    """Themes, categories and thresholds as they ship with the product."""
    load_shipped(by=system_user(), at=AT)


@pytest.fixture
def frozen() -> Iterator[None]:
    """It is the afternoon of 22 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browse() -> Browse:
    """Gives a browser in which a person is signed in."""
    return signed_in


@pytest.fixture
def tender(cast: Cast, shipped: None) -> Tender:
    """Mandatory workwear; level 2 is proposed for every theme."""
    workwear = ProcurementCategory.objects.get(code="workwear")
    return TenderFactory(
        organisation=cast.organisation, by=cast.buyer, reference="2026-0412", title="Bedrijfskleding buitendienst",
        publication_date=date(2026, 3, 1), lots=[workwear],
    )  # fmt: skip
