"""A small world in which every kind of object exists once, in organisation A, for tests over all pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.actions import outbox, tokens
from accounts.models import ApiToken, Organisation, OutgoingMessage
from dialogues.models import Meeting
from documents.actions import uploads
from documents.formats.kinds import JSON
from monitoring.actions import approach_papers, builds, compliance, lookups, publications, reports
from monitoring.actions import notices as notice_jobs
from monitoring.actions.portfolio import jobs as portfolio_jobs
from procurement.actions import (
    criteria,
    criteria_files,
    criteria_library,
    remarks,
    replacements,
    risk_scan,
    signal_files,
    signals,
)
from procurement.actions.notices import take_in
from procurement.actions.signal_files import About
from procurement.actions.signals import Entry
from procurement.actions.table_files import TextFile
from procurement.formats import read_notice
from procurement.models import (
    ApprovalRule,
    LevelMeaning,
    ProcurementCategory,
    PromisingCategory,
    RiskRule,
    RiskTheme,
    Theme,
    ThemeTarget,
    Threshold,
)
from suppliers.actions import findings
from suppliers.actions.notices import SentFile
from suppliers.models import Commitment, ScheduleLine, SubmissionFile, Supplier
from tests.accounts.factories import AT, OrganisationFactory, system_user
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory, MeetingFactory
from tests.house.entries import MAIL
from tests.procurement.factories import TenderFactory
from tests.procurement.json_notices import as_bytes, publication
from tests.procurement.notices import sample
from tests.procurement.plans import action_plan, category, category_plan
from tests.procurement.plans import goal as aim
from tests.suppliers.factories import (
    ContactFactory,
    ContractFactory,
    DeliverableFactory,
    ExtensionFactory,
    SupplierFactory,
)

TODAY = date(2026, 11, 22)


@dataclass
class World:
    """Objects by name; ``key(name)`` is what stands in an address."""

    cast: Cast
    objects: dict[str, Any] = field(default_factory=dict)

    def key(self, name: str) -> int:
        key: int = self.objects[name].pk
        return key


def build(cast: Cast) -> World:
    """Make the world. Its supplier's contact person is ``cast.supplier``; a second world shares the supplier."""
    lookups.load_all(by=system_user(), at=AT)
    world = World(cast)
    _procurement(world)
    _plans(world)
    _risks(world)
    _suppliers(world)
    _dialogues(world)
    _reports(world)
    world.objects |= {"person": cast.buyer, "message": _failed_message(cast), "token": _token(cast)}
    _mail(cast)
    return world


def _procurement(world: World) -> None:
    cast, organisation = world.cast, world.cast.organisation
    content = sample()
    taken = take_in(
        organisation=organisation, notice=read_notice(content, filename="aankondiging.xml"), by=cast.buyer, at=AT,
        sha256=hashlib.sha256(content).hexdigest(),
        document=uploads.store_own(
            content=content, kind=JSON, name="aankondiging.xml", organisation=organisation, by=cast.buyer, at=AT,
            confidentiality="organisation",
        ),
    )  # fmt: skip
    world.objects |= {
        "tender": TenderFactory(organisation=organisation, by=cast.buyer, state="submitted"),
        "draft_tender": TenderFactory(
            organisation=organisation, by=cast.buyer, state="complete", publication_date=AT.date()
        ),
        "noticed_tender": taken.tender,
        "notice": taken.notice,
        "theme": Theme.objects.first(),
        "threshold": Threshold.objects.first(),
        "risk_theme": RiskTheme.objects.first(),
        "level_meaning": LevelMeaning.objects.create(
            organisation=organisation, theme=Theme.objects.get(code="climate"), level=2, text_nl="Elektrisch vervoer."
        ),
        "theme_target": ThemeTarget.objects.create(organisation=organisation, theme=Theme.objects.all()[0], level=2),
        "approval_rule": ApprovalRule.objects.create(organisation=organisation, from_value=500_000, asks="both"),
        "risk_rule": RiskRule.objects.create(organisation=organisation),
        "category": ProcurementCategory.objects.create(
            organisation=organisation, code="eigen", name_nl="Eigen", name_en="Own"
        ),
    }
    world.objects["remark"] = remarks.write(
        tender=world.objects["tender"], theme=Theme.objects.get(code="climate"), text="Waarom niveau 2?",
        by=cast.tenderboard, at=AT,
    )  # fmt: skip
    world.objects["replacement"] = replacements.name(
        organisation=organisation, colleague=cast.budget_holder, from_on=AT.date(), until_on=date(2026, 12, 31),
        by=cast.tenderboard, at=AT,
    )  # fmt: skip
    _criteria(world)


def _plans(world: World) -> None:
    """A category plan in each state, and a category that is promising."""
    cast = world.cast
    plan, action = category_plan(cast), action_plan(cast)
    world.objects |= {
        "category_plan": plan,
        "kpi": plan.kpis.get(),
        "action_plan": action,
        "goal": action.goals.get(year=2025),
        "draft_action_plan": action_plan(
            cast, state="draft", valid_from=date(2027, 1, 1), valid_until=date(2027, 12, 31), goals=[aim(year=2027)]
        ),
        "submitted_plan": category_plan(cast, "energy", state="submitted"),
        "draft_plan": category_plan(cast, "laboratory", state="draft"),
        "promising_category": PromisingCategory.objects.create(
            organisation=cast.organisation, category=category(), reason="Groot volume"
        ),
    }


def _criteria(world: World) -> None:
    """One in the library, taken by the tender in preparation, adapted since and weighed, and one of the team itself."""
    cast = world.cast
    entry = criteria_library.Entry(
        number="K-1", kind="award_criterion", level=2, themes=(Theme.objects.get(code="climate"),), title="Minder CO₂",
        text="Hoe minder, hoe beter.", verification="Rapport.",
    )  # fmt: skip
    criterion = criteria_library.save(entry=entry, organisation=cast.organisation, by=cast.buyer, at=AT)
    tender = world.objects["draft_tender"]
    (chosen,) = criteria.choose(tender=tender, criteria=[criterion], by=cast.buyer, at=AT)
    world.objects |= {
        "criterion": criterion,
        "chosen": criteria.change(
            chosen=chosen, version=1, text="Hoe veel minder, hoe beter.", weight=Decimal(40), by=cast.buyer, at=AT
        ),
    }
    world.objects["criteria_file"] = criteria_files.send(
        file=TextFile("criteria.json", b'[{"number": "K-9"}]', JSON),
        organisation=cast.organisation,
        by=cast.buyer,
        at=AT,
    )
    criteria.write_own(tender=tender, themes=[], kind="award_criterion", title="Prijs", by=cast.buyer, at=AT)


def _risks(world: World) -> None:
    """A signal that fits a product of the tender in draft, and a file with an error."""
    cast, organisation = world.cast, world.cast.organisation
    theme = RiskTheme.objects.get(code="child_labour")
    entry = Entry(kind="own", source="Rapport", country="BD", country_text="Bangladesh", theme=theme)
    numbers: dict[str, Any] = {"scale": 4, "scope": 3, "irremediability": 4, "likelihood": 3}
    tender = world.objects["draft_tender"]
    world.objects |= {
        "signal": signals.write_down(entry=entry, organisation=organisation, by=cast.buyer, at=AT),
        "scan_product": risk_scan.save_product(
            tender=tender, by=cast.buyer, at=AT, name="Jassen", is_main=True, countries=["BD", "PT"]
        ),
        "signal_file": signal_files.send(
            file=TextFile("signalen.json", b'[{"country": "BD"}]', JSON), about=About(source="Lijst"),
            organisation=organisation, by=cast.buyer, at=AT,
        ),
    }  # fmt: skip
    risk_scan.judge(tender=tender, theme=theme, by=cast.buyer, at=AT, reason="Zo zegt het rapport.", **numbers)


def _suppliers(world: World) -> None:
    cast, organisation = world.cast, world.cast.organisation
    supplier = SupplierFactory(name="Naaiatelier Noord B.V.", kvk="27000001", organisation=organisation)
    contact = ContactFactory(supplier=supplier, organisation=organisation, email=cast.supplier.email)
    contract = ContractFactory(
        organisation=organisation, supplier=supplier, contract_manager=cast.contract_manager, isv=True
    )
    submitted = DeliverableFactory(contract=contract, occurrence=90, submitted=True)
    assessed = DeliverableFactory(contract=contract, occurrence=91, accepted=True)
    begun = DeliverableFactory(contract=contract, occurrence=94, in_assessment=True)
    world.objects |= {
        "supplier": supplier,
        "contact": contact,
        "contract": contract,
        "commitment": Commitment.objects.create(
            contract=contract, theme=Theme.objects.get(code="climate"), level=2, goal="Minder uitstoot", created_at=AT
        ),
        "deliverable": contract.deliverables.order_by("due_on").first(),
        "submitted": submitted,
        "begun": begun,
        "assessed": assessed,
        "late": DeliverableFactory(contract=contract, occurrence=92, due_on=TODAY - timedelta(days=40)),
        "revision": DeliverableFactory(contract=contract, occurrence=95, revision_requested=True),
        "submission": submitted.submissions.get(),
        "file": submitted.submissions.get().files.first(),
        "assessment": assessed.assessments.get(),
        "begun_assessment": begun.assessments.get(),
        "extension": ExtensionFactory(deliverable=DeliverableFactory(contract=contract, occurrence=93)),
        "shared_file": _shared(supplier, organisation),
        "schedule_line": ScheduleLine.objects.create(organisation=organisation, kind="risk_analysis", anchor="award"),
        "finding": findings.report(
            organisation=organisation,
            reported=findings.Reported(
                reference="B-2026-1", supplier=supplier, contract=contract, reported_on=date(2026, 10, 1),
                source="worker_monitoring", theme=RiskTheme.objects.first(), severity=4,
                description="Paspoorten van arbeidsmigranten worden ingehouden.",
            ),
            by=cast.contract_manager,
            at=AT,
        ),
    }  # fmt: skip


def _shared(supplier: Supplier, buyer: Organisation) -> SubmissionFile:
    """A file that the supplier handed in to a third organisation and shares with its buyers, of which this is one."""
    ContractFactory(
        organisation=buyer, supplier=supplier, awarded_on=date(2025, 11, 3), start_on=date(2026, 1, 1), end_on=None
    )
    known = SubmissionFile.objects.filter(submission__confidentiality="buyers").first()
    if known:
        return known
    third = OrganisationFactory(name="Waterschap Derde", slug="derde")
    contract = ContractFactory(organisation=third, supplier=supplier)
    shared = DeliverableFactory(contract=contract, due_on=date(2026, 6, 1), accepted=True, confidentiality="buyers")
    file: SubmissionFile = shared.submissions.get().files.get()
    return file


def _dialogues(world: World) -> None:
    def meeting(**traits: Any) -> Meeting:
        made: Meeting = MeetingFactory(
            organisation=world.cast.organisation,
            suppliers=(world.objects["supplier"],),
            by=world.cast.contract_manager,
            **traits,
        )
        return made

    sent, held = meeting(sent=True), meeting(held=True)
    world.objects |= {
        "meeting": sent,
        "planned_meeting": meeting(date=TODAY + timedelta(days=30)),
        "invited_meeting": meeting(invited=True),
        "held_meeting": held,
        "agreement": AgreementFactory(meeting=held),
        "reported_agreement": AgreementFactory(meeting=held, reported=True),
        "own_agreement": AgreementFactory(meeting=held, buyer=True),
        "own_reported_agreement": AgreementFactory(meeting=held, buyer=True, reported=True),
    }


def _reports(world: World) -> None:
    cast = world.cast
    world.objects["report"] = reports.begin(organisation=cast.organisation, year=2026, by=cast.category_manager, at=AT)
    asked = builds.request(
        organisation=cast.organisation, year=2026, as_of=AT.date(), report=None, file_format="json", language="nl",
        by=cast.management, at=AT,
    )  # fmt: skip
    builds.build(key=asked.pk, at=AT, by=cast.system)
    world.objects["build"] = asked
    reviewed = reports.begin(organisation=cast.organisation, year=2024, by=cast.category_manager, at=AT)
    reports.submit(report=reviewed, by=cast.category_manager, at=AT)
    world.objects["publication"] = publications.request(report=reviewed, by=cast.management, at=AT)
    export = portfolio_jobs.request_export(organisation=cast.organisation, language="nl", by=cast.administrator, at=AT)
    portfolio_jobs.run_waiting(at=AT, by=cast.system)
    world.objects["portfolio_job"] = export
    asked_notices = notice_jobs.send(
        files=[SentFile("lijst.json", as_bytes([publication(id="77", tenderned_kenmerk="77")]))], number=1,
        organisation=cast.organisation, language="nl", by=cast.buyer, at=AT,
    )  # fmt: skip
    notice_jobs.run_waiting(at=AT, by=cast.system)
    world.objects["notice_job"] = asked_notices
    report = compliance.request(
        organisation=cast.organisation, supplier=world.objects["supplier"], contract=world.objects["contract"],
        as_of=AT.date(), file_format="xlsx", language="nl", by=cast.management, at=AT,
    )  # fmt: skip
    compliance.build(key=report.pk, at=AT, by=cast.system)
    world.objects["compliance_build"] = report
    paper = approach_papers.request(
        tender=world.objects["tender"], number=None, language="nl", by=cast.management, at=AT
    )
    approach_papers.build(key=paper.pk, at=AT, by=cast.system)
    world.objects["approach_paper"] = paper


def _token(cast: Cast) -> ApiToken:
    token, _secret = tokens.create(
        user=cast.auditor, organisation=cast.organisation, name="Power BI", may_write=False,
        expires_on=TODAY + timedelta(days=30), at=AT,
    )  # fmt: skip
    return token


def _failed_message(cast: Cast) -> OutgoingMessage:
    message = outbox.enqueue(
        to=cast.supplier,
        template="welcome",
        context={"role_names": [], "is_new": False},
        organisation=cast.organisation,
        about=None,
        at=AT,
    )
    OutgoingMessage.objects.filter(pk=message.pk).update(state="failed", last_error="550 mailbox unknown")
    return message


def _mail(cast: Cast) -> None:
    folder = Path(str(settings.EMAIL_FILE_PATH))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MAIL.replace("ministerie", cast.organisation.slug)).write_text(
        "Subject: Hallo\nTo: a@b.example\nDate: Mon, 02 Nov 2026 09:00:00 +0000\n\nTekst\n"
    )
