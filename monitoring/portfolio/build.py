"""Building portfolios, each in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, User
from monitoring.actions import lookups
from monitoring.portfolio import contracts, people, tenders

TENDERS_PER_SUPPLIER = 50


def build(*, organisations: int, tenders_each: int, seed: int, by: User, at: datetime) -> list[str]:
    """Make `portfolio-1` … with this many tenders each; answers the slugs made, without those that were there."""
    lookups.load_all(by=by, at=at)
    wanted = [f"portfolio-{number}" for number in range(1, organisations + 1)]
    present = set(Organisation.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    for number, slug in enumerate(wanted, start=1):
        if slug not in present:
            _build(number=number, size=tenders_each, seed=seed, by=by, at=at)
    return [slug for slug in wanted if slug not in present]


@transaction.atomic
def _build(*, number: int, size: int, seed: int, by: User, at: datetime) -> None:
    stage = people.raise_curtain(number=number, suppliers=max(1, size // TENDERS_PER_SUPPLIER), seed=seed, by=by, at=at)
    contracts.make_all(stage, tenders.make_all(stage, size))
