"""Who gets what from every address: the table behind test_url_roles.py. A new URL needs a line here.

Each line says who is let in (by role), with which method, for which object of the world. Everybody else of the
organisation gets 403; somebody of another organisation 404 where an object is named, else his own 200 (or 403);
a supplier's contact 404 on internal pages, and members 404 in the portal; who is not signed in goes to the login page.
The API answers those two with 403 and 401.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from accounts.roles import DECIDE, READ, ROLES, WRITE, roles_with
from suppliers.workflow import ASSESSORS, DECIDERS

MAIL = "20261102T090000000000-0123abcd-ministerie.eml"
EVERYONE = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()


def may(area: str, letter: str = READ) -> frozenset[str]:
    return roles_with(area, letter)


WRITERS = may("tender_approach", WRITE)
APPROVERS = may("approve_approach", DECIDE)
CONTRACTS = may("contract", WRITE)
AWARDERS = CONTRACTS | {"buyer"}
HOSTS = may("dialogue", WRITE)
SETTINGS = may("settings")
ADMINISTRATOR = may("settings", WRITE)
CONFIDENTIAL = may("confidential")
FINDINGS = may("findings")
FINDERS = may("findings", WRITE)
REPORTERS = may("annual_report", WRITE)
TAKERS = WRITERS | ADMINISTRATOR
PLANNERS = may("category_plan", WRITE)
ADOPTERS = may("category_plan", DECIDE)
AIMERS = may("action_plan", WRITE)
EXCHANGERS = WRITERS | CONTRACTS | ADMINISTRATOR


@dataclass(frozen=True)
class Entry:
    """One address. ``args`` name objects of the world; an address with one is out of sight for other organisations."""

    roles: frozenset[str]
    args: tuple[str, ...] = ()
    post: bool = False
    fixed: tuple[tuple[str, object], ...] = ()
    is_portal: bool = False
    is_open: bool = False
    is_unseen: bool = False
    is_shared: bool = False
    is_api: bool = False
    data: tuple[tuple[str, str], ...] = ()

    @property
    def names_object(self) -> bool:
        return bool(self.args)


def page(roles: frozenset[str], *args: str, **fixed: object) -> Entry:
    return Entry(roles, args, fixed=tuple(fixed.items()))


def act(roles: frozenset[str], *args: str, **fixed: object) -> Entry:
    return Entry(roles, args, post=True, fixed=tuple(fixed.items()))


def shared(roles: frozenset[str], *args: str) -> Entry:
    """A row that every organisation reads; nobody is kept out by sight."""
    return Entry(roles, args, is_shared=True)


def portal(*args: str, post: bool = False, **fixed: object) -> Entry:
    return Entry(NOBODY, args, post=post, fixed=tuple(fixed.items()), is_portal=True)


def anyone(*args: str, post: bool = False, **fixed: object) -> Entry:
    return Entry(EVERYONE, args, post=post, fixed=tuple(fixed.items()), is_open=True)


def unseen(roles: frozenset[str], *args: str, post: bool = False, **fixed: object) -> Entry:
    """Other members of the organisation do not even learn that it exists."""
    return Entry(roles, args, post=post, fixed=tuple(fixed.items()), is_unseen=True)


def api(roles: frozenset[str], *args: str, **fixed: object) -> Entry:
    """An address of the API: it tells a stranger 401 and a supplier's contact 403, and sends nobody to a page."""
    return Entry(roles, args, fixed=tuple(fixed.items()), is_api=True)


def both(name: str, roles: frozenset[str]) -> dict[str, Entry]:
    """The list of the API and one row of it."""
    return {f"api:{name}-list": api(roles), f"api:{name}-detail": api(roles, name.replace("-", "_"))}


def command(roles: frozenset[str], *args: str) -> Entry:
    """What a program may have done; an empty request is refused by name, to those who may."""
    return Entry(roles, args, post=True, is_api=True)


def table(namespace: str, code: str, row: str, *, owned: bool = False, grows: bool = True) -> dict[str, Entry]:
    """The addresses of an editable table; the shared rows are for who administers every organisation."""
    found = {
        f"{namespace}:table-{code}": page(SETTINGS),
        f"{namespace}:table-{code}-edit": page(ADMINISTRATOR, row) if owned else shared(NOBODY, row),
    }
    if grows:
        found[f"{namespace}:table-{code}-new"] = page(ADMINISTRATOR if owned else NOBODY)
    if owned:
        found[f"{namespace}:table-{code}-delete"] = act(ADMINISTRATOR, row)
    return found


ACCOUNTS = {
    "accounts:settings": page(SETTINGS),
    "accounts:organisation": page(ADMINISTRATOR),
    "accounts:people": page(SETTINGS),
    "accounts:person-add": page(ADMINISTRATOR),
    "accounts:person-roles": page(ADMINISTRATOR, "person"),
    "accounts:audit": page(SETTINGS),
    "accounts:mail": page(ADMINISTRATOR),
    "accounts:mail-detail": page(ADMINISTRATOR, name=MAIL),
    "accounts:gallery": page(ADMINISTRATOR),
    "accounts:messages": page(EVERYONE),
    "accounts:message-retry": act(frozenset({"administrator", "contract_manager"}), "message"),
    "accounts:profile": page(EVERYONE),
    "accounts:tokens": page(EVERYONE),
    "accounts:token-revoke": unseen(frozenset({"auditor", "administrator"}), "token", post=True),
    "accounts:switch-organisation": replace(act(EVERYONE), data=(("organisation", "ministerie"),), is_open=True),
}

PROCUREMENT = {
    "procurement:tender-list": page(EVERYONE),
    "procurement:tender-export": page(EVERYONE, kind="csv"),
    "procurement:tender-create": page(WRITERS),
    "procurement:tender-detail": page(EVERYONE, "tender"),
    "procurement:tender-edit": page(WRITERS, "tender"),
    "procurement:tender-stage": act(frozenset({"buyer"}), "tender"),
    "procurement:ambition-edit": page(EVERYONE, "tender"),
    "procurement:ambition-history": page(EVERYONE, "tender", code="climate", cell="choice"),
    "procurement:risk-scan": page(EVERYONE, "tender"),
    "procurement:risk-scan-export": page(EVERYONE, "tender", kind="csv"),
    "procurement:risk-product-add": page(WRITERS, "draft_tender"),
    "procurement:risk-product-edit": page(WRITERS, "draft_tender", "scan_product"),
    "procurement:risk-product-remove": act(WRITERS, "draft_tender", "scan_product"),
    "procurement:risk-judge": page(WRITERS, "draft_tender", code="child_labour"),
    "procurement:signal-list": page(EVERYONE),
    "procurement:signal-create": page(WRITERS),
    "procurement:signal-detail": page(EVERYONE, "signal"),
    "procurement:signal-import": page(TAKERS),
    "procurement:signal-template": page(TAKERS),
    "procurement:signal-example": page(TAKERS),
    "procurement:signal-check": page(TAKERS, "signal_file"),
    "procurement:signal-file-confirm": act(TAKERS, "signal_file"),
    "procurement:signal-file-errors": page(TAKERS, "signal_file"),
    "procurement:isv-edit": page(EVERYONE, "tender"),
    "suppliers:tender-schedule": page(EVERYONE, "tender"),
    "procurement:approval": page(EVERYONE, "tender"),
    "procurement:approach-submit": act(WRITERS, "tender"),
    "procurement:approach-decide": act(APPROVERS, "tender"),
    "procurement:approach-due-date": act(WRITERS | APPROVERS, "tender"),
    "procurement:approach-reopen": act(WRITERS, "tender"),
    "procurement:remark-write": replace(act(APPROVERS, "tender"), data=(("row", "isv"),)),
    "procurement:remark-answer": act(WRITERS, "tender", "remark"),
    "procurement:replacements": page(APPROVERS),
    "procurement:replacement-end": unseen(APPROVERS, "replacement", post=True),
    "procurement:notices": page(EVERYONE, "tender"),
    "procurement:notice-file": page(EVERYONE, "noticed_tender", "notice"),
    "procurement:tender-criteria": page(EVERYONE, "tender"),
    "procurement:criteria-choose": page(WRITERS, "draft_tender"),
    "procurement:criterion-write": page(WRITERS, "draft_tender"),
    "procurement:criteria-take-weight": act(WRITERS, "draft_tender"),
    "procurement:criteria-document": page(EVERYONE, "draft_tender", kind="docx"),
    "procurement:chosen-edit": page(WRITERS, "draft_tender", "chosen"),
    "procurement:chosen-remove": act(WRITERS, "draft_tender", "chosen"),
    "procurement:chosen-renew": act(WRITERS, "draft_tender", "chosen"),
    "procurement:criterion-list": page(EVERYONE),
    "procurement:criterion-export": page(EVERYONE, kind="csv"),
    "procurement:criterion-create": page(TAKERS),
    "procurement:criterion-detail": page(EVERYONE, "criterion"),
    "procurement:criterion-change": page(TAKERS, "criterion"),
    "procurement:criteria-import": page(TAKERS),
    "procurement:criteria-template": page(TAKERS),
    "procurement:criteria-file-detail": page(TAKERS, "criteria_file"),
    "procurement:criteria-file-confirm": act(TAKERS, "criteria_file"),
    "procurement:criteria-file-errors": page(TAKERS, "criteria_file"),
    "procurement:action-plan-list": page(EVERYONE),
    "procurement:action-plan-export": page(EVERYONE, kind="csv"),
    "procurement:action-plan-create": page(AIMERS),
    "procurement:action-plan-detail": page(EVERYONE, "action_plan"),
    "procurement:action-plan-edit": page(AIMERS, "draft_action_plan"),
    "procurement:action-plan-submit": act(AIMERS, "draft_action_plan"),
    "procurement:action-plan-decide": act(ADOPTERS, "action_plan"),
    "procurement:action-plan-take-back": act(AIMERS, "action_plan"),
    "procurement:action-plan-follow": act(AIMERS, "action_plan"),
    "procurement:action-plan-discard": act(AIMERS, "draft_action_plan"),
    "procurement:action-goal": page(EVERYONE, "action_plan", "goal"),
    "procurement:action-goal-export": page(EVERYONE, "action_plan", "goal", kind="csv"),
    "procurement:category-plan-list": page(EVERYONE),
    "procurement:category-plan-export": page(EVERYONE, kind="csv"),
    "procurement:category-plan-create": page(PLANNERS),
    "procurement:category-plan-detail": page(EVERYONE, "category_plan"),
    "procurement:category-plan-edit": page(PLANNERS, "draft_plan"),
    "procurement:category-plan-submit": act(PLANNERS, "draft_plan"),
    "procurement:category-plan-decide": act(ADOPTERS, "submitted_plan"),
    "procurement:category-plan-take-back": act(PLANNERS, "submitted_plan"),
    "procurement:category-plan-follow": act(PLANNERS, "category_plan"),
    "procurement:category-plan-discard": act(PLANNERS, "draft_plan"),
    "procurement:kpi-result": page(PLANNERS, "category_plan", "kpi"),
    **table("procurement", "themes", "theme", grows=False),
    **table("procurement", "level-meanings", "level_meaning", owned=True),
    **table("procurement", "theme-targets", "theme_target", owned=True),
    **table("procurement", "approval-rules", "approval_rule", owned=True),
    **table("procurement", "risk-rules", "risk_rule", owned=True),
    **table("procurement", "categories", "category", owned=True),
    **table("procurement", "promising-categories", "promising_category", owned=True),
    **table("procurement", "thresholds", "threshold"),
    **table("procurement", "risk-themes", "risk_theme", grows=False),
}

SUPPLIERS = {
    "suppliers:tenders-ocds": page(EVERYONE),
    "suppliers:tender-ocds": page(EVERYONE, "tender"),
    "suppliers:notice-import": page(WRITERS),
    "suppliers:notice-confirm": act(WRITERS),
    "suppliers:tender-contracts": page(EVERYONE, "tender"),
    "suppliers:award-create": page(AWARDERS, "tender"),
    "suppliers:contract-list": page(EVERYONE),
    "suppliers:contract-export": page(EVERYONE),
    "suppliers:contract-edit": page(CONTRACTS, "contract"),
    "suppliers:commitment-detail": page(EVERYONE, "commitment"),
    "suppliers:commitments-take-over": act(CONTRACTS, "contract"),
    "suppliers:contract-terms": page(CONTRACTS, "contract"),
    "suppliers:contract-pause": act(CONTRACTS, "contract"),
    "suppliers:contract-resume": act(CONTRACTS, "contract"),
    "suppliers:contract-request": page(CONTRACTS, "contract"),
    "suppliers:deliverable-list": page(EVERYONE),
    "suppliers:deliverable-export": page(EVERYONE),
    "suppliers:deliverable-waive": page(frozenset({"category_manager"}), "deliverable"),
    "suppliers:deliverable-due-date": page(CONTRACTS, "deliverable"),
    "suppliers:deliverable-pause": act(CONTRACTS, "deliverable"),
    "suppliers:deliverable-resume": act(CONTRACTS, "deliverable"),
    "suppliers:extension-request": page(frozenset({"contract_manager"}), "deliverable"),
    "suppliers:extension-decide": act(frozenset(DECIDERS), "extension"),
    "suppliers:assessment-edit": page(frozenset(ASSESSORS) | set(DECIDERS), "submitted"),
    "suppliers:assessment-detail": page(may("assess") | CONFIDENTIAL, "assessment"),
    "suppliers:answer-save": act(frozenset(ASSESSORS), "begun_assessment", key="products_covered"),
    "suppliers:submission-file": page(CONFIDENTIAL, "file"),
    "suppliers:submission-page": page(CONFIDENTIAL, "file"),
    "suppliers:shared-file": page(CONFIDENTIAL, "shared_file"),
    "suppliers:supplier-list": page(EVERYONE),
    "suppliers:supplier-create": page(CONTRACTS),
    "suppliers:supplier-edit": page(ADMINISTRATOR, "supplier"),
    "suppliers:supplier-describe": page(CONTRACTS, "supplier"),
    "suppliers:contact-add": page(CONTRACTS, "supplier"),
    "suppliers:contact-invite": act(CONTRACTS, "contact"),
    "suppliers:contact-deactivate": act(CONTRACTS, "contact"),
    "suppliers:finding-list": page(FINDINGS),
    "suppliers:finding-create": page(FINDERS),
    "suppliers:finding-detail": page(FINDINGS, "finding"),
    "suppliers:finding-move": act(FINDERS, "finding"),
    "suppliers:schedule-copy": replace(act(ADMINISTRATOR), data=(("follow_up", "normal"),)),
    "suppliers:question-sets": page(SETTINGS),
    "suppliers:question-set-edit": page(ADMINISTRATOR, kind="risk_analysis"),
    **table("suppliers", "schedules", "schedule_line", owned=True),
}

DIALOGUES = {
    "dialogues:meeting-list": page(EVERYONE),
    "dialogues:meeting-export": page(EVERYONE),
    "dialogues:meeting-create": page(HOSTS),
    "dialogues:meeting-detail": page(EVERYONE, "meeting"),
    "dialogues:meeting-edit": page(HOSTS, "planned_meeting"),
    "dialogues:meeting-invite": page(HOSTS, "planned_meeting"),
    "dialogues:meeting-cancel": page(HOSTS, "planned_meeting"),
    "dialogues:meeting-calendar": page(EVERYONE, "meeting"),
    "dialogues:minutes-edit": page(HOSTS, "invited_meeting"),
    "dialogues:minutes-send": act(HOSTS, "held_meeting"),
    "dialogues:agreement-create": page(HOSTS, "held_meeting"),
    "dialogues:agreement-list": page(EVERYONE),
    "dialogues:agreement-export": page(EVERYONE),
    "dialogues:agreement-edit": page(HOSTS, "agreement"),
    "dialogues:agreement-delete": act(HOSTS, "agreement"),
    "dialogues:agreement-report": page(HOSTS, "own_agreement"),
    "dialogues:agreement-judge": page(HOSTS, "reported_agreement"),
}

MONITORING = {
    "monitoring:worklist": page(EVERYONE),
    "monitoring:contract-detail": page(EVERYONE, "contract"),
    "monitoring:deliverable-detail": page(EVERYONE, "deliverable"),
    "monitoring:supplier-detail": page(EVERYONE, "supplier"),
    "monitoring:contract-compliance": page(EVERYONE, "contract"),
    "monitoring:supplier-compliance": page(EVERYONE, "supplier"),
    "monitoring:approach-paper": act(EVERYONE, "tender"),
    "monitoring:approach-paper-build": unseen(frozenset({"management"}), "approach_paper"),
    "monitoring:approach-paper-retry": unseen(frozenset({"management"}), "approach_paper", post=True),
    "monitoring:approach-paper-file": unseen(frozenset({"management"}), "approach_paper"),
    "monitoring:compliance-build": unseen(frozenset({"management"}), "compliance_build"),
    "monitoring:compliance-retry": unseen(frozenset({"management"}), "compliance_build", post=True),
    "monitoring:compliance-file": unseen(frozenset({"management"}), "compliance_build"),
    "monitoring:report-list": page(EVERYONE),
    "monitoring:report-verify": page(EVERYONE),
    "monitoring:data-quality": page(EVERYONE),
    "monitoring:indicator-list": page(EVERYONE),
    "monitoring:indicator-detail": page(EVERYONE, code="tenders.mvi"),
    "monitoring:report-detail": page(EVERYONE, year=2026),
    "monitoring:report-begin": act(REPORTERS, year=2025),
    "monitoring:report-edit": page(REPORTERS, year=2026),
    "monitoring:report-move": unseen(REPORTERS, year=2026, post=True),
    "monitoring:report-build-request": act(EVERYONE, year=2026),
    "monitoring:report-build": page(EVERYONE, "build"),
    "monitoring:report-build-retry": act(EVERYONE, "build"),
    "monitoring:report-file": page(EVERYONE, "build"),
    "monitoring:report-data": page(EVERYONE, year=2026, kind="json"),
    "monitoring:report-rows": page(EVERYONE, year=2026, code="tenders.mvi"),
    "monitoring:report-rows-export": page(EVERYONE, year=2026, code="tenders.mvi", kind="csv"),
    "monitoring:portfolio": page(EXCHANGERS),
    "monitoring:portfolio-template": page(EXCHANGERS),
    "monitoring:portfolio-export": act(EXCHANGERS),
    "monitoring:portfolio-job": unseen(ADMINISTRATOR, "portfolio_job"),
    "monitoring:portfolio-confirm": unseen(ADMINISTRATOR, "portfolio_job", post=True),
    "monitoring:portfolio-retry": unseen(ADMINISTRATOR, "portfolio_job", post=True),
    "monitoring:portfolio-file": unseen(ADMINISTRATOR, "portfolio_job"),
    "monitoring:reminder-settings": page(SETTINGS),
}

PORTAL = {
    "portal:home": portal(),
    "portal:deliverable": portal("deliverable"),
    "portal:hand-in": portal("deliverable"),
    "portal:file-add": portal("deliverable", post=True),
    "portal:extension": portal("deliverable"),
    "portal:receipt": portal("submission"),
    "portal:file": portal("file"),
    "portal:profile": portal(),
    "portal:leave": anyone(post=True),
    "portal:meetings": portal(),
    "portal:meeting": portal("meeting"),
    "portal:meeting-calendar": portal("meeting"),
    "portal:minutes-confirm": portal("meeting", post=True),
    "portal:minutes-object": portal("meeting"),
    "portal:agreement-report": portal("agreement"),
    "portal:agreement-judge": portal("own_reported_agreement"),
    "portal:enter": anyone(token="unknown"),
    "portal:no-link": anyone(),
}

API = {
    **both("tender", EVERYONE),
    "api:tender-ambitions": api(EVERYONE, "tender"),
    "api:tender-ambition-history": api(EVERYONE, "tender", theme="climate", cell="goal"),
    "api:tender-contracts": command(AWARDERS, "tender"),
    "api:tender-ocds": api(EVERYONE, "tender"),
    "api:replacement-list": api(APPROVERS),
    "api:replacement-ending": replace(command(APPROVERS, "replacement"), is_unseen=True),
    "api:tender-isv": command(may("tender_approach", WRITE), "tender"),
    "api:tender-stage": command(may("tender_approach", WRITE), "tender"),
    "api:tender-criteria": api(EVERYONE, "tender"),
    "api:tender-criterion": api(EVERYONE, "draft_tender", "chosen"),
    "api:tender-criterion-renew": command(WRITERS, "draft_tender", "chosen"),
    **both("criterion", EVERYONE),
    **both("action-plan", EVERYONE),
    "api:action-plan-submission": command(AIMERS, "draft_action_plan"),
    "api:action-plan-decision": command(ADOPTERS, "action_plan"),
    "api:action-plan-withdrawal": command(AIMERS, "action_plan"),
    "api:action-plan-edition": command(AIMERS, "action_plan"),
    "api:goal-explanations": command(AIMERS, "action_plan", "goal"),
    **both("category-plan", EVERYONE),
    "api:category-plan-submission": command(PLANNERS, "draft_plan"),
    "api:category-plan-decision": command(ADOPTERS, "submitted_plan"),
    "api:category-plan-withdrawal": command(PLANNERS, "submitted_plan"),
    "api:category-plan-edition": command(PLANNERS, "submitted_plan"),
    "api:kpi-results": command(PLANNERS, "category_plan", "kpi"),
    "api:tender-approval": api(EVERYONE, "tender"),
    "api:tender-approval-submission": command(WRITERS, "tender"),
    "api:tender-approval-decision": command(APPROVERS, "tender"),
    "api:tender-approval-reopening": command(WRITERS, "tender"),
    "api:tender-approval-remarks": command(APPROVERS, "tender"),
    "api:tender-approval-answer": command(WRITERS, "tender", "remark"),
    "api:tender-approval-due-date": command(WRITERS | APPROVERS, "tender"),
    **both("signal", EVERYONE),
    "api:signal-withdrawal": command(WRITERS, "signal"),
    "api:tender-risk-scan": api(EVERYONE, "tender"),
    "api:tender-risk-products": command(WRITERS, "draft_tender"),
    "api:tender-risk-product": api(EVERYONE, "draft_tender", "scan_product"),
    "api:tender-risk-judgements": command(WRITERS, "draft_tender"),
    **both("contract", EVERYONE),
    "api:commitment-results": command(CONTRACTS, "commitment"),
    **both("deliverable", EVERYONE),
    **both("supplier", EVERYONE),
    "api:shared-document-list": api(EVERYONE),
    **both("meeting", may("dialogue")),
    **both("finding", FINDINGS),
    "api:annual-report": api(EVERYONE, year=2026),
    "api:openapi": anyone(),
}

LIBRARIES = {"set_language"}  # addresses of libraries whose own gates are theirs; django-allauth's begin with these
LIBRARY_PREFIXES = ("account_", "mfa_", "socialaccount_")

ENTRIES: dict[str, Entry] = {**ACCOUNTS, **PROCUREMENT, **SUPPLIERS, **DIALOGUES, **MONITORING, **PORTAL, **API}
