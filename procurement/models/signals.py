"""Signals about chains: that a good from a country, or a country, is named by a source. Taken in, or written down."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.lookups import RiskTheme
from procurement.models.table_files import TAKEN_IN_WHOLE, TableFile
from procurement.risk_bounds import RATINGS
from procurement.signal_querysets import SignalFileQuerySet, SignalQuerySet

LABOUR_FORMS = {
    "child_labour": _("child labour"),
    "forced_labour": _("forced labour"),
    "forced_child_labour": _("forced child labour"),
    "derived": _("labour exploitation earlier in the chain"),
}
"""What a list of goods says of a good from a country."""


class Signal(models.Model):
    """What one source says about one theme. No signal never means no risk.

    ``country`` is the code where the country is known, ``country_text`` what the source wrote; ``good`` empty is every
    product. A signal without theme is one of which the source does not say what it is about.
    """

    class Kind(models.TextChoices):
        GOOD = "good", _("good on a list")
        RATING = "rating", _("rating of a country")
        OWN = "own", _("signal of our own")

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="signals")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.CharField(max_length=1000)
    country = models.CharField(_("country"), max_length=2, blank=True)
    country_text = models.CharField(_("country as written"), max_length=120, blank=True)
    good = models.CharField(_("good"), max_length=200, blank=True)
    good_key = models.CharField(max_length=200, blank=True)
    theme = models.ForeignKey(
        RiskTheme, on_delete=models.PROTECT, null=True, blank=True, related_name="signals", verbose_name=_("risk theme")
    )
    forms = models.JSONField(_("what the list says"), default=list, blank=True)
    rating = models.CharField(_("rating"), max_length=2, blank=True, choices=[(each, each) for each in RATINGS])
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    dated_on = models.DateField(_("date of the source"), null=True, blank=True)
    for_supplier = models.BooleanField(_("the supplier may see it"), default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["source", "good", "country_text", "-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="signal_once"),
            models.CheckConstraint(
                condition=Q(kind="rating", year__isnull=False) & ~Q(rating="") | (~Q(kind="rating") & Q(rating="")),
                name="signal_rating_of_a_year",
            ),
            models.CheckConstraint(condition=~Q(kind="good") | ~Q(good=""), name="signal_good_is_named"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="signal_withdrawn_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "country"], name="signal_by_country")]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.good, self.country_text, self.source) if part)[:300]


class SignalFile(TableFile):
    """A file with signals.

    ``source`` and ``dated_on`` hold for rows that do not say it themselves. ``is_whole``: what a source in it says no
    longer is withdrawn. ``remarks``: what is taken in as written, because we do not know it.
    """

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="signal_files")
    source = models.CharField(_("source"), max_length=300, blank=True)
    dated_on = models.DateField(_("date of the source"), null=True, blank=True)
    is_whole = models.BooleanField(_("whole list"), default=False)
    remarks = models.JSONField(default=list)

    objects = SignalFileQuerySet.as_manager()

    class Meta(TableFile.Meta):
        constraints = [models.CheckConstraint(condition=TAKEN_IN_WHOLE, name="signal_file_taken_in_at_and_by")]
