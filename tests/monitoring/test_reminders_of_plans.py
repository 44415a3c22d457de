"""Reminders of plans that end: by the sweep, to who is responsible first, once, and until a next edition is in hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.calendar import AMSTERDAM
from accounts.models import AuditEvent, Membership, OutgoingMessage
from accounts.trail import lines
from monitoring import reads
from monitoring.actions import lookups, reminders, sweep
from monitoring.models import PlanLeadTime, Reminder, ReminderOffset
from monitoring.worklist_plans import plan_sections
from procurement.actions import category_plans
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.plans import action_plan, category_plan

LAST = date(2028, 12, 29)
"""A Friday."""
FIRST = LAST - timedelta(days=90)
"""A Saturday, so that it comes on the Monday after it."""
MONDAY = date(2028, 10, 2)


@pytest.fixture(autouse=True)
def _offsets(shipped: None) -> None:
    lookups.load_reminder_offsets(by=system_user(), at=AT)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 0, tzinfo=AMSTERDAM)


def swept(day: date) -> list[str]:
    """To whom the sweep of this day sends a reminder, once for each mail."""
    before = set(OutgoingMessage.objects.values_list("pk", flat=True))
    run = sweep.run(at=morning(day), by=system_user(), clock=lambda: morning(day))
    assert run.failed_steps == []
    sent = OutgoingMessage.objects.filter(kind="reminder_colleague").exclude(pk__in=before)
    return sorted(sent.values_list("recipient__email", flat=True))


def test_who_is_responsible_is_reminded_before_and_the_other_writers_on_the_last_day(cast: Cast) -> None:
    category_plan(cast, valid_until=LAST)
    other = cast.with_roles("category_manager")
    days = [
        FIRST,
        MONDAY,
        LAST - timedelta(days=30),
        LAST - timedelta(days=7),
        LAST,
        date(2029, 1, 5),
        date(2029, 2, 1),
    ]
    responsible = cast.category_manager.email
    both = sorted([responsible, other.email])
    assert [swept(day) for day in days] == [[], [responsible], [responsible], [responsible], both, [], []]


def test_a_mail_is_sent_once_and_says_which_plan_ends_when(cast: Cast) -> None:
    plan = category_plan(cast, valid_until=LAST)
    assert (len(swept(MONDAY)), swept(MONDAY)) == (1, [])
    message = OutgoingMessage.objects.get(kind="reminder_colleague")
    assert f"volgende editie van het categorieplan ({plan})" in message.body_text
    assert "29 december 2028" in message.body_text
    assert message.state == "sent"


def test_who_reads_english_is_reminded_in_english(cast: Cast) -> None:
    action_plan(cast, valid_until=date(2026, 12, 31))
    cast.mvi_adviser.language = "en"
    cast.mvi_adviser.save()
    swept(date(2026, 12, 1))
    message = OutgoingMessage.objects.get(kind="reminder_colleague", recipient=cast.mvi_adviser)
    assert "next edition of the action plan" in message.body_text


def test_one_mail_holds_all_plans_that_somebody_is_responsible_for(cast: Cast) -> None:
    category_plan(cast, valid_until=LAST)
    category_plan(cast, "energy", valid_until=LAST)
    assert swept(MONDAY) == [cast.category_manager.email]
    assert Reminder.objects.exclude(category_plan=None).count() == 2


def test_with_a_next_edition_in_hand_nobody_is_reminded(cast: Cast) -> None:
    plan = category_plan(cast, valid_until=LAST)
    assert swept(MONDAY)
    category_plans.new_edition(plan=plan, by=cast.category_manager, at=AT)
    assert swept(LAST) == []


def test_a_draft_or_a_submitted_plan_reminds_nobody(cast: Cast) -> None:
    category_plan(cast, state="draft", valid_until=LAST)
    category_plan(cast, "energy", state="submitted", valid_until=LAST)
    assert swept(LAST) == []


def test_when_who_was_responsible_left_all_who_write_such_plans_are_reminded(cast: Cast) -> None:
    action_plan(cast)
    Membership.objects.filter(user=cast.mvi_adviser).delete()
    writers = sorted(cast.people[role].email for role in ("category_manager", "management"))
    assert swept(date(2026, 12, 1)) == writers


def test_a_plan_follows_the_moments_of_its_organisation(cast: Cast) -> None:
    ReminderOffset.objects.create(organisation=cast.organisation, days=-14)
    category_plan(cast, valid_until=LAST)
    assert [len(swept(day)) for day in (MONDAY, LAST - timedelta(days=30), LAST - timedelta(days=14))] == [1, 0, 1]


def test_a_missed_month_is_caught_up_with_one_mail(cast: Cast) -> None:
    category_plan(cast, valid_until=LAST)
    swept(LAST - timedelta(days=2))
    assert Counter(Reminder.objects.values_list("offset_days", "passed_over")) == {
        (-90, "superseded"): 1, (-30, "superseded"): 1, (-7, ""): 1
    }  # fmt: skip


def test_of_two_sweeps_at_once_one_mail_goes_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second sweep read the ledger before the first one wrote it."""
    category_plan(cast, valid_until=LAST)
    read = list(reads.candidates(MONDAY))
    swept(MONDAY)
    monkeypatch.setattr(reads, "candidates", lambda today: iter(read))
    assert reminders.send_due(at=morning(MONDAY), by=system_user()) == 0
    row = Reminder.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_page_of_the_plan_shows_who_was_reminded_and_whether_it_arrived(cast: Cast, client: Client) -> None:
    plan = category_plan(cast, valid_until=LAST)
    client.force_login(cast.buyer)
    assert "90 dagen ervoor" not in client.get(f"/plans/{plan.pk}/").content.decode()
    swept(MONDAY)
    sent = OutgoingMessage.objects.filter(kind="reminder_colleague")
    sent.update(state="failed", sent_at=None, last_error="550 geen postbus")
    said = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "90 dagen ervoor" in said
    assert str(cast.category_manager) in said
    assert "550 geen postbus" in said
    client.force_login(cast.people["management"])
    refused = client.post(f"/plans/{plan.pk}/decide/", {"verdict": "returned"})
    assert (refused.status_code, "90 dagen ervoor" in refused.content.decode()) == (422, True)


def settings_of(cast: Cast, **values: str) -> None:
    client = Client()
    client.force_login(cast.administrator)
    answer = client.post("/settings/reminders/", values)
    assert answer.status_code == 302, answer.content.decode()


def test_an_organisation_sets_how_long_before_its_end_a_plan_is_first_told(cast: Cast) -> None:
    settings_of(cast, days="", plan_days="18")
    category_plan(cast, valid_until=LAST)
    days = (MONDAY, LAST - timedelta(days=30), LAST - timedelta(days=18), LAST - timedelta(days=7))
    assert [len(swept(day)) for day in days] == [0, 0, 1, 1]
    changed = AuditEvent.objects.get(action="reminders.changed")
    assert (changed.before["plan_days"], changed.after["plan_days"]) == (None, 18)
    (line,) = lines([changed])
    assert ("dagen vóór de laatste dag van een plan", "18") in {(each.label, each.after) for each in line.details}


def test_a_longer_time_comes_before_all_other_moments_and_empty_is_the_default_again(cast: Cast) -> None:
    settings_of(cast, days="", plan_days="180")
    category_plan(cast, valid_until=LAST)
    assert len(swept(LAST - timedelta(days=179))) == 1
    settings_of(cast, days="", plan_days="")
    assert not PlanLeadTime.objects.exists()
    assert len(swept(MONDAY)) == 1


@pytest.mark.parametrize("days", ["0", "367", "soon"])
def test_a_time_that_cannot_be_is_refused(cast: Cast, client: Client, days: str) -> None:
    client.force_login(cast.administrator)
    answer = client.post("/settings/reminders/", {"days": "", "plan_days": days})
    assert (answer.status_code, PlanLeadTime.objects.exists()) == (200, False)


@pytest.mark.parametrize(("lead", "is_shown"), [("", True), ("20", False)])
def test_the_page_of_the_day_follows_that_time(cast: Cast, lead: str, is_shown: bool) -> None:
    settings_of(cast, days="", plan_days=lead)
    category_plan(cast, valid_until=LAST)
    sections = plan_sections(cast.category_manager, cast.organisation, LAST - timedelta(days=60))
    (ending,) = [each for each in sections if each.code == "category-plans-ending"]
    assert bool(ending.items) is is_shown
