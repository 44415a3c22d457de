"""The audit trail in words: every action code and field has a name in both languages, values as people know them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.test import Client
from django.utils import translation

from accounts.actions import audit
from accounts.models import AuditEvent
from accounts.trail import lines, title_of
from accounts.trail_labels import DEEDS, THINGS
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "documents", "procurement", "suppliers", "dialogues", "monitoring")
RECORDERS = ("record", "_record", "_keep", "_set_pause")


def _calls() -> Iterator[ast.Call]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDERS:
                    yield node


def _codes() -> set[str]:
    """The texts of action codes in the code; of an f-string its fixed part, which is a deed, a thing or both."""
    given = [word.value for call in _calls() for word in call.keywords if word.arg == "action"]
    given += [argument for call in _calls() for argument in call.args[:2]]
    texts = [node.value for each in given for node in ast.walk(each) if isinstance(node, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and text}


def test_every_action_code_has_words() -> None:
    codes = {code for code in _codes() if "." in code and not code.endswith(("_", ".xlsx"))}
    assert len(codes) > 50
    things = {code.partition(".")[0] for code in codes} - {""}
    deeds = {code.partition(".")[2] for code in codes} - {""}

    assert things <= set(THINGS), things - set(THINGS)
    assert deeds <= set(DEEDS), deeds - set(DEEDS)


def test_every_state_that_changes_has_words() -> None:
    fields = {
        (m._meta.model_name, f.name) for m in apps.get_models() for f in m._meta.get_fields() if f.name == "state"
    }
    moved = {str(model) for model, _name in fields} & set(THINGS)

    assert {"deliverable", "meeting", "agreement", "finding", "annualreport", "outgoingmessage"} <= moved


def test_a_code_reads_in_the_language_of_the_reader() -> None:
    with translation.override("nl"):
        dutch = title_of("deliverable.due_date_changed")
    with translation.override("en"):
        english = title_of("deliverable.due_date_changed")

    assert (dutch, english) == ("Gevraagd document: uiterste datum gewijzigd", "Asked document: due date changed")


def test_values_are_shown_as_people_know_them(cast: Cast) -> None:
    event = audit.record(
        action="deliverable.state",
        obj=cast.organisation,
        by=cast.administrator,
        at=AT,
        before={"kind": "municipality", "note": "Oud", "clause": ""},
        after={
            "kind": "central",
            "due_on": "2027-03-01",
            "is_active": True,
            "role": "buyer",
            "verdict": "returned",
            "note": "",
            "clause": "",
            "location": None,
        },
    )
    membership = AuditEvent(
        at=AT, action="membership.granted", object_type="accounts.membership", after={"user_id": cast.buyer.pk}
    )

    with translation.override("nl"):
        first, second = lines([event, membership])

    shown = [(detail.before, detail.after) for detail in first.details]
    assert shown == [
        ("gemeente", "Rijk"),
        ("", "01-03-2027"),
        ("", "ja"),
        ("", "inkoper"),
        ("", "teruggegeven"),
        ("Oud", "leeg"),
    ]
    assert [detail.after for detail in second.details] == [str(cast.buyer)]


def test_the_trail_is_found_by_the_words_it_shows(cast: Cast, client: Client) -> None:
    for action in ("tender.created", "supplier.linked"):
        audit.record(action=action, obj=cast.organisation, organisation=cast.organisation, by=cast.administrator, at=AT)
    client.force_login(cast.administrator)
    client.cookies["django_language"] = "nl"

    found = client.get("/settings/audit/", {"q": "aanbesteding"}).context["lines"]

    assert {line.title for line in found} == {"Aanbesteding: aangemaakt"}
