"""The figures of the annual report by hand-written SQL, a query per figure: the floor of the counting.

The obligation of ISV is left out: nobody writes that rule in one query, so the floor is lower than the work.
"""

from __future__ import annotations

TENDERS = (
    "SELECT count(*) FILTER (WHERE {counted}), count(*) FILTER (WHERE {among}) FROM procurement_tender t"
    " WHERE organisation_id = %(organisation)s AND publication_date BETWEEN %(first)s AND %(last)s"
)
LEVEL = "(SELECT max(level) FROM procurement_ambition a WHERE a.tender_id = t.id)"
FORMS = ("contract_condition", "minimum_requirement", "selection_criterion", "award_criterion")
KNOWN = f"(isv_answered OR {LEVEL} IS NOT NULL)"
MVI = f"({LEVEL} >= 1 OR {' OR '.join(f'isv_{form}' for form in FORMS)})"
OWED = (
    "SELECT count(*) FILTER (WHERE {counted}), count(*) FROM suppliers_deliverable d"
    " JOIN suppliers_contract c ON c.id = contract_id WHERE organisation_id = %(organisation)s AND state <> 'waived'"
    " AND due_on BETWEEN %(first)s AND %(last)s AND kind = '{kind}'"
)
THEMED = (
    "SELECT count(*) FILTER (WHERE level >= {least}), count(*) FROM procurement_ambition a"
    " JOIN procurement_tender t ON t.id = tender_id JOIN procurement_theme th ON th.id = theme_id"
    " WHERE t.organisation_id = %(organisation)s AND publication_date BETWEEN %(first)s AND %(last)s"
    " AND th.code = '{theme}'"
)
THEMES = ("environment", "climate", "circular", "supply_chain", "diversity", "social_return", "innovation")
DONE = (
    "true", "submitted_on <= %(today)s", "submitted_on <= due_on + grace_days", "submitted_on > due_on + grace_days",
    "submitted_on IS NULL", "state IN ('accepted', 'accepted_with_remarks')",
)  # fmt: skip
FOUND = "SELECT count(*) FROM suppliers_finding WHERE organisation_id = %(organisation)s AND {condition}"
OTHERS = [
    "SELECT count(*) FROM dialogues_meeting WHERE organisation_id = %(organisation)s"
    " AND date BETWEEN %(first)s AND %(last)s AND state IN ('held', 'confirmed')",
    "SELECT count(DISTINCT supplier_id) FROM dialogues_meeting_suppliers s"
    " JOIN dialogues_meeting m ON m.id = meeting_id WHERE organisation_id = %(organisation)s"
    " AND date BETWEEN %(first)s AND %(last)s AND state IN ('held', 'confirmed')",
    "SELECT count(*), count(*) FILTER (WHERE a.state = 'done') FROM dialogues_agreement a"
    " JOIN dialogues_meeting m ON m.id = meeting_id"
    " WHERE organisation_id = %(organisation)s AND due_on BETWEEN %(first)s AND %(last)s",
]


def by_hand() -> list[str]:
    """All queries."""
    found = [TENDERS.format(counted=KNOWN, among="true"), TENDERS.format(counted=MVI, among=KNOWN)]
    for inside in ("relevant_product_group", "NOT relevant_product_group", "government_wide"):
        member = f"{KNOWN} AND {inside}"
        found.append(TENDERS.format(counted=member, among="true"))
        found.append(TENDERS.format(counted=f"{member} AND {MVI}", among=member))
        found.append(TENDERS.format(counted=f"{member} AND {LEVEL} >= 2", among=f"{member} AND {MVI}"))
    found += [TENDERS.format(counted=f"{LEVEL} = {level}", among=KNOWN) for level in range(4)]
    found += [THEMED.format(least=least, theme=theme) for theme in THEMES for least in (1, 2)]
    found += [TENDERS.format(counted=f"isv_{form}", among="isv_answered") for form in FORMS]
    kinds = ("risk_analysis", "improvement_plan", "annual_report")
    found += [OWED.format(counted=done, kind=kind) for kind in kinds for done in DONE]
    states = ("reported_on BETWEEN %(first)s AND %(last)s", "state IN ('in_remedy', 'verified')")
    closed = ("closed_on BETWEEN %(first)s AND %(last)s", "closed_on <= %(last)s AND state = 'closed_confirmed'")
    return [*found, *OTHERS, *(FOUND.format(condition=condition) for condition in (*states, *closed))]
