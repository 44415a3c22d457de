from suppliers.models.assessments import Answer, Assessment, Question, QuestionSet
from suppliers.models.contracts import Contract, ContractTerm, DeliverableKind, FollowUp, ScheduleLine, TermFields
from suppliers.models.deliverables import (
    Deliverable,
    DueDateChange,
    ExtensionRequest,
    Submission,
    SubmissionFile,
)
from suppliers.models.findings import Finding
from suppliers.models.suppliers import Supplier, SupplierContact, SupplierLink

__all__ = [
    "Answer",
    "Assessment",
    "Contract",
    "ContractTerm",
    "Deliverable",
    "DeliverableKind",
    "DueDateChange",
    "ExtensionRequest",
    "Finding",
    "FollowUp",
    "Question",
    "QuestionSet",
    "ScheduleLine",
    "Submission",
    "SubmissionFile",
    "Supplier",
    "SupplierContact",
    "SupplierLink",
    "TermFields",
]
