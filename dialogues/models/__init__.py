from dialogues.models.meetings import Agreement, DiscussionPoint, Meeting

__all__ = ["Agreement", "DiscussionPoint", "Meeting"]
