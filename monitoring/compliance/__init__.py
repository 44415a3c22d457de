"""The compliance report of a contract or a supplier: the chain from tender to outcome, as one reader may see it."""

from monitoring.compliance.gathering import Subject, gather
from monitoring.compliance.report import Report, report

__all__ = ["Report", "Subject", "gather", "report"]
