"""Reads of tenders: who sees which, and what is derived from several rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Trim, Upper
from django.db.models.lookups import Exact

from accounts.roles import DECIDE, roles_with
from procurement.approval import BOTH, EITHER
from procurement.obligation import MANDATORY, NOT_MANDATORY, UNKNOWN, VOLUNTARY
from procurement.thresholds import CENTRAL, EURO, SOCIAL, WORKS

if TYPE_CHECKING:
    from accounts.models import Organisation, User
    from procurement.models import Lot, Tender

IN_MARKET = ("published", "awarded")
AMOUNT = models.DecimalField(max_digits=14, decimal_places=2)
Counterparts = dict[tuple[date | None, date | None], list[int]]


@dataclass(frozen=True)
class Rule:
    """The tables behind the obligation: thresholds per kind, the newest first, and when a counterpart counts."""

    thresholds: Mapping[str, Sequence[tuple[date, Decimal]]]
    counterparts: Counterparts


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
        # Read at once: a subquery here would keep the database from using its index on parts of words.
        numbered = (
            self._table("Notice")._default_manager.filter(publication=text.strip()).values_list("tender", flat=True)
        )
        return self.filter(found | Q(pk__in=list(numbered)))

    def in_category(self, category_id: int) -> TenderQuerySet:
        return self.filter(Exists(self._same(lots__category=category_id)))

    def published_unapproved(self) -> TenderQuerySet:
        """The market was asked, and no approved approach: shown and counted (domain.md §8)."""
        return self.filter(stage__in=IN_MARKET).exclude(approach_state="approved")

    def approved_late(self) -> TenderQuerySet:
        """Approved, but after the day of publication (in the local time zone)."""
        return self.filter(approach_approved_at__date__gt=F("publication_date"))

    def awaiting_decision_of(self, user: User, today: date) -> TenderQuerySet:
        """Submitted by somebody else, and this user may still judge: in a role of his own, or of whom he replaces.

        The same answer as ``approval_reads.seats`` gives for one tender; a test holds both against each other.
        """
        judging = roles_with("approve_approach", DECIDE)
        if not user.organisations_with(judging):
            return self.none()
        took_part = Q(approach_decisions__decided_by=user) | Q(approach_decisions__on_behalf_of=user)
        judged = self._same(took_part, approach_decisions__round=F("approach_round"))
        seats = Q(pk=None)
        for role in judging:
            own = Q(organisation__in=user.organisations_with([role]))
            seats |= (own | Exists(self._replaced_by(user, role, today))) & self._is_open(role)
        return (
            self.filter(seats, approach_state="submitted", organisation__in=user.organisations_with(judging))
            .exclude(approach_submitted_by=user)
            .exclude(Exists(judged))
        )

    def _replaced_by(self, user: User, role: str, today: date) -> Any:
        """Members with this role for whom the user stands in at the outer tender, and who took no part in its round."""
        by_member = Q(decided_by=OuterRef("member")) | Q(on_behalf_of=OuterRef("member"))
        took_part = self._table("ApproachDecision")._default_manager.filter(
            by_member, tender=OuterRef(OuterRef("pk")), round=OuterRef(OuterRef("approach_round"))
        )
        running = self._table("Replacement")._default_manager.running(today)
        return running.filter(
            ~Q(member=OuterRef("approach_submitted_by")), ~Exists(took_part), colleague=user, member__is_active=True,
            organisation=OuterRef("organisation"), member__memberships__organisation=OuterRef("organisation"),
            member__memberships__role=role,
        )  # fmt: skip

    def _is_open(self, role: str) -> Q:
        """The round that runs asks this role, and it has not judged yet."""
        asked = self._same(approach_rounds__number=F("approach_round"), approach_rounds__asks__in=[role, EITHER, BOTH])
        given = self._same(approach_decisions__round=F("approach_round"), approach_decisions__role=role)
        return Q(Exists(asked)) & ~Q(Exists(given))

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
        """Adds ``obligation`` (obligation.OUTCOMES), from the outcome that each tender keeps."""
        return self.annotate(obligation=_of_kind("central_obligation"))

    def judged(self, outcome: str) -> TenderQuerySet:
        """Only those whose obligation is this one of ``obligation.OUTCOMES``."""
        if outcome == VOLUNTARY:
            return self.exclude(organisation__kind="central")
        return self.filter(organisation__kind="central", central_obligation=outcome)

    def rule(self) -> Rule:
        """The two small tables that the obligation asks for; pass it on to read them once."""
        return Rule(self._thresholds(), self._counterparts())

    def with_facts(self, themes: Mapping[str, int] | None = None, rule: Rule | None = None) -> TenderQuerySet:
        """Adds what reports count, for many tenders in one pass over their lots and levels.

        That is ``obligation``, ``threshold_amount`` and ``is_at_threshold`` (both as for the central government),
        ``in_risk_category``, ``has_open_category`` (no lots, or one without a category or with one that was no risk
        category on the day of publication), ``highest_level``, and per theme (name → key) its level.

        The same answer as ``procurement.obligation.obligation`` gives for one tender; a test holds both against
        each other over every combination of facts. ``central_outcome`` is that of the central government.
        """
        rule = rule or self.rule()
        counting = _counting("lots__category", "publication_date", rule.counterparts)
        is_open = Q(lots__category=None) | (Q(lots__category__is_risk=True) & ~counting)
        levels = {name: Max("ambitions__level", filter=Q(ambitions__theme=key)) for name, key in (themes or {}).items()}
        return (
            self.alias(is_in_euro=_is_in_euro(), counting_lots=_any(counting), open_lots=_any(is_open))
            .annotate(highest_level=Max("ambitions__level"), **levels)
            .annotate(
                threshold_amount=_threshold(rule.thresholds),
                in_risk_category=_is(Q(counting_lots=1)),
                has_open_category=_is(Q(open_lots=1)),
            )
            .annotate(is_at_threshold=_is_at_threshold())
            .annotate(central_outcome=_central_outcome())
            .annotate(obligation=_of_kind("central_outcome"))
        )

    def _same(self, *conditions: Q, **lookups: Any) -> models.QuerySet[Tender]:
        """The outer tender once more, if it meets the conditions: for ``Exists`` over its rows."""
        return self.model._default_manager.filter(*conditions, pk=OuterRef("pk"), **lookups)

    def _table(self, name: str) -> Any:
        """A table that no field of a tender leads to the way a subquery needs it."""
        return self.model._meta.apps.get_model("procurement", name)

    def _thresholds(self) -> dict[str, list[tuple[date, Decimal]]]:
        """Per kind the thresholds, the newest first."""
        found: dict[str, list[tuple[date, Decimal]]] = {}
        rows = self._table("Threshold")._default_manager.order_by("-valid_from")
        for kind, valid_from, amount in rows.values_list("kind", "valid_from", "amount"):
            found.setdefault(kind, []).append((valid_from, amount))
        return found

    def _counterparts(self) -> Counterparts:
        """The risk categories per period in which one that they replaced, or were replaced by, was on the list."""
        found: Counterparts = {}
        pairs = self._table("ProcurementCategory")._default_manager.filter(is_risk=True, successor__is_risk=True)
        for key, since, until, successor, its_since, its_until in pairs.order_by("pk").values_list(
            "pk", "valid_from", "valid_until", "successor", "successor__valid_from", "successor__valid_until"
        ):
            found.setdefault((its_since, its_until), []).append(key)
            found.setdefault((since, until), []).append(successor)
        return found


class LotQuerySet(models.QuerySet["Lot"]):
    def visible_to(self, user: User) -> LotQuerySet:
        if user.is_system:
            return self
        return self.filter(tender__organisation__in=user.organisation_ids)


def _threshold(rows: Mapping[str, Sequence[tuple[date, Decimal]]]) -> Case:
    """procurement.thresholds.kind_for and row_on for the central government, in SQL: so few that they stand in it."""

    def of(kind: str) -> Case | Cast:
        whens = [When(publication_date__gte=since, then=Value(amount)) for since, amount in rows.get(kind, ())]
        # PostgreSQL takes a case of nothing but NULL for text, which no amount can be compared with.
        return Case(*whens, output_field=AMOUNT) if whens else Cast(Value(None), output_field=AMOUNT)

    return Case(
        When(regime="social", then=of(SOCIAL)),
        When(nature="works", then=of(WORKS)),
        When(nature__in=("supplies", "services"), then=of(CENTRAL)),
        output_field=AMOUNT,
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


def _central_outcome() -> Case:
    """procurement.obligation.obligation for the central government, in SQL."""
    return Case(
        When(Q(is_at_threshold=True, in_risk_category=True), then=Value(MANDATORY)),
        When(Q(is_at_threshold=None) | Q(has_open_category=True), then=Value(UNKNOWN)),
        default=Value(NOT_MANDATORY),
        output_field=models.CharField(),
    )


def _of_kind(central: str) -> Case:
    """What this outcome is for the organisation of the tender: ISV is mandatory for the central government only."""
    return Case(
        When(organisation__kind="central", then=F(central)), default=Value(VOLUNTARY), output_field=models.CharField()
    )


def _counting(category: str, day: str, counterparts: Counterparts) -> Q:
    """The category at this path is a risk category, and held on that day: itself, or its counterpart on that list."""
    held = (Q(**{f"{category}__valid_from": None}) | Q(**{f"{category}__valid_from__lte": F(day)})) & (
        Q(**{f"{category}__valid_until": None}) | Q(**{f"{category}__valid_until__gte": F(day)})
    )
    for (since, until), keys in counterparts.items():
        period = Q(**{f"{category}__in": keys})
        if since:
            period &= Q(**{f"{day}__gte": since})
        if until:
            period &= Q(**{f"{day}__lte": until})
        held |= period
    return Q(**{f"{category}__is_risk": True, f"{day}__isnull": False}) & held


def _any(condition: Q) -> Max:
    """1 when it holds for any of the joined rows, else 0."""
    return Max(Case(When(condition, then=Value(1)), default=Value(0), output_field=models.SmallIntegerField()))


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField())  # noqa: FBT003
