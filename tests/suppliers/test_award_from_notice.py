"""An award that a notice announced is filled in as it was published; the person looks it over and confirms."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procurement.models import Tender
from suppliers.actions.notices import SentFile, take_in_files
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import load_lookups

NAME = "procurement/samples/bedrijfskleding-gunning.xml"


@pytest.fixture
def tender(cast: Cast) -> Tender:
    """A tender from an award notice with two contracts."""
    load_lookups()
    data = (settings.BASE_DIR / NAME).read_bytes()
    list(
        take_in_files(
            files=[SentFile(NAME, data)], organisation=cast.organisation, by=cast.category_manager, at=timezone.now()
        )
    )
    return Tender.objects.get()


def filled_in(client: Client, tender: Tender, query: str) -> dict[str, Any]:
    """The form that the address gives."""
    answer = client.get(f"{reverse('suppliers:award-create', args=[tender.pk])}?{query}")
    assert answer.status_code == 200
    return dict(answer.context["form"].initial)


@pytest.mark.parametrize("number", [1, 2])
def test_each_contract_is_filled_in_as_announced(client: Client, cast: Cast, tender: Tender, number: int) -> None:
    client.force_login(cast.contract_manager)
    notice = tender.notices.get()
    award = notice.facts["tender"]["awards"][number - 1]

    given = filled_in(client, tender, f"notice={notice.pk}&award={number}")

    assert given["new_name"] == award["winners"][0]["name"]
    assert given["reference"] == award["contract"]
    assert str(given["awarded_on"]) == award["award_date"]
    assert [tender.lots.get(pk=key).identifier for key in given["lot_choice"]] == award["lots"]


@pytest.mark.parametrize("query", ["", "notice=x&award=1", "notice=0&award=1", "award=99"])
def test_an_address_without_such_an_award_fills_in_what_the_tender_says(
    client: Client, cast: Cast, tender: Tender, query: str
) -> None:
    client.force_login(cast.contract_manager)

    given = filled_in(client, tender, query)

    assert "new_name" not in given
    assert given["title"] == tender.title
