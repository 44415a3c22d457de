"""The workflows of a meeting and of an agreement made in it (domain.md §8, ours)."""

from django.utils.translation import gettext_lazy as _

from accounts.workflow import SUPPLIER, Workflow, by

HOSTS = ("contract_manager", "category_manager", "mvi_adviser")

MEETING = Workflow(
    name="meeting",
    field="state",
    initial="planned",
    labels={
        "planned": _("planned"),
        "invited": _("invited"),
        "held": _("held"),
        "confirmed": _("confirmed"),
        "cancelled": _("cancelled"),
    },
    moves={
        ("planned", "invited"): by(*HOSTS),
        ("invited", "held"): by(*HOSTS),
        ("held", "confirmed"): by(SUPPLIER),
        ("planned", "cancelled"): by(*HOSTS, reason=True),
        ("invited", "cancelled"): by(*HOSTS, reason=True),
    },
    final=frozenset({"confirmed", "cancelled"}),
)

AGREEMENT = Workflow(
    name="agreement",
    field="state",
    initial="open",
    labels={"open": _("open"), "done": _("done"), "dropped": _("dropped")},
    moves={
        ("open", "done"): by(SUPPLIER, *HOSTS, other_than="reported_by_id"),
        ("open", "dropped"): by(SUPPLIER, *HOSTS, reason=True, other_than="reported_by_id"),
    },
    final=frozenset({"done", "dropped"}),
)
