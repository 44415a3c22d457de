"""The figures of the annual report by hand-written SQL: the floor of the counting, which gives the same counts.

Each figure is a query of its own, with no other joins than it needs: that is how they are written by hand, and their
sum is the first floor. The second is harder: a query per table, with the same conditions side by side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Counts = tuple[int, int | None, int]
"""Numerator, denominator where it is a share, unknown."""

THEMES = ("environment", "climate", "circular", "supply_chain", "diversity", "social_return", "innovation")
ISV = ("contract_condition", "minimum_requirement", "selection_criterion", "award_criterion")
KINDS = ("risk_analysis", "improvement_plan", "annual_report")
KNOWN = "(isv_answered OR highest IS NOT NULL)"
MVI = f"({' OR '.join(['highest >= 1', *(f'isv_{form}' for form in ISV)])})"
UNSETTLED = "(obligation = 'unknown' OR (obligation = 'mandatory' AND NOT isv_answered))"
WITHOUT = "obligation = 'mandatory' AND isv_answered AND NOT isv_contract_condition"

LEVELS = (
    "LEFT JOIN LATERAL (SELECT max(level) AS highest FROM procurement_ambition WHERE tender_id = t.id) levels ON true"
)
LEVEL = (
    "LEFT JOIN LATERAL (SELECT level AS {theme} FROM procurement_ambition JOIN procurement_theme theme"
    " ON theme.id = theme_id WHERE tender_id = t.id AND code = '{theme}') levels ON true"
)
ALL_LEVELS = (
    "LEFT JOIN (SELECT tender_id, max(level) AS highest, "  # noqa: S608
    + ", ".join(f"max(level) FILTER (WHERE code = '{theme}') AS {theme}" for theme in THEMES)
    + " FROM procurement_ambition JOIN procurement_theme theme ON theme.id = theme_id"
    " JOIN procurement_tender t ON t.id = tender_id WHERE {year} GROUP BY tender_id) levels"
    " ON levels.tender_id = t.id"
)  # fmt: skip
OBLIGATION = """
    JOIN (
        SELECT id, in_risk, is_open, CASE
            WHEN at_threshold AND in_risk THEN 'mandatory'
            WHEN at_threshold IS NULL OR is_open THEN 'unknown' ELSE 'not_mandatory' END AS obligation
        FROM (
            SELECT t.id, coalesce(bool_or(held), false) AS in_risk,
                bool_or(category_id IS NULL OR (is_risk AND NOT held)) AS is_open,
                min(t.estimated_value) >= min((
                    SELECT amount FROM procurement_threshold h WHERE valid_from <= publication_date
                    AND h.kind = CASE WHEN regime = 'social' THEN 'social' WHEN nature = 'works' THEN 'works' ELSE
                    'central' END ORDER BY valid_from DESC LIMIT 1)) AS at_threshold
            FROM procurement_tender t
            LEFT JOIN procurement_lot lot ON lot.tender_id = t.id
            LEFT JOIN procurement_procurementcategory category ON category.id = category_id
            LEFT JOIN LATERAL (
                SELECT is_risk AND EXISTS (
                    SELECT FROM procurement_procurementcategory other WHERE other.is_risk
                    AND category.id IN (other.id, other.successor_id) AND publication_date >= coalesce(
                    other.valid_from, '-infinity') AND publication_date <= coalesce(other.valid_until, 'infinity')
                    UNION ALL
                    SELECT FROM procurement_procurementcategory other WHERE other.is_risk
                    AND other.id = category.successor_id AND publication_date >= coalesce(
                    other.valid_from, '-infinity') AND publication_date <= coalesce(other.valid_until, 'infinity')
                ) AS held
            ) holding ON true
            WHERE {year} GROUP BY t.id
        ) lots
    ) judged ON judged.id = t.id
"""
YEAR = "t.organisation_id = %(organisation)s AND t.publication_date BETWEEN %(first)s AND %(last)s"


def tenders() -> dict[str, tuple[str, str, str]]:
    """Of each figure over tenders what is counted, among what, and what is unknown."""
    found = {"tenders.known": (KNOWN, "", f"NOT {KNOWN}"), "tenders.mvi": (MVI, KNOWN, f"NOT {KNOWN}")}
    for code, inside in (("relevant", "relevant_product_group"), ("outside", "NOT relevant_product_group")):
        member, unknown = f"{KNOWN} AND {inside}", f"{KNOWN} AND relevant_product_group IS NULL"
        without = f"(({unknown}) OR ({member} AND highest IS NULL)) AND {MVI}"
        found |= {
            f"tenders.{code}_group": (member, "", unknown),
            f"tenders.{code}_group.mvi": (MVI, member, unknown),
            f"tenders.{code}_group.significant": ("highest >= 2", f"{member} AND {MVI}", without),
        }
    for level, name in enumerate(("none", "basis", "significant", "ambitious")):
        found[f"tenders.level.{name}"] = (f"{KNOWN} AND highest = {level}", "", f"{KNOWN} AND highest IS NULL")
    for theme in THEMES:
        filled, empty = f"{theme} IS NOT NULL", f"{theme} IS NULL"
        found[f"tenders.theme.{theme}"] = (f"{theme} >= 1", filled, empty)
        found[f"tenders.theme.{theme}.significant"] = (f"{theme} >= 2", filled, empty)
    member, unknown = f"{KNOWN} AND government_wide", f"{KNOWN} AND government_wide IS NULL"
    weightless = f"({unknown}) OR ({member} AND impact_weight IS NULL)"
    found |= {
        "tenders.government_wide": (member, "", unknown),
        "tenders.government_wide.impact_50": ("impact_weight >= 50", member, weightless),
        "isv.mandatory": ("obligation = 'mandatory'", "", "obligation = 'unknown'"),
        "isv.mandatory.applied": ("isv_contract_condition", "obligation = 'mandatory'", UNSETTLED),
        "isv.mandatory.explained": (f"{WITHOUT} AND isv_explanation <> ''", "", UNSETTLED),
        "isv.mandatory.unexplained": (f"{WITHOUT} AND isv_explanation = ''", "", UNSETTLED),
        "isv.contract_condition.outside_risk_category": (
            "NOT in_risk AND NOT is_open", "isv_contract_condition",
            "isv_contract_condition AND NOT in_risk AND is_open",
        ),
    }  # fmt: skip
    return found | {f"isv.{form}": (f"isv_{form}", "", "NOT isv_answered") for form in ISV}


def deliverables() -> dict[str, tuple[str, str, str]]:
    """Of each figure over deliverables what is counted, and among what."""
    received, until = "submitted_on <= %(today)s", "due_on + grace_days"
    accepted = "state IN ('accepted', 'accepted_with_remarks') AND coalesce(assessed_on, %(today)s) <= %(today)s"
    found: dict[str, tuple[str, str, str]] = {}
    for kind in KINDS:
        due = f"kind = '{kind}'"
        found |= {
            f"deliverables.{kind}.due": (due, "", "false"),
            f"deliverables.{kind}.received": (received, due, "false"),
            f"deliverables.{kind}.on_time": (f"{received} AND submitted_on <= {until}", due, "false"),
            f"deliverables.{kind}.late": (f"{due} AND {received} AND submitted_on > {until}", "", "false"),
            f"deliverables.{kind}.outstanding": (
                f"{due} AND coalesce(submitted_on, 'infinity') > %(today)s AND due_on <= %(today)s", "", "false"
            ),
            f"deliverables.{kind}.accepted": (f"{received} AND {accepted}", f"{due} AND {received}", "false"),
        }  # fmt: skip
    public = f"{received} AND public_url <> '' AND coalesce(published_on, %(today)s) <= %(today)s"
    return found | {"deliverables.annual_report.public": (public, f"kind = 'annual_report' AND {received}", "false")}


def findings() -> dict[str, tuple[str, str, str]]:
    """Of each figure over findings what is counted, among what, and what is unknown."""
    closed = "closed_on BETWEEN %(first)s AND %(last)s"
    return {
        "findings.reported": ("reported_on BETWEEN %(first)s AND %(last)s", "", "false"),
        "findings.in_remedy": ("state IN ('in_remedy', 'verified')", "", "closed_on > %(today)s"),
        "findings.closed": (closed, "", "false"),
        "findings.confirmed": ("state = 'closed_confirmed'", closed, "false"),
    }


def commitments() -> dict[str, tuple[str, str, str]]:
    """Of each figure over commitments what is counted, among what, and what is unknown."""
    kinds = ("delivered", "partially", "not_delivered")
    shares = {f"commitments.{kind}": (f"outcome = '{kind}'", "true", "outcome IS NULL") for kind in kinds}
    return {"commitments.promised": ("true", "", "false"), **shares}


def others() -> dict[str, dict[str, tuple[str, str, str]]]:
    """The other figures by their table."""
    every = ("true", "", "false")
    held = "organisation_id = %(organisation)s AND date BETWEEN %(first)s AND %(last)s"
    held += " AND date <= %(today)s AND state IN ('held', 'confirmed')"
    return {
        "FROM suppliers_contract c JOIN procurement_tender t ON t.id = tender_id WHERE isv_contract_condition"
        " AND c.organisation_id = %(organisation)s AND publication_date BETWEEN %(first)s AND %(last)s":
            {"isv.risk_analysis_delivered": (
                "EXISTS (SELECT FROM suppliers_deliverable d WHERE d.contract_id = c.id AND kind = 'risk_analysis'"
                " AND submitted_on <= %(today)s)", "true", "false",
            )},
        "FROM suppliers_deliverable d JOIN suppliers_contract c ON c.id = contract_id WHERE organisation_id ="
        " %(organisation)s AND state <> 'waived' AND due_on BETWEEN %(first)s AND %(last)s": deliverables(),
        f"FROM dialogues_meeting WHERE {held}": {"dialogues.meetings": every},
        "FROM suppliers_supplier s WHERE EXISTS (SELECT FROM dialogues_meeting_suppliers m JOIN dialogues_meeting"
        f" ON dialogues_meeting.id = meeting_id WHERE supplier_id = s.id AND {held})": {"dialogues.suppliers": every},
        "FROM dialogues_agreement a JOIN dialogues_meeting m ON m.id = meeting_id WHERE organisation_id ="
        " %(organisation)s AND date <= %(today)s AND due_on BETWEEN %(first)s AND %(last)s": {
            "dialogues.agreements_due": every,
            "dialogues.agreements_done": ("a.state = 'done' AND done_on <= %(today)s", "true", "false"),
        },
        "FROM suppliers_finding WHERE organisation_id = %(organisation)s AND reported_on <= %(today)s": findings(),
        "FROM suppliers_commitment m JOIN suppliers_contract c ON c.id = contract_id LEFT JOIN"
        " suppliers_commitmentresult r ON r.commitment_id = m.id AND r.year = extract(year FROM %(first)s)"
        " WHERE organisation_id = %(organisation)s AND coalesce(end_on, 'infinity') >= %(first)s"
        " AND start_on <= %(last)s": commitments(),
    }  # fmt: skip


def per_figure() -> dict[str, str]:
    """A query for each figure."""
    found = {
        code: _select({code: parts}, f"FROM procurement_tender t {_joins(' '.join(parts))} WHERE {YEAR}")
        for code, parts in tenders().items()
    }
    for table, members in others().items():
        found |= {code: _select({code: parts}, table) for code, parts in members.items()}
    return found


def per_table() -> list[str]:
    """A query for each table, with all of its figures."""
    year = {"year": YEAR}
    all_facts = f"{ALL_LEVELS.format(**year)} {OBLIGATION.format(**year)}"
    return [
        _select(tenders(), f"FROM procurement_tender t {all_facts} WHERE {YEAR}"),
        *(_select(members, table) for table, members in others().items()),
    ]


def _joins(conditions: str) -> str:
    """Only what the conditions ask for."""
    found = [LEVELS] if "highest" in conditions else []
    found += [OBLIGATION.format(year=YEAR)] if re.search(r"obligation|in_risk|is_open", conditions) else []
    found += [LEVEL.format(theme=theme) for theme in THEMES if re.search(rf"\b{theme}\b", conditions)]
    return " ".join(found)


def _select(members: Mapping[str, tuple[str, str, str]], table: str) -> str:
    counts = []
    for counted, among, unknown in members.values():
        counts.append(f"count(*) FILTER (WHERE {f'({counted}) AND ({among})' if among else counted})")
        counts.append(f"count(*) FILTER (WHERE {among})" if among else "NULL")
        counts.append(f"count(*) FILTER (WHERE {unknown})")
    return f"SELECT {', '.join(counts)} {table}"
