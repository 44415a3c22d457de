"""Where the obligations of a contract come from: the tender, its ambitions, the decision on ISV, the terms."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts.templatetags.ui import money
from monitoring.compliance.tables import Cell, Section, Table
from procurement.models import ISV_FORMS, Tender
from suppliers.models import Contract


def sections(contract: Contract) -> list[Section]:
    """The contract itself, the tender before it and the terms in it."""
    return [_contract(contract), _tender(contract), _terms(contract)]


def _contract(contract: Contract) -> Section:
    answers = {True: _("yes"), False: _("no"), None: _("unknown")}
    value = strip_tags(money(contract.value, contract.currency or "EUR"))
    facts: list[tuple[str, Cell]] = [
        (_("Reference"), contract.reference),
        (_("Title"), contract.title),
        (_("Supplier"), contract.supplier.name),
        (_("Awarded on"), contract.awarded_on),
        (_("Start date"), contract.start_on),
        (_("End date"), contract.end_on or _("open-ended")),
        (_("Value"), value),
        (_("Contract manager"), str(contract.contract_manager or _("unknown"))),
        (_("ISV is a contract condition"), answers[contract.isv]),
        (_("Follow-up"), str(contract.get_follow_up_display() or _("unknown"))),
    ]
    if contract.follow_up_reason:
        facts.append((_("Reason of the follow-up"), contract.follow_up_reason))
    return Section(_("The contract"), facts)


def _tender(contract: Contract) -> Section:
    tender = contract.tender
    if tender is None:
        return Section(_("The tender"), note=_("No tender is linked to this contract."))
    facts: list[tuple[str, Cell]] = [
        (_("Reference"), tender.reference),
        (_("Title"), tender.title),
        (_("Published on"), tender.publication_date),
        (_("Approach"), str(tender.get_approach_state_display())),
        (_("ISV decision"), _decision(tender)),
    ]
    if tender.isv_explanation:
        facts.append((_("Explanation on ISV"), tender.isv_explanation))
    rows: list[list[Cell]] = [
        [one.theme.name, f"{one.level} {one.get_level_display()}", one.reason or one.goal]
        for one in tender.ambitions.all()
    ]
    columns = [(_("Theme"), 30), (_("Ambition level"), 25), (_("Reason or goal"), 45)]
    levels = Table("ambitions", _("Ambition levels"), columns, rows, _("No level was filled in for any theme."))
    return Section(_("The tender"), facts, [levels])


def _decision(tender: Tender) -> str:
    if not tender.isv_answered:
        return _("not answered")
    return ", ".join(str(ISV_FORMS[form]) for form in tender.isv_forms) or _("none")


def _terms(contract: Contract) -> Section:
    rows: list[list[Cell]] = [
        [
            str(term.get_kind_display()),
            " ".join(render_to_string("suppliers/_term.html", {"term": term}).split()),
            term.grace_days,
            term.clause,
        ]
        for term in contract.terms.all()
    ]
    columns = [(_("Deliverable"), 25), (_("Due"), 40), (_("Grace (days)"), 10), (_("Clause"), 25)]
    return Section(
        _("The terms"), tables=[Table("terms", _("Terms of the contract"), columns, rows, _("There are no terms."))]
    )
