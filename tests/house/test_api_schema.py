"""The API against its own description: strange requests to every address, and each answer has the form described."""

from __future__ import annotations

from typing import Any

import schemathesis
from django.conf import settings
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import response_schema_conformance

from accounts.roles import ROLES
from tests.accounts.fixtures import Cast
from tests.house.test_url_roles import session_of
from tests.house.world import build

TRIES = 12


def test_no_strange_request_makes_a_server_error(cast: Cast) -> None:
    build(cast)
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(cast.with_roles(*ROLES))}"
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())

    @examples(
        max_examples=TRIES, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def tried(case: Any) -> None:
        cache.clear()  # the limit of requests a minute is not what is tried here
        response = case.call(headers={"Cookie": cookie})
        case.validate_response(response, checks=(not_a_server_error, response_schema_conformance))

    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:
        given(case=operation.as_strategy())(tried)()
    assert len(operations) == sum(map(len, described.raw_schema["paths"].values())) > 20
