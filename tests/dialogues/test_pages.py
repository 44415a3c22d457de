"""The pages of the dialogue: what they show and refuse, in how many queries, in both languages."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from dialogues.models import Agreement, Meeting
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory, MeetingFactory
from tests.suppliers.factories import ContactFactory, ContractFactory, SupplierFactory

LINK = "accounts.backends.LinkBackend"


@pytest.fixture
def host(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.contract_manager)
    return client


def guest(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=LINK)
    return client


def contact_of(meeting: Meeting) -> User:
    contact: User = meeting.suppliers.all()[0].contacts.all()[0].user
    return contact


def to(name: str, pk: int | None = None) -> str:
    return reverse(f"dialogues:{name}", args=[pk] if pk else [])


def form(meeting: Meeting | None = None, **changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": "individual", "purpose": "Kennismaken", "date": "2026-12-01", "starts_at": "10:00",
        "points": "Locaties\n\n  Loon ", "reference": "",
    }  # fmt: skip
    return {**data, **changes}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("state", ["planned", "invited", "held", "sent", "confirmed", "cancelled"])
def test_every_page_opens_in_every_state(cast: Cast, host: Client, state: str, language: str) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, state=state)
    host.cookies["django_language"] = language
    for name in ("meeting-detail", "meeting-edit", "meeting-invite", "meeting-cancel", "agreement-create"):
        assert host.get(to(name, meeting.pk)).status_code == 200
    assert host.get(to("minutes-edit", meeting.pk)).status_code == (
        200 if state in ("invited", "held", "sent") else 302
    )
    for name in ("meeting-list", "agreement-list", "meeting-create"):
        assert host.get(to(name)).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("state", ["open", "reported", "done", "dropped", "refused"])
@pytest.mark.parametrize("is_buyers", [False, True])
def test_agreements_show_in_every_state_on_both_sides(
    cast: Cast, host: Client, state: str, is_buyers: bool, language: str
) -> None:
    agreement = AgreementFactory(organisation=cast.organisation, state=state, buyer=is_buyers)
    portal = guest(contact_of(agreement.meeting))
    for client in (host, portal):
        client.cookies["django_language"] = language
    for page in (to("meeting-detail", agreement.meeting_id), to("agreement-list")):
        assert agreement.text in host.get(page).content.decode()
    seen = portal.get(reverse("portal:meeting", args=[agreement.meeting_id])).content.decode()
    assert agreement.text in seen
    assert portal.get(reverse("portal:meetings")).status_code == 200


def test_a_meeting_is_planned_on_the_page(cast: Cast, host: Client) -> None:
    contract = ContractFactory(organisation=cast.organisation)
    page = host.get(f"{to('meeting-create')}?contract={contract.pk}")
    assert page.context["form"].initial["suppliers"] == [contract.supplier]

    answer = host.post(
        to("meeting-create"),
        form(suppliers=[contract.supplier_id], contracts=[contract.pk], organiser=cast.contract_manager.pk),
    )

    made = Meeting.objects.get()
    assert answer.url == to("meeting-detail", made.pk)  # type: ignore[attr-defined]  # a redirect
    assert list(made.points.values_list("text", flat=True)) == ["Locaties", "Loon"]
    assert list(made.contracts.all()) == [contract]


def test_only_a_working_group_with_suppliers_waits_for_a_confirmation(cast: Cast, host: Client) -> None:
    supplier = SupplierFactory(organisation=cast.organisation)
    for suppliers, steps in (((), 3), ((supplier,), 4)):
        group = MeetingFactory(organisation=cast.organisation, kind="working_group", suppliers=suppliers, held=True)
        page = host.get(to("meeting-detail", group.pk))
        assert len(page.context["steps"]) == steps


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"date": "geen dag"}, "date"),
        ({"date": ""}, "date"),
        ({"starts_at": "25:99"}, "starts_at"),
        ({"kind": "etentje"}, "kind"),
        ({"suppliers": ["999999"]}, "suppliers"),
        ({"suppliers": ["x' OR 1=1"]}, "suppliers"),
        ({"organiser": "9999999999999999999999"}, "organiser"),
        ({}, "suppliers"),
        ({"points": "x" * 500, "kind": "market"}, "points"),
    ],
)
def test_bad_input_comes_back_at_its_field_with_all_that_was_typed(
    cast: Cast, host: Client, changes: dict[str, Any], field: str
) -> None:
    data = form(**{"organiser": cast.contract_manager.pk, "location": "Bij <de> leverancier", **changes})

    answer = host.post(to("meeting-create"), data)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Bij &lt;de&gt; leverancier" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_the_addresses_of_strange_lists_never_break(cast: Cast, host: Client) -> None:
    MeetingFactory(organisation=cast.organisation)
    queries = (
        "?year=abc&kind=x&state=y&supplier=99x",
        "?sort=password&page=999",
        "?sort=-date&attention=%00",
        "?q=%25",
    )
    for query in queries:
        assert host.get(to("meeting-list") + query).status_code == 200
        assert host.get(to("agreement-list") + query).status_code == 200
    for query in ("?supplier=abc", "?contract=99999999999999999999", "?supplier=²"):
        assert host.get(to("meeting-create") + query).status_code == 200


def test_the_list_is_filtered(cast: Cast, host: Client) -> None:
    sent = MeetingFactory(organisation=cast.organisation, sent=True, location="Vlissingen")
    group = MeetingFactory(organisation=cast.organisation, kind="working_group", colleagues=(cast.buyer,))

    def found(query: str) -> list[Meeting]:
        return list(host.get(f"{to('meeting-list')}?{query}").context["page"])

    assert found("kind=working_group") == [group]
    assert found("attention=to_confirm") == [sent]
    assert found(f"supplier={sent.suppliers.get().pk}") == [sent]
    assert found("q=vlissing") == [sent]
    assert found("q=loon&state=held") == [sent]
    assert found("year=2026&sort=reference") == [sent, group]


def test_the_agreements_are_filtered(cast: Cast, host: Client) -> None:
    late = AgreementFactory(organisation=cast.organisation, due_on=date(2026, 11, 17))
    own = AgreementFactory(meeting=late.meeting, buyer=True, owner="", owner_user=cast.mvi_adviser)
    reported = AgreementFactory(meeting=late.meeting, reported=True)

    def found(query: str) -> set[Agreement]:
        return set(host.get(f"{to('agreement-list')}?{query}").context["page"])

    assert found("status=reported") == {reported}
    assert found("owner_side=buyer") == {own}
    assert found("status=open") == {late, own, reported}
    assert found("q=Mira") == {own}


def test_the_export_holds_all_and_computes_nothing(cast: Cast, host: Client) -> None:
    supplier = SupplierFactory(organisation=cast.organisation, name='=HYPERLINK("x")')
    meeting = MeetingFactory(
        organisation=cast.organisation, suppliers=(supplier,), purpose="@SUM(A1)", location="-2+3", held=True
    )
    AgreementFactory(meeting=meeting, text="+31 bellen")

    for page, number, wanted in (
        ("meeting-export", 18, {'=HYPERLINK("x")', "@SUM(A1)", "-2+3"}),
        ("agreement-export", 16, {"+31 bellen"}),
    ):
        answer: Any = host.get(to(page))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        header, row = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert len(header) == len(row) == number
        assert {cell for cell in row if cell.startswith(("=", "@", "-", "+"))} == set()
        assert {f"'{cell}" for cell in wanted} <= set(row)
        answer = host.get(f"{to(page)}?format=xlsx")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        cells = [cell for line in book.worksheets[0].iter_rows() for cell in line]
        assert "f" not in {cell.data_type for cell in cells}
        assert wanted <= {cell.value for cell in cells}


def test_the_export_tells_days_as_they_are_in_the_netherlands(cast: Cast, host: Client) -> None:
    after_midnight = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    agreement = AgreementFactory(organisation=cast.organisation, reported=True)
    meeting = MeetingFactory(organisation=cast.organisation, confirmed=True)
    Agreement.objects.filter(pk=agreement.pk).update(reported_at=after_midnight)
    Meeting.objects.filter(pk=meeting.pk).update(confirmed_at=after_midnight)

    for page in ("meeting-export", "agreement-export"):
        answer: Any = host.get(f"{to(page)}?format=xlsx")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        cells = {cell.value for line in book.worksheets[0].iter_rows() for cell in line}
        assert datetime(2026, 11, 19) in cells, page  # noqa: DTZ001  (a cell has no zone)


def test_a_supplier_sees_only_the_contracts_for_which_he_is_invited_here(cast: Cast) -> None:
    first, second = (ContractFactory(organisation=cast.organisation) for _number in range(2))
    meeting = MeetingFactory(
        organisation=cast.organisation, kind="market", suppliers=(first.supplier, second.supplier),
        contracts=(first, second), invited=True,
    )  # fmt: skip
    person = first.supplier.contacts.get().user
    ContactFactory(supplier=second.supplier, organisation=cast.organisation, email=person.email)
    person.supplier_contacts.filter(supplier=second.supplier).update(is_active=False)

    answer = guest(person).get(reverse("portal:meeting", args=[meeting.pk]))

    assert answer.context["contracts"] == [first]


def test_report_agreements_and_confirmation_walk_through_the_pages(cast: Cast, host: Client) -> None:
    meeting = MeetingFactory(organisation=cast.organisation)
    portal, page = guest(contact_of(meeting)), reverse("portal:meeting", args=[meeting.pk])
    host.post(to("meeting-invite", meeting.pk), {"way": "other"})
    points = {f"said-{point.pk}": "Lijst volgt." for point in meeting.points.all()}
    report = {"held_on": "2026-11-16", "attendance": "Cas, Lea", "summary": "", **points}
    host.post(to("minutes-edit", meeting.pk), report)
    assert "Lijst volgt." not in portal.get(page).content.decode()
    terms = {"text": "Stuurt de lijst", "owner_side": "supplier", "owner": "Lea", "due_on": "2027-03-01"}
    host.post(to("agreement-create", meeting.pk), terms)
    host.post(to("minutes-send", meeting.pk))
    assert "Lijst volgt." in portal.get(page).content.decode()

    portal.post(reverse("portal:minutes-object", args=[meeting.pk]), {"number": 1, "objection": "Niet maart."})
    assert "Niet maart." in host.get(to("meeting-detail", meeting.pk)).content.decode()
    host.post(to("minutes-send", meeting.pk))
    portal.post(reverse("portal:minutes-confirm", args=[meeting.pk]), {"number": 2})

    meeting.refresh_from_db()
    assert meeting.state == "confirmed"
    agreement = meeting.agreements.get()
    portal.post(reverse("portal:agreement-report", args=[agreement.pk]), {"outcome": "done", "text": "Gestuurd."})
    host.post(to("agreement-judge", agreement.pk), {"decision": "confirm"})
    agreement.refresh_from_db()
    assert agreement.state == "done"


def test_the_history_names_an_agreement_by_its_text(cast: Cast, host: Client) -> None:
    agreement = AgreementFactory(organisation=cast.organisation)

    history = host.get(f"/meetings/{agreement.meeting_id}/").context["history"]

    assert [each.detail for each in history if each.title == "Afspraak vastgelegd"] == [agreement.text]


def test_the_supplier_never_sees_the_leverage(cast: Cast) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    client = guest(contact_of(meeting))
    client.cookies["django_language"] = "en"

    seen = client.get(reverse("portal:meeting", args=[meeting.pk])).content.decode()

    assert "Lijst volgt." in seen
    assert "ommercial" not in seen
    assert "everage" not in seen


@pytest.mark.parametrize("number", ["", "x", "99", "-1", "99999999999999"])
def test_a_confirmation_of_another_edition_is_not_taken(cast: Cast, number: str) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)

    answer = guest(contact_of(meeting)).post(
        reverse("portal:minutes-confirm", args=[meeting.pk]), {"number": number}, follow=True
    )

    meeting.refresh_from_db()
    assert (answer.status_code, meeting.state) == (200, "held")


def test_the_calendar_file_downloads_on_both_sides(cast: Cast, host: Client) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, invited=True)
    portal = guest(contact_of(meeting)).get(reverse("portal:meeting-calendar", args=[meeting.pk]))
    ours = host.get(to("meeting-calendar", meeting.pk))

    for answer, address in ((portal, "/portal/meetings/"), (ours, f"/meetings/{meeting.pk}/")):
        assert answer["Content-Type"].startswith("text/calendar")
        assert address in answer.content.replace(b"\r\n ", b"").decode()


@pytest.mark.parametrize("extra", [0, 5])
def test_lists_and_pages_take_a_fixed_number_of_queries(
    cast: Cast, host: Client, django_assert_num_queries: DjangoAssertNumQueries, extra: int
) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, sent=True)
    portal = guest(contact_of(meeting))
    AgreementFactory(meeting=meeting, reported=True)
    for _ in range(extra):
        AgreementFactory(meeting=meeting)
        AgreementFactory(meeting=meeting, buyer=True, reported=True)
        MeetingFactory(organisation=cast.organisation, suppliers=(meeting.suppliers.get(),), state="invited")
    meeting.refresh_from_db()

    for address, client, number in (
        (to("meeting-list"), host, 15),
        (to("agreement-list"), host, 12),
        (to("meeting-detail", meeting.pk), host, 14),
        (reverse("portal:meetings"), portal, 6),
        (reverse("portal:meeting", args=[meeting.pk]), portal, 8),
    ):
        with django_assert_num_queries(number):
            client.get(address)
