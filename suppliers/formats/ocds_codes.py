"""Our codes in those of OCDS 1.1 and its sustainability extension. What has no counterpart is left out, not guessed."""

from __future__ import annotations

STATUS = {"planned": "planned", "published": "active", "awarded": "complete", "withdrawn": "cancelled"}
"""Stage of a tender → tenderStatus."""

CATEGORY = {"supplies": "goods", "services": "services", "works": "works"}
"""Nature → procurementCategory."""

METHOD = {
    "open": "open",
    "restricted": "selective",
    "neg-w-call": "selective",
    "comp-dial": "selective",
    "comp-tend": "selective",
    "innovation": "selective",
    "neg-wo-call": "limited",
}
"""Procedure (BT-105) → method."""

GOAL = {
    "environment": "environmental",
    "climate": "environmental.climateChangeMitigation",
    "circular": "environmental.circularEconomy",
    "supply_chain": "social.humanRightsInSupplyChains",
    "diversity": "social",
    "social_return": "social.disadvantagedEmploymentOpportunities",
    "innovation": "economic.innovativePurchase",
}
"""MVI theme → sustainabilityGoal."""

PUBLISHED_GOAL = {
    "biodiv-eco": "environmental.biodiversityProtectionRestoration",
    "circ-econ": "environmental.circularEconomy",
    "clim-adapt": "environmental.climateChangeAdaptation",
    "clim-mitig": "environmental.climateChangeMitigation",
    "poll-prev": "environmental.pollutionPrevention",
    "water-mar": "environmental.waterResourcesProtection",
    "acc-all": "social.accessibility",
    "et-eq": "social.ethnicEquality",
    "gen-eq": "social.genderEquality",
    "hum-right": "social.humanRightsInSupplyChains",
    "opp": "social.disadvantagedEmploymentOpportunities",
    "work-cond": "social.laborRightsPromotion",
    "mar-nov": "economic.marketInnovationPromotion",
    "proc-innov": "economic.processInnovationPromotion",
    "prod-innov": "economic.productInnovationPromotion",
    "rd-act": "economic.researchDevelopmentActivities",
}
"""BT-774, BT-775 and BT-776 of a lot → sustainabilityGoal."""

STRATEGY = {
    "contract_condition": "contractPerformanceConditions",
    "minimum_requirement": "technicalSpecifications",
    "selection_criterion": "selectionCriteria",
    "award_criterion": "awardCriteria",
}
"""Form of ISV → sustainabilityStrategy."""

EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/master/extension.json",
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_sustainability_extension/master/extension.json",
)
