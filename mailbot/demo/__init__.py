"""The demonstration: an embedded mailbox, real messages through it, and a page to look at."""
