"""``portfolio_format``: the columns of a portfolio as documentation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from monitoring.actions.portfolio import sheets
from monitoring.formats.portfolio.documentation import page


class Command(BaseCommand):
    help = "Prints docs/portfolio-format.md, from the definition of the columns and the tables of themes."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(sheets.current()), ending="")
