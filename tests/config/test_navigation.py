"""Which room of the main navigation a page belongs to."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.fixtures import Cast


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/", "Mijn werk"),
        ("/plans/action/", "Plannen"),
        ("/tenders/", "Aanbestedingen"),
        ("/criteria/", "Aanbestedingen"),
        ("/signals/", "Aanbestedingen"),
        ("/contracts/", "Contracten"),
        ("/deliverables/", "Contracten"),
        ("/agreements/", "Gesprekken"),
        ("/reports/indicators/", "Jaarverslag"),
        ("/profile/", ""),
    ],
)
def test_the_room_of_a_page_is_marked(cast: Cast, client: Client, path: str, room: str) -> None:
    client.force_login(cast.contract_manager, backend="accounts.backends.PersonBackend")
    answer = client.get(path)
    assert answer.status_code == 200
    assert [item["label"] for item in answer.context["nav"] if item["current"]] == ([room] if room else [])
