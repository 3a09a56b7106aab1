"""Handing mails to the SMTP server: the only code that speaks SMTP."""
