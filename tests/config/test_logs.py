"""What the log never holds."""

from __future__ import annotations

import logging
import logging.config

import pytest
from django.conf import settings
from django.test import Client

from config.logs import Line


@pytest.mark.django_db
def test_a_refused_link_is_logged_without_its_secret(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/portal/enter/Abc-_123/")

    (line,) = (Line("{message}", style="{").format(record) for record in caplog.records)

    assert line == "Gone: /portal/enter/…/"


def test_a_link_for_a_new_password_is_logged_without_its_secret() -> None:
    path = "/account/password/reset/key/1-cxk2d-0a1b2c/"
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Forbidden: %s", (path,), None)

    assert Line("{message}", style="{").format(record) == "Forbidden: /account/password/reset/key/…/"


def test_every_line_is_written_that_way() -> None:
    configurator = logging.config.DictConfigurator(settings.LOGGING)

    made = configurator.configure_formatter(settings.LOGGING["formatters"]["line"])

    assert isinstance(made, Line)
