"""The daemon: the wiring of a pass (`once`) and of the running process (`running`)."""
