"""What a tender will ask of its supplier and when, before there is a contract: dates that follow from what is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from accounts.calendar import FIRST_DAY, LAST_DAY
from accounts.models import Organisation
from accounts.templatetags.ui import day_text
from procurement.models import Tender
from procurement.reads import Judgement
from suppliers import deadlines, reads
from suppliers.models import DeliverableKind, FollowUp

MONTHS_TO_START = 6
"""Where no first day is known: so long after the publication a contract is taken to start (ours)."""


@dataclass(frozen=True)
class Expected:
    """The documents that would be due, and what was assumed to date them, as sentences. ``follow_up``: in words."""

    follow_up: str
    due: list[tuple[str, deadlines.Due]]
    assumed: list[str]


def expected_schedule(
    organisation: Organisation,
    follow_up: str,
    *,
    published_on: date | None,
    awarded_on: date | None,
    starts_on: date | None,
    ends_on: date | None,
    today: date,
) -> Expected:
    """The schedule of the organisation for this follow-up on the dates that the tender names; one or two queries.

    Without a first day that of the award counts, else six months after the publication (or today). Without a last day
    it is shown as far ahead as an open-ended contract shows it. A published day such as 31-12-9999 stands for none.
    """
    published_on, awarded_on, starts_on, ends_on = map(_real, (published_on, awarded_on, starts_on, ends_on))
    start, assumed = _start(published_on, awarded_on, starts_on, today)
    end = ends_on if ends_on and ends_on >= start else None
    if awarded_on is None:
        assumed.append(_("The day of the award is not known: taken to be the first day."))
    if end is None:
        assumed.append(
            _("The last day is not known: shown until %(day)s.") % {"day": day_text(deadlines.horizon(start))}
        )
    planned = reads.planned(
        reads.schedule_of(organisation, follow_up), start=start, end=end, awarded_on=awarded_on or start, today=start
    )
    return Expected(str(FollowUp(follow_up).label), list(_named(planned)), assumed)


def _real(day: date | None) -> date | None:
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def _start(
    published_on: date | None, awarded_on: date | None, starts_on: date | None, today: date
) -> tuple[date, list[str]]:
    if starts_on is not None:
        return starts_on, []
    if awarded_on is not None:
        return awarded_on, [_("The first day of the contract is not known: taken to be the day of the award.")]
    start = deadlines.add_months(published_on or today, MONTHS_TO_START)
    told = {"day": day_text(start), "months": MONTHS_TO_START}
    if published_on is not None:
        return start, [
            _("The first day is not known: taken to be %(day)s, %(months)d months after publication.") % told
        ]
    return start, [_("The first day is not known: taken to be %(day)s, %(months)d months from today.") % told]


def _named(planned: Iterable[deadlines.Due]) -> Iterable[tuple[str, deadlines.Due]]:
    """Each with its name: what it is, about which year, and which one of several."""
    kinds = dict(DeliverableKind.choices)
    for due in planned:
        name = str(kinds[due.kind])
        name = name[:1].upper() + name[1:]
        name += f" {due.about_year}" if due.about_year else ""
        yield name + (f" ({due.occurrence})" if due.occurrence > 1 else ""), due


def expected_for(tender: Tender, *, today: date) -> Expected | None:
    """The schedule that follows from the decision on ISV as it stands, for the follow-up chosen or else proposed.

    None where ISV is no contract condition, or where there is neither a choice nor a proposal.
    """
    if not tender.isv_contract_condition:
        return None
    follow_up = tender.follow_up or Judgement(tender, today).follow_up.follow_up
    if not follow_up:
        return None
    days = tender.lots.aggregate(starts_on=Min("start_on"), ends_on=Max("end_on"))
    return expected_schedule(
        tender.organisation, follow_up, published_on=tender.publication_date, awarded_on=tender.award_date,
        today=today, **days,
    )  # fmt: skip
