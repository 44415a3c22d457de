"""Roles of members and what each may do (domain.md §8, ours). Data only."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "buyer": _("buyer"),
    "commissioning_owner": _("commissioning owner"),
    "mvi_adviser": _("MVI adviser"),
    "budget_holder": _("budget holder"),
    "tenderboard": _("tenderboard"),
    "contract_manager": _("contract manager"),
    "category_manager": _("category manager"),
    "management": _("management"),
    "auditor": _("auditor"),
    "administrator": _("administrator"),
}

AREAS = (
    "tender_approach",
    "approve_approach",
    "contract",
    "assess",
    "confidential",
    "dialogue",
    "findings",
    "annual_report",
    "category_plan",
    "action_plan",
    "settings",
)

READ, WRITE, DECIDE = "r", "w", "d"

# One row per role, in the order of AREAS: r reads, w writes (and reads), d decides (and reads).
_TABLE = {
    "buyer": ("w", "", "r", "", "", "r", "", "r", "r", "r", ""),
    "commissioning_owner": ("w", "", "r", "", "", "r", "r", "r", "r", "r", ""),
    "mvi_adviser": ("w", "", "r", "w", "r", "w", "r", "r", "r", "w", ""),
    "budget_holder": ("r", "d", "r", "", "", "r", "", "r", "r", "r", ""),
    "tenderboard": ("r", "d", "r", "", "", "r", "", "r", "r", "r", ""),
    "contract_manager": ("r", "", "w", "wd", "r", "w", "w", "r", "r", "r", ""),
    "category_manager": ("w", "", "w", "d", "r", "w", "w", "w", "w", "w", ""),
    "management": ("r", "", "r", "r", "", "r", "r", "wd", "d", "wd", ""),
    "auditor": ("r", "", "r", "r", "r", "r", "r", "r", "r", "r", "r"),
    "administrator": ("r", "", "r", "r", "", "r", "r", "r", "r", "r", "w"),
}

RIGHTS: dict[str, dict[str, frozenset[str]]] = {
    role: {
        area: frozenset(letters) | ({READ} if letters else frozenset())
        for area, letters in zip(AREAS, row, strict=True)
    }
    for role, row in _TABLE.items()
}


def roles_with(area: str, letter: str) -> frozenset[str]:
    """The roles that hold this right, for queries and for the tests' matrix."""
    return frozenset(role for role, rights in RIGHTS.items() if letter in rights[area])
