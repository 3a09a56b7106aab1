"""What a mail costs from the mailbox to the answer accepted, beside the floor for the same mails."""
