"""Rules over the HTML of every page as it was sent: nothing needs a script, and no two parts have one id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.roles import ROLES
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.house.entries import Entry
from tests.house.test_url_roles import session_of
from tests.house.url_roles import ENTRIES
from tests.house.world import World, build

pytestmark = pytest.mark.postgres  # every page there is: once

SENDS = ".//button[not(@type) or @type='submit'] | .//input[@type='submit']"
ASKS = "//*[@hx-get or @hx-post]"


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


def test_no_page_needs_a_script_or_gives_an_id_twice(world: World) -> None:
    """What a script fetches or saves has a link or a button that does the same, and each form one that sends it.

    A label belongs to the first part with its id, so the second of two is a field without a name.
    """
    member = UserFactory(organisation=world.cast.organisation, roles=list(ROLES))
    clients = {False: Client(), True: Client()}
    for is_portal, user in ((False, member), (True, world.cast.supplier)):
        clients[is_portal].cookies["sessionid"] = session_of(user)
    wrong, seen = [], 0
    for name, entry in ENTRIES.items():
        if entry.post or entry.is_api or name in {"portal:leave", "accounts:gallery"}:
            continue
        for page in _page(clients[entry.is_portal], world, name, entry):
            seen += 1
            wrong += [f"{name}: {each}" for each in (*_needing_script(page), *_given_twice(page))]
    assert wrong == []
    assert seen > 80


def _page(client: Client, world: World, name: str, entry: Entry) -> Iterator[html.HtmlElement]:
    answer = client.get(reverse(name, args=[*(world.key(each) for each in entry.args), *dict(entry.fixed).values()]))
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and answer.content.strip():
        yield html.fromstring(answer.content.decode())
    answer.close()


def _needing_script(page: html.HtmlElement) -> Iterator[str]:
    for part in page.xpath(ASKS):
        if not _has_plain_way(part):
            yield f"only a script uses {_shown(part)}"
    for form in page.xpath("//form"):
        outside = page.xpath("//button[@form=$id]", id=form.get("id", "")) if form.get("id") else []
        if not form.xpath(SENDS) and not outside:
            yield f"no button sends {_shown(form)}"
        if form.xpath(".//input[@type='file']") and form.get("enctype") != "multipart/form-data":
            yield f"the file would not be sent by {_shown(form)}"
    for button in page.xpath("//button[@type='button'][not(ancestor::dialog) and not(ancestor::template)]"):
        yield f"only a script hears {_shown(button)}"


def _given_twice(page: html.HtmlElement) -> list[str]:
    return [f"two parts have the id {each}" for each, times in Counter(page.xpath("//@id")).items() if times > 1]


def _has_plain_way(part: html.HtmlElement) -> bool:
    """A link that leads there, or a button that sends the form around it."""
    if part.tag == "a":
        return bool(part.get("href"))
    forms = part.xpath("ancestor-or-self::form")
    return bool(part.xpath(".//a[@href]") or (forms and forms[-1].xpath(SENDS)))


def _shown(part: html.HtmlElement) -> str:
    return str(html.tostring(part, encoding="unicode"))[:160]
