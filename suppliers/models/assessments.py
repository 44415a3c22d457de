"""Question sets, versioned and editable, and the assessment into which one is frozen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from suppliers.models.contracts import DeliverableKind
from suppliers.models.deliverables import Deliverable, Submission


class QuestionSet(models.Model):
    """A version of the questions asked of one kind of deliverable (ours, "afgeleid"). Frozen once in use."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="question_sets"
    )
    kind = models.CharField(_("deliverable"), max_length=20, choices=DeliverableKind)
    version = models.PositiveSmallIntegerField(_("version"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_current = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "version"], name="question_set_version_unique"),
            models.UniqueConstraint(
                fields=["kind", "version"], condition=models.Q(organisation=None), name="question_set_national_unique"
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=models.Q(is_current=True), name="question_set_one_current"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(is_current=True, organisation=None),
                name="question_set_national_one_current",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.version}"


class Question(models.Model):
    question_set = models.ForeignKey(QuestionSet, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    text_nl = models.CharField(_("question (Dutch)"), max_length=400)
    text_en = models.CharField(_("question (English)"), max_length=400)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["question_set", "key"], name="question_key_unique")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.text_en if (get_language() or "nl").startswith("en") else self.text_nl


class Assessment(models.Model):
    """The judgement of one submission by a frozen set of questions."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        ACCEPTED_WITH_REMARKS = "accepted_with_remarks", _("accepted with remarks")
        REVISION_REQUESTED = "revision_requested", _("revision requested")

    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="assessments")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="assessment")
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="assessments")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=25, choices=Outcome, blank=True)
    remarks = models.TextField(_("remarks to the supplier"), blank=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", completed_at=None, completed_by=None)
                | (~models.Q(outcome="") & models.Q(completed_at__isnull=False, completed_by__isnull=False)),
                name="assessment_completed_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} {self.outcome or '…'}"


class Answer(models.Model):
    """The answer to one question; the question's text is copied, so that later edits do not touch it."""

    class Value(models.TextChoices):
        FULLY = "fully", _("fully")
        PARTIALLY = "partially", _("partially")
        NOT = "not", _("not")
        NOT_APPLICABLE = "not_applicable", _("not applicable")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    text_nl = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    value = models.CharField(_("answer"), max_length=20, choices=Value, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"

    @property
    def text(self) -> str:
        return self.text_en if (get_language() or "nl").startswith("en") else self.text_nl
