"""Scores on a folder of real mails with known answers (`manifest.json`)."""
