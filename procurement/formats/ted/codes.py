"""The codes of the TED forms in the words of eForms, so that both formats can be counted together.

They follow the tables with which the Publications Office itself converts old notices
(OP-TED/ted-xml-data-converter). Where that conversion fills in what a form does not say,
such as "no framework agreement" or a type for a criterion without one, there is no code here.
"""

from __future__ import annotations

# The subtype of Regulation (EU) 2019/1780 by form, and by what the form calls itself.
_SUBTYPES = {
    ("F01", "PRI_ONLY"): "4",
    ("F01", "PRI_REDUCING_TIME_LIMITS"): "7",
    ("F01", "PRI_CALL_COMPETITION"): "10",
    ("F02", ""): "16",
    ("F03", ""): "29",
    ("F04", "PER_ONLY"): "5",
    ("F04", "PER_REDUCING_TIME_LIMITS"): "8",
    ("F04", "PER_CALL_COMPETITION"): "11",
    ("F05", ""): "17",
    ("F06", ""): "30",
    ("F07", ""): "15",
    ("F07", "QSU_ONLY"): "15",
    ("F07", "QSU_CALL_COMPETITION"): "15",
    ("F21", "PRI_ONLY"): "4",
    ("F21", "PRI_CALL_COMPETITION"): "12",
    ("F21", "CONTRACT"): "20",
    ("F21", "AWARD_CONTRACT"): "33",
    ("F22", "PER_ONLY"): "5",
    ("F22", "PER_CALL_COMPETITION"): "13",
    ("F22", "QSU_ONLY"): "15",
    ("F22", "QSU_CALL_COMPETITION"): "15",
    ("F22", "CONTRACT"): "21",
    ("F22", "AWARD_CONTRACT"): "34",
    ("F23", "PRI"): "14",
    ("F23", "CONCESSION_AWARD_CONTRACT"): "35",
    ("F24", ""): "19",
    ("F25", ""): "32",
}
_SUBTYPES_BY_LEGAL_BASIS = {
    ("F08", "32014L0024"): "1",
    ("F08", "32014L0025"): "2",
    ("F08", "32009L0081"): "3",
    ("F12", "32014L0024"): "23",
    ("F12", "32014L0025"): "24",
    ("F13", "32014L0024"): "36",
    ("F13", "32014L0025"): "37",
    ("F15", "32014L0024"): "25",
    ("F15", "32014L0025"): "26",
    ("F15", "32009L0081"): "27",
    ("F15", "32014L0023"): "28",
    ("F20", "32014L0024"): "38",
    ("F20", "32004L0018"): "38",
    ("F20", "32012R0966"): "38",
    ("F20", "32018R1046"): "38",
    ("F20", "32014L0025"): "39",
    ("F20", "32004L0017"): "39",
    ("F20", "32014L0023"): "40",
}
_TYPES = {
    **dict.fromkeys(("1", "2", "3"), "pin-buyer"),
    **dict.fromkeys(("4", "5", "6"), "pin-only"),
    **dict.fromkeys(("7", "8", "9"), "pin-rtl"),
    **dict.fromkeys(("10", "11"), "pin-cfc-standard"),
    **dict.fromkeys(("12", "13", "14"), "pin-cfc-social"),
    "15": "qu-sy",
    **dict.fromkeys(("16", "17", "19"), "cn-standard"),
    **dict.fromkeys(("20", "21"), "cn-social"),
    **dict.fromkeys(("29", "30", "32"), "can-standard"),
    **dict.fromkeys(("33", "34", "35"), "can-social"),
}
# Forms whose type is sure whatever law they name; a corrigendum has no type in eForms, where
# the corrected notice itself is published again.
_TYPES_OF_FORMS = {
    "F08": "pin-buyer",
    "F12": "cn-desg",
    "F13": "can-desg",
    "F14": "corr",
    "F15": "veat",
    "F20": "can-modif",
}
CORRIGENDUM = "corr"
SUBTYPES_WITH_PARTS = frozenset({"4", "5", "6"})

LEGAL_BASES = {
    "2014/23/EU": "32014L0023",
    "2014/24/EU": "32014L0024",
    "2014/25/EU": "32014L0025",
    "2009/81/EC": "32009L0081",
}

PROCEDURES = {
    "PT_OPEN": "open",
    "PT_RESTRICTED": "restricted",
    "PT_COMPETITIVE_NEGOTIATION": "neg-w-call",
    "PT_COMPETITIVE_DIALOGUE": "comp-dial",
    "PT_INNOVATION_PARTNERSHIP": "innovation",
    "PT_NEGOTIATED_WITH_PRIOR_CALL": "neg-w-call",
    "PT_AWARD_CONTRACT_WITHOUT_CALL": "neg-wo-call",
    "PT_AWARD_CONTRACT_WITH_PRIOR_PUBLICATION": "neg-w-call",
    "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION": "neg-wo-call",
    "PT_NEGOTIATED_WITHOUT_PUBLICATION": "neg-wo-call",
}

NATURES = {"SERVICES": "services", "SUPPLIES": "supplies", "WORKS": "works"}

LEGAL_TYPES = {
    "BODY_PUBLIC": "body-pl",
    "EU_INSTITUTION": "eu-ins-bod-ag",
    "MINISTRY": "cga",
    "NATIONAL_AGENCY": "cga",
    "REGIONAL_AGENCY": "body-pl-ra",
    "REGIONAL_AUTHORITY": "ra",
}

ACTIVITIES = {
    "DEFENCE": "defence",
    "ECONOMIC_AND_FINANCIAL_AFFAIRS": "econ-aff",
    "EDUCATION": "education",
    "ENVIRONMENT": "env-pro",
    "GENERAL_PUBLIC_SERVICES": "gen-pub",
    "HEALTH": "health",
    "HOUSING_AND_COMMUNITY_AMENITIES": "hc-am",
    "PUBLIC_ORDER_AND_SAFETY": "pub-os",
    "RECREATION_CULTURE_AND_RELIGION": "rcr",
    "SOCIAL_PROTECTION": "soc-pro",
    "AIRPORT_RELATED_ACTIVITIES": "airport",
    "ELECTRICITY": "electricity",
    "EXPLORATION_EXTRACTION_COAL_OTHER_SOLID_FUEL": "solid-fuel",
    "EXPLORATION_EXTRACTION_GAS_OIL": "gas-oil",
    "PORT_RELATED_ACTIVITIES": "port",
    "POSTAL_SERVICES": "post",
    "PRODUCTION_TRANSPORT_DISTRIBUTION_GAS_HEAT": "gas-heat",
    "RAILWAY_SERVICES": "rail",
    "URBAN_RAILWAY_TRAMWAY_TROLLEYBUS_BUS_SERVICES": "urttb",
    "WATER": "water",
}

SUBMISSIONS = {
    "NB_TENDERS_RECEIVED": "tenders",
    "NB_TENDERS_RECEIVED_SME": "t-sme",
    "NB_TENDERS_RECEIVED_OTHER_EU": "t-oth-eea",
    "NB_TENDERS_RECEIVED_NON_EU": "t-no-eea",
    "NB_TENDERS_RECEIVED_EMEANS": "t-esubm",
    "NB_PARTICIPANTS": "tenders",
    "NB_PARTICIPANTS_SME": "t-sme",
    "NB_PARTICIPANTS_OTHER_EU": "t-oth-eea",
}

LANGUAGES = {
    "BG": "BUL", "CS": "CES", "DA": "DAN", "DE": "DEU", "EL": "ELL", "EN": "ENG", "ES": "SPA", "ET": "EST",
    "FI": "FIN", "FR": "FRA", "GA": "GLE", "HR": "HRV", "HU": "HUN", "IT": "ITA", "LT": "LIT", "LV": "LAV",
    "MT": "MLT", "NL": "NLD", "PL": "POL", "PT": "POR", "RO": "RON", "SK": "SLK", "SL": "SLV", "SV": "SWE",
}  # fmt: skip


def type_and_subtype(form: str, notice_type: str, legal_basis: str | None) -> tuple[str | None, str | None]:
    """Return the type and the subtype of a form such as F01 that calls itself, say, PRI_ONLY."""
    if form in _TYPES_OF_FORMS:
        return _TYPES_OF_FORMS[form], _SUBTYPES_BY_LEGAL_BASIS.get((form, legal_basis or ""))
    subtype = _SUBTYPES.get((form, notice_type)) or _SUBTYPES.get((form, ""))
    return _TYPES.get(subtype or ""), subtype
