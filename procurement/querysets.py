"""Reads of tenders: who sees which, and what is derived from several rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Trim, Upper
from django.db.models.lookups import Exact

from accounts.roles import DECIDE, roles_with
from procurement.obligation import MANDATORY, NOT_MANDATORY, UNKNOWN, VOLUNTARY
from procurement.thresholds import CENTRAL, DECENTRAL, EURO, SOCIAL, WORKS

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from procurement.models import Lot, Tender

IN_MARKET = ("published", "awarded")


class TenderQuerySet(models.QuerySet["Tender"]):
    def visible_to(self, user: User) -> TenderQuerySet:
        """Every member of an organisation reads its tenders (domain.md §8)."""
        if user.is_system:
            return self
        return self.filter(organisation__in=user.organisation_ids)

    def of(self, organisation: Organisation) -> TenderQuerySet:
        return self.filter(organisation=organisation)

    def in_year(self, year: int) -> TenderQuerySet:
        """Tenders belong to the year of their publication date (interfaces.md)."""
        return self.filter(publication_date__year=year)

    def search(self, text: str) -> TenderQuerySet:
        """Every word occurs in the reference or the title; or the text is the number of a publication."""
        found = Q()
        for word in text.split()[:8]:
            found &= Q(reference__icontains=word) | Q(title__icontains=word)
        published = self._same(notices__publication=text.strip())
        return self.filter(found | Exists(published))

    def in_category(self, category_id: int) -> TenderQuerySet:
        return self.filter(Exists(self._same(lots__category=category_id)))

    def published_unapproved(self) -> TenderQuerySet:
        """The market was asked, and no approved approach: shown and counted (domain.md §8)."""
        return self.filter(stage__in=IN_MARKET).exclude(approach_state="approved")

    def approved_late(self) -> TenderQuerySet:
        """Approved, but after the day of publication (in the local time zone)."""
        return self.filter(approach_approved_at__date__gt=F("publication_date"))

    def awaiting_decision_of(self, user: User) -> TenderQuerySet:
        """Submitted by somebody else in an organisation where the user may judge, and not yet judged by him."""
        judged = self._same(approach_decisions__decided_by=user, approach_decisions__round=F("approach_round"))
        return (
            self.filter(approach_state="submitted")
            .filter(organisation__in=user.organisations_with(roles_with("approve_approach", DECIDE)))
            .exclude(approach_submitted_by=user)
            .exclude(Exists(judged))
        )

    def with_ambition_summary(self) -> TenderQuerySet:
        """Adds ``highest_level`` (none without any level) and ``themes_filled`` (themes with a level, 0 included)."""
        levels = (
            self.model._default_manager.filter(pk=OuterRef("pk"), ambitions__level__isnull=False)
            .order_by()
            .values("pk")
        )
        return self.annotate(
            highest_level=Subquery(levels.annotate(found=Max("ambitions__level")).values("found")),
            themes_filled=Coalesce(Subquery(levels.annotate(found=Count("ambitions")).values("found")), Value(0)),
        )

    def with_obligation(self) -> TenderQuerySet:
        """Adds ``threshold_amount``, ``in_risk_category``, ``is_at_threshold``, ``obligation`` (obligation.OUTCOMES).

        The same answer as ``procurement.obligation.obligation`` gives for one tender; a test holds both against
        each other over every combination of facts.
        """
        thresholds = self._table("Threshold")._default_manager.filter(
            kind=OuterRef("threshold_kind"), valid_from__lte=OuterRef("publication_date")
        )
        lots = self._table("Lot")._default_manager.filter(tender=OuterRef("pk")).with_counting()
        unknown_lot = Exists(lots.filter(Q(category=None) | Q(category__is_risk=True, is_counting=False)))
        return (
            self.alias(threshold_kind=_threshold_kind(), is_in_euro=_is_in_euro())
            .annotate(
                threshold_amount=Subquery(thresholds.order_by("-valid_from").values("amount")[:1]),
                in_risk_category=Exists(lots.filter(is_counting=True)),
            )
            .annotate(is_at_threshold=_is_at_threshold())
            .annotate(
                obligation=Case(
                    When(~Q(organisation__kind="central"), then=Value(VOLUNTARY)),
                    When(Q(is_at_threshold=True, in_risk_category=True), then=Value(MANDATORY)),
                    When(Q(is_at_threshold=None) | ~Exists(lots) | unknown_lot, then=Value(UNKNOWN)),
                    default=Value(NOT_MANDATORY),
                    output_field=models.CharField(),
                )
            )
        )

    def with_isv_form(self) -> TenderQuerySet:
        """Only tenders with at least one form of ISV."""
        return self.filter(
            Q(isv_contract_condition=True)
            | Q(isv_minimum_requirement=True)
            | Q(isv_selection_criterion=True)
            | Q(isv_award_criterion=True)
        )

    def _same(self, **lookups: Any) -> models.QuerySet[Tender]:
        """The outer tender once more, if it meets the conditions: for ``Exists`` over its rows."""
        return self.model._default_manager.filter(pk=OuterRef("pk"), **lookups)

    def _table(self, name: str) -> Any:
        """A table that no field of a tender leads to the way a subquery needs it."""
        return self.model._meta.apps.get_model("procurement", name)


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, user: User) -> LotQuerySet:
        if user.is_system:
            return self
        return self.filter(tender__organisation__in=user.organisation_ids)

    def with_counting(self) -> LotQuerySet:
        """Adds ``is_counting``: its risk category, or the one it replaced or was replaced by, held on publication.

        False where there is no category, no publication date, or the category is no risk category.
        """
        by_predecessor = self.model._default_manager.filter(_holds("category__predecessors"), pk=OuterRef("pk"))
        held = _holds("category") | _holds("category__successor") | Q(Exists(by_predecessor))
        return self.annotate(
            is_counting=Case(
                When(Q(tender__publication_date__isnull=False, category__is_risk=True) & held, then=Value(True)),  # noqa: FBT003
                default=Value(False),  # noqa: FBT003
                output_field=models.BooleanField(),
            )
        )


def _threshold_kind() -> Case:
    """procurement.thresholds.kind_for, in SQL."""
    return Case(
        When(regime="social", then=Value(SOCIAL)),
        When(nature="works", then=Value(WORKS)),
        When(nature__in=("supplies", "services"), organisation__kind="central", then=Value(CENTRAL)),
        When(nature__in=("supplies", "services"), then=Value(DECENTRAL)),
        output_field=models.CharField(),
    )


def _is_in_euro() -> Case:
    """procurement.thresholds.in_euro, in SQL."""
    return Case(
        When(Exact(Trim(Upper("currency")), Value(EURO)) | Exact(Trim("currency"), Value("")), then=Value(True)),  # noqa: FBT003
        default=Value(False),  # noqa: FBT003
        output_field=models.BooleanField(),
    )


def _is_at_threshold() -> Case:
    known = Q(estimated_value__isnull=False, threshold_amount__isnull=False, is_in_euro=True)
    return Case(
        When(known & Q(estimated_value__gte=F("threshold_amount")), then=Value(True)),  # noqa: FBT003
        When(known, then=Value(False)),  # noqa: FBT003
        output_field=models.BooleanField(null=True),
    )


def _holds(category: str) -> Q:
    """The risk category at this path is one on the publication date of the lot's tender."""
    day = F("tender__publication_date")
    return (
        Q(**{f"{category}__is_risk": True})
        & (Q(**{f"{category}__valid_from__isnull": True}) | Q(**{f"{category}__valid_from__lte": day}))
        & (Q(**{f"{category}__valid_until__isnull": True}) | Q(**{f"{category}__valid_until__gte": day}))
    )
