"""Measurements: of speed, and (`benchmarks.corpus`) of quality on real mails."""
