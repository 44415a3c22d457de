"""create_organisation SLUG --name N --kind KIND: make an organisation, or bring it up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import people
from accounts.models import Organisation, User


class Command(BaseCommand):
    help = "Makes an organisation, or brings name and kind of an existing one up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", required=True, choices=Organisation.Kind.values)
        parser.add_argument("--oin", default="")
        parser.add_argument("--kvk", default="")
        parser.add_argument("--tooi", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        fields = {name: options[name] for name in ("slug", "name", "kind", "oin", "kvk", "tooi")}
        try:
            organisation, created = people.create_organisation(by=User.objects.system(), at=timezone.now(), **fields)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{'created' if created else 'unchanged or updated'} {organisation.slug}")
