"""The tender: what is bought, its lots and buyers, and the ISV decision."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.models.lookups import ProcurementCategory
from procurement.obligation import UNKNOWN
from procurement.proportion import FOLLOW_UPS, INTENSIVE, LIGHT, NORMAL
from procurement.querysets import IN_MARKET, LotQuerySet, TenderQuerySet
from procurement.workflow import APPROACH, STAGE

LONGEST_TITLE = 2000
"""Characters. Titles of 975 have been published; those of a notice are kept whole or the notice is refused."""

FOLLOW_UP_LABELS = {
    LIGHT: pgettext_lazy("follow-up", "light"),
    NORMAL: pgettext_lazy("follow-up", "normal"),
    INTENSIVE: pgettext_lazy("follow-up", "intensive"),
}


class Tender(models.Model):
    """A procurement procedure of one organisation. Empty means unknown, everywhere."""

    class Nature(models.TextChoices):
        SUPPLIES = "supplies", _("supplies")
        SERVICES = "services", _("services")
        WORKS = "works", _("works")

    class Regime(models.TextChoices):
        STANDARD = "standard", _("standard")
        SOCIAL = "social", _("social and other specific services")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="tenders")
    reference = models.CharField(_("reference"), max_length=120)
    procedure_id = models.CharField(max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    description = models.TextField(_("description"), blank=True)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature, blank=True)
    regime = models.CharField(_("regime"), max_length=20, choices=Regime, default=Regime.STANDARD)
    procedure = models.CharField(_("procedure"), max_length=60, blank=True)
    estimated_value = models.DecimalField(
        _("estimated value"), max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="EUR")
    publication_date = models.DateField(_("publication date"), null=True, blank=True)
    award_date = models.DateField(_("award date"), null=True, blank=True)
    cpv = models.JSONField("CPV", default=list, blank=True)
    government_wide = models.BooleanField(_("government-wide category"), null=True, blank=True)
    relevant_product_group = models.BooleanField(_("relevant product group"), null=True, blank=True)
    product_groups = models.CharField(_("product groups"), max_length=400, blank=True)
    impact_weight = models.DecimalField(
        _("award weight on societal impact (%)"), max_digits=7, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip

    isv_answered = models.BooleanField(_("ISV decided"), default=False)
    isv_contract_condition = models.BooleanField(_("contract condition"), default=False)
    isv_minimum_requirement = models.BooleanField(_("minimum requirement"), default=False)
    isv_selection_criterion = models.BooleanField(_("selection criterion"), default=False)
    isv_award_criterion = models.BooleanField(_("award criterion"), default=False)
    isv_explanation = models.TextField(_("explanation on ISV"), blank=True)
    follow_up = models.CharField(
        _("follow-up"), max_length=10, blank=True, choices=[(code, FOLLOW_UP_LABELS[code]) for code in FOLLOW_UPS]
    )
    follow_up_reason = models.TextField(_("reason of the follow-up"), blank=True)

    stage = models.CharField(_("stage"), max_length=20, choices=STAGE.choices, default=STAGE.initial)
    approach_state = models.CharField(_("approach"), max_length=20, choices=APPROACH.choices, default=APPROACH.initial)
    approach_round = models.PositiveSmallIntegerField(default=0)
    approach_submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approach_submitted_at = models.DateTimeField(null=True)
    approach_approved_at = models.DateTimeField(null=True)

    # What the rule says of these facts for the central government; kept by ``actions.obligations``.
    central_obligation = models.CharField(max_length=20, default=UNKNOWN, editable=False)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = TenderQuerySet.as_manager()

    class Meta:
        ordering = ["-publication_date", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="tender_reference_unique"),
            models.UniqueConstraint(
                fields=["organisation", "procedure_id"],
                condition=~models.Q(procedure_id=""),
                name="tender_procedure_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(estimated_value=None) | models.Q(estimated_value__gte=0),
                name="tender_value_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(impact_weight=None) | models.Q(impact_weight__gte=0, impact_weight__lte=100),
                name="tender_impact_weight_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(isv_answered=True)
                | models.Q(
                    isv_contract_condition=False, isv_minimum_requirement=False,
                    isv_selection_criterion=False, isv_award_criterion=False,
                ),
                name="tender_isv_form_is_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(approach_submitted_by=None, approach_submitted_at=None)
                | models.Q(approach_submitted_by__isnull=False, approach_submitted_at__isnull=False),
                name="tender_submitted_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(approach_state="draft")
                | models.Q(approach_submitted_at__isnull=False),
                name="tender_submitted_before_judged",
            ),
            models.CheckConstraint(
                condition=models.Q(approach_state="approved", approach_approved_at__isnull=False)
                | (~models.Q(approach_state="approved") & models.Q(approach_approved_at=None)),
                name="tender_approved_at_when_approved",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation", "-publication_date", "-id"], name="tender_list"),
            models.Index(fields=["organisation", "stage"], name="tender_stage"),
            models.Index(
                fields=["organisation", "central_obligation", "-publication_date", "-id"], name="tender_obligation"
            ),
            models.Index(  # every list counts them
                fields=["organisation"],
                name="tender_unapproved",
                condition=models.Q(stage__in=IN_MARKET) & ~models.Q(approach_state="approved"),
            ),
        ]

    def __str__(self) -> str:
        return self.title if self.title.startswith(self.reference) else f"{self.reference} {self.title}"

    @property
    def is_editable_approach(self) -> bool:
        """Ambitions and ISV change only while nobody judges them; an approved approach is reopened first."""
        return self.approach_state in ("draft", "returned")

    @property
    def is_published_unapproved(self) -> bool:
        """The market was asked before the approach was approved: shown and counted (domain.md §8)."""
        return self.stage in ("published", "awarded") and self.approach_state != "approved"

    @property
    def is_approved_late(self) -> bool:
        """Approved, but after the publication."""
        if self.approach_approved_at is None or self.publication_date is None:
            return False
        return timezone.localdate(self.approach_approved_at) > self.publication_date

    @property
    def isv_forms(self) -> list[str]:
        """The chosen forms of ISV, in the order of domain.md §3."""
        return [form for form in ISV_FORMS if getattr(self, f"isv_{form}")]

    @property
    def isv_labels(self) -> list[Promise]:
        """The chosen forms in words."""
        return [ISV_FORMS[form] for form in self.isv_forms]


ISV_FORMS = {
    "contract_condition": _("contract condition"),
    "minimum_requirement": _("minimum requirement"),
    "selection_criterion": _("selection criterion"),
    "award_criterion": _("award criterion"),
}


class Buyer(models.Model):
    """A buyer as published in the notice; need not be the organisation, and numbers may repeat."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="buyers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=400)
    identifier = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["tender", "position"], name="buyer_position_unique")]

    def __str__(self) -> str:
        return self.name


class Lot(models.Model):
    """A lot (perceel). ``published`` holds what the notice says of it, in the keys of interfaces.md."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="lots")
    identifier = models.CharField(_("lot"), max_length=60)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE, blank=True)
    category = models.ForeignKey(
        ProcurementCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lots",
        verbose_name=_("category"),
    )
    cpv = models.JSONField("CPV", default=list, blank=True)
    estimated_value = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    duration_value = models.PositiveIntegerField(null=True, blank=True)
    duration_unit = models.CharField(max_length=10, blank=True)
    published = models.JSONField(default=dict, blank=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        ordering = ["tender", "identifier"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "identifier"], name="lot_identifier_unique"),
            models.CheckConstraint(
                condition=models.Q(start_on=None) | models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")),
                name="lot_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} {self.title}".strip()
