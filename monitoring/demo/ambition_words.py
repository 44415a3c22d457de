"""What the teams of the demonstration write down about their ambitions, and what the organisation aims at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ambition:
    """What a team writes down about one theme; ``values`` are the target values at level 1, 2 and 3."""

    goal: str
    opportunity: str
    risk: str
    target: str
    indicator: str
    unit: str
    values: tuple[int, int, int]


AMBITIONS = {
    "environment": Ambition(
        "Het gebruik van {products} belast bodem, water en lucht zo weinig mogelijk.",
        "Er zijn genoeg leveranciers met een milieukeurmerk.",
        "Bij het maken van {products} komen schadelijke stoffen vrij.",
        "Elk jaar een groter deel van de levering met een milieukeurmerk.",
        "Aandeel van de levering met een milieukeurmerk", "%", (30, 60, 90),
    ),
    "climate": Ambition(
        "De uitstoot van broeikasgassen bij {products} daalt elk jaar.",
        "De markt rijdt en maakt al voor een groot deel elektrisch.",
        "Een groot deel van de uitstoot zit bij het maken van {products}, buiten ons zicht.",
        "Minder CO₂ per geleverde eenheid dan in het eerste jaar.",
        "Daling van de CO₂-uitstoot per eenheid", "%", (10, 25, 50),
    ),
    "circular": Ambition(
        "Er wordt minder nieuw materiaal gebruikt voor {products}.",
        "Terugname en reparatie zijn in deze markt gewoon aan het worden.",
        "Zonder afspraken over terugname wordt {products} na gebruik verbrand.",
        "Ten minste een vast deel gerecycled, biobased of hergebruikt materiaal.",
        "Aandeel gerecycled, biobased of hergebruikt materiaal", "% van het gewicht", (15, 30, 50),
    ),
    "supply_chain": Ambition(
        "Minder schade voor mensen en milieu in de keten van {products}.",
        "Samen met andere inkopers hebben wij genoeg gewicht om in de keten iets te veranderen.",
        "In de keten van {products} zijn signalen van dwangarbeid en te lage lonen.",
        "De productielocaties zijn bekend en de leverancier werkt aan de grootste risico’s.",
        "Productielocaties bekend tot en met de tweede schakel", "%", (50, 80, 100),
    ),
    "diversity": Ambition(
        "Iedereen kan gebruikmaken van wat wij kopen, en erin meewerken.",
        "Leveranciers hebben zelf ervaring met toegankelijk ontwerpen.",
        "Maten en bediening passen niet bij iedereen.",
        "Gebruikers geven het product een voldoende, ook wie een beperking heeft.",
        "Gebruikers die tevreden zijn", "%", (70, 80, 90),
    ),
    "social_return": Ambition(
        "Mensen met afstand tot de arbeidsmarkt krijgen werk dat blijft.",
        "Het werk is goed te leren en dichtbij.",
        "Banen eindigen als het contract eindigt.",
        "Elk jaar een deel van de opdrachtsom voor social return.",
        "Aandeel van de opdrachtsom", "%", (2, 5, 8),
    ),
    "innovation": Ambition(
        "De markt bedenkt een betere oplossing dan die wij nu kennen.",
        "Jonge bedrijven hebben bewezen dat het anders kan.",
        "Een nieuwe oplossing kan later klaar zijn dan gepland.",
        "Ten minste één nieuwe oplossing in de praktijk beproefd.",
        "Beproefde oplossingen", "", (1, 1, 2),
    ),
}  # fmt: skip

THEME_TARGETS = {
    "environment": "1.5",
    "climate": "2.0",
    "circular": "2.0",
    "supply_chain": "2.5",
    "social_return": "1.5",
}
"""What the demonstration organisation wants to reach on average."""

PRODUCT_GROUPS = {
    "workwear": "Bedrijfskleding", "consumer_services": "Catering", "energy": "Elektriciteit",
    "workplace": "Kantoorinrichting", "laboratory": "Laboratoriumbenodigdheden", "ict_workplace": "ICT-hardware",
}  # fmt: skip

OWN_MEANINGS = (
    (
        "supply_chain",
        "Bedrijfskleding",
        2,
        "Risicoanalyse tot en met de naaiateliers; punten voor namen en adressen van spinnerij en weverij.",
    ),
    ("circular", "Bedrijfskleding", 2, "Ten minste 30 % gerecyclede vezels; gedragen kleding komt terug."),
    ("circular", "Bedrijfskleding", 3, "Kleding als dienst: de leverancier blijft eigenaar, herstelt en vervezelt."),
    ("climate", "ICT-hardware", 2, "Punten voor een lange levensduur en lage uitstoot bij het maken."),
)
