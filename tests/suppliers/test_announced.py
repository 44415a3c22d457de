"""What notices announce stands at the tender until it is recorded: each contract once, for whoever records awards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from procurement.models import Tender
from suppliers.actions.notices import Outcome, SentFile, take_in_files
from suppliers.reads_announced import announced_contracts
from tests.accounts.fixtures import Cast
from tests.procurement.notices import AWARD, MODIFICATION, OLDER_AWARD, TED_AWARD, changed, sample
from tests.suppliers.factories import ContractFactory, SupplierFactory

pytestmark = pytest.mark.django_db


def take(cast: Cast, *files: bytes) -> list[Outcome]:
    sent = [SentFile("notice.xml", data) for data in files]
    return list(take_in_files(files=sent, organisation=cast.organisation, by=User.objects.system(), at=timezone.now()))


def told(tender: Tender) -> list[tuple[str, str]]:
    return [(each.proposal.reference, each.proposal.supplier_name) for each in announced_contracts(tender)]


def record(cast: Cast, tender: Tender, *, name: str, reference: str, lots: Sequence[str] = (), **values: Any) -> None:
    supplier = SupplierFactory(name=name, organisation=cast.organisation)
    made = ContractFactory(tender=tender, supplier=supplier, reference=reference, start_on=date(2026, 1, 1), **values)
    made.lots.set(tender.lots.filter(identifier__in=lots))


def test_what_is_announced_stays_until_it_is_recorded(cast: Cast) -> None:
    take(cast, sample(AWARD))
    tender = Tender.objects.get()
    first, second = told(tender)

    record(cast, tender, reference=first[0], name=first[1])

    assert told(tender) == [second]
    [again] = take(cast, sample(AWARD))
    assert [each.reference for each in again.proposals] == [second[0]]


def test_a_contract_that_was_recorded_under_another_number_answers_for_one_announced_contract(cast: Cast) -> None:
    take(cast, sample(AWARD))
    tender = Tender.objects.get()
    first, second = announced_contracts(tender)

    record(cast, tender, reference="eigen nummer", name=first.proposal.supplier_name.upper(), lots=first.proposal.lots)

    assert announced_contracts(tender) == [second]


def test_a_newer_version_and_a_later_change_announce_no_second_contract(cast: Cast) -> None:
    newer = changed("<cbc:VersionID>01</cbc:VersionID>", "<cbc:VersionID>02</cbc:VersionID>", name=OLDER_AWARD, count=1)
    outcomes = take(cast, sample(OLDER_AWARD), newer, sample(MODIFICATION))
    assert [len(each.proposals) for each in outcomes] == [1, 1, 1]
    assert len(announced_contracts(Tender.objects.get())) == 1


def test_a_buyer_and_a_contract_manager_find_it_at_the_tender_and_an_auditor_reads_it(
    cast: Cast, client: Client
) -> None:
    take(cast, sample(TED_AWARD))
    tender = Tender.objects.get()
    address = reverse("suppliers:tender-contracts", args=[tender.pk])
    link = re.compile(rf'href="({reverse("suppliers:award-create", args=[tender.pk])}\?notice=\d+&amp;award=1)"')
    for person, may in ((cast.buyer, True), (cast.contract_manager, True), (cast.auditor, False)):
        client.force_login(person)
        shown = client.get(address).content.decode()
        assert announced_contracts(tender)[0].proposal.supplier_name in shown
        found = link.search(shown)
        assert (found is not None) is may
        if found:
            form = client.get(found.group(1).replace("&amp;", "&")).context["form"]
            assert form.initial["new_name"] == announced_contracts(tender)[0].proposal.supplier_name


def test_a_buyer_can_record_it_from_the_page_after_taking_in(cast: Cast, client: Client, tmp_path: Path) -> None:
    client.force_login(cast.buyer)
    file = tmp_path / AWARD
    file.write_bytes(sample(AWARD))
    with file.open("rb") as sent:
        preview = client.post(reverse("monitoring:notice-import"), {"notices": sent})
    done = client.post(reverse("monitoring:notice-confirm"), {"token": preview.context["token"]})
    assert "?notice=" in done.content.decode()


def test_three_queries_find_them(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    take(cast, sample(AWARD))
    tender = Tender.objects.get()
    record(cast, tender, reference="1", name="Een ander")
    with django_assert_num_queries(3):
        announced_contracts(tender)


def test_one_award_in_two_formats_is_one_contract(cast: Cast, real_data: Path) -> None:
    """Every real award in the old format with its conversion: one proposal for each contract of the newest of both."""
    folder = real_data / "eforms" / "legacy-ted-f-series"
    tried = 0
    for old in sorted((folder / "converter-ted").glob("*.xml")):
        conversion = folder / "converter-eforms" / old.name
        if not conversion.exists() or not conversion.stat().st_size:
            continue
        first, second = take(cast, old.read_bytes(), conversion.read_bytes())
        if first.is_rejected or not first.proposals:
            continue
        tried += 1
        tender = Tender.objects.get(pk=first.tender_id or 0)
        assert len(announced_contracts(tender)) == max(len(first.proposals), len(second.proposals)), old.name
    assert tried > 10
