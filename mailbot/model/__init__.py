"""Frozen values that pass between the stages; nothing here does anything."""
