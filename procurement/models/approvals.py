"""The approval of an approach: who is asked from which value, its rounds, remarks and decisions, and who stands in."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.calendar import is_overdue
from procurement.approval import BOTH, BUDGET_HOLDER, EITHER, TENDERBOARD, TERM_DAYS, Rule
from procurement.approval_querysets import RemarkQuerySet, ReplacementQuerySet, RoundQuerySet
from procurement.models.criteria import ChosenCriterion
from procurement.models.lookups import Theme
from procurement.models.tenders import Tender

JUDGES = [(TENDERBOARD, _("tenderboard")), (BUDGET_HOLDER, _("budget holder"))]
ASKS = [*JUDGES, (EITHER, _("tenderboard or budget holder")), (BOTH, _("tenderboard and budget holder"))]

MOST_DAYS = 90


class ApprovalRule(models.Model):
    """From which value who approves an approach of this organisation, and within how many working days."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="approval_rules")
    from_value = models.DecimalField(
        _("from value"), max_digits=18, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    asks = models.CharField(_("approach is approved by"), max_length=20, choices=ASKS, default=BOTH)
    working_days = models.PositiveSmallIntegerField(
        _("within working days"), default=TERM_DAYS, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )

    class Meta:
        ordering = ["from_value"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "from_value"], name="approval_rule_once",
                violation_error_message=_("There is a rule from this value already: change that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(from_value__gte=0, working_days__gte=1, working_days__lte=MOST_DAYS),
                name="approval_rule_bounds",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_value} {self.asks}"

    @property
    def rule(self) -> Rule:
        return Rule(self.from_value, self.asks, self.working_days)


class ApproachRound(models.Model):
    """One submission of an approach: what was submitted, who is asked, and by when.

    ``asks`` is the rule as it was then: a rule or a value that changes later does not move a round that runs.
    ``snapshot`` is the approach as it was submitted (``procurement.approach_snapshot``); empty where it was not kept.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="approach_rounds")
    number = models.PositiveSmallIntegerField()
    asks = models.CharField(max_length=20, choices=ASKS)
    due_on = models.DateField(_("due date"))
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    snapshot = models.JSONField(default=dict, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["tender", "number"]
        constraints = [models.UniqueConstraint(fields=["tender", "number"], name="approach_round_once")]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.number}"

    def is_overdue(self, today: date) -> bool:
        """Whether the decision should have been there, were it still to come."""
        return is_overdue(self.due_on, today)


class ApproachDecision(models.Model):
    """What the tenderboard or the budget holder said in one round of approval, himself or by who stands in for him."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="approach_decisions")
    round = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20, choices=JUDGES)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "round", "role"], name="approach_decision_once"),
            models.CheckConstraint(
                condition=models.Q(verdict="approved") | ~models.Q(reason=""), name="approach_return_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(on_behalf_of=None) | ~models.Q(on_behalf_of=models.F("decided_by")),
                name="approach_decision_on_behalf_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.round} {self.role} {self.verdict}"


class ApproachRemark(models.Model):
    """A remark of who judges on one row of the approach, and what the team answers.

    About a theme, or about a chosen criterion, else about ISV. ``criterion_name`` is what the criterion was called: it
    stays when the team takes the criterion out.
    """

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="approach_remarks")
    round = models.PositiveSmallIntegerField()
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    criterion = models.ForeignKey(
        ChosenCriterion, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks"
    )
    criterion_name = models.CharField(max_length=400, blank=True)
    text = models.TextField(_("remark"))
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="approach_remark_says_something"),
            models.CheckConstraint(
                condition=models.Q(theme=None) | models.Q(criterion=None, criterion_name=""),
                name="approach_remark_about_one_row",
            ),
            models.CheckConstraint(
                condition=models.Q(criterion=None) | ~models.Q(criterion_name=""),
                name="approach_remark_names_its_criterion",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by=None, answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="approach_remark_answered_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.round} {self.theme_id or self.criterion_name or 'isv'}"

    @property
    def row(self) -> str:
        """Code of its row: of the theme, ``isv``, ``criterion-KEY``, or ``criteria-out`` once that was taken out.

        Reads ``theme``: select it along.
        """
        if self.theme:
            return self.theme.code
        if self.criterion_name:
            return row_of_criterion(self.criterion_id)
        return "isv"

    @property
    def about(self) -> str:
        """The name of its row. Reads ``theme``: select it along."""
        return self.theme.name if self.theme else self.criterion_name or gettext("ISV decision")


def row_of_criterion(key: int | None) -> str:
    """Code of the row of a chosen criterion; without key, of those that were taken out."""
    return f"criterion-{key}" if key else "criteria-out"


class Replacement(models.Model):
    """During his absence a colleague with the same right judges on behalf of ``member``. It ends by itself."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="replacements")
    member = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="replaced_by")
    colleague = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="replaces")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until and including"))
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ReplacementQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(member=models.F("colleague")), name="replacement_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="replacement_period"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.member_id} → {self.colleague_id} {self.from_on} – {self.until_on}"
