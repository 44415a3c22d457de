"""Meetings as another program writes them: every kind with or without suppliers, past and to come, and no mail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone

from accounts.calendar import local_date
from accounts.models import OutgoingMessage
from dialogues.models import Meeting
from monitoring.indicators import figures
from monitoring.indicators.sources import Scope
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import MeetingFactory, walk
from tests.monitoring.test_portfolio_files import WHOLE, Sheets, export, problems, take_in, workbook
from tests.suppliers.factories import ContactFactory

pytestmark = pytest.mark.usefixtures("shipped")

KINDS = ("individual", "market", "working_group")
SUPPLIERS = "01234567; Zonder Nummer"


def portfolio() -> Sheets:
    """Each kind held, called off, to come and of an unknown course, with two suppliers; and held without any."""
    today = local_date(timezone.now())
    yesterday, tomorrow = (str(today + timedelta(days=days)) for days in (-1, 1))
    rows = [
        row
        for kind in KINDS
        for row in (
            [f"{kind}-held", kind, "2024-01-10", SUPPLIERS, "C-1", None, "yes"],
            [f"{kind}-off", kind, yesterday, SUPPLIERS, None, None, "no"],
            [f"{kind}-to-come", kind, tomorrow, SUPPLIERS, None, None, None],
            [f"{kind}-unknown", kind, yesterday, SUPPLIERS, None, None, None],
            [f"{kind}-alone", kind, "2024-02-10", None, None, None, "yes"],
        )
    ]
    return {"tenders": WHOLE["tenders"], "contracts": WHOLE["contracts"], "meetings": [WHOLE["meetings"][0], *rows]}


def test_every_kind_of_meeting_comes_in_the_same_way(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx", portfolio()))

    for kind in KINDS:
        found = {each.reference.removeprefix(f"{kind}-"): each for each in Meeting.objects.filter(kind=kind)}
        states = {name: each.state for name, each in found.items()}
        assert states == {
            "held": "held", "off": "cancelled", "to-come": "planned", "unknown": "planned", "alone": "held",
        }  # fmt: skip
        assert {name: each.suppliers.count() for name, each in found.items()} == dict.fromkeys(states, 2) | {"alone": 0}


def test_a_working_group_with_suppliers_goes_out_as_it_came(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx", portfolio()))

    told = take_in(export(tmp_path / "out.xlsx"))

    assert "meetings\t0 created, 0 changed, 15 unchanged" in told


def test_suppliers_in_a_working_group_count_as_met(cast: Cast, tmp_path: Path) -> None:
    sheets = {**portfolio()}
    sheets["meetings"] = [each for each in sheets["meetings"] if each[0] in ("reference", "working_group-held")]
    take_in(workbook(tmp_path / "in.xlsx", sheets))

    found = figures(Scope(cast.organisation, year=2024, as_of=local_date(timezone.now())))

    assert {each.code: each.value for each in found}["dialogues.suppliers"] == 2


def test_taking_meetings_in_mails_nobody(cast: Cast, tmp_path: Path) -> None:
    sheets = portfolio()
    take_in(workbook(tmp_path / "in.xlsx", sheets))
    for supplier in Meeting.objects.get(reference="market-held").suppliers.all():
        ContactFactory(supplier=supplier, organisation=cast.organisation)
    before = OutgoingMessage.objects.count()

    changed = [[*row[:5], "Anders", row[6]] if row[0] != "reference" else row for row in sheets["meetings"]]
    new = [["nieuw", "working_group", "2024-03-01", SUPPLIERS, None, None, "ja"]]
    take_in(workbook(tmp_path / "again.xlsx", {"meetings": [*changed, *new]}))

    assert OutgoingMessage.objects.count() == before
    assert not Meeting.objects.exclude(invited_at=None).exists()


def told(path: Path, held: str | None, day: str = "2024-01-10") -> Path:
    """One meeting, and whether it was held."""
    return workbook(path, {"meetings": [WHOLE["meetings"][0], ["G-1", "market", day, None, None, "Doel", held]]})


@pytest.mark.parametrize("first", ["yes", "no", None])
@pytest.mark.parametrize(("later", "state"), [("yes", "held"), ("no", "cancelled"), (None, "planned")])
def test_a_row_that_says_otherwise_later_is_followed(
    cast: Cast, tmp_path: Path, first: str | None, later: str | None, state: str
) -> None:
    take_in(told(tmp_path / "in.xlsx", first))

    said = take_in(told(tmp_path / "again.xlsx", later))

    made = Meeting.objects.get()
    assert (made.state, made.held_recorded_at is not None) == (state, state == "held")
    assert ("1 changed" in said) == (first != later)
    assert "1 unchanged" in take_in(told(tmp_path / "again.xlsx", later))


@pytest.mark.parametrize("written", [None, "no"])
def test_of_a_meeting_to_come_nobody_says_whether_it_was_held(cast: Cast, tmp_path: Path, written: str | None) -> None:
    """An export that said no would call it off at who takes that in after its day."""
    take_in(told(tmp_path / "in.xlsx", written, day=str(local_date(timezone.now()) + timedelta(days=1))))

    sent = export(tmp_path / "out.xlsx")

    tab = openpyxl.load_workbook(sent)["meetings"]
    assert dict(zip([cell.value for cell in tab[1]], [cell.value for cell in tab[2]], strict=True))["held"] is None
    assert "1 unchanged" in take_in(sent)
    assert "1 unchanged" in take_in(tmp_path / "in.xlsx")


def test_a_meeting_that_was_called_off_and_gets_another_day_is_planned_again(cast: Cast, tmp_path: Path) -> None:
    take_in(told(tmp_path / "in.xlsx", "no"))
    tomorrow = local_date(timezone.now()) + timedelta(days=1)

    take_in(told(tmp_path / "again.xlsx", None, day=str(tomorrow)))

    assert Meeting.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("state", "held"),
    [("invited", "no"), ("cancelled", "yes"), ("cancelled", None), ("held", "no"), ("held", None), ("confirmed", "no")],
)
def test_what_became_of_a_meeting_here_stays(cast: Cast, tmp_path: Path, state: str, held: str | None) -> None:
    meeting = MeetingFactory(organisation=cast.organisation, reference="G-1", kind="market", contact=state != "invited")
    walk(meeting, to=state, by=cast.contract_manager)
    Meeting.objects.update(date="2024-01-10")

    assert "rij 2, kolom held: " in problems(told(tmp_path / "in.xlsx", held))
    assert Meeting.objects.get().state == state


def test_a_meeting_to_which_people_were_invited_here_may_be_told_as_held(cast: Cast, tmp_path: Path) -> None:
    MeetingFactory(organisation=cast.organisation, reference="G-1", kind="market", invited=True)

    take_in(told(tmp_path / "in.xlsx", "yes"))

    assert Meeting.objects.get().state == "held"
