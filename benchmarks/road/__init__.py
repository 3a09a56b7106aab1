"""What a mail costs from the mailbox to the accepted answer, beside the floor."""
