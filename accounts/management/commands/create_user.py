"""create_user EMAIL --organisation SLUG --role ROLE: make a user and give roles."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.actions import people
from accounts.models import Organisation, User
from accounts.roles import ROLES


class Command(BaseCommand):
    help = "Makes a user, or finds the one with this address, and adds roles in an organisation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--organisation", required=True)
        parser.add_argument("--role", action="append", required=True, choices=list(ROLES))
        parser.add_argument("--name", default="")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(
                f"There is no organisation {options['organisation']!r}; make it with create_organisation.",
                returncode=2,
            )
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else None
        system, now = User.objects.system(), timezone.now()
        try:
            with transaction.atomic():
                user, created = people.create_user(
                    email=options["email"], name=options["name"], by=system, at=now, password=password
                )
                added = people.grant_roles(
                    user=user, organisation=organisation, roles=options["role"], by=system, at=now
                )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(
            f"{'created' if created else 'found'} {user.email}; roles added: {', '.join(added) or 'none'}"
        )
