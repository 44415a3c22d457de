"""Indicators over what suppliers delivered, what was talked about, found and remedied (domain.md §6)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.indicators.definitions import Indicator, Rows, by_rule
from suppliers.models import DeliverableKind

EVERY = Q(pk__isnull=False)
RECEIVED = Q(is_received=True)
ON_TIME = Q(is_on_time=True)
ACCEPTED = Q(is_accepted=True)

OWED = _(
    "ISV: the supplier owes a risk analysis, an improvement plan and a public annual report; no public source sets a "
    "term, so the terms are those of the contract"
)
TALKED = _("own definition, after the practice of supplier dialogues: what was agreed has an owner and a date")
REMEDIED = _("own definition, after the OECD guidelines and the UN Guiding Principles: affected people confirm remedy")


def deliverables() -> list[Indicator]:
    found = []
    for kind, name in DeliverableKind.choices:
        due = Q(kind=kind)
        text = {"kind": name}
        late, outstanding = due & RECEIVED & Q(is_on_time=False), due & Q(is_outstanding=True)
        parts = [
            ("due", _("%(kind)s: due"), _("Due in the year, by the due date in force."), due, None),
            ("received", _("%(kind)s: received"), _("Received by the day of the report."), RECEIVED, due),
            ("on_time", _("%(kind)s: on time"), _("First handed in on time, grace included."), ON_TIME, due),
            ("late", _("%(kind)s: late"), _("First handed in later than that."), late, None),
            ("outstanding", _("%(kind)s: outstanding"), _("Due, and not received."), outstanding, None),
            ("accepted", _("%(kind)s: accepted"), _("Accepted, with or without remarks."), ACCEPTED, due & RECEIVED),
        ]
        found += [
            Indicator(
                f"deliverables.{kind}.{code}", Rows.DELIVERABLES, label % text, definition, counted=counted, among=among
            )
            for code, label, definition, counted, among in parts
        ]
    public = Indicator(
        "deliverables.annual_report.public", Rows.DELIVERABLES, _("Public annual report: public, with its address"),
        _("Of the annual reports received: published, with the address where everybody can read it."),
        counted=Q(is_public=True), among=Q(kind=DeliverableKind.ANNUAL_REPORT) & RECEIVED,
    )  # fmt: skip
    return [*found, public]


def commitments() -> list[Indicator]:
    unknown = Q(outcome=None)
    unknown_is = _("Commitments of which nobody recorded in that year what came of them.")
    rule = _("own definition: what the tender promised per theme is followed into the contract")
    parts = (
        ("delivered", _("Commitments delivered"), _("Of these, what was promised was delivered.")),
        ("partially", _("Commitments partially delivered"), _("Of these, part of what was promised was delivered.")),
        ("not_delivered", _("Commitments not delivered"), _("Of these, what was promised was not delivered.")),
    )
    return [
        Indicator(
            "commitments.promised", Rows.COMMITMENTS, _("Commitments"),
            _("What contracts that ran in the year promise: one for each theme on which the tender chose a level."),
            counted=EVERY, rule=rule,
        ),
        *(
            Indicator(
                f"commitments.{code}", Rows.COMMITMENTS, label, definition, counted=Q(outcome=code), among=EVERY,
                unknown=unknown, rule=rule, unknown_is=unknown_is,
            )
            for code, label, definition in parts
        ),
    ]  # fmt: skip


def dialogues() -> list[Indicator]:
    return [
        Indicator(
            "dialogues.meetings", Rows.MEETINGS, _("Meetings held"), _("Meetings held in the year."), counted=EVERY
        ),
        Indicator(
            "dialogues.suppliers", Rows.SUPPLIERS, _("Suppliers met"),
            _("Different suppliers with whom at least one meeting was held in the year."), counted=EVERY,
        ),
        Indicator(
            "dialogues.agreements_due", Rows.AGREEMENTS, _("Agreements due"), _("Agreements due in the year."),
            counted=EVERY,
        ),
        Indicator(
            "dialogues.agreements_done", Rows.AGREEMENTS, _("Agreements done"),
            _("Of the agreements due in the year, those done and confirmed by the other side."),
            counted=Q(is_done=True), among=EVERY,
        ),
    ]  # fmt: skip


def findings() -> list[Indicator]:
    return [
        Indicator(
            "findings.reported", Rows.FINDINGS, _("Findings reported"), _("Findings reported in the year."),
            counted=Q(is_of_year=True),
        ),
        Indicator(
            "findings.in_remedy", Rows.FINDINGS, _("Findings in remedy"),
            _("Findings that were being put right, or whose remedy was verified, on the day of the report."),
            counted=Q(is_in_remedy=True), unknown=Q(is_closed_later=True),
            unknown_is=_("Findings that were closed after the day of the report: their state on that day is not kept."),
        ),
        Indicator(
            "findings.closed", Rows.FINDINGS, _("Findings closed"),
            _("Findings closed in the year, with or without confirmation by rightsholders."),
            counted=Q(is_closed=True),
        ),
        Indicator(
            "findings.confirmed", Rows.FINDINGS, _("Closure confirmed by rightsholders"),
            _("Of the findings closed in the year, those whose closure the affected people confirmed."),
            counted=Q(state="closed_confirmed"), among=Q(is_closed=True),
        ),
    ]  # fmt: skip


def all_of_them() -> list[Indicator]:
    return [
        *by_rule(OWED, deliverables()),
        *commitments(),
        *by_rule(TALKED, dialogues()),
        *by_rule(REMEDIED, findings()),
    ]
