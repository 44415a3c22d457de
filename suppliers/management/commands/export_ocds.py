"""`export_ocds`: the tenders and awards of an organisation as an OCDS 1.1 release package."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation
from procurement.models import Tender
from suppliers.ocds import package
from suppliers.reads_ocds import releases

WRONG_USE = 2


class Command(BaseCommand):
    help = "Writes the tenders and awards of an organisation as open data: an OCDS 1.1 release package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("output", metavar="OUT.json", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.", returncode=WRONG_USE)
        at = timezone.now()
        tenders = Tender.objects.of(organisation).order_by("pk")
        text = package(
            releases(tenders, today=timezone.localdate(at)),
            organisation=organisation, at=at, address=f"{settings.BASE_URL}/tenders/ocds.json",
        )  # fmt: skip
        try:
            with options["output"].open("w", encoding="utf-8") as file:
                file.writelines(text)
        except OSError as error:
            raise CommandError(
                f"{options['output']} cannot be written: {error.strerror}.", returncode=WRONG_USE
            ) from error
        self.stdout.write(f"{options['output']}: {tenders.count()} tenders")
