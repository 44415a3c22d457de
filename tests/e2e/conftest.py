"""The running product for the tests of this folder, and people who use it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import Person
from tests.e2e.product import Product, database, product

PASSWORD = "wandeling-door-het-huis"
NAMES = {
    "buyer": "Ilse Inkoop",
    "tenderboard": "Tom Tenderboard",
    "budget_holder": "Bea Budget",
    "contract_manager": "Carl Contract",
    "category_manager": "Cato Categorie",
    "management": "Mira Management",
}
ORGANISATIONS = {"voorbeeld": "Ministerie van Voorbeelden", "proef": "Dienst Proefname"}


class People:
    """Everybody of the walk, each logged in once and in a browser of his own."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.known: dict[str, Person] = {}

    def stranger(self, name: str) -> Person:
        """Somebody who is not logged in."""
        return self.known.setdefault(name, Person(self.browser, self.url))

    def of(self, organisation: str, role: str) -> Person:
        """The person with this role in this organisation."""
        address = address_of(organisation, role)
        if address not in self.known:
            self.stranger(address).logs_in(address, PASSWORD)
        return self.known[address]


def address_of(organisation: str, role: str) -> str:
    """The mail address of the person with this role."""
    return f"{role.replace('_', '-')}@{organisation}.nl"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Product]:
    """The product with two organisations, one person per role in each."""
    folder = tmp_path_factory.mktemp("product")
    server = os.environ.get("TEST_DATABASE_URL", "")
    assert server, "TEST_DATABASE_URL is not set; run this test with: python3 run.py test"
    people = folder / "people.json"
    organisations = {
        slug: {
            "name": name, "kind": "central", "password": PASSWORD,
            "people": {role: {"email": address_of(slug, role), "name": NAMES[role]} for role in NAMES},
        }
        for slug, name in ORGANISATIONS.items()
    }  # fmt: skip
    people.write_text(json.dumps(organisations))
    with (
        database(server) as url,
        product(folder, database_url=url, redis_url=redis_url.removesuffix("0") + "7", people=people) as found,
    ):
        yield found


@pytest.fixture
def people(running: Product, browser: Browser, request: pytest.FixtureRequest) -> Iterator[People]:
    """Who uses the product; a script error on any page fails the test, and leaves a picture of each browser."""
    found = People(browser, running.url)
    yield found
    problems = [problem for person in found.known.values() for problem in person.problems]
    for name, person in found.known.items():
        if problems or request.session.testsfailed:
            folder = Path(__file__).resolve().parents[2] / "build" / "screenshots"
            folder.mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=folder / f"walk-{name}.png", full_page=True)
        person.context.close()
    assert problems == []
