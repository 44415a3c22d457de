"""Plans on the day's page: to adopt, for who decides; ending, and with goals to explain, for who writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import DECIDE, WRITE
from monitoring.reads import own_lead_time
from monitoring.worklist_sections import SHOWN, Item, Section, section_of
from procurement.goal_figures import MISSED, figures, status_of
from procurement.models import ActionGoal, ActionPlan, CategoryPlan, Tender
from procurement.plan_period import ENDS_WITHIN


@dataclass(frozen=True)
class Kind:
    """A kind of plan: the beginning of the names of its addresses, what its name reads, and the headings."""

    model: Any
    prefix: str
    named_by: str
    to_adopt: Promise
    ending: Promise


KINDS = (
    Kind(
        CategoryPlan, "category-plan", "category",
        gettext_lazy("Category plans to adopt"), gettext_lazy("Category plans without a next edition"),
    ),
    Kind(
        ActionPlan, "action-plan", "responsible",
        gettext_lazy("Action plans to adopt"), gettext_lazy("Action plan without a next edition"),
    ),
)  # fmt: skip


def plan_sections(user: User, organisation: Organisation, today: date) -> list[Section]:
    """What this person has to do with plans; nothing for who neither writes nor adopts them."""
    found = []
    writes = any(has_right(user, organisation, kind.model.area, WRITE) for kind in KINDS)
    lead = (own_lead_time(organisation) or ENDS_WITHIN) if writes else None
    for kind in KINDS:
        model, prefix = kind.model, kind.prefix
        url = reverse(f"procurement:{prefix}-list")
        plans = model.objects.visible_to(user).of(organisation)
        rows = plans.select_related(kind.named_by).order_by("valid_until", "pk")
        if has_right(user, organisation, model.area, DECIDE):
            others = rows.filter(state="submitted").exclude(submitted_by=user)
            waiting = others.select_related("submitted_by", kind.named_by)
            found.append(
                section_of(
                    f"{prefix}s-to-adopt", str(kind.to_adopt), "warning", waiting, _submitted(waiting, prefix),
                    more_url=f"{url}?standing=submitted",
                )
            )  # fmt: skip
        if lead is not None and has_right(user, organisation, model.area, WRITE):
            ending = rows.ending(today, today + lead).without_successor()
            found.append(
                section_of(f"{prefix}s-ending", str(kind.ending), "info", ending, _ending(ending, prefix), more_url=url)
            )
    if has_right(user, organisation, ActionPlan.area, WRITE):
        found.append(_missed(user, organisation, today))
    return found


def _submitted(rows: Any, prefix: str) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=str(row),
            about=_("edition %(number)s") % {"number": row.edition},
            who=str(row.submitted_by),
            url=reverse(f"monitoring:{prefix}-detail", args=[row.pk]),
            state=row.state,
            state_label=row.get_state_display(),
        )


def _ending(rows: Any, prefix: str) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=str(row),
            about=_("holds until and including this day; make the next edition in time"),
            due_on=row.valid_until,
            url=reverse(f"monitoring:{prefix}-detail", args=[row.pk]),
        )


def _missed(user: User, organisation: Organisation, today: date) -> Section:
    """Goals of adopted plans whose year is over, that were not reached and that nobody explained yet."""
    plans = ActionPlan.objects.visible_to(user).of(organisation).filter(state="adopted")
    silent = ActionGoal.objects.filter(plan__in=plans, year__lt=today.year, explanations=None)
    goals = list(silent.select_related("theme", "plan").order_by("year", "theme__position", "pk"))
    measured = figures(goals, Tender.objects.visible_to(user).of(organisation))
    missed = [
        goal for goal in goals if status_of(goal, measured[goal.pk], today.year, is_explained=False) == MISSED
    ]  # fmt: skip
    items = [
        Item(
            what=f"{goal.theme.name} {goal.year}: {goal.text}",
            about=str(goal.plan),
            url=reverse("procurement:action-goal", args=[goal.plan_id, goal.pk]),
        )
        for goal in missed[:SHOWN]
    ]
    return Section("goals-to-explain", _("Goals to explain"), "warning", items, len(missed))
