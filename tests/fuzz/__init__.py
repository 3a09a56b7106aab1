"""Fuzzing: structured damage to seeds of ours, promises that must hold, and the failures found.

`make test` tries a few inputs of each target and all that was ever found (`saved/`);
`python -m tests.fuzz --minutes N` tries as many as fit, and saves what it finds.
"""
