"""The library of criteria: versions, validity, whose goes before, and what ships with the product."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEvent
from procurement.actions import criteria_library as library
from procurement.actions.criteria_library import Entry
from procurement.actions.lookups import load_shipped
from procurement.criteria_reads import criteria_themes
from procurement.formats import lookups as files
from procurement.models import Criterion, Tender, Theme
from procurement.proposal import BASIS
from procurement.reads import Judgement
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast

pytestmark = pytest.mark.usefixtures("shipped")

TODAY = AT.date()


@pytest.fixture
def entry(shipped: None) -> Entry:
    return Entry(
        number="K-1", kind="award_criterion", level=2, themes=(Theme.objects.get(code="climate"),), title="Minder CO₂",
        text="Hoe minder, hoe beter.", product_group="Bedrijfskleding",
    )  # fmt: skip


def save(cast: Cast, entry: Entry) -> Criterion:
    return library.save(entry=entry, organisation=cast.organisation, by=cast.buyer, at=AT)


def test_another_text_is_a_new_version_and_the_old_one_stays(cast: Cast, entry: Entry) -> None:
    first = save(cast, entry)
    second = save(cast, replace(entry, text="Veel minder.", valid_from=date(2027, 1, 1)))
    first.refresh_from_db()
    assert (first.text, first.superseded_on) == ("Hoe minder, hoe beter.", date(2027, 1, 1))
    assert (second.version, second.text) == (2, "Veel minder.")
    of_number = Criterion.objects.filter(number="K-1")
    assert [of_number.in_force(day).get().version for day in (date(2026, 12, 31), date(2027, 1, 1))] == [1, 2]


def test_the_same_again_changes_nothing(cast: Cast, entry: Entry) -> None:
    save(cast, entry)
    save(cast, replace(entry, text="Veel minder."))
    again = save(cast, replace(entry, text="Veel minder."))
    assert (again.version, Criterion.objects.filter(number="K-1").count()) == (2, 2)


def test_another_end_is_no_new_version(cast: Cast, entry: Entry) -> None:
    made = save(cast, entry)
    ended = library.end(criterion=made, on=TODAY, organisation=cast.organisation, by=cast.buyer, at=AT)
    assert (ended.pk, ended.valid_until, ended.state_on(date(2030, 1, 1))) == (made.pk, TODAY, "expired")
    assert AuditEvent.objects.filter(action="criterion.ended", object_id=made.pk).exists()


def test_a_version_cannot_count_from_before_the_one_that_is_there(cast: Cast, entry: Entry) -> None:
    save(cast, replace(entry, valid_from=date(2026, 1, 1)))
    with pytest.raises(ValidationError) as refused:
        save(cast, replace(entry, text="Anders", valid_from=date(2025, 12, 31)))
    assert "valid_from" in refused.value.message_dict


def test_a_version_cannot_end_before_it_begins(cast: Cast, entry: Entry) -> None:
    save(cast, entry)
    with pytest.raises(ValidationError):  # a new version counts from today
        save(cast, replace(entry, text="Anders", valid_until=date(2020, 1, 1)))


def test_an_own_criterion_goes_before_the_one_that_ships(cast: Cast, entry: Entry) -> None:
    save(cast, replace(entry, number="GP-001"))
    found = Criterion.objects.of(cast.organisation).filter(number="GP-001")
    assert [row.title for row in found] == ["Minder CO₂"]
    assert [row.is_shipped for row in Criterion.objects.of(cast.other).filter(number="GP-001")] == [True]
    assert not Criterion.objects.visible_to(cast.buyer).filter(organisation=cast.other).exists()


def test_who_only_reads_the_approach_adds_nothing(cast: Cast, entry: Entry) -> None:
    with pytest.raises(PermissionDenied):
        library.save(entry=entry, organisation=cast.organisation, by=cast.people["tenderboard"], at=AT)


def test_our_starter_library_says_whose_words_it_is_and_covers_every_theme() -> None:
    shipped = Criterion.objects.filter(organisation=None)
    assert files.criteria().is_derived
    assert set(shipped.values_list("source", flat=True)) == {files.criteria().source}
    assert not Theme.objects.exclude(criteria__in=shipped).exists()
    assert shipped.filter(verification="").count() == 0


def test_another_text_in_the_data_file_makes_a_version_and_a_second_load_nothing(entry: Entry) -> None:
    system = system_user()
    tallies = {tally.name: tally for tally in load_shipped(by=system, at=AT)}
    assert (tallies["criterion"].created, tallies["criterion"].changed) == (0, 0)
    count = library.load_shipped(entries=[replace(entry, number="GP-001")], by=system, at=AT)
    assert (count.created, count.renewed) == (0, 1)
    assert Criterion.objects.filter(number="GP-001", organisation=None).count() == 2


def test_a_product_group_with_criteria_proposes_the_basis(cast: Cast, tender: Tender) -> None:
    Tender.objects.filter(pk=tender.pk).update(
        relevant_product_group=False, estimated_value=Decimal(1), product_groups="Catering; elektriciteit"
    )
    tender.refresh_from_db()
    assert criteria_themes(tender) == {"climate", "environment", "supply_chain"}
    judgement = Judgement(tender)
    assert (judgement.proposed("climate").level, judgement.proposed("climate").reason) == (BASIS, "criteria")
    assert judgement.proposed("circular").level is None


def test_criteria_that_ended_before_the_publication_propose_nothing(cast: Cast, tender: Tender, entry: Entry) -> None:
    Tender.objects.filter(pk=tender.pk).update(product_groups="Tuinonderhoud", publication_date=date(2026, 3, 1))
    tender.refresh_from_db()
    save(cast, replace(entry, product_group="Tuinonderhoud", valid_until=date(2026, 2, 28)))
    assert criteria_themes(tender) == frozenset()
