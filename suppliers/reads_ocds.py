"""The tenders with all that an OCDS release says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch

from procurement.models import Ambition, Lot, Notice
from procurement.querysets import TenderQuerySet
from suppliers import ocds
from suppliers.models import Contract

BATCH = 500


def releases(tenders: TenderQuerySet, *, today: date) -> Iterator[dict[str, Any]]:
    """A release per tender, read in batches: six queries per 500."""
    loaded = tenders.select_related("organisation").prefetch_related(
        "buyers",
        Prefetch("lots", Lot.objects.select_related("tender")),
        Prefetch("ambitions", Ambition.objects.select_related("theme")),
        Prefetch("notices", Notice.objects.only("tender", "imported_at")),
        Prefetch("contracts", Contract.objects.select_related("supplier").prefetch_related("lots").order_by("pk")),
    )
    for tender in loaded.iterator(chunk_size=BATCH):
        yield ocds.release(tender, today=today)
