"""Plans on the day's page: to adopt, for who decides; ending, and with goals to explain, for who writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.permissions import has_right
from accounts.roles import DECIDE, WRITE
from monitoring.worklist_sections import SHOWN, Item, Section, section_of
from procurement.goal_figures import MISSED, figures, status_of
from procurement.models import ActionGoal, ActionPlan, CategoryPlan, Tender

ENDS_WITHIN = timedelta(days=90)
"""So long before its last day a plan asks for a next edition (ours): time to write, submit and adopt one."""

KINDS: tuple[tuple[Any, str, str], ...] = (
    (CategoryPlan, "category-plan", "category"), (ActionPlan, "action-plan", "responsible"),
)  # fmt: skip
"""Kind of plan, the beginning of the names of its addresses, and what its name reads."""


def plan_sections(user: User, organisation: Organisation, today: date) -> list[Section]:
    """What this person has to do with plans; nothing for who neither writes nor adopts them."""
    found = []
    for kind, prefix, named_by in KINDS:
        rows = kind.objects.visible_to(user).of(organisation).select_related(named_by).order_by("valid_until", "pk")
        url = reverse(f"procurement:{prefix}-list")
        if has_right(user, organisation, kind.area, DECIDE):
            waiting = rows.filter(state="submitted").exclude(submitted_by=user).select_related("submitted_by", named_by)
            found.append(
                section_of(
                    f"{prefix}s-to-adopt", _to_adopt(kind), "warning", waiting, _submitted(waiting, prefix),
                    more_url=f"{url}?standing=submitted",
                )
            )  # fmt: skip
        if has_right(user, organisation, kind.area, WRITE):
            ending = rows.ending(today, today + ENDS_WITHIN).without_successor()
            found.append(
                section_of(
                    f"{prefix}s-ending", _ending_soon(kind), "info", ending, _ending(ending, prefix), more_url=url
                )
            )  # fmt: skip
    if has_right(user, organisation, ActionPlan.area, WRITE):
        found.append(_missed(user, organisation, today))
    return found


def _to_adopt(kind: Any) -> str:
    return _("Category plans to adopt") if kind is CategoryPlan else _("Action plans to adopt")


def _ending_soon(kind: Any) -> str:
    return (
        _("Category plans without a next edition") if kind is CategoryPlan else _("Action plan without a next edition")
    )


def _submitted(rows: Any, prefix: str) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=str(row),
            about=_("edition %(number)s") % {"number": row.edition},
            who=str(row.submitted_by),
            url=reverse(f"procurement:{prefix}-detail", args=[row.pk]),
            state=row.state,
            state_label=row.get_state_display(),
        )


def _ending(rows: Any, prefix: str) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=str(row),
            about=_("holds until and including this day; make the next edition in time"),
            due_on=row.valid_until,
            url=reverse(f"procurement:{prefix}-detail", args=[row.pk]),
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
