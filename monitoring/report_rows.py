"""The rows behind a figure as a table: which columns a kind of row has, and where each row opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.templatetags.numbers import plain
from monitoring.indicators import Indicator, Rows
from monitoring.indicators.sources import level_of
from procurement.models import Ambition
from procurement.wording import OBLIGATIONS
from suppliers.models import CommitmentResult

Cell = str | int | float | Any | None


@dataclass(frozen=True)
class Column:
    """A column: its name, what it shows of a row, and the field to sort by where that is possible."""

    label: str
    cell: Callable[[Any], Cell]
    sort: str = ""


@dataclass(frozen=True)
class Table:
    """The columns of one kind of row; the first is the row's name and links to ``address``."""

    columns: list[Column]
    address: Callable[[Any], str]
    order: tuple[str, ...]

    def sorted(self, rows: QuerySet[Any], wanted: str) -> QuerySet[Any]:
        """In the wanted order where a column offers it, else in the usual one."""
        field = wanted.removeprefix("-")
        if field and any(column.sort == field for column in self.columns):
            return rows.order_by(wanted, "pk")
        return rows.order_by(*self.order)

    def lines(self, rows: Any) -> Iterator[tuple[str, list[Cell]]]:
        for row in rows:
            yield self.address(row), [column.cell(row) for column in self.columns]


def table(one: Indicator) -> Table:
    """The table for the rows of this indicator, in the active language."""
    if one.source is Rows.THEMED_TENDERS:
        return _tenders(one.code.split(".")[2])
    return _TABLES[one.source]()


def _tenders(theme: str = "") -> Table:
    levels = dict(Ambition.Level.choices)
    name = level_of(theme) if theme else "highest_level"
    columns = [
        Column(_("Reference"), lambda row: row.reference, "reference"),
        Column(_("Title"), lambda row: row.title, "title"),
        Column(_("Publication date"), lambda row: row.publication_date, "publication_date"),
        Column(_("Level") if theme else _("Highest level"), lambda row: _named(levels, getattr(row, name)), name),
        Column("ISV", _forms),
    ]
    if not theme:
        columns += [
            Column(_("ISV obligation"), lambda row: _named(OBLIGATIONS, row.obligation), "obligation"),
            Column(_("Explanation on ISV"), lambda row: row.isv_explanation),
            Column(_("Estimated value"), _amount, "estimated_value"),
        ]
    return Table(columns, lambda row: reverse("procurement:tender-detail", args=[row.pk]), ("publication_date", "pk"))


def _contracts() -> Table:
    columns = [
        Column(_("Reference"), lambda row: row.reference, "reference"),
        Column(_("Title"), lambda row: row.title, "title"),
        Column(_("Supplier"), lambda row: row.supplier.name, "supplier__name"),
        Column(_("Tender"), lambda row: row.tender.reference, "tender__reference"),
        Column(_("Start date"), lambda row: row.start_on, "start_on"),
        Column(_("Risk analysis received"), lambda row: _yes_no(row.has_risk_analysis), "has_risk_analysis"),
    ]
    return Table(columns, lambda row: reverse("monitoring:contract-detail", args=[row.pk]), ("reference", "pk"))


def _deliverables() -> Table:
    columns = [
        Column(_("Deliverable"), str, "kind"),
        Column(_("Contract"), lambda row: row.contract.reference, "contract__reference"),
        Column(_("Supplier"), lambda row: row.contract.supplier.name, "contract__supplier__name"),
        Column(_("Due date"), lambda row: row.due_on_as_of, "due_on_as_of"),
        Column(_("First submitted on"), lambda row: row.submitted_on, "submitted_on"),
        Column(_("Assessed on"), lambda row: row.assessed_on, "assessed_on"),
        Column(_("State"), lambda row: row.get_state_display(), "state"),
        Column(_("Public address"), lambda row: row.public_url),
    ]
    return Table(columns, lambda row: reverse("monitoring:deliverable-detail", args=[row.pk]), ("due_on_as_of", "pk"))


def _measure(row: Any) -> str:
    """By what the promise is measured, and how much was promised."""
    amount = f"{plain(row.target_value)} {row.target_unit}".strip() if row.target_value is not None else ""
    return ": ".join(part for part in (row.indicator, amount) if part)


def _commitments() -> Table:
    outcomes = dict(CommitmentResult.Outcome.choices)
    columns = [
        Column(_("Theme"), lambda row: str(row.theme), "theme__position"),
        Column(_("Contract"), lambda row: row.contract.reference, "contract__reference"),
        Column(_("Supplier"), lambda row: row.contract.supplier.name, "contract__supplier__name"),
        Column(_("Ambition level"), lambda row: row.get_level_display(), "level"),
        Column(_("Goal"), lambda row: row.goal),
        Column(_("Measurable target"), lambda row: row.target),
        Column(_("Indicator"), _measure),
        Column(_("What came of it"), lambda row: _named(outcomes, row.outcome), "outcome"),
    ]
    return Table(
        columns, lambda row: reverse("suppliers:commitment-detail", args=[row.pk]), ("contract__reference", "pk")
    )


def _meetings() -> Table:
    columns = [
        Column(_("Reference"), lambda row: row.reference, "reference"),
        Column(_("Kind"), lambda row: row.get_kind_display(), "kind"),
        Column(_("Date"), lambda row: row.date, "date"),
        Column(_("Suppliers"), lambda row: ", ".join(supplier.name for supplier in row.suppliers.all())),
        Column(_("Purpose"), lambda row: row.purpose),
    ]
    return Table(columns, lambda row: reverse("dialogues:meeting-detail", args=[row.pk]), ("date", "pk"))


def _suppliers() -> Table:
    columns = [
        Column(_("Supplier"), lambda row: row.name, "name"),
        Column(_("Country"), lambda row: row.country, "country"),
    ]
    return Table(columns, lambda row: reverse("monitoring:supplier-detail", args=[row.pk]), ("name", "pk"))


def _agreements() -> Table:
    columns = [
        Column(_("Agreement"), lambda row: row.text, "text"),
        Column(_("Meeting"), lambda row: row.meeting.reference, "meeting__reference"),
        Column(_("Owner"), lambda row: row.owner, "owner"),
        Column(_("Due date"), lambda row: row.due_on, "due_on"),
        Column(_("Done on"), lambda row: row.done_on, "done_on"),
        Column(_("State"), lambda row: row.get_state_display(), "state"),
    ]
    return Table(columns, _agreement_address, ("due_on", "pk"))


def _agreement_address(row: Any) -> str:
    return f"{reverse('dialogues:meeting-detail', args=[row.meeting_id])}#agreement-{row.pk}"


def _findings() -> Table:
    columns = [
        Column(_("Reference"), lambda row: row.reference, "reference"),
        Column(_("Supplier"), lambda row: row.supplier.name if row.supplier else None, "supplier__name"),
        Column(_("Risk theme"), lambda row: row.theme.name if row.theme else None),
        Column(_("Severity"), lambda row: row.severity, "severity"),
        Column(_("Reported on"), lambda row: row.reported_on, "reported_on"),
        Column(_("State"), lambda row: row.get_state_display(), "state"),
        Column(_("Closed on"), lambda row: row.closed_on, "closed_on"),
    ]
    return Table(columns, lambda row: reverse("suppliers:finding-detail", args=[row.pk]), ("reported_on", "pk"))


def _named(names: dict[Any, Any], code: Any) -> str:
    return str(names[code]) if code in names else _("unknown")


def _amount(row: Any) -> Cell:
    """In euro an amount; in another currency a text that says so."""
    if row.estimated_value is None or row.currency in ("", "EUR"):
        return row.estimated_value
    return f"{row.currency} {row.estimated_value}"


def _forms(row: Any) -> str:
    if not row.isv_answered:
        return _("unknown")
    chosen = [str(row._meta.get_field(f"isv_{form}").verbose_name) for form in row.isv_forms]
    return ", ".join(chosen) if chosen else _("none")


def _yes_no(value: object) -> str:
    return _("yes") if value else _("no")


_TABLES: dict[Rows, Callable[[], Table]] = {
    Rows.TENDERS: _tenders,
    Rows.CONTRACTS: _contracts,
    Rows.DELIVERABLES: _deliverables,
    Rows.MEETINGS: _meetings,
    Rows.SUPPLIERS: _suppliers,
    Rows.AGREEMENTS: _agreements,
    Rows.FINDINGS: _findings,
    Rows.COMMITMENTS: _commitments,
}
