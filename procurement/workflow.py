"""The workflows (domain.md §8, ours): stage and approach of a tender, independent of each other, and those of plans."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.workflow import SYSTEM, Workflow, by

STAGE = Workflow(
    name="tender_stage",
    field="stage",
    initial="planned",
    labels={
        "planned": _("planned"),
        "published": _("published"),
        "awarded": _("awarded"),
        "withdrawn": _("withdrawn"),
    },
    moves={
        ("planned", "published"): by("buyer", SYSTEM),
        ("planned", "awarded"): by("buyer", SYSTEM),
        ("published", "awarded"): by("buyer", SYSTEM),
        ("planned", "withdrawn"): by("buyer", SYSTEM, reason=True),
        ("published", "withdrawn"): by("buyer", SYSTEM, reason=True),
        ("published", "planned"): by("buyer", reason=True),
        ("awarded", "published"): by("buyer", reason=True),
        ("withdrawn", "planned"): by("buyer", reason=True),
        ("withdrawn", "published"): by("buyer", reason=True),
    },
)

WRITERS = ("buyer", "commissioning_owner", "mvi_adviser", "category_manager")
APPROVERS = ("tenderboard", "budget_holder")

APPROACH = Workflow(
    name="tender_approach",
    field="approach_state",
    initial="draft",
    labels={
        "draft": _("draft"),
        "submitted": _("submitted for approval"),
        "returned": _("returned"),
        "approved": _("approved"),
    },
    moves={
        ("draft", "submitted"): by(*WRITERS),
        ("returned", "submitted"): by(*WRITERS),
        ("submitted", "approved"): by(*APPROVERS, other_than="approach_submitted_by_id"),
        ("submitted", "returned"): by(*APPROVERS, reason=True, other_than="approach_submitted_by_id"),
        ("approved", "draft"): by(*WRITERS, reason=True),
    },
)

DIRECTORS = ("management",)
PLAN_STATES = {
    "draft": pgettext_lazy("plan", "draft"),
    "submitted": pgettext_lazy("plan", "submitted"),
    "adopted": pgettext_lazy("plan", "adopted"),
}


def _plan(name: str, *writers: str) -> Workflow:
    """Who writes submits, management adopts or sends back; a plan that is adopted is followed by a new edition."""
    return Workflow(
        name=name,
        field="state",
        initial="draft",
        labels=PLAN_STATES,
        moves={
            ("draft", "submitted"): by(*writers),
            ("submitted", "adopted"): by(*DIRECTORS, other_than="submitted_by_id"),
            ("submitted", "draft"): by(*{*DIRECTORS, *writers}, reason=True),
        },
        final=frozenset({"adopted"}),
    )


CATEGORY_PLAN = _plan("category_plan", "category_manager")
ACTION_PLAN = _plan("action_plan", "mvi_adviser", "category_manager", "management")
