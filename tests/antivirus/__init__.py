"""What becomes of files by what clamd says, or by its silence."""
