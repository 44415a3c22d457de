"""What came after the award, counted a second time in plain Python over rows drawn at random, traps and all."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.calendar import AMSTERDAM, holidays_in
from monitoring.formats import report_json
from monitoring.formats.report_json import Line
from monitoring.indicators import Figure, Scope, figures
from procurement.models import Tender
from suppliers.models import Contract, Deliverable, DueDateChange
from tests.accounts.factories import system_user
from tests.accounts.fixtures import Cast
from tests.monitoring.portfolio import AS_OF, YEAR, contract, fill, owed
from tests.monitoring.test_indicators import agree, find, meeting, share, stated

KINDS = ("risk_analysis", "improvement_plan", "annual_report")
MOMENTS = [AS_OF, date(YEAR, 12, 31), date(YEAR, 6, 30)]
FINAL = ("accepted", "accepted_with_remarks")


@dataclass
class Owed:
    """A document as somebody keeps it in a list: when it was due, how that moved, and when it first came."""

    kind: str
    due: date
    grace: int
    state: str
    submitted: date | None
    assessed: date | None
    moves: list[tuple[date, date, str]] = field(default_factory=list)
    published: date | None = None
    url: str = ""

    def due_at(self, as_of: date) -> date:
        """An extension moves it from its day on, an import for every day; a revision and what follows do not."""
        found = self.due
        for on, to, source in self.moves:
            if source == "revision" or (source != "import" and on > as_of):
                break
            found = to
        return found

    def is_received(self, as_of: date) -> bool:
        return self.submitted is not None and self.submitted <= as_of

    def is_on_time(self, as_of: date) -> bool:
        until = self.due_at(as_of) + timedelta(days=self.grace)
        return self.is_received(as_of) and self.submitted is not None and self.submitted <= until

    def is_accepted(self, as_of: date) -> bool:
        return self.is_received(as_of) and self.state in FINAL and (self.assessed is None or self.assessed <= as_of)


def drawn(number: int) -> list[Owed]:
    """Around the edges of the year and of the days of the report, with and without extensions."""
    dice = random.Random(number)  # noqa: S311  # no secret
    days = [date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 6, 30), date(YEAR, 7, 1), date(YEAR, 12, 31)]
    days += [date(YEAR + 1, 1, 1), AS_OF, AS_OF + timedelta(days=1)]
    found = []
    for _ in range(number):
        due, state = (
            dice.choice(days[:6]),
            dice.choice(["expected", "submitted", "waived", "revision_requested", *FINAL]),
        )
        came = None if state in ("expected", "waived") else dice.choice([due - timedelta(days=1), due, *days])
        one = Owed(
            dice.choice(KINDS), due, dice.choice([0, 0, 3]), state, came,
            dice.choice([None, came, *days]) if came and state in (*FINAL, "revision_requested") else None,
        )  # fmt: skip
        for step in range(dice.choice([0, 0, 1, 2])):
            on = date(YEAR, 5, 30) + timedelta(days=40 * step)
            one.moves.append((on, dice.choice(days), dice.choice(["extension", "correction", "revision", "import"])))
        if one.kind == "annual_report" and came:
            one.published, one.url = dice.choice([None, came, *days]), dice.choice(["", "https://a.example/report"])
        found.append(one)
    return found


def kept(one: Contract, row: Owed) -> Deliverable:
    now = row.moves[-1][1] if row.moves else row.due
    made = owed(
        one, now, row.submitted, kind=row.kind, state=row.state, grace_days=row.grace, assessed_on=row.assessed,
        waived_reason="Het contract eindigde." if row.state == "waived" else "",
        published_on=row.published, public_url=row.url,
    )  # fmt: skip
    before = row.due
    for on, to, source in row.moves:
        DueDateChange.objects.create(
            deliverable=made, from_date=before, to_date=to, source=source, reason="Later.", changed_on=on,
            changed_at=datetime(on.year, on.month, on.day, 12, tzinfo=AMSTERDAM), changed_by=system_user(),
        )  # fmt: skip
        before = to
    return made


def counted(cast: Cast, as_of: date) -> dict[str, Figure]:
    return {one.code: one for one in figures(Scope(cast.organisation, YEAR, as_of))}


@pytest.fixture
def rows(shipped: None, cast: Cast) -> list[Owed]:
    found, one = drawn(90), contract(cast.organisation, None)
    for row in found:
        kept(one, row)
    return found


def test_every_figure_on_what_suppliers_owe(cast: Cast, rows: list[Owed]) -> None:
    for as_of in MOMENTS:
        found = counted(cast, as_of)
        for kind in KINDS:
            start = f"deliverables.{kind}."
            due = [one for one in rows if one.kind == kind and one.state != "waived" and one.due_at(as_of).year == YEAR]
            came = [one for one in due if one.is_received(as_of)]
            on_time = [one for one in due if one.is_on_time(as_of)]
            open_ = [one for one in due if not one.is_received(as_of) and one.due_at(as_of) <= as_of]
            accepted = [one for one in due if one.is_accepted(as_of)]
            assert stated(found[start + "due"]) == (len(due), None, None, 0)
            assert stated(found[start + "received"]) == share(len(came), len(due), 0)
            assert stated(found[start + "on_time"]) == share(len(on_time), len(due), 0)
            assert stated(found[start + "late"]) == (len(came) - len(on_time), None, None, 0)
            assert stated(found[start + "outstanding"]) == (len(open_), None, None, 0)
            assert stated(found[start + "accepted"]) == share(len(accepted), len(came), 0)
            if kind == "annual_report":
                public = [one for one in came if one.url and one.published and one.published <= as_of]
                assert stated(found[start + "public"]) == share(len(public), len(came), 0)


def test_the_rows_hold_what_can_go_wrong(rows: list[Owed]) -> None:
    assert any(one.due_at(AS_OF) != one.due and one.due_at(MOMENTS[2]) != one.due_at(AS_OF) for one in rows)
    assert any(one.moves and one.moves[0][2] == "revision" and one.due_at(AS_OF) == one.due for one in rows)
    assert any(one.grace and one.submitted and one.due_at(AS_OF) < one.submitted for one in rows)
    assert any(one.state == "waived" for one in rows)


@pytest.mark.parametrize("today", [date(2025, 4, 18), date(2025, 4, 22), date(2025, 4, 23), date(2025, 12, 29)])
def test_overdue_waits_for_a_working_day(shipped: None, cast: Cast, today: date) -> None:
    one = contract(cast.organisation, None)
    keys = {}
    for days in range(12):
        for grace in (0, 2):
            due = today - timedelta(days=days)
            keys[owed(one, due, grace_days=grace).pk] = due + timedelta(days=grace)
    owed(one, today - timedelta(days=9), today)

    def is_overdue(until: date) -> bool:
        while until.weekday() >= 5 or until in holidays_in(until.year):
            until += timedelta(days=1)
        return today > until

    found = set(Deliverable.objects.overdue(today).values_list("pk", flat=True))
    assert found == {key for key, until in keys.items() if is_overdue(until)}


def test_every_figure_on_dialogues(shipped: None, cast: Cast) -> None:
    dice = random.Random(7)  # noqa: S311  # no secret
    met = [contract(cast.organisation, None, number).supplier for number in range(1, 4)]
    days = [date(YEAR - 1, 12, 31), date(YEAR, 1, 1), date(YEAR, 6, 30), date(YEAR, 7, 1), date(YEAR, 12, 31)]
    talks, promises = [], []
    for number in range(24):
        day, state = dice.choice(days), dice.choice(["held", "confirmed", "planned", "invited", "cancelled"])
        who = dice.sample(range(3), dice.choice([1, 2]))
        made = meeting(cast, f"m{number}", day, *(met[index] for index in who), state=state)
        talks.append((day, state, who))
        due, outcome = dice.choice([*days, AS_OF]), dice.choice(["open", "done", "dropped"])
        done = dice.choice([*days, AS_OF + timedelta(days=1)]) if outcome == "done" else None
        agree(made, due, outcome, done)
        promises.append((day, due, outcome, done))
    for as_of in MOMENTS:
        found = counted(cast, as_of)
        held = [
            who for day, state, who in talks if state in ("held", "confirmed") and day.year == YEAR and day <= as_of
        ]
        due_rows = [row for row in promises if row[0] <= as_of and row[1].year == YEAR]
        done_rows = [row for row in due_rows if row[2] == "done" and row[3] is not None and row[3] <= as_of]
        assert stated(found["dialogues.meetings"]) == (len(held), None, None, 0)
        assert stated(found["dialogues.suppliers"]) == (len({one for who in held for one in who}), None, None, 0)
        assert stated(found["dialogues.agreements_due"]) == (len(due_rows), None, None, 0)
        assert stated(found["dialogues.agreements_done"]) == share(len(done_rows), len(due_rows), 0)


def test_every_figure_on_findings(shipped: None, cast: Cast) -> None:
    dice = random.Random(11)  # noqa: S311  # no secret
    days = [date(YEAR - 1, 3, 1), date(YEAR, 1, 1), date(YEAR, 6, 30), date(YEAR, 12, 31), AS_OF]
    kept_rows = []
    for number in range(40):
        state = dice.choice(["reported", "in_remedy", "verified", "closed_confirmed", "closed_unconfirmed"])
        on = dice.choice(days)
        closed = dice.choice([day for day in [*days, AS_OF + timedelta(days=1)] if day >= on])
        row = (on, state, closed if state.startswith("closed") else None)
        find(cast, f"f{number}", *row)
        kept_rows.append(row)
    for as_of in MOMENTS:
        found = counted(cast, as_of)
        known = [row for row in kept_rows if row[0] <= as_of]
        closed_rows = [row for row in known if row[2] and row[2].year == YEAR and row[2] <= as_of]
        confirmed = [row for row in closed_rows if row[1] == "closed_confirmed"]
        remedy = [row for row in known if row[1] in ("in_remedy", "verified")]
        later = [row for row in known if row[2] and row[2] > as_of]
        assert found["findings.reported"].value == sum(row[0].year == YEAR for row in known)
        assert stated(found["findings.in_remedy"]) == (len(remedy), None, None, len(later))
        assert stated(found["findings.closed"]) == (len(closed_rows), None, None, 0)
        assert stated(found["findings.confirmed"]) == share(len(confirmed), len(closed_rows), 0)


def test_a_withdrawn_tender_stays_in_the_year_of_its_publication(shipped: None, cast: Cast) -> None:
    fill(cast.organisation)
    before = {code: stated(one) for code, one in counted(cast, AS_OF).items()}
    Tender.objects.filter(reference__in=["in-all", "nothing-known"]).update(stage="withdrawn")

    assert {code: stated(one) for code, one in counted(cast, AS_OF).items()} == before


def test_shares_add_up_on_every_day(shipped: None, cast: Cast, rows: list[Owed]) -> None:
    fill(cast.organisation)
    for as_of in [date(YEAR, 1, 1), *MOMENTS]:
        for code, one in counted(cast, as_of).items():
            assert one.unknown >= 0, code
            if one.denominator is None:
                assert one.numerator is None, code
                continue
            assert one.numerator is not None, code
            assert 0 <= one.numerator <= one.denominator, code
            assert one.value == (one.numerator / one.denominator if one.denominator else None), code


LINES = st.builds(
    Line,
    code=st.text(max_size=8),
    label=st.text(max_size=8),
    value=st.none() | st.floats(0, 1) | st.integers(0, 10**6),
    numerator=st.none() | st.integers(0, 10**6),
    denominator=st.none() | st.integers(0, 10**6),
    unknown=st.integers(0, 10**6),
)


@given(st.lists(LINES, max_size=4), st.booleans(), st.randoms(use_true_random=False))
def test_the_hash_is_of_the_content_alone(lines: list[Line], published: bool, dice: random.Random) -> None:
    made = report_json.document(organisation="demo", year=YEAR, as_of="2026-02-01", lines=lines, published=published)
    read = report_json.from_bytes(report_json.to_bytes(made))
    names = list(read)
    dice.shuffle(names)

    assert report_json.holds({name: read[name] for name in names})
    assert report_json.sha256({**read, "published": not published}) == made["sha256"]
    assert report_json.lines(read) == lines
    for line in read["indicators"]:
        line["unknown"] += 1
        assert not report_json.holds(read)
        line["unknown"] -= 1
