"""Composing outgoing mails to their final bytes."""

from mailbot.compose.composer import compose, renewed_date

__all__ = ["compose", "renewed_date"]
