"""Building the demonstration in one transaction."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import audit, outbox
from accounts.models import Organisation, User
from monitoring.actions import lookups
from monitoring.demo import action_plan, contracts, dialogues, people, plans, reports, tenders

log = logging.getLogger(__name__)


@transaction.atomic
def build(*, by: User, at: datetime) -> bool:
    """Make the demonstration organisation as of ``at``; False when it is there already.

    What its history would have mailed is noted as sent and never leaves: only what happens from now on does,
    and mail to addresses under .example stays on this machine (accounts.actions.outbox).
    """
    if Organisation.objects.filter(slug=people.SLUG).exists():
        return False
    with audit.together(), outbox.past():
        _play(by=by, at=at)
    return True


def _play(*, by: User, at: datetime) -> None:
    lookups.load_all(by=by, at=at)
    since = at - timedelta(days=365 * tenders.YEARS + 200)
    stage = people.raise_curtain(by=by, now=at, since=since)
    plans.make_all(stage)
    action = action_plan.make(stage)
    made = tenders.make_all(stage)
    awarded = contracts.make_all(stage, made)
    action_plan.explain(stage, action)
    dialogues.make_all(stage, awarded)
    reports.make_all(stage)
