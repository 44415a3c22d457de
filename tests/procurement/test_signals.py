"""Signals from files: nothing guessed, nothing twice, and the list of the US Department of Labor as it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from documents.formats.kinds import CSV, JSON, XML
from procurement.actions import signal_files, signals
from procurement.actions.signal_files import About, Outcome
from procurement.actions.signals import Entry
from procurement.actions.table_files import TextFile
from procurement.formats.lookups import SIGNALS_EXAMPLE
from procurement.formats.tables.reading import FileRefused
from procurement.models import RiskTheme, Signal
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

pytestmark = pytest.mark.usefixtures("shipped")

LIST = """<Goods><Good><Good_Name>A\u0063\u0327ai\u0301 Berries</Good_Name><Countries>
<Country><Country_Name>Brazil</Country_Name><Child_Labor>Yes</Child_Labor><Forced_Labor>No</Forced_Labor></Country>
<Country><Country_Name>Burma</Country_Name><Child_Labor>Yes</Child_Labor><Forced_Labor>Yes</Forced_Labor>
<Forced_Child_Labor>Yes</Forced_Child_Labor></Country>
<Country><Country_Name>Absurdistan</Country_Name><Child_Labor>No</Child_Labor><Forced_Labor>No</Forced_Labor>
<Derived_Labor_Exploitation>Yes</Derived_Labor_Exploitation></Country>
<Country><Country_Name>Chad</Country_Name><Child_Labor>No</Child_Labor><Forced_Labor>No</Forced_Labor></Country>
</Countries></Good></Goods>"""
ABOUT = About("DoL", date(2022, 9, 28))


def take_in(cast: Cast, tmp_path: Path, rows: list[dict[str, Any]], about: About = ABOUT, **options: Any) -> Outcome:
    path = tmp_path / "signals.json"
    path.write_text(json.dumps(rows))
    return signal_files.take_in_path(
        path=path, kind=JSON, about=about, organisation=cast.organisation, by=cast.buyer, at=AT, **options
    )


def taken_from_list(cast: Cast, tmp_path: Path, text: str = LIST) -> Outcome:
    path = tmp_path / "goods.xml"
    path.write_text(text)
    return signal_files.take_in_path(
        path=path, kind=XML, about=ABOUT, organisation=cast.organisation, by=cast.buyer, at=AT
    )


def test_the_list_of_goods_gives_a_signal_per_theme(cast: Cast, tmp_path: Path) -> None:
    taken_from_list(cast, tmp_path)
    found = {
        (row.good, row.country, row.theme.code if row.theme else "", tuple(row.forms), row.dated_on)
        for row in Signal.objects.select_related("theme")
    }
    good, day = "A\u00e7a\u00ed Berries", date(2022, 9, 28)
    assert found == {
        (good, "BR", "child_labour", ("child_labour",), day),
        (good, "MM", "child_labour", ("child_labour", "forced_child_labour"), day),
        (good, "MM", "forced_labour", ("forced_labour", "forced_child_labour"), day),
        (good, "", "", ("derived",), day),
    }


def test_what_is_not_known_stays_as_written_and_is_told(cast: Cast, tmp_path: Path) -> None:
    outcome = taken_from_list(cast, tmp_path)
    assert Signal.objects.get(country="").country_text == "Absurdistan"
    told = " ".join(outcome.remarks)
    assert "Absurdistan" in told
    assert "A\u00e7a\u00ed Berries" in told
    assert "1 rij zegt overal nee" in told


def test_repeating_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    taken_from_list(cast, tmp_path)
    again = taken_from_list(cast, tmp_path)
    assert (again.count.created, again.count.changed, again.count.unchanged) == (0, 0, 4)


def test_a_whole_list_withdraws_what_it_says_no_longer_and_leaves_other_sources(cast: Cast, tmp_path: Path) -> None:
    two = [{"good": "Tea", "country": name, "child_labour": "yes"} for name in ("Kenya", "India")]
    take_in(cast, tmp_path, two)
    take_in(cast, tmp_path, two[:1], About("Andere lijst"))
    whole = take_in(cast, tmp_path, two[:1], About("DoL", date(2024, 9, 5), is_whole=True))
    assert (whole.count.changed, whole.count.withdrawn) == (1, 1)
    assert set(Signal.objects.in_force().values_list("source", "country")) == {("DoL", "KE"), ("Andere lijst", "KE")}


def test_a_dry_run_keeps_nothing(cast: Cast, tmp_path: Path) -> None:
    outcome = take_in(cast, tmp_path, [{"good": "Tea", "country": "KE", "child_labour": "yes"}], rehearse=True)
    assert outcome.count.created == 1
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"child_labour": "yes"}, "country"),
        ({"country": "KE", "child_labour": "yes"}, "good"),
        ({"country": "KE", "rating": "5"}, "year"),
        ({"country": "KE", "rating": "5", "year": 2026}, "theme"),
        ({"country": "KE", "rating": "6", "year": 2026, "theme": "association"}, "rating"),
        ({"country": "KE", "good": "Tea", "rating": "5", "year": 2026, "theme": "association"}, "rating"),
        ({"country": "KE", "description": "Stakingen"}, "theme"),
        ({"country": "KE", "theme": "water", "dated_on": "gisteren"}, "dated_on"),
    ],
)
def test_an_error_names_its_row_and_column_and_nothing_is_taken_in(
    cast: Cast, tmp_path: Path, row: dict[str, Any], column: str
) -> None:
    good = {"good": "Tea", "country": "KE", "child_labour": "yes"}
    outcome = take_in(cast, tmp_path, [good, row])
    assert (3, column) in {(problem.row, problem.column) for problem in outcome.problems}
    assert not Signal.objects.exists()


def test_a_row_without_source_asks_for_one(cast: Cast, tmp_path: Path) -> None:
    outcome = take_in(cast, tmp_path, [{"good": "Tea", "country": "KE", "child_labour": "yes"}], About())
    assert [problem.column for problem in outcome.problems] == ["source"]


@pytest.mark.parametrize("text", ["<Countries><Country/></Countries>", "<Iets/>", "geen xml", "<!DOCTYPE a><Goods/>"])
def test_another_file_is_refused_with_a_sentence(cast: Cast, tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused, match=r"\w{4}"):
        taken_from_list(cast, tmp_path, text)


def test_the_example_is_taken_in_whole_and_says_that_it_is_made_up(cast: Cast) -> None:
    outcome = signal_files.take_in_path(
        path=SIGNALS_EXAMPLE, kind=CSV, about=About(), organisation=cast.organisation, by=cast.buyer, at=AT
    )
    assert (outcome.problems, outcome.remarks) == ([], [])
    assert all("verzonnen" in source for source in Signal.objects.values_list("source", flat=True))


def test_the_real_list_is_taken_in_without_an_error(cast: Cast, real_data: Path) -> None:
    path = real_data / "country-risk" / "ilab" / "goods_2016.xml"
    call_command("import_signals", str(path), organisation=cast.organisation.slug, source="DoL", whole=True)
    assert Signal.objects.count() == 408
    assert not Signal.objects.filter(country="").exists()
    assert Signal.objects.filter(theme=None).count() == 4


def sent(cast: Cast, rows: list[dict[str, Any]]) -> Any:
    file = TextFile("signalen.json", json.dumps(rows).encode(), JSON)
    return signal_files.send(file=file, about=ABOUT, organisation=cast.organisation, by=cast.administrator, at=AT)


def test_a_file_is_looked_through_first_and_taken_in_once(cast: Cast) -> None:
    file = sent(cast, [{"good": "Tea", "country": "KE", "child_labour": "yes"}])
    assert (file.may_be_taken_in, Signal.objects.count()) == (True, 0)
    signal_files.take_in(file=file, by=cast.administrator, at=AT)
    assert Signal.objects.get().theme == RiskTheme.objects.get(code="child_labour")
    with pytest.raises(TransitionNotAllowed):
        signal_files.take_in(file=file, by=cast.administrator, at=AT)


def test_a_file_with_errors_is_given_back_and_not_taken_in(cast: Cast) -> None:
    file = sent(cast, [{"good": "Tea"}])
    assert file.errors is not None
    with pytest.raises(TransitionNotAllowed):
        signal_files.take_in(file=file, by=cast.administrator, at=AT)


def own(**values: Any) -> Entry:
    theme = RiskTheme.objects.get(code="water")
    return Entry(kind="own", source="Krant", theme=theme, dated_on=date(2026, 5, 1), **values)


def test_an_own_signal_names_a_country_or_a_product(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        signals.write_down(entry=own(), organisation=cast.organisation, by=cast.buyer, at=AT)


def test_the_same_own_signal_is_kept_once_until_it_is_withdrawn(cast: Cast) -> None:
    entry = own(country="IN", country_text="India")
    who: dict[str, Any] = {"organisation": cast.organisation, "by": cast.buyer}
    signal = signals.write_down(entry=entry, at=AT, **who)
    with pytest.raises(ValidationError):
        signals.write_down(entry=entry, at=AT, **who)
    signals.withdraw(signal=signal, reason="Opgelost", by=cast.buyer, at=AT)
    assert signals.write_down(entry=entry, at=AT, **who).pk == signal.pk
    assert Signal.objects.in_force().count() == 1
    told = AuditEvent.objects.filter(action__startswith="signal.").order_by("pk")
    assert [event.action for event in told] == ["signal.created", "signal.withdrawn", "signal.created"]


def test_only_who_writes_the_approach_keeps_a_signal(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        signals.write_down(entry=own(country="IN"), organisation=cast.organisation, by=cast.contract_manager, at=AT)
