"""Servers that tests talk to for real."""
