"""One real case through all of the product: from a published notice to the annual report, as its people see it.

The product runs as in production: gunicorn, a Celery worker with beat on Redis, PostgreSQL, and a mail server that
catches what is sent. The steps stand in buying.py, delivering.py and accounting.py.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.accounting import account_for_the_year, hold_a_meeting, publish_the_year, remind_of_the_agreement
from tests.e2e.browsing import said
from tests.e2e.buying import fill_in_the_approach, record_the_award, return_it_once_and_approve_it, take_the_notice_in
from tests.e2e.conftest import People
from tests.e2e.delivering import (
    accept_what_comes_in_again,
    ask_for_a_revision,
    give_more_time,
    hand_in_without_an_account,
    remind_when_it_is_due,
)
from tests.e2e.product import Product, wait_until
from tests.e2e.walk import TODAY, Walk
from tests.procurement.json_notices import as_bytes, publication

pytestmark = pytest.mark.e2e

SAMPLE = Path(__file__).resolve().parents[2] / "procurement/samples/bedrijfskleding-aankondiging.xml"
REAL = "eforms/real-ojs/2024-OJS065-00191536.xml"


@pytest.fixture(params=["our sample", "published notice"])
def case(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """An organisation and the notice with which it begins."""
    if request.param == "our sample":
        return "voorbeeld", SAMPLE
    found: Path = request.getfixturevalue("real_data") / REAL
    return "proef", found


def test_one_case_from_notice_to_annual_report(
    running: Product, people: People, case: tuple[str, Path], tmp_path: Path
) -> None:
    organisation, notice = case
    walk = Walk(running, people, organisation, contact=f"keten@leverancier-{organisation}.nl")

    take_the_notice_in(walk, notice)
    fill_in_the_approach(walk)
    return_it_once_and_approve_it(walk)
    record_the_award(walk)
    hand_in_without_an_account(walk, tmp_path)
    ask_for_a_revision(walk)
    accept_what_comes_in_again(walk, tmp_path)
    give_more_time(walk)
    remind_when_it_is_due(walk)
    hold_a_meeting(walk)
    remind_of_the_agreement(walk)
    account_for_the_year(walk, tmp_path)
    publish_the_year(walk)


def test_a_killed_worker_does_not_lose_the_report(running: Product, people: People) -> None:
    management = people.of("voorbeeld", "management")
    management.opens(f"/reports/{TODAY.year - 1}/")
    management.presses("Make the PDF")
    wait_until(lambda: state_of_the_build(running) == "building", "a worker that begins")
    running.kill_worker()
    assert state_of_the_build(running) == "building"

    management.opens(management.path)
    expect(management.page.locator("progress, [role=progressbar]").first).to_be_visible()
    running.start_worker()
    after_the_lease = timezone.now() + timedelta(minutes=20)
    running.manage("sweep", "--at", after_the_lease.isoformat())

    management.opens(management.path)
    management.sees(said("The PDF is ready"))


def test_a_killed_worker_takes_each_notice_in_once(running: Product, people: People, tmp_path: Path) -> None:
    number = 300
    file = tmp_path / "lijst.json"
    file.write_bytes(as_bytes([publication(id=str(at), tenderned_kenmerk=str(at)) for at in range(number)]))
    before = noticed(running)
    buyer = people.of("proef", "buyer")
    buyer.opens("/tenders/import/")
    buyer.attaches("notices", file)
    buyer.presses("See what will be made")
    buyer.page.get_by_role("button", name=said("Take it in"), exact=True).click(timeout=60_000)
    buyer.page.wait_for_load_state()
    wait_until(lambda: noticed(running) > before, "a worker that begins")
    running.kill_worker()
    assert before < noticed(running) < before + number

    running.start_worker()
    running.manage("sweep", "--at", (timezone.now() + timedelta(minutes=20)).isoformat())
    wait_until(lambda: noticed(running) == before + number, "the rest of the notices")
    # The page asks how far it is and renews itself; going there as well would end one of the two.
    expect(buyer.page.get_by_role("progressbar")).to_have_count(0, timeout=30_000)
    buyer.sees(said("new tender"))


def noticed(product: Product) -> int:
    """How many notices of tenders are kept."""
    return int(asked(product, "SELECT count(*) FROM procurement_notice"))


def state_of_the_build(product: Product) -> str:
    """How far the file is that was asked for last."""
    return asked(product, "SELECT state FROM monitoring_reportbuild ORDER BY id DESC LIMIT 1")


def asked(product: Product, query: str) -> str:
    """The one value that the database says."""
    with psycopg2.connect(product.environment["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchone()
    connection.close()
    return str(found[0]) if found else ""
