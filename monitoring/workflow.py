"""The workflow of an annual report (domain.md §8, ours)."""

from django.utils.translation import gettext_lazy as _

from accounts.workflow import Workflow, by

ANNUAL_REPORT = Workflow(
    name="annual_report",
    field="state",
    initial="draft",
    labels={"draft": _("draft"), "in_review": _("in review"), "published": _("published")},
    moves={
        ("draft", "in_review"): by("category_manager", "management"),
        ("in_review", "draft"): by("category_manager", "management", reason=True),
        ("in_review", "published"): by("management", other_than="submitted_by_id"),
    },
    final=frozenset({"published"}),
)
