"""The rules of the procedure: pure functions of values."""
