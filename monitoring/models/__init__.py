from monitoring.models.approach_papers import ApproachPaper
from monitoring.models.compliance import ComplianceBuild
from monitoring.models.jobs import Job
from monitoring.models.portfolio import PortfolioJob, PortfolioProblem
from monitoring.models.reminders import Reminder, ReminderOffset, SweepRun
from monitoring.models.reports import AnnualReport, ReportBuild, ReportRow

__all__ = [
    "AnnualReport",
    "ApproachPaper",
    "ComplianceBuild",
    "Job",
    "PortfolioJob",
    "PortfolioProblem",
    "Reminder",
    "ReminderOffset",
    "ReportBuild",
    "ReportRow",
    "SweepRun",
]
