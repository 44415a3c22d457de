"""The workflows after the award (domain.md §8, ours): deliverable, extension, finding."""

from django.utils.translation import gettext_lazy as _

from accounts.workflow import RIGHTSHOLDER, SUPPLIER, Workflow, by

ASSESSORS = ("contract_manager", "mvi_adviser")
DECIDERS = ("contract_manager", "category_manager")

DELIVERABLE = Workflow(
    name="deliverable",
    field="state",
    initial="expected",
    labels={
        "expected": _("expected"),
        "submitted": _("submitted"),
        "in_assessment": _("in assessment"),
        "accepted": _("accepted"),
        "accepted_with_remarks": _("accepted with remarks"),
        "revision_requested": _("revision requested"),
        "waived": _("waived"),
    },
    moves={
        ("expected", "submitted"): by(SUPPLIER),
        ("revision_requested", "submitted"): by(SUPPLIER),
        ("submitted", "in_assessment"): by(*ASSESSORS),
        ("in_assessment", "accepted"): by(*DECIDERS, other_than="submitted_by_id"),
        ("in_assessment", "accepted_with_remarks"): by(*DECIDERS, other_than="submitted_by_id"),
        ("in_assessment", "revision_requested"): by(*DECIDERS, other_than="submitted_by_id"),
        ("expected", "waived"): by("category_manager", reason=True),
    },
    final=frozenset({"accepted", "accepted_with_remarks", "waived"}),
)

EXTENSION = Workflow(
    name="extension",
    field="state",
    initial="requested",
    labels={"requested": _("requested"), "granted": _("granted"), "refused": _("refused")},
    moves={
        ("requested", "granted"): by(*DECIDERS, other_than="requested_by_id"),
        ("requested", "refused"): by(*DECIDERS, reason=True, other_than="requested_by_id"),
    },
    final=frozenset({"granted", "refused"}),
)

WATCHERS = ("contract_manager", "category_manager")

FINDING = Workflow(
    name="finding",
    field="state",
    initial="reported",
    labels={
        "reported": _("reported"),
        "requested": _("formal request sent"),
        "in_remedy": _("in remedy"),
        "verified": _("remedy verified"),
        "closed_confirmed": _("closed, confirmed by rightsholders"),
        "closed_unconfirmed": _("closed, not confirmed"),
        "reopened": _("reopened"),
    },
    moves={
        ("reported", "requested"): by(*WATCHERS),
        ("reopened", "requested"): by(*WATCHERS),
        ("requested", "in_remedy"): by(*WATCHERS),
        ("in_remedy", "verified"): by(*WATCHERS, reason=True),
        ("verified", "closed_confirmed"): by(*WATCHERS, RIGHTSHOLDER, reason=True),
        ("verified", "closed_unconfirmed"): by(*WATCHERS, reason=True, other_than="verified_by_id"),
        ("closed_confirmed", "reopened"): by(*WATCHERS, reason=True),
        ("closed_unconfirmed", "reopened"): by(*WATCHERS, reason=True),
    },
)
