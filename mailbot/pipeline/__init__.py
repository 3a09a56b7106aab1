"""One mail's way from the mailbox to its outcome: receive, consider, apply, file."""
