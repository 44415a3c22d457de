"""Criteria of the demonstration: two of the organisation itself beside the starter library, and what tenders took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from monitoring.demo.people import Stage
from procurement.actions import criteria, criteria_library
from procurement.actions.ambitions import Answer
from procurement.actions.criteria import Weighed
from procurement.actions.criteria_library import Entry
from procurement.ambition_reads import groups_of
from procurement.models import AWARD, REQUIREMENT, ChosenCriterion, Criterion, Tender, Theme

EVERY = 5
"""Of the tenders that are decided, one in so many shows its criteria: enough to see, and quick to make."""

MORE = ("GP-003", "GP-018", "RV-01")
"""What tenders in preparation take besides: two that are adapted, and one of which there is a newer version."""

RENEWED_DAYS_AGO = 30
PRICE = "De inschrijver met de laagste totaalprijs krijgt het maximale aantal punten; de andere naar verhouding minder."
QUALITY = "Beschrijf hoe u de dienstverlening inricht, hoe wij u bereiken en hoe u fouten voorkomt en herstelt."
FLEET_NEXT = (
    "Geef aan welk deel van de ritten voor deze opdracht u zonder uitstoot rijdt, per jaar van de overeenkomst. De "
    "punten worden naar verhouding verdeeld; in het laatste jaar is 100 procent het uitgangspunt."
)


def make_library(stage: Stage, themes: Sequence[Theme]) -> None:
    """The criteria of the organisation itself, one of them in two versions."""
    by_code = {theme.code: theme for theme in themes}
    since = stage.now - timedelta(days=500)
    fleet = Entry(
        number="RV-01", kind=AWARD, level=2, themes=(by_code["climate"],), title="Ritten zonder uitstoot",
        text="Geef aan welk deel van de ritten voor deze opdracht u zonder uitstoot rijdt. De punten worden naar "
        "verhouding verdeeld.",
        verification="Ritgegevens per kwartaal.", source="Rijksdienst Voorbeeld, werkgroep klimaat",
    )  # fmt: skip
    talks = Entry(
        number="RV-02", kind="contract_clause", level=2, themes=(by_code["supply_chain"],),
        title="Jaarlijks gesprek over de keten",
        text="Opdrachtnemer voert elk jaar een gesprek met opdrachtgever over de voortgang van het verbeterplan, en "
        "brengt daarin ook naar voren wat werknemers en hun vertegenwoordigers in de keten vinden.",
        verification="Verslag, door beide kanten bevestigd.", source="Rijksdienst Voorbeeld, werkgroep keten",
    )  # fmt: skip
    adviser = stage.people["mvi_adviser"]
    for entry in (fleet, talks):
        criteria_library.save(entry=entry, organisation=stage.organisation, by=adviser, at=since)
    day = stage.now.date() - timedelta(days=RENEWED_DAYS_AGO)
    again = Entry(**{**vars(fleet), "text": FLEET_NEXT, "valid_from": day})
    criteria_library.save(entry=again, organisation=stage.organisation, by=adviser, at=stage.now - timedelta(days=40))
    stage.library = list(Criterion.objects.of(stage.organisation).prefetch_related("themes"))


def choose_for(stage: Stage, tender: Tender, answers: Sequence[Answer], at: datetime, *, is_open: bool) -> None:
    """Let some tenders choose, adapt and weigh; those in preparation are not finished with it."""
    number = int(tender.reference[-4:])
    if not is_open and number % EVERY:
        return
    levels = {answer.theme.pk: answer.values["level"] for answer in answers if answer.values.get("level")}
    wanted = _fitting(tender, levels, stage.library, at.date(), more=MORE if is_open else ())
    if not wanted:
        return
    buyer = stage.people["buyer"]
    made = criteria.choose(tender=tender, criteria=wanted, by=buyer, at=at)
    _adapt(stage, made, at)
    price = criteria.write_own(tender=tender, themes=[], kind=AWARD, title="Prijs", text=PRICE, by=buyer, at=at)
    quality = criteria.write_own(
        tender=tender, themes=[], kind=AWARD, title="Kwaliteit van de dienstverlening", text=QUALITY, by=buyer, at=at
    )
    award = [row for row in made if row.kind == AWARD]
    weights = _weights(award, price, quality, whole=95 if is_open else 100)
    criteria.weigh(tender=tender, weights=weights, by=buyer, at=at + timedelta(days=1))


def _fitting(
    tender: Tender, levels: dict[int, int], library: Sequence[Criterion], day: date, more: Sequence[str] = ()
) -> list[Criterion]:
    """Per theme one requirement or clause and, from the second level on, one award criterion; the own group first."""
    groups = groups_of(tender.product_groups)
    found: dict[int, Criterion] = {}
    counting = [each for each in library if each.state_on(day) == "in_force"]
    own = [each for each in counting if groups_of(each.product_group) & groups]
    for theme, level in levels.items():
        general = [each for each in counting if not each.product_group]
        about = [each for each in (*own, *general) if theme in {one.pk for one in each.themes.all()}]
        first = [each for each in about if each.kind in (REQUIREMENT, "contract_clause") and each.level <= level][:1]
        award = [each for each in about if each.kind == AWARD and each.level <= level]
        best = sorted(award, key=lambda row: -row.level)[: 1 if level > 1 else 0]
        found |= {row.pk: row for row in (*first, *best)}
    return list((found | {row.pk: row for row in counting if row.number in more}).values())


def _weights(
    award: Sequence[ChosenCriterion], price: ChosenCriterion, quality: ChosenCriterion, *, whole: int
) -> dict[int, Weighed]:
    """Nearly half for societal impact, a fifth for quality, and the price what is left."""
    each = Decimal(5 * max(1, 9 // max(1, len(award))))
    left = Decimal(whole) - each * len(award) - 20
    weights = {row.pk: Weighed(None, each) for row in award}
    return weights | {price.pk: Weighed(None, left), quality.pk: Weighed(None, Decimal(20))}


def _adapt(stage: Stage, made: Sequence[ChosenCriterion], at: datetime) -> None:
    """The first text of at most some pages gets fewer of them; a percentage becomes that of this tender."""
    for row in made:
        text = row.text.replace("maximaal vier bladzijden", "maximaal drie bladzijden A4").replace(
            "ten minste 5 procent van de opdrachtsom", "ten minste 3 procent van de loonsom"
        )
        if text != row.text:
            criteria.change(chosen=row, version=row.version, text=text, by=stage.people["commissioning_owner"], at=at)
