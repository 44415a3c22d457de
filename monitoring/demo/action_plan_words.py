"""What the action plan of the demonstration says."""

from __future__ import annotations

from dataclasses import dataclass

VISION = (
    "Wat wij kopen, schaadt mensen en milieu niet. Wij kopen minder, langer bruikbaar en eerlijker, en vragen de markt "
    "om te laten zien hoe. Vanaf 2030 is elke opdracht die ertoe doet ambitieus op ten minste één thema."
)
STAGE_REASON = (
    "De aanpak is bij elke aanbesteding ingevuld en de tenderboard toetst erop. Effect in de keten kunnen wij bij "
    "kleding en ICT laten zien, bij de andere categorieën nog niet."
)


@dataclass(frozen=True)
class Goal:
    """A goal in a year of the plan (0 is the first); ``explanation`` where it was not reached."""

    theme: str
    year: int
    text: str
    target: int
    indicator: str = "level_share"
    level: int | None = 2
    explanation: str = ""


GOALS = (
    Goal("climate", 0, "Een tiende van de opdrachten vraagt significant minder uitstoot.", 10),
    Goal("climate", 1, "Een vijfde van de opdrachten vraagt significant minder uitstoot.", 20),
    Goal("climate", 2, "De helft van de opdrachten vraagt significant minder uitstoot.", 50),
    Goal("circular", 0, "Een tiende van de opdrachten is significant circulair.", 10),
    Goal("circular", 1, "De helft van de opdrachten is significant circulair.", 50,
         explanation="De criteria voor hergebruik kwamen pas in juni in de bibliotheek. Opdrachten van daarvoor vragen "
                     "nog alleen gerecycled materiaal. De categoriemanager kijkt nu bij elke aanbesteding mee."),
    Goal("circular", 2, "Vijf opdrachten vragen de markt om een circulaire oplossing.", 5, "level_count", 3),
    Goal("supply_chain", 0, "Bij een kwart van de opdrachten is ISV een contractvoorwaarde.", 25, "isv_share", None),
    Goal("supply_chain", 1, "Bij bijna elke opdracht is ISV een contractvoorwaarde.", 90, "isv_share", None),
    Goal("supply_chain", 2, "Een derde van de opdrachten is significant op de keten.", 33),
)  # fmt: skip
FOCUSES = (("social_return", "consumer_services"), ("climate", "connectivity"))
"""Theme and category on which level 3 is aimed at; the category plans say the rest."""
