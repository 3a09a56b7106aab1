"""Recorded mail decided anew, and what came of it held against what was decided then."""
