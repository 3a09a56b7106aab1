"""Whether what a mail costs grows with what is stored."""
