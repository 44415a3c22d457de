"""The rows that a page shows, by bare SQL: what no page can be faster than."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg2

TENDER = """
    SELECT tender.id, reference, title, stage, approach_state, estimated_value, currency, publication_date,
           nature, regime, isv_answered, isv_contract_condition
    FROM procurement_tender tender
"""
LIST = [
    f"{TENDER} WHERE organisation_id = %(organisation)s ORDER BY publication_date DESC, id DESC LIMIT 50",
    "SELECT count(*) FROM procurement_tender WHERE organisation_id = %(organisation)s",
]


def tenders(condition: str = "true", offset: int = 0) -> list[str]:
    """The list of tenders: its rows with their levels and what their lots are, and the three counts beside it."""
    found = f"FROM procurement_tender t WHERE organisation_id = %(organisation)s AND ({condition})"
    page = f"SELECT * {found} ORDER BY publication_date DESC NULLS FIRST, id DESC LIMIT 50 OFFSET {offset}"
    return [
        f"SELECT * FROM ({page}) t, LATERAL (SELECT max(level), count(level) FROM procurement_ambition"  # noqa: S608
        " WHERE tender_id = t.id) levels, LATERAL (SELECT bool_or(category.is_risk) FROM procurement_lot LEFT JOIN"
        " procurement_procurementcategory category ON category.id = category_id WHERE tender_id = t.id) lots",
        f"SELECT count(*) {found}",
        "SELECT count(*) FROM procurement_tender WHERE organisation_id = %(organisation)s"
        " AND stage IN ('published', 'awarded') AND approach_state <> 'approved'",
        "SELECT min(publication_date), max(publication_date) FROM procurement_tender"
        " WHERE organisation_id = %(organisation)s",
    ]


FOUND = (
    "stage = 'awarded' AND (reference ILIKE '%%data%%' OR title ILIKE '%%data%%' OR EXISTS (SELECT FROM"
    " procurement_notice WHERE tender_id = t.id AND publication = 'data'))"
)
MANDATORY = """
    estimated_value >= (
        SELECT amount FROM procurement_threshold h WHERE valid_from <= publication_date AND h.kind = CASE
        WHEN regime = 'social' THEN 'social' WHEN nature = 'works' THEN 'works' ELSE 'central' END
        ORDER BY valid_from DESC LIMIT 1)
    AND EXISTS (
        SELECT FROM procurement_lot lot JOIN procurement_procurementcategory category ON category.id = category_id
        JOIN procurement_procurementcategory listed ON listed.is_risk
        AND (listed.id IN (category.id, category.successor_id) OR listed.successor_id = category.id)
        WHERE tender_id = t.id AND category.is_risk
        AND publication_date >= coalesce(listed.valid_from, '-infinity')
        AND publication_date <= coalesce(listed.valid_until, 'infinity'))
"""
JUDGED = f"SELECT count(*) FROM procurement_tender t WHERE {MANDATORY}"  # noqa: S608
DETAIL = [
    "SELECT * FROM procurement_tender WHERE id = %(tender)s",
    "SELECT * FROM procurement_lot WHERE tender_id = %(tender)s",
    "SELECT * FROM procurement_ambition WHERE tender_id = %(tender)s",
    "SELECT * FROM procurement_buyer WHERE tender_id = %(tender)s",
    "SELECT * FROM procurement_approachdecision WHERE tender_id = %(tender)s",
    "SELECT * FROM procurement_threshold",
    "SELECT * FROM procurement_theme",
    "SELECT * FROM accounts_auditevent WHERE object_type = 'procurement.tender' AND object_id = %(tender)s",
]
OWED = """
    SELECT owed.id, owed.kind, owed.due_on, owed.state, contract.reference, contract.title, supplier.name
    FROM suppliers_deliverable owed
    JOIN suppliers_contract contract ON contract.id = owed.contract_id
    JOIN suppliers_supplier supplier ON supplier.id = contract.supplier_id
    WHERE contract.organisation_id = %(organisation)s AND contract.contract_manager_id = %(manager)s
"""
OPEN = "owed.state IN ('expected', 'revision_requested')"
WORK = [
    f"{OWED} AND {OPEN} AND owed.due_on < %(today)s ORDER BY owed.due_on LIMIT 20",
    f"{OWED} AND {OPEN} AND owed.due_on BETWEEN %(today)s AND %(today)s + 30 ORDER BY owed.due_on LIMIT 20",
    f"{OWED} AND owed.state IN ('submitted', 'in_assessment') ORDER BY owed.submitted_on LIMIT 20",
    "SELECT agreement.id, text, owner, due_on FROM dialogues_agreement agreement"
    " JOIN dialogues_meeting meeting ON meeting.id = meeting_id"
    " WHERE meeting.organisation_id = %(organisation)s AND agreement.state = 'open'"
    " AND due_on < %(today)s + 30 ORDER BY due_on LIMIT 20",
    "SELECT id, purpose, date FROM dialogues_meeting"
    " WHERE organisation_id = %(organisation)s AND state IN ('planned', 'invited') ORDER BY date LIMIT 20",
]
REPORT = [
    "SELECT * FROM procurement_tender WHERE organisation_id = %(organisation)s"
    " AND publication_date BETWEEN %(first)s AND %(last)s",
    "SELECT lot.* FROM procurement_lot lot JOIN procurement_tender tender ON tender.id = tender_id"
    " WHERE organisation_id = %(organisation)s AND publication_date BETWEEN %(first)s AND %(last)s",
    "SELECT ambition.* FROM procurement_ambition ambition JOIN procurement_tender tender ON tender.id = tender_id"
    " WHERE organisation_id = %(organisation)s AND publication_date BETWEEN %(first)s AND %(last)s",
    "SELECT owed.* FROM suppliers_deliverable owed JOIN suppliers_contract contract ON contract.id = contract_id"
    " WHERE organisation_id = %(organisation)s AND due_on BETWEEN %(first)s AND %(last)s",
    "SELECT * FROM dialogues_meeting WHERE organisation_id = %(organisation)s AND date BETWEEN %(first)s AND %(last)s",
]
SAVE = "UPDATE procurement_ambition SET level = level, reason = reason, changed_at = now() WHERE tender_id = %(tender)s"
SWEEP = [
    "SELECT owed.*, contract.*, supplier.* FROM suppliers_deliverable owed"
    " JOIN suppliers_contract contract ON contract.id = contract_id"
    " JOIN suppliers_supplier supplier ON supplier.id = contract.supplier_id"
    " WHERE owed.state IN ('expected', 'revision_requested') AND due_on <= %(today)s + 37",
    "SELECT * FROM dialogues_agreement WHERE state = 'open' AND due_on <= %(today)s + 37",
    "SELECT * FROM suppliers_suppliercontact contact JOIN accounts_user person ON person.id = user_id"
    " WHERE contact.is_active",
    "SELECT * FROM monitoring_reminder",
    "SELECT * FROM suppliers_contract WHERE isv AND (end_on IS NULL OR end_on >= %(today)s)",
]


class Floor:
    """Rows by bare SQL over one connection."""

    def __init__(self, address: str, **values: Any) -> None:
        self.connection = psycopg2.connect(address, options="-c jit=off")
        self.connection.autocommit = True
        self.values = values

    def row(self, query: str) -> tuple[Any, ...]:
        """The one row of a query."""
        with self.connection.cursor() as cursor:
            cursor.execute(query, self.values)
            return tuple(cursor.fetchone() or ())

    def undone(self, query: str) -> None:
        """Do it and undo it."""
        with self.connection.cursor() as cursor:
            for step in ("BEGIN", query, "ROLLBACK"):
                cursor.execute(step, self.values)

    def rows(self, queries: Iterable[str]) -> int:
        """Fetch the rows of each; their number."""
        number = 0
        with self.connection.cursor() as cursor:
            for query in queries:
                cursor.execute(query, self.values)
                number += len(cursor.fetchall())
        return number
