"""The reminder moments that ship, and the command that loads all shipped data."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.actions import audit
from accounts.models import User
from monitoring.actions import lookups
from monitoring.formats import lookups as files
from monitoring.models import ReminderOffset
from tests.accounts.factories import AT, OrganisationFactory, UserFactory, system_user


@pytest.fixture
def loaded(db: None) -> User:
    system = system_user()
    lookups.load_all(by=system, at=AT)
    return system


def moments() -> list[tuple[int, bool]]:
    return list(ReminderOffset.objects.filter(organisation=None).values_list("days", "repeats_monthly"))


def test_reminders_before_on_and_after_the_day_and_then_monthly(loaded: User) -> None:
    assert files.reminders().is_derived
    assert moments() == [(-30, False), (-7, False), (0, False), (7, False), (30, True)]


def test_loading_again_changes_nothing(loaded: User) -> None:
    tallies = lookups.load_all(by=loaded, at=AT)
    assert {(tally.created, tally.changed, tally.kept) for tally in tallies} == {(0, 0, 0)}


def test_moments_of_an_older_version_are_brought_up_to_date(loaded: User) -> None:
    ReminderOffset.objects.filter(days=30).update(days=60)
    tally = lookups.load_reminder_offsets(by=loaded, at=AT)
    assert (tally.created, tally.unchanged) == (1, 4)
    assert moments()[-1] == (30, True)


def test_moments_that_a_person_edited_stay(loaded: User) -> None:
    organisation = OrganisationFactory()
    editor = UserFactory(organisation=organisation, roles=["administrator"])
    offset = ReminderOffset.objects.get(organisation=None, days=-7)
    offset.days = -10
    offset.save()
    audit.record(action="reminderoffset.changed", obj=offset, organisation=organisation, by=editor, at=AT)
    assert lookups.load_reminder_offsets(by=loaded, at=AT).kept == 5
    assert moments()[1] == (-10, False)


def test_an_organisations_own_moments_are_left_alone(loaded: User) -> None:
    organisation = OrganisationFactory()
    ReminderOffset.objects.create(organisation=organisation, days=-14)
    lookups.load_reminder_offsets(by=loaded, at=AT)
    assert ReminderOffset.objects.get(organisation=organisation).days == -14


def test_the_command_says_what_it_did_to_each_table(db: None) -> None:
    system_user()
    first, second = StringIO(), StringIO()
    call_command("load_lookups", stdout=first)
    call_command("load_lookups", stdout=second)
    assert first.getvalue().splitlines() == [
        "theme: 7 created, 0 changed, 0 unchanged, 0 kept as edited",
        "levelmeaning: 21 created, 0 changed, 0 unchanged, 0 kept as edited",
        "criterion: 40 created, 0 changed, 0 unchanged, 0 kept as edited",
        "procurementcategory: 19 created, 0 changed, 0 unchanged, 0 kept as edited",
        "threshold: 16 created, 0 changed, 0 unchanged, 0 kept as edited",
        "risktheme: 22 created, 0 changed, 0 unchanged, 0 kept as edited",
        "cpvcode: 45 created, 0 changed, 0 unchanged, 0 kept as edited",
        "scheduleline: 11 created, 0 changed, 0 unchanged, 0 kept as edited",
        "questionset: 3 created, 0 changed, 0 unchanged, 0 kept as edited",
        "reminderoffset: 5 created, 0 changed, 0 unchanged, 0 kept as edited",
    ]
    assert all(" 0 created, 0 changed" in line for line in second.getvalue().splitlines())
