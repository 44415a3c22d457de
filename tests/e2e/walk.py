"""Who walks through the product in a test, the pages found on the way, and what several steps do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage

import holidays

from tests.e2e.browsing import Person
from tests.e2e.conftest import People
from tests.e2e.product import Product

TODAY = date.today()  # noqa: DTZ011  (the clock that the product reads too)
LINK = re.compile(r"http://localhost:\d+(/portal/enter/\S+)")


@dataclass
class Walk:
    """Who walks, and the pages found on the way."""

    product: Product
    people: People
    organisation: str
    contact: str
    tender: str = ""
    contract: str = ""
    risk_analysis: str = ""
    improvement_plan: str = ""
    meeting: str = ""
    extended_to: date = TODAY

    def person(self, role: str) -> Person:
        """The colleague with this role."""
        return self.people.of(self.organisation, role)

    @property
    def supplier(self) -> Person:
        """The contact person of the supplier."""
        return self.people.stranger(self.contact)

    def enters(self, mail: EmailMessage) -> Person:
        """The supplier opens the personal link of a message and presses the button."""
        supplier = self.supplier
        supplier.opens(link_in(mail))
        supplier.presses("Go to the portal")
        return supplier


def sweep(walk: Walk, day: date) -> None:
    """What the beat does, on a later day."""
    walk.product.manage("sweep", "--at", f"{day.isoformat()}T08:00+01:00")


def link_in(mail: EmailMessage) -> str:
    """The personal link in a message."""
    found = LINK.search(text_of(mail))
    assert found, text_of(mail)
    return found[1]


def text_of(mail: EmailMessage) -> str:
    """The plain text of a message."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def next_working_day(day: date) -> date:
    """This day, or the first working day after it."""
    free = holidays.country_holidays("NL", categories=("public", "optional"))
    while day.weekday() >= 5 or day in free:
        day += timedelta(days=1)
    return day
