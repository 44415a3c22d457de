from suppliers.models.assessments import Answer, Assessment, Question, QuestionSet
from suppliers.models.commitments import Commitment, CommitmentResult
from suppliers.models.contracts import (
    Contract,
    ContractRequest,
    ContractTerm,
    DeliverableKind,
    FollowUp,
    RiskSignals,
    ScheduleLine,
    TermFields,
)
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
    "Commitment",
    "CommitmentResult",
    "Contract",
    "ContractRequest",
    "ContractTerm",
    "Deliverable",
    "DeliverableKind",
    "DueDateChange",
    "ExtensionRequest",
    "Finding",
    "FollowUp",
    "Question",
    "QuestionSet",
    "RiskSignals",
    "ScheduleLine",
    "Submission",
    "SubmissionFile",
    "Supplier",
    "SupplierContact",
    "SupplierLink",
    "TermFields",
]
