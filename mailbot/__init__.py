"""mailbot: the support line's case system, worked entirely by e-mail."""

__version__ = "0.1.0"
