"""Composing outgoing mails to their final bytes."""
