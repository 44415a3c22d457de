from accounts.models.audit import AuditEvent
from accounts.models.links import AccessLink
from accounts.models.messages import OutgoingMessage
from accounts.models.organisations import Membership, Organisation
from accounts.models.tokens import ApiToken
from accounts.models.users import User

__all__ = ["AccessLink", "ApiToken", "AuditEvent", "Membership", "Organisation", "OutgoingMessage", "User"]
