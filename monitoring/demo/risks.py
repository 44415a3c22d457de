"""Risk scans of several tenders, over signals that are made up and say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from documents.formats.kinds import CSV
from monitoring.demo import words
from monitoring.demo.people import Stage
from procurement import scan_reads
from procurement.actions import risk_scan, signal_files
from procurement.actions.signal_files import About
from procurement.formats.lookups import SIGNALS_EXAMPLE
from procurement.models import RiskTheme, Tender

SCANS = 24
"""So many of the latest tenders of these subjects have a scan; the others were never looked at."""


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


def make_all(stage: Stage, made: list[tuple[Tender, words.Subject]]) -> None:
    """Take the example in as the beheerder, and scan the latest tenders as the buyer."""
    signal_files.take_in_path(
        path=SIGNALS_EXAMPLE, kind=CSV, about=About(), organisation=stage.organisation,
        by=stage.people["administrator"], at=stage.now - timedelta(days=60),
    )  # fmt: skip
    fitting = [(tender, PRODUCTS[subject.cpv[:4]]) for tender, subject in made if subject.cpv[:4] in PRODUCTS]
    themes = {theme.code: theme for theme in RiskTheme.objects.all()}
    for number, (tender, bought) in enumerate(reversed(fitting[-SCANS:])):
        _scan(stage, tender, bought, themes, judged=number % 4)


def _scan(
    stage: Stage, tender: Tender, bought: tuple[Bought, ...], themes: dict[str, RiskTheme], *, judged: int
) -> None:
    """The first of every four is only half looked at: nobody chose goods yet."""
    at, by = stage.now, stage.people["buyer"]
    for product in bought:
        chosen = list(product.goods) if judged else []
        risk_scan.save_product(
            tender=tender, by=by, at=at, name=product.name, is_main=product.is_main,
            countries=list(product.countries), goods=chosen,
        )  # fmt: skip
    places = scan_reads.found_for(tender).places
    there = {signal.theme.code for place in places for signal in place.signals if signal.theme}
    for code, scale, scope, irremediability, likelihood, reason in JUDGEMENTS if judged > 1 else ():
        if code in there or code == "water":
            risk_scan.judge(
                tender=tender, theme=themes[code], by=by, at=at, scale=scale, scope=scope,
                irremediability=irremediability, likelihood=likelihood, reason=reason,
            )  # fmt: skip
