"""What the story must lead to, step by step, and who is on copy of which mail."""

from collections.abc import Sequence

from mailbot.demo.people import (
    ANA,
    BEATRIZ,
    CARLOS,
    CLARA,
    ELENA,
    JORGE,
    LUCIA,
    MARIA,
    NORA,
    ROSA,
    ROSA_AT_HOME,
    STRANGER,
    Person,
)

EXPECTED: Sequence[tuple[str, str | None, str | None, str | None, list[tuple[str, Person]]]] = (
    ("14:30", "new-case", "new-request", "Pendiente por Cliente", [("M-02", LUCIA)]),
    ("16:30", None, None, "Pendiente por Cliente", [("M-10R", LUCIA)]),
    ("18:30", None, None, "Cerrado", [("M-13", LUCIA)]),
    (
        "08:30", "case-event", "late-answer", "Abierto",
        [("M-22", LUCIA), ("M-11", ANA), ("M-32", CLARA), ("M-32", ELENA)],
    ),
    ("08:34", "command", "staff-command", "Cerrado", [("M-05", LUCIA), ("M-31", ANA)]),
    ("08:41", "case-event", "thanks-on-closed-case", "Cerrado", []),
    ("09:12", "new-case", "new-request", "Abierto", [("M-02", MARIA)]),
    ("09:13", "ignored", "duplicate", None, []),
    ("09:17", None, None, None, [("M-44", ANA)]),
    ("09:18", "command", "staff-command", "Trabajo en Progreso", [("M-31", ANA)]),
    ("09:20", "new-case", "new-request", "Pendiente por Cliente", [("M-02", CARLOS)]),
    ("09:21", "case-event", "machine-on-case", "Pendiente por Cliente", []),
    (
        "09:40", "case-event", "stranger-on-case", "Trabajo en Progreso",
        [("M-44", ANA), ("M-01", STRANGER)],
    ),
    ("09:55", "case-event", "staff-on-case", "Trabajo en Progreso", [("M-31", ANA)]),
    ("10:05", "orientation", "orientation", None, [("M-01", JORGE)]),
    ("10:40", "new-case", "new-request", "Abierto", [("M-02", ROSA)]),
    ("10:42", "delivery-report", "delivery-report", "Abierto", [("M-44", ANA)]),
    ("10:55", "command", "staff-command", "Trabajo en Progreso", [("M-31", ANA)]),
    ("11:20", None, None, "Pendiente por Cliente", [("M-10R", CARLOS)]),
    ("11:35", "case-event", "message-on-case", "Abierto", [("M-11", ANA)]),
    ("11:37", "command", "staff-command", "Trabajo en Progreso", [("M-31", ANA)]),
    ("12:10", "case-event", "message-on-case", "Trabajo en Progreso", [("M-43", ANA)]),
    (
        "12:18", "command", "staff-command", "Abierto",
        [("M-06", MARIA), ("M-44", BEATRIZ), ("M-31", ANA)],
    ),
    (
        "12:23", "command", "staff-command", "Trabajo en Progreso",
        [("M-07", NORA), ("M-08", MARIA), ("M-31", BEATRIZ)],
    ),
    ("13:05", "command", "staff-command", "Cerrado", [("M-05", CARLOS), ("M-31", ANA)]),
    ("13:10", "command", "staff-command", "Trabajo en Progreso", [("M-31", NORA)]),
    ("13:53", None, None, "Trabajo en Progreso", [("M-41", ANA)]),
    ("14:05", "command", "staff-command", "Cerrado", [("M-05", ROSA_AT_HOME), ("M-31", ANA)]),
    ("14:20", "command", "staff-command", "Trabajo en Progreso", [("M-31", NORA)]),
    (
        "14:23", "command", "staff-command", "Pendiente por Cliente",
        [("M-10", MARIA), ("M-31", NORA)],
    ),
    ("14:24", "case-event", "machine-on-case", "Pendiente por Cliente", []),
    ("14:40", "command", "staff-command", "Pendiente por Cliente", [("M-45", NORA)]),
    ("15:12", "case-event", "message-on-case", "Trabajo en Progreso", [("M-11", NORA)]),
    ("16:05", "command", "staff-command", "Resuelto", [("M-12", MARIA), ("M-31", NORA)]),
    ("16:50", "case-event", "rejected", "Trabajo en Progreso", [("M-21", NORA)]),
    ("17:45", "command", "staff-command", "Resuelto", [("M-12", MARIA), ("M-31", NORA)]),
    (
        "08:10", "case-event", "confirmed", "Cerrado",
        [("M-19", MARIA), ("M-32", CLARA), ("M-32", ELENA)],
    ),
    ("08:11", "survey", "survey", "Cerrado", [("M-39U", MARIA)]),
)  # fmt: skip
"""Time; outcome and rule of the mail that arrived, the state of its case afterwards; mails out."""

COPIES: Sequence[tuple[str, Person, list[Person]]] = (
    ("M-22", LUCIA, [CLARA]),
    ("M-05", CARLOS, [CLARA]),
    ("M-07", NORA, [ELENA]),
    ("M-12", MARIA, [ELENA, CLARA]),
    ("M-21", NORA, [ELENA]),
    ("M-10", MARIA, []),
    ("M-19", MARIA, []),
)
"""A kind of mail, whom it goes to, and who is on copy (domain.md §4.2, §8)."""
