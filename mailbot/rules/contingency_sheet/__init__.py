"""The ten-column sheet of a contingency: written, read back, planned and brought in (R23, R29)."""
