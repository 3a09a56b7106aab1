"""The IMAP mailbox: the only code that speaks IMAP."""
