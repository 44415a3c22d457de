"""Risk scans of several tenders, over signals that are made up and say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from documents.formats.kinds import CSV
from monitoring.demo import words
from monitoring.demo.people import Stage
from procurement import scan_reads
from procurement.actions import risk_scan, signal_files
from procurement.actions.signal_files import About
from procurement.formats.lookups import SIGNALS_EXAMPLE
from procurement.models import RiskTheme, Tender

SCANNED = timedelta(days=540)
"""Since so long ago tenders of these subjects have a scan."""


@dataclass(frozen=True)
class Bought:
    """A product of a subject: main or not, where from, and which goods of the lists it is about."""

    name: str
    countries: tuple[str, ...]
    goods: tuple[str, ...]
    is_main: bool = False


PRODUCTS: dict[str, tuple[Bought, ...]] = {
    "1811": (
        Bought("Werkjassen en broeken", ("BD", "TR", "PT"), ("Garments", "Cotton"), is_main=True),
        Bought("Katoen voor de stof", ("IN", "TR"), ("Cotton",)),
    ),
    "1883": (Bought("Veiligheidsschoenen", ("PK", "IN", "PT"), ("Footwear",), is_main=True),),
    "1810": (Bought("Overhemden en pakken", ("BD", "PT"), ("Garments", "Cotton"), is_main=True),),
    "5550": (
        Bought("Koffie", ("BR",), ("Coffee",), is_main=True),
        Bought("Thee", ("KE",), ("Tea",)),
        Bought("Cacao en chocolade", ("CI",), ("Cocoa",)),
    ),
    "3021": (
        Bought("Laptops", ("CN", "MY"), ("Electronics",), is_main=True),
        Bought("Kobalt in de accu", ("CD",), ("Cobalt ore (heterogenite)",)),
    ),
    "4526": (Bought("Zonnepanelen", ("CN",), ("Polysilicon",), is_main=True),),
    "3913": (Bought("Kantoormeubelen", ("VN", "DE"), ("Furniture",), is_main=True),),
}
"""By the first four digits of the CPV code of the subject."""

JUDGEMENTS = (
    ("child_labour", 5, 3, 4, 3, "De lijst noemt dit goed uit dit land; twee leveranciers bevestigen het."),
    ("forced_labour", 5, 4, 5, 2, "Zelden aangetoond in deze keten, maar de gevolgen zijn niet te herstellen."),
    ("association", 3, 4, 2, 4, "In de landen van herkomst is een vakbond in de fabriek de uitzondering."),
    ("water", 3, 4, 3, 4, "Verven en wassen vragen veel water in gebieden waar het schaars is."),
)  # fmt: skip


def take_in(stage: Stage) -> None:
    """The example of signals, as the beheerder takes it in."""
    signal_files.take_in_path(
        path=SIGNALS_EXAMPLE, kind=CSV, about=About(), organisation=stage.organisation,
        by=stage.people["administrator"], at=stage.now - SCANNED - timedelta(days=60),
    )  # fmt: skip


def scan(stage: Stage, tender: Tender, subject: words.Subject, at: datetime) -> None:
    """The scan of a recent tender of these subjects, before its approach is submitted; others were never looked at.

    One of every four is only half looked at: nobody chose goods yet.
    """
    bought = PRODUCTS.get(subject.cpv[:4])
    if bought is None or at < stage.now - SCANNED:
        return
    by, judged = stage.people["buyer"], int(tender.reference[-4:]) % 4
    for product in bought:
        chosen = list(product.goods) if judged else []
        risk_scan.save_product(
            tender=tender, by=by, at=at, name=product.name, is_main=product.is_main,
            countries=list(product.countries), goods=chosen,
        )  # fmt: skip
    themes = {theme.code: theme for theme in RiskTheme.objects.all()}
    places = scan_reads.found_for(tender).places
    there = {signal.theme.code for place in places for signal in place.signals if signal.theme}
    for code, scale, scope, irremediability, likelihood, reason in JUDGEMENTS if judged > 1 else ():
        if code in there or code == "water":
            risk_scan.judge(
                tender=tender, theme=themes[code], by=by, at=at, scale=scale, scope=scope,
                irremediability=irremediability, likelihood=likelihood, reason=reason,
            )  # fmt: skip
