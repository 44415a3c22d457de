"""The library of criteria, what a tender took from it, and files on their way into it."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from procurement.criteria_querysets import ChosenQuerySet, CriteriaFileQuerySet, CriterionQuerySet
from procurement.models.ambitions import CRITERION_KINDS, LEVELS_WITH_MEANING
from procurement.models.lookups import Theme
from procurement.models.table_files import TAKEN_IN_WHOLE, TableFile
from procurement.models.tenders import Tender

AWARD, REQUIREMENT = "award_criterion", "minimum_requirement"


class Criterion(models.Model):
    """One version of one criterion of the library. Without organisation it ships with the product, and is ours.

    A version never changes, except in when it ends: ``valid_until`` is what its source says, ``superseded_on`` the day
    from which the next version of the same number counts. ``product_group`` empty: for every product group.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="criteria"
    )
    number = models.CharField(_("number"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    product_group = models.CharField(_("product group"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=list(CRITERION_KINDS.items()))
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS_WITH_MEANING)
    themes = models.ManyToManyField(Theme, related_name="criteria", verbose_name=_("themes"))
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"))
    note = models.TextField(_("explanatory note"), blank=True)
    verification = models.TextField(_("verification"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number", "version"], name="criterion_version_once"),
            models.UniqueConstraint(
                fields=["number", "version"], condition=Q(organisation=None), name="criterion_shipped_version_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=Q(superseded_on=None), name="criterion_newest_once"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(superseded_on=None, organisation=None),
                name="criterion_shipped_newest_once",
            ),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="criterion_level"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="criterion_valid_period",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "superseded_on", "number"], name="criterion_list")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_shipped(self) -> bool:
        return self.organisation_id is None

    @property
    def language(self) -> str:
        """In which language its words are, where that is known: what ships is Dutch. For who has it read aloud."""
        return "nl" if self.is_shipped else ""

    def state_on(self, day: date) -> str:
        """``in_force``, ``coming``, ``superseded`` (a later version counts) or ``expired``."""
        if self.superseded_on and self.superseded_on <= day:
            return "superseded"
        if self.valid_until and self.valid_until < day:
            return "expired"
        return "coming" if self.valid_from and self.valid_from > day else "in_force"


class ChosenCriterion(models.Model):
    """What a tender asks. It carries its own words: what the library says later changes nothing here.

    ``criterion`` is the version that was taken; empty for what the team wrote itself. A criterion without themes is not
    about societal impact (the price, for example). ``weight``: percentage of the award. ``use``: where a minimum
    requirement stands (art. 2.75 or 2.80 Aanbestedingswet 2012). ``place``: among those of its kind, once a person
    ordered them.
    """

    class Use(models.TextChoices):
        SPECIFICATION = "technical_specification", _("technical specification")
        CONDITION = "contract_condition", _("contract condition")

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="chosen")
    number = models.CharField(_("number"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=list(CRITERION_KINDS.items()))
    use = models.CharField(_("stands in the tender as"), max_length=30, choices=Use, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=LEVELS_WITH_MEANING, null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="chosen_criteria", verbose_name=_("themes"), blank=True)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    verification = models.TextField(_("verification"), blank=True)
    weight = models.DecimalField(
        _("weight (%)"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    place = models.PositiveSmallIntegerField(_("place"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    objects = ChosenQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "criterion"], name="chosen_criterion_once"),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gte=0, weight__lte=100, kind=AWARD), name="chosen_weight"
            ),
            models.CheckConstraint(condition=Q(use="") | Q(kind=REQUIREMENT), name="chosen_use"),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=3), name="chosen_criterion_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def is_adapted(self) -> bool:
        """Whether the words differ from those of the library. Reads ``criterion``: select it along."""
        taken = self.criterion
        return taken is not None and any(
            getattr(self, name) != getattr(taken, name) for name in ("title", "text", "verification")
        )

    @property
    def language(self) -> str:
        """As of the criterion, while its words are the same. Reads ``criterion``."""
        return self.criterion.language if self.criterion and not self.is_adapted else ""

    @property
    def origin(self) -> str:
        """Where its words come from: own, adapted (from the library) or library. Reads ``criterion``."""
        if self.criterion is None:
            return "own"
        return "adapted" if self.is_adapted else "library"


class CriteriaFile(TableFile):
    """A file with criteria."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="criteria_files")

    objects = CriteriaFileQuerySet.as_manager()

    class Meta(TableFile.Meta):
        constraints = [models.CheckConstraint(condition=TAKEN_IN_WHOLE, name="criteria_file_taken_in_at_and_by")]
