"""The audit trail is append-only in the database itself, and written with what it is about or not at all."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.actions import audit, people
from accounts.models import AuditEvent, Organisation
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast


def test_an_event_cannot_be_changed(cast: Cast) -> None:
    event = AuditEvent.objects.order_by("pk").first()
    assert event is not None

    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(reason="something else")

    event.refresh_from_db()
    assert event.reason == ""


def test_an_event_cannot_be_deleted_by_plain_sql(cast: Cast) -> None:
    number = AuditEvent.objects.count()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditevent")

    assert AuditEvent.objects.count() == number


def test_an_event_names_actor_object_and_what_changed(cast: Cast) -> None:
    event = audit.record(
        action="organisation.changed",
        obj=cast.organisation,
        organisation=cast.organisation,
        by=cast.administrator,
        at=AT,
        before={"name": "Oud"},
        after={"name": "Nieuw"},
        reason="nieuwe naam",
    )

    assert (event.actor_id, event.actor_label) == (cast.administrator.pk, "Bea Beheerder")
    assert (event.object_type, event.object_id) == ("accounts.organisation", cast.organisation.pk)
    assert (event.before, event.after, event.reason) == ({"name": "Oud"}, {"name": "Nieuw"}, "nieuwe naam")


def test_events_gathered_in_a_block_are_written_at_its_end(cast: Cast) -> None:
    number = AuditEvent.objects.count()

    with audit.together():
        for verb in ("first", "second"):
            audit.record(action=f"organisation.{verb}", obj=cast.organisation, by=cast.administrator, at=AT)
        during = AuditEvent.objects.count()

    assert during == number
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions[number:] == ["organisation.first", "organisation.second"]


def test_a_block_that_fails_writes_no_event(cast: Cast) -> None:
    number = AuditEvent.objects.count()

    def fail() -> None:
        with audit.together():
            audit.record(action="organisation.first", obj=cast.organisation, by=cast.administrator, at=AT)
            raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        fail()

    assert AuditEvent.objects.count() == number


def test_a_change_is_undone_when_its_event_cannot_be_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(audit, "record", fail)
    cast.organisation.name = "Andere naam"

    with pytest.raises(DatabaseError):
        people.change_organisation(organisation=cast.organisation, by=cast.administrator, at=AT)

    assert Organisation.objects.get(pk=cast.organisation.pk).name == "Ministerie van Voorbeelden"


def test_only_those_who_may_read_settings_see_the_trail(cast: Cast) -> None:
    audit.record(action="x.y", obj=cast.organisation, organisation=cast.organisation, by=cast.system, at=AT)

    readers = {role for role, person in cast.people.items() if AuditEvent.objects.visible_to(person).exists()}

    assert readers == {"auditor", "administrator"}


def test_changes_keeps_only_what_differs() -> None:
    assert audit.changes({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "gisteren"])
def test_a_day_that_no_calendar_has_is_left_out_of_the_filter(cast: Cast, client: Client, day: str) -> None:
    client.force_login(cast.auditor)

    for name in ("since", "until"):
        assert client.get("/settings/audit/", {name: day}).status_code == 200
