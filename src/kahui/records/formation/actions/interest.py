"""Verbs on an expression of interest: begin, name, send, settle, withdraw. Writing in it is the document’s own verb."""

from kahui.records.formation.actions.proposing import begin, name_provider, rename, take_out
from kahui.records.formation.actions.sending import send, settle, withdraw

__all__ = ["begin", "name_provider", "rename", "send", "settle", "take_out", "withdraw"]
