"""What is measured: the pages, the sweep and the PDF, each with its floor."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import weasyprint
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.calendar import AMSTERDAM, is_working_day
from accounts.models import Organisation, User
from documents import pdf
from monitoring import editions, report_files
from monitoring.actions import reminders, reports, sweep
from monitoring.indicators import Figure, Scope, figures
from monitoring.models import AnnualReport
from procurement.actions import obligations
from procurement.formats import Notice, read_notice, read_notices
from procurement.models import Tender, Theme
from suppliers.actions.notices import SentFile, rehearse
from tests.benchmarks import floors
from tests.benchmarks.figures import per_figure, per_table
from tests.procurement.json_notices import as_bytes, publication


@dataclass(frozen=True)
class Case:
    """One line of the result; ``items`` are what one run takes in, and gives their number a second."""

    name: str
    ours: Callable[[], object]
    floor: Callable[[], object]
    queries: Callable[[], int] | None = None
    runs: int = 0
    items: int = 0


class Bench:
    """The cases over the filled database."""

    def __init__(self) -> None:
        self.organisation = Organisation.objects.get(slug="portfolio-1")
        self.today = timezone.localdate()
        self.year = self.today.year - 1
        self.tender = Tender.objects.filter(stage="awarded", ambitions__level__gte=1).order_by("pk")[:1].get()
        self.clients: dict[str, Client] = {}
        self.floor = floors.Floor(
            os.environ["DATABASE_URL"],
            organisation=self.organisation.pk, tender=self.tender.pk, manager=self.person("contract_manager").pk,
            today=self.today, first=date(self.year, 1, 1), last=date(self.year, 12, 31),
        )  # fmt: skip

    def person(self, role: str) -> User:
        """Who has this role."""
        return User.objects.get(email=f"{role.replace('_', '-')}@portfolio-1.example")

    def cases(self) -> Iterator[Case]:
        """Each in turn; the sweep writes, so it comes after the pages."""
        for name, address, rows in self.lists():
            yield self.page(f"list {name}", "buyer", f"/tenders/{address}", rows)
            yield self.statements(f"list {name}, its queries", "buyer", f"/tenders/{address}", rows)
            yield self.page(f"API list {name}", "buyer", f"/api/v1/tenders/{address}", rows)
        yield self.save()
        yield self.judging()
        yield self.page("list of contracts", "buyer", "/contracts/", floors.LIST)
        yield self.page("list of deliverables", "buyer", "/deliverables/", floors.LIST)
        yield self.page("detail page", "buyer", f"/tenders/{self.tender.pk}/", floors.DETAIL)
        yield self.page("work list", "contract_manager", "/", floors.WORK)
        yield self.page("annual report", "management", f"/reports/{self.year}/", floors.REPORT, runs=3)
        yield from self.figures()
        yield self.notices()
        yield self.first_sweep()
        yield self.sweep()
        yield self.publication()
        yield self.pdf()
        yield notices()

    def lists(self) -> Iterator[tuple[str, str, list[str]]]:
        """The list of tenders in several ways: name, query and floor."""
        yield "of tenders", "", floors.tenders()
        yield "filtered and searched", "?stage=awarded&q=data", floors.tenders(floors.FOUND)
        yield "by obligation", "?obligation=mandatory", floors.tenders(floors.MANDATORY)
        pages = -(-self.organisation.tenders.count() // 50)
        yield "at its last page", f"?page={pages}", floors.tenders(offset=(pages - 1) * 50)

    def statements(self, name: str, role: str, path: str, rows: list[str]) -> Case:
        """What a page asks the database, by the same bare connection as its floor."""
        with CaptureQueriesContext(connection) as asked:
            self.client(role).get(path)
        queries = [query["sql"].replace("%", "%%") for query in asked.captured_queries]
        return Case(name, lambda: self.floor.rows(queries), lambda: self.floor.rows(rows), lambda: len(queries))

    def save(self) -> Case:
        """The ambition matrix with a level for every theme, saved by its page and undone each time."""
        client, tender = self.client("buyer"), Tender.objects.filter(approach_state="draft", ambitions=None)[:1].get()
        levels = {f"level_{theme.code}": "2" for theme in Theme.objects.all()}
        path = reverse("procurement:ambition-edit", args=[tender.pk])

        def ours() -> None:
            with transaction.atomic():
                answer = client.post(path, levels, headers={"hx-request": "true"})
                assert answer.status_code == 200, f"{path}: {answer.status_code}"
                assert tender.ambitions.count() == len(levels)
                transaction.set_rollback(True)

        return Case("save of the ambition matrix", ours, lambda: self.floor.undone(floors.SAVE), counted(ours))

    def judging(self) -> Case:
        """All tenders judged anew, as after a threshold changed, and undone; the floor asks for the mandatory ones."""

        def ours() -> None:
            with transaction.atomic():
                obligations.ask_all(timezone.now())
                assert obligations.run_waiting(at=timezone.now()) == 1
                transaction.set_rollback(True)

        items = Tender.objects.count()
        return Case("all judged anew", ours, lambda: self.floor.rows([floors.JUDGED]), counted(ours), 2, items)

    def page(self, name: str, role: str, path: str, rows: list[str], runs: int = 0) -> Case:
        """A page as somebody with this role gets it, through all middleware."""
        client = self.client(role)

        def ours() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"

        return Case(name, ours, lambda: self.floor.rows(rows), counted(ours), runs)

    def client(self, role: str) -> Client:
        """A client that is logged in."""
        if role not in self.clients:
            self.clients[role] = Client()
            self.clients[role].force_login(self.person(role), backend="accounts.backends.PersonBackend")
        return self.clients[role]

    def notices(self) -> Case:
        """Notices taken in whole and undone each time: ours in milliseconds per 100; the floor is to read them only."""
        sample = (Path(settings.BASE_DIR) / "procurement" / "samples" / "bedrijfskleding-aankondiging.xml").read_bytes()
        numbers = re.findall(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", sample)
        files = [SentFile("list.json", as_bytes([publication(id=str(n), tenderned_kenmerk=str(n)) for n in range(50)]))]
        for _ in range(50):
            changed = sample
            for number in set(numbers):
                changed = changed.replace(number, str(uuid.uuid4()).encode())
            files.append(SentFile("notice.xml", changed))
        buyer, at = self.person("buyer"), timezone.now()

        def ours() -> None:
            outcomes = rehearse(files=files, organisation=self.organisation, by=buyer, at=at)
            assert {outcome.result for outcome in outcomes} == {"created"}

        def floor() -> None:
            for file in files:
                assert all(isinstance(notice, Notice) for notice in read_notices(file.data))

        return Case("100 notices taken in", ours, floor, counted(ours), 3, items=100)

    def first_sweep(self) -> Case:
        """The run that writes all reminders which are due, and is undone each time."""
        at, system = self.working_moment(), User.objects.system()

        def ours() -> None:
            with transaction.atomic():
                reminders.send_due(at=at, by=system)
                transaction.set_rollback(True)

        return Case("reminders of a first sweep", ours, lambda: self.floor.rows(floors.SWEEP), counted(ours), 3)

    def sweep(self) -> Case:
        """The run that the beat wakes every five minutes, with nothing new to do."""
        at, system = self.working_moment(), User.objects.system()

        def ours() -> None:
            run = sweep.run(at=at, by=system, clock=timezone.now)
            assert not run.failed_steps, run.failed_steps

        for _ in range(40):  # until nothing is left to send
            if not sweep.run(at=at, by=system, clock=timezone.now).messages:
                break
        return Case("sweep, nothing new", ours, lambda: self.floor.rows(floors.SWEEP), counted(ours), 3)

    def working_moment(self) -> datetime:
        """Eight in the morning of the next working day: on others nobody is reminded."""
        day = self.today
        while not is_working_day(day):
            day += timedelta(days=1)
        return datetime(day.year, day.month, day.day, 8, tzinfo=AMSTERDAM)

    def figures(self) -> Iterator[Case]:
        """All figures of a year; the floors count the same by hand: a query for each figure, and one for each table."""

        def ours() -> list[Figure]:
            return figures(Scope(self.organisation, self.year, self.today))

        by_hand = per_figure()
        counted_twice = {one.code: self.floor.row(by_hand[one.code]) for one in ours()}
        assert counted_twice == {one.code: _counts(one) for one in ours()}, "the floor counts something else"
        yield Case(
            f"{len(by_hand)} figures, by figure", ours, lambda: self.floor.rows(by_hand.values()), counted(ours), 3
        )
        yield Case(f"{len(by_hand)} figures, by table", ours, lambda: self.floor.rows(per_table()), counted(ours), 3)

    def publication(self) -> Case:
        """A report published with the rows behind its figures, undone each time; the floor counts the figures only."""
        writer, publisher, at = self.person("category_manager"), self.person("management"), timezone.now()
        report = reports.begin(organisation=self.organisation, year=self.year, by=writer, at=at)
        reports.submit(report=report, by=writer, at=at)

        def ours() -> None:
            with transaction.atomic():
                reports.publish(report=AnnualReport.objects.get(pk=report.pk), by=publisher, at=at)
                transaction.set_rollback(True)

        return Case("publication of the report", ours, lambda: self.floor.rows(per_table()), counted(ours), 1)

    def pdf(self) -> Case:
        """The PDF of figures that are counted already; the floor is its HTML by WeasyPrint alone, of the same kind."""
        edition = editions.live(organisation=self.organisation, year=self.year, as_of=self.today)
        html = ""

        def keep(name: str, context: dict[str, object]) -> str:
            nonlocal html
            html = str(render_to_string(name, context))
            return html

        def ours() -> None:
            report_files.make(edition, file_format="pdf", language="nl", at=timezone.now())

        with patch.object(pdf, "render_to_string", keep):
            ours()

        def floor() -> None:
            weasyprint.HTML(
                string=html, base_url="http://static.invalid/", url_fetcher=pdf.OwnFilesFetcher()
            ).write_pdf(pdf_variant="pdf/a-3a")

        return Case("PDF of the annual report", ours, floor, counted(ours), 3)


def notices() -> Case:
    """Reading fifty notices, which may take a second; the floor is the bare parser on the same bytes."""
    kinds = [file.read_bytes() for file in sorted((settings.BASE_DIR / "procurement" / "samples").glob("*.xml"))]
    fifty = [kinds[number % len(kinds)] for number in range(50)]

    def ours() -> None:
        for data in fifty:
            read_notice(data)

    def floor() -> None:
        for data in fifty:
            fromstring(data)

    return Case("50 notices read", ours, floor, items=50)


def counted(act: Callable[[], object]) -> Callable[[], int]:
    """How many queries it makes."""

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            act()
        return len(found)

    return count


def _counts(figure: Figure) -> tuple[int | float | None, int | None, int]:
    """A figure as the floors give it: of a share, the numerator comes first."""
    return (figure.numerator if figure.indicator.is_share else figure.value), figure.denominator, figure.unknown
