"""The annual report: who moves it, what publication freezes, and what each page shows to whom."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import AuditEvent, User
from accounts.roles import ROLES
from accounts.workflow import TransitionNotAllowed
from monitoring import editions, report_files
from monitoring.actions import publications, reports
from monitoring.formats import report_json
from monitoring.models import AnnualReport
from procurement.models import Tender
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import YEAR, contract, fill, owed
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped")

LATER = AT + timedelta(hours=1)
WRITERS = {"category_manager", "management"}


def begun(cast: Cast) -> AnnualReport:
    return reports.begin(organisation=cast.organisation, year=YEAR, by=cast.category_manager, at=AT)


def in_review(cast: Cast) -> AnnualReport:
    return reports.submit(report=begun(cast), by=cast.category_manager, at=AT)


def published(cast: Cast) -> AnnualReport:
    return reports.publish(report=in_review(cast), by=cast.management, at=LATER)


STATES: dict[str, Callable[[Cast], AnnualReport]] = {"draft": begun, "in_review": in_review, "published": published}


def _go(report: AnnualReport, to: str, by: User) -> None:
    if to == "in_review":
        reports.submit(report=report, by=by, at=LATER)
    elif to == "draft":
        reports.give_back(report=report, reason="Vul de tekst aan.", by=by, at=LATER)
    else:
        reports.publish(report=report, by=by, at=LATER)


@pytest.mark.parametrize("source", STATES)
@pytest.mark.parametrize("to", STATES)
def test_every_state_target_and_role(cast: Cast, source: str, to: str) -> None:
    allowed = {
        ("draft", "in_review"): WRITERS, ("in_review", "draft"): WRITERS, ("in_review", "published"): {"management"},
    }.get((source, to), set())  # fmt: skip
    report = STATES[source](cast)
    for role in sorted(set(ROLES) - allowed):
        with pytest.raises((TransitionNotAllowed, PermissionDenied)):
            _go(report, to, cast.people[role])
    with pytest.raises((TransitionNotAllowed, PermissionDenied)):
        _go(report, to, cast.outsider)
    report.refresh_from_db()
    assert report.state == source
    for role in sorted(allowed)[:1]:
        _go(report, to, cast.people[role])
        report.refresh_from_db()
        assert report.state == to


def test_who_submitted_does_not_publish(cast: Cast) -> None:
    both = cast.with_roles("management", "category_manager")
    report = reports.submit(report=begun(cast), by=both, at=AT)

    with pytest.raises(PermissionDenied):
        reports.publish(report=report, by=both, at=LATER)


def test_giving_back_asks_a_reason(cast: Cast) -> None:
    with pytest.raises(TransitionNotAllowed):
        reports.give_back(report=in_review(cast), reason=" ", by=cast.management, at=LATER)


def test_publication_freezes_what_was_counted(cast: Cast) -> None:
    fill(cast.organisation)
    report = published(cast)
    before = editions.published(report)
    Tender.objects.filter(organisation=cast.organisation).update(isv_contract_condition=False, isv_explanation="Nee")

    after = editions.chosen(organisation=cast.organisation, year=YEAR, as_of=None, today=date(2027, 1, 1))

    assert after.data == before.data
    assert after.background == before.background
    assert after.is_published
    assert report_json.holds(after.data)
    assert report.sha256 == after.sha256
    live = editions.live(organisation=cast.organisation, year=YEAR, as_of=after.as_of)
    assert live.sha256 != after.sha256
    assert AuditEvent.objects.filter(action="annualreport.state", after__sha256=report.sha256).exists()


def test_a_correction_is_a_new_edition_and_the_old_one_stays(cast: Cast) -> None:
    first = published(cast)
    second = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.management, at=LATER)

    assert (second.edition, second.state, second.introduction) == (2, "draft", first.introduction)
    with pytest.raises(TransitionNotAllowed):
        reports.begin(organisation=cast.organisation, year=YEAR, by=cast.management, at=LATER)
    correct(second, cast)
    reports.submit(report=second, by=cast.category_manager, at=LATER)
    reports.publish(report=second, by=cast.management, at=LATER)
    latest = editions.latest_published(cast.organisation, YEAR)
    assert latest is not None
    assert latest.edition == 2
    first.refresh_from_db()
    assert first.state == "published"


def correct(report: AnnualReport, cast: Cast) -> None:
    reports.write(
        report=report, introduction="", as_of=None, correction="Een aanbesteding ontbrak.", by=cast.management, at=LATER
    )


def test_a_correction_says_why_and_lists_what_changed(cast: Cast, client: Client) -> None:
    fill(cast.organisation)
    published(cast)
    Tender.objects.filter(reference="in-all").update(publication_date=date(2024, 1, 1))
    second = reports.begin(organisation=cast.organisation, year=YEAR, by=cast.management, at=LATER)
    with pytest.raises(TransitionNotAllowed):
        reports.submit(report=second, by=cast.category_manager, at=LATER)
    client.force_login(cast.category_manager)
    empty = client.post(f"/reports/{YEAR}/edit/", {"introduction": "x", "correction": " "})
    assert empty.context["form"].errors["correction"]
    client.post(f"/reports/{YEAR}/edit/", {"introduction": "x", "correction": "Een aanbesteding ontbrak."})
    reports.submit(report=second, by=cast.category_manager, at=LATER)
    reports.publish(report=second, by=cast.management, at=LATER)
    Tender.objects.update(publication_date=date(2023, 1, 1))

    page = client.get(f"/reports/{YEAR}/")
    made = page.context["made"]
    changed = {code: (before, now) for code, _label, before, now in made.changes}

    first = {one["code"]: one for one in AnnualReport.objects.get(edition=1).snapshot["indicators"]}  # type: ignore[index]
    later = {one["code"]: one for one in AnnualReport.objects.get(edition=2).snapshot["indicators"]}  # type: ignore[index]
    assert set(changed) == {code for code in first if first[code] != later[code]}
    assert changed["tenders.known"][0].startswith(str(first["tenders.known"]["value"]))
    assert changed["tenders.known"][1].startswith(str(first["tenders.known"]["value"] - 1))
    assert "Een aanbesteding ontbrak." in page.content.decode()
    assert "tenders.known" not in {
        code for code, *_rest in client.get(f"/reports/{YEAR}/?edition=1").context["made"].changes
    }
    book = report_files.make(made.edition, file_format="xlsx", language="nl", at=LATER)
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["Correcties"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(changed)


def test_the_text_changes_in_a_draft_only(cast: Cast) -> None:
    report = begun(cast)
    reports.write(report=report, introduction=" Geleerd. ", as_of=date(2026, 2, 1), by=cast.management, at=LATER)
    report.refresh_from_db()
    assert (report.introduction, report.as_of) == ("Geleerd.", date(2026, 2, 1))
    for role in set(ROLES) - WRITERS:
        with pytest.raises(PermissionDenied):
            reports.write(report=report, introduction="x", as_of=None, by=cast.people[role], at=LATER)
    reports.submit(report=report, by=cast.management, at=LATER)
    with pytest.raises(TransitionNotAllowed):
        reports.write(report=report, introduction="x", as_of=None, by=cast.management, at=LATER)


def test_publication_rolls_back_when_the_audit_cannot_be_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report = in_review(cast)

    def fail(**kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("accounts.actions.audit.record", fail)
    with pytest.raises(RuntimeError):
        reports.publish(report=report, by=cast.management, at=LATER)
    report.refresh_from_db()
    assert (report.state, report.sha256, report.background) == ("in_review", "", {})


def test_every_role_reads_the_year_and_only_writers_see_the_draft(client: Client, cast: Cast) -> None:
    report = begun(cast)
    reports.write(report=report, introduction="Nog geheim", as_of=None, by=cast.management, at=LATER)
    for role, person in cast.people.items():
        client.force_login(person)
        page = client.get(f"/reports/{YEAR}/")
        assert page.status_code == 200, role
        assert ("Nog geheim" in page.content.decode()) is (role in WRITERS), role
        assert client.get(f"/reports/{YEAR}/edit/").status_code == (200 if role in WRITERS else 403), role
    client.force_login(cast.supplier, backend="accounts.backends.LinkBackend")
    assert client.get(f"/reports/{YEAR}/").status_code == 404


def test_another_organisation_sees_its_own_figures(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    published(cast)
    client.force_login(cast.outsider)

    page = client.get(f"/reports/{YEAR}/")

    assert page.context["edition"].organisation == cast.other
    assert page.context["made"].number("tenders.known") == 0
    assert client.get(f"/reports/{YEAR}/?edition=1").status_code == 404
    assert client.get(f"/reports/{YEAR}/tenders.known/").context["page"].paginator.count == 0


def test_the_review_walks_through_the_pages(client: Client, cast: Cast) -> None:
    client.force_login(cast.category_manager)
    client.post(f"/reports/{YEAR}/begin/")
    client.post(f"/reports/{YEAR}/edit/", {"introduction": "Wij spraken met veertien leveranciers.", "as_of": ""})
    client.post(f"/reports/{YEAR}/move/", {"to": "in_review"})
    client.post(f"/reports/{YEAR}/move/", {"to": "published"})
    assert AnnualReport.objects.get().state == "in_review"
    client.force_login(cast.management)
    assert 'value="published"' in client.get(f"/reports/{YEAR}/").content.decode()
    going = client.post(f"/reports/{YEAR}/move/", {"to": "published"}, follow=True)
    assert going.redirect_chain[-1][0].startswith("/reports/publications/")
    publications.run_waiting(at=LATER, by=cast.system)

    client.force_login(cast.buyer)
    page = client.get(f"/reports/{YEAR}/").content.decode()
    assert AnnualReport.objects.get().sha256 in page
    assert "Wij spraken met veertien leveranciers." in page


@pytest.mark.parametrize("asked", ["gisteren", "2025-02-30", "2099-01-01"])
def test_a_day_that_cannot_be_used_gets_a_sentence(client: Client, cast: Cast, asked: str) -> None:
    client.force_login(cast.management)
    page = client.get(f"/reports/{YEAR}/?as_of={asked}")
    assert page.status_code == 200
    assert page.context["form"].errors["as_of"]


def test_the_figures_can_be_those_of_an_earlier_day(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    client.force_login(cast.management)
    page = client.get(f"/reports/{YEAR}/?as_of=2025-01-01")
    assert page.context["made"].number("tenders.known") == 1
    assert f"/reports/{YEAR}/tenders.known/?as_of=2025-01-01" in page.content.decode()


@pytest.mark.parametrize("year", [1999, 2099])
def test_other_years_have_no_page(client: Client, cast: Cast, year: int) -> None:
    client.force_login(cast.management)
    assert client.get(f"/reports/{year}/").status_code == 404


def test_the_list_names_no_year_without_a_page(client: Client, cast: Cast) -> None:
    for year in (1999, 2000):
        TenderFactory(organisation=cast.organisation, publication_date=date(year, 12, 31))
    client.force_login(cast.management)
    years = [each["year"] for each in client.get("/reports/").context["years"]]
    assert (2000 in years, 1999 in years) == (True, False)
    assert {client.get(f"/reports/{year}/").status_code for year in years} == {200}


def test_the_first_years_of_all_have_no_years_before_them(cast: Cast) -> None:
    edition = editions.live(organisation=cast.organisation, year=2, as_of=date(2026, 1, 1))
    assert list(edition.background.years) == [1]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_figure_opens_its_rows(client: Client, cast: Cast, language: str) -> None:
    tenders = fill(cast.organisation)
    owed(contract(cast.organisation, tenders["in-all"]), date(2025, 6, 1), date(2025, 6, 2))
    client.force_login(cast.contract_manager)
    client.cookies["django_language"] = language
    made = client.get(f"/reports/{YEAR}/").context["made"]
    for one in made.shown.values():
        page = client.get(one.url)
        assert page.status_code == 200, one.code
        assert page.context["page"].paginator.count == made.number(one.code), one.code
    assert client.get(f"/reports/{YEAR}/no.such.code/").status_code == 404
    assert client.get(f"/reports/{YEAR}/tenders.mvi/?part=all").status_code == 404


def test_a_changed_record_is_told_beside_the_published_figure(client: Client, cast: Cast) -> None:
    fill(cast.organisation)
    published(cast)
    Tender.objects.filter(reference="in-all").update(publication_date=date(2024, 1, 1))
    client.force_login(cast.management)
    page = client.get(f"/reports/{YEAR}/tenders.mvi/")
    assert page.context["has_changed"]
    assert page.context["shown"].line.numerator == page.context["page"].paginator.count
    assert "Daarna is er iets gewijzigd" in page.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_no_live_formula(client: Client, cast: Cast, kind: str) -> None:
    tender = fill(cast.organisation)["in-all"]
    Tender.objects.filter(pk=tender.pk).update(title="=1+1")
    client.force_login(cast.buyer)
    answer = client.get(f"/reports/{YEAR}/tenders.mvi/export.{kind}")
    assert answer.status_code == 200
    if kind == "csv":
        assert "'=1+1" in answer.content.decode("utf-8-sig")
    assert client.get(f"/reports/{YEAR}/tenders.mvi/export.pdf").status_code == 404


def test_the_pages_ask_a_fixed_number_of_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(cast.organisation)
    client.force_login(cast.management)
    client.get("/reports/")
    for address, most in (("/reports/", 10), (f"/reports/{YEAR}/", 41), (f"/reports/{YEAR}/tenders.mvi/", 14)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_who_reviews_a_draft_sees_the_figures_of_its_own_day(client: Client, cast: Cast) -> None:
    report = begun(cast)
    reports.write(report=report, introduction="", as_of=date(2026, 2, 1), by=cast.management, at=LATER)
    client.force_login(cast.management)

    page = client.get(f"/reports/{YEAR}/")

    assert page.context["edition"].as_of == date(2026, 2, 1)
