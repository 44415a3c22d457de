"""make_portfolio: organisations of any size, the same for the same seed, without a second time."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, OutgoingMessage
from procurement.models import Tender
from suppliers.models import Contract, Deliverable

pytestmark = pytest.mark.django_db


@pytest.fixture
def make() -> Callable[..., str]:
    """The command; what it printed."""

    def run(**options: int) -> str:
        out = io.StringIO()
        call_command("make_portfolio", **options, stdout=out)
        return out.getvalue().strip()

    return run


def test_each_organisation_gets_its_tenders_and_what_follows(make: Callable[..., str]) -> None:
    assert make(organisations=2, tenders=60, seed=3) == "made portfolio-1, portfolio-2"

    for slug in ("portfolio-1", "portfolio-2"):
        organisation = Organisation.objects.get(slug=slug)
        assert Tender.objects.filter(organisation=organisation).count() == 60
        assert Contract.objects.filter(organisation=organisation).exists()
        assert Deliverable.objects.filter(contract__organisation=organisation).exists()
    assert not OutgoingMessage.objects.exists()


def test_what_is_there_already_stays(make: Callable[..., str]) -> None:
    make(organisations=1, tenders=10, seed=3)

    assert make(organisations=1, tenders=10, seed=3) == "nothing: they are there already"
    assert Tender.objects.count() == 10


@pytest.mark.parametrize("number", ["-1", "0", "veel"])
def test_a_number_below_one_is_wrong_use(number: str) -> None:
    with pytest.raises(CommandError):
        call_command("make_portfolio", "--organisations", number)
