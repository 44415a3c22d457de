"""Meetings over the API."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.roles import READ, ROLES, roles_with
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory, MeetingFactory

MEETINGS = "/api/v1/meetings"


@pytest.mark.parametrize("role", ROLES)
def test_meetings_are_for_the_roles_that_have_the_dialogue(client: Client, cast: Cast, role: str) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, by=cast.contract_manager)
    other = MeetingFactory(organisation=cast.other)
    client.force_login(cast.people[role])
    may = role in roles_with("dialogue", READ)

    listed = client.get(MEETINGS)

    assert listed.status_code == (200 if may else 403)
    assert client.get(f"{MEETINGS}/{meeting.pk}").status_code == (200 if may else 403)
    assert client.get(f"{MEETINGS}/{other.pk}").status_code == (404 if may else 403)
    if may:
        assert [row["id"] for row in listed.json()["results"]] == [meeting.pk]


def test_a_meeting_tells_what_was_said_and_agreed(client: Client, cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, by=cast.contract_manager, held=True)
    agreement = AgreementFactory(meeting=meeting)
    client.force_login(cast.contract_manager)

    found = client.get(f"{MEETINGS}/{meeting.pk}").json()

    assert (found["date"], found["state"]) == (meeting.date.isoformat(), "held")
    assert [(one["id"], one["due_on"]) for one in found["agreements"]] == [(agreement.pk, agreement.due_on.isoformat())]
    assert [supplier["id"] for supplier in found["suppliers"]] == list(meeting.suppliers.values_list("pk", flat=True))


def test_meetings_are_filtered_as_on_the_page(client: Client, cast: Cast) -> None:
    held = MeetingFactory(organisation=cast.organisation, by=cast.contract_manager, held=True)
    MeetingFactory(organisation=cast.organisation, by=cast.contract_manager)
    client.force_login(cast.contract_manager)

    assert [row["id"] for row in client.get(MEETINGS, {"state": "held"}).json()["results"]] == [held.pk]
    assert client.get(MEETINGS, {"state": "onzin"}).status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_meetings_cost_the_same_however_many(
    client: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        meeting = MeetingFactory(organisation=cast.organisation, by=cast.contract_manager, held=True)
    for _ in range(number):
        AgreementFactory(meeting=meeting)
    client.force_login(cast.contract_manager)

    with django_assert_num_queries(10):
        client.get(MEETINGS)
    with django_assert_num_queries(9):
        client.get(f"{MEETINGS}/{meeting.pk}")
