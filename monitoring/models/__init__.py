from monitoring.models.approach_papers import ApproachPaper
from monitoring.models.compliance import ComplianceBuild
from monitoring.models.jobs import Job, RehearsedJob
from monitoring.models.notices import NoticeJob, NoticeOutcome
from monitoring.models.portfolio import PortfolioJob, PortfolioProblem
from monitoring.models.reminders import PlanLeadTime, Reminder, ReminderOffset, SweepRun
from monitoring.models.reports import AnnualReport, Publication, ReportBuild, ReportRow

__all__ = [
    "AnnualReport",
    "ApproachPaper",
    "ComplianceBuild",
    "Job",
    "NoticeJob",
    "NoticeOutcome",
    "PlanLeadTime",
    "PortfolioJob",
    "PortfolioProblem",
    "Publication",
    "RehearsedJob",
    "Reminder",
    "ReminderOffset",
    "ReportBuild",
    "ReportRow",
    "SweepRun",
]
