"""The risk scan: what fits, what was not looked at, and what it feeds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import AuditEvent
from accounts.workflow import TransitionNotAllowed
from procurement import goods, scan_export
from procurement.actions import risk_scan, signals
from procurement.actions.risk_scan import ScanChanged
from procurement.actions.signals import Entry
from procurement.approach_kept import KEPT, Kept, whole_snapshot
from procurement.models import RiskRule, RiskTheme, ScanProduct, Signal, Tender
from procurement.proportion import Signals
from procurement.reads import Judgement
from procurement.scan_board import Board
from procurement.scan_reads import found_for, signals_of
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast

NUMBERS: dict[str, Any] = {"scale": 4, "scope": 3, "irremediability": 4, "likelihood": 2}


@pytest.fixture
def keep(cast: Cast, shipped: None) -> Any:
    """Puts a signal on the shelf of the organisation."""

    def put(code: str = "child_labour", **values: Any) -> Signal:
        told = {"kind": "good", "source": "Lijst", "theme": RiskTheme.objects.filter(code=code).first(), **values}
        signal = signals.made(Entry(**told), organisation=cast.organisation, by=cast.buyer, at=AT)
        signal.save()
        return signal

    return put


@pytest.fixture
def product(cast: Cast, tender: Tender) -> Any:
    """Puts a product in the scan."""

    def put(**values: Any) -> ScanProduct:
        return risk_scan.save_product(tender=tender, by=cast.buyer, at=AT, **{"name": "Jassen", **values})

    return put


def states(tender: Tender) -> dict[str, str]:
    return {place.country: place.state for place in found_for(tender).places}


def rating(keep: Any, country: str, number: str, year: int = 2026) -> Signal:
    signal: Signal = keep("association", kind="rating", country=country, rating=number, year=year)
    return signal


def test_a_signal_fits_a_product_by_its_good_and_its_country(tender: Tender, keep: Any, product: Any) -> None:
    keep(good="Garments", country="BD")
    keep(good="Garments", country="VN")
    keep(good="Bricks", country="BD")
    product(countries=["BD"], goods=["garments"])
    (place,) = found_for(tender).places
    assert [(signal.good, signal.country) for signal in place.signals] == [("Garments", "BD")]


def test_not_looked_differs_from_looked_and_nothing_found(tender: Tender, keep: Any, product: Any) -> None:
    keep(good="Garments", country="BD")
    rating(keep, "PT", "2")
    product(countries=["PT", "VN"], goods=["Garments"])
    product(name="Knopen", countries=["CN"])
    product(name="Onbekend")
    assert states(tender) == {"PT": "nothing", "VN": "partly", "CN": "not_looked", "": "not_looked"}


def test_own_research_counts_as_looked(tender: Tender, product: Any) -> None:
    product(countries=["VN"], own_check="MVO Risicochecker", own_check_on=date(2026, 11, 12))
    assert states(tender) == {"VN": "nothing"}


def test_only_the_last_year_of_a_table_counts(tender: Tender, keep: Any, product: Any) -> None:
    rating(keep, "TR", "5", 2025)
    rating(keep, "TR", "3", 2026)
    product(countries=["TR"], none_fits=True)
    (place,) = found_for(tender).places
    assert ([row.rating for row in place.ratings], place.signals) == (["3"], ())


def test_a_country_that_is_not_recognised_and_a_withdrawn_signal_fit_nothing(
    cast: Cast, tender: Tender, keep: Any, product: Any
) -> None:
    keep(good="Garments", country="", country_text="Absurdistan")
    signals.withdraw(signal=keep(kind="own", good="Garments", country="BD"), reason="Oud", by=cast.buyer, at=AT)
    product(countries=["BD"], goods=["Garments"])
    assert not found_for(tender).has_signal


@pytest.mark.parametrize(
    ("is_main", "country_rating", "expected"),
    [
        (True, "2", Signals(has_any=True, has_forced_or_child_labour=True)),
        (False, "5+", Signals(has_any=True, has_high_rating=True)),
    ],
)
def test_the_follow_up_gets_what_was_found(
    tender: Tender, keep: Any, product: Any, *, is_main: bool, country_rating: str, expected: Signals
) -> None:
    keep(good="Garments", country="BD")
    rating(keep, "BD", country_rating)
    product(countries=["BD"], goods=["Garments"], is_main=is_main)
    assert signals_of(tender) == expected


def test_the_follow_up_gets_nothing_as_long_as_something_was_not_looked_at(
    tender: Tender, keep: Any, product: Any
) -> None:
    assert signals_of(tender) is None
    rating(keep, "PT", "1")
    made = product(countries=["PT"])
    assert signals_of(tender) is None
    product_of(made, none_fits=True, tender=tender)
    assert signals_of(tender) is None  # no list of goods was taken in
    keep(good="Tea", country="KE")
    assert signals_of(tender) == Signals()


def test_the_organisation_sets_which_rating_counts(cast: Cast, tender: Tender, keep: Any, product: Any) -> None:
    keep(kind="own", good="Iets anders", country="KE")
    rating(keep, "TR", "3")
    product(countries=["TR"], none_fits=True, own_check="Rapport", own_check_on=date(2026, 11, 12))
    assert signals_of(tender) is not None
    assert not found_for(tender).has_signal
    own = RiskRule.objects.create(organisation=cast.organisation, signal_rating="3")
    assert signals_of(tender) == Signals(has_any=True)
    own.high_rating = "3"
    own.save()
    assert signals_of(tender) == Signals(has_any=True, has_high_rating=True)
    assert Judgement(tender).follow_up.risk_class == "high"


def test_a_round_keeps_the_bounds_of_its_day(cast: Cast, tender: Tender, product: Any) -> None:
    product()
    theme = RiskTheme.objects.get(code="child_labour")
    risk_scan.judge(tender=tender, theme=theme, by=cast.buyer, at=AT, reason="Rapport", **NUMBERS)
    kept = Kept(whole_snapshot(tender, reader=cast.buyer, at=AT)[KEPT])
    RiskRule.objects.create(
        organisation=cast.organisation, people_medium=5, people_high=5, medium_priority=24, high_priority=25
    )
    assert Board(tender).judged[0].priority == "lage prioriteit"
    assert Board(tender, kept.risks(tender)).judged[0].priority != "lage prioriteit"


def product_of(made: ScanProduct, *, tender: Tender, **values: Any) -> ScanProduct:
    return risk_scan.save_product(tender=tender, product=made, by=tender.created_by, at=AT, **values)


def test_any_signal_proposes_level_two_for_the_supply_chain(
    cast: Cast, tender: Tender, keep: Any, product: Any
) -> None:
    tender.relevant_product_group, tender.estimated_value = False, None
    assert Judgement(tender).proposed("supply_chain").level != 2
    keep(good="Garments", country="BD")
    product(countries=["BD"], goods=["Garments"])
    assert Judgement(tender).proposed("supply_chain").reason == "signal"
    assert Judgement(tender).proposed("climate").reason != "signal"


def test_goods_are_proposed_by_code_and_by_name() -> None:
    available = ["Garments", "Tea", "Bricks", "Iets onbekends"]
    assert goods.proposed(name="Werkkleding", cpv=["18110000"], available=available) == ["Garments"]
    assert goods.proposed(name="Groene thee in zakjes", cpv=[], available=available) == ["Tea"]
    assert goods.proposed(name="Theedoeken", cpv=[], available=available) == []


def test_what_somebody_else_changed_meanwhile_is_not_put_back(cast: Cast, tender: Tender, product: Any) -> None:
    made = product()
    seen = risk_scan.mark_of(made)
    product_of(made, tender=tender, note="Van een collega")
    with pytest.raises(ScanChanged):
        risk_scan.save_product(tender=tender, product=made, seen=seen, note="Van mij", by=cast.buyer, at=AT)
    made.refresh_from_db()
    assert made.note == "Van een collega"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " jassen "}, "name"),
        ({"name": "Broeken", "goods": ["Garments"], "none_fits": True}, "none_fits"),
        ({"name": "Broeken", "own_check": "Rapport"}, "own_check_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(product: Any, values: dict[str, Any], field: str) -> None:
    product()
    with pytest.raises(ValidationError) as refused:
        product(**values)
    assert list(refused.value.message_dict) == [field]


def test_products_and_judgements_are_in_the_audit_trail(cast: Cast, tender: Tender, product: Any) -> None:
    made = product(countries=["BD"])
    theme = RiskTheme.objects.get(code="child_labour")
    for _again in range(2):
        risk_scan.judge(tender=tender, theme=theme, by=cast.buyer, at=AT, reason="Rapport", **NUMBERS)
    risk_scan.remove_product(product=made, by=cast.buyer, at=AT)
    told = AuditEvent.objects.about(tender).filter(action__startswith="tender.risk").order_by("pk")
    assert [event.action for event in told] == [
        "tender.risk_product", "tender.risk_judged", "tender.risk_product_removed",
    ]  # fmt: skip


def test_a_product_that_was_taken_out_meanwhile_is_gone_for_everybody(cast: Cast, tender: Tender, product: Any) -> None:
    made = product()
    seen = ScanProduct.objects.get(pk=made.pk)
    risk_scan.remove_product(product=made, by=cast.buyer, at=AT)
    with pytest.raises(TransitionNotAllowed):
        risk_scan.remove_product(product=seen, by=cast.buyer, at=AT)
    with pytest.raises(TransitionNotAllowed):
        risk_scan.save_product(tender=tender, product=seen, name="Broeken", by=cast.buyer, at=AT)
    assert AuditEvent.objects.filter(action="tender.risk_product_removed").count() == 1


def test_only_who_writes_the_approach_judges(cast: Cast, tender: Tender) -> None:
    theme = RiskTheme.objects.get(code="child_labour")
    with pytest.raises(PermissionDenied):
        risk_scan.judge(tender=tender, theme=theme, by=cast.tenderboard, at=AT, reason="Rapport", **NUMBERS)


def test_the_board_puts_first_what_is_severe_for_people(cast: Cast, tender: Tender, product: Any) -> None:
    product(countries=["BD"])
    for code, severity, likelihood in (("water", 3, 4), ("child_labour", 5, 1), ("wages", 2, 5)):
        numbers: dict[str, Any] = {"scale": severity, "scope": 1, "irremediability": 1, "likelihood": likelihood}
        theme = RiskTheme.objects.get(code=code)
        risk_scan.judge(tender=tender, theme=theme, by=cast.buyer, at=AT, reason="Rapport", **numbers)
    assert [row.code for row in Board(tender).judged] == ["child_labour", "water", "wages"]


def test_the_export_tells_also_where_nothing_was_found(tender: Tender, keep: Any, product: Any) -> None:
    keep(good="Garments", country="BD")
    product(countries=["BD", "PT"], goods=["Garments"])
    rows = list(scan_export.rows(Board(tender)))
    assert all(len(row) == len(scan_export.header()) for row in rows)
    assert [(row[2], row[8]) for row in rows] == [("Bangladesh", "Lijst"), ("Portugal", "")]
