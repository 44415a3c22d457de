"""make_portfolio: synthetic organisations of any size."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import User
from monitoring.portfolio.build import build


def number(text: str) -> int:
    """One or more."""
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


class Command(BaseCommand):
    help = "Makes the synthetic organisations portfolio-1 … portfolio-N, the same for the same seed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisations", type=number, default=1, help="how many organisations")
        parser.add_argument("--tenders", type=number, default=1000, help="how many tenders in each")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other rows")

    def handle(self, *args: Any, **options: Any) -> None:
        made = build(
            organisations=options["organisations"],
            tenders_each=options["tenders"],
            seed=options["seed"],
            by=User.objects.system(),
            at=timezone.now(),
        )
        self.stdout.write(f"made {', '.join(made)}" if made else "nothing: they are there already")
