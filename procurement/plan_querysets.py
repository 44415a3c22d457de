"""Reads of plans: who sees which, and which hold on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from procurement.plan_period import ADOPTED, COMING, DRAFT, IN_FORCE, OVER, SUBMITTED

if TYPE_CHECKING:
    from accounts.models import Organisation, User


class PlanQuerySet(models.QuerySet[Any]):
    """Reads that every kind of plan has. (The models name their own type; a generic one here would go in circles.)"""

    def visible_to(self, user: User) -> Self:
        """Every member of an organisation reads its plans, also while they are made."""
        if user.is_system:
            return self
        return self.filter(organisation__in=user.organisation_ids)

    def of(self, organisation: Organisation | int) -> Self:
        return self.filter(organisation=organisation)

    def in_force(self, day: date) -> Self:
        """Adopted, and this day is in their period."""
        return self.filter(state=ADOPTED, valid_from__lte=day, valid_until__gte=day)

    def standing(self, standing: str, day: date) -> Self:
        """Those that are this on the day (``plan_period.STANDINGS``)."""
        conditions = {
            DRAFT: Q(state=DRAFT),
            SUBMITTED: Q(state=SUBMITTED),
            COMING: Q(state=ADOPTED, valid_from__gt=day),
            IN_FORCE: Q(state=ADOPTED, valid_from__lte=day, valid_until__gte=day),
            OVER: Q(state=ADOPTED, valid_until__lt=day),
        }
        return self.filter(conditions[standing])

    def ending(self, since: date, until: date) -> Self:
        """Adopted, in force on the first day, with their last day not after ``until``."""
        return self.in_force(since).filter(valid_until__lte=until)

    def adopted_until(self, since: date, until: date) -> Self:
        """Adopted, with their last day in this time."""
        return self.filter(state=ADOPTED, valid_until__gte=since, valid_until__lte=until)

    def without_successor(self) -> Self:
        """Those that no later edition for the same subject follows, in hand or adopted."""
        same = {name: OuterRef(name) for name in ("organisation", *self.model.subject)}
        return self.exclude(Exists(self.model._default_manager.filter(edition__gt=OuterRef("edition"), **same)))

    def overlapping(self, since: date, until: date) -> Self:
        return self.filter(valid_from__lte=until, valid_until__gte=since)


class ActionPlanQuerySet(PlanQuerySet):
    def with_contents(self) -> Self:
        """With all that a list, a file or an answer tells of a plan, in a fixed number of queries."""
        found = self.select_related("responsible", "submitted_by", "adopted_by")
        return found.prefetch_related(
            "goals__theme", "goals__explanations__explained_by", "focuses__theme", "focuses__category"
        )


class CategoryPlanQuerySet(PlanQuerySet):
    def with_contents(self) -> Self:
        """With all that a list, a file or an answer tells of a plan, in a fixed number of queries."""
        found = self.select_related("category", "responsible", "submitted_by", "adopted_by")
        return found.prefetch_related("agreements__theme", "kpis__results", "kpis__theme")

    def search(self, text: str) -> Self:
        """Every word occurs in the name of the category or in what the plan says."""
        found = Q()
        for word in text.replace("\0", "").split()[:8]:
            found &= (
                Q(category__name_nl__icontains=word)
                | Q(category__name_en__icontains=word)
                | Q(scope__icontains=word)
                | Q(isv_agreement__icontains=word)
            )
        return self.filter(found)

    def with_focus(self, theme: str) -> Self:
        """Those that name this theme as focus."""
        focused = self.model._default_manager.filter(agreements__theme__code=theme, agreements__is_focus=True)
        return self.filter(pk__in=focused.values("pk"))

    def newest_first(self) -> Self:
        return self.order_by(F("valid_from").desc(), "category__position", "category__name_nl", "-pk")
