"""Composing outgoing mails to their final bytes.

A mail M-NN is four things: a heading (`headings/`: subject, outcome, panel, replies), its words in
`templates/M-NN.html.j2` and `M-NN.txt.j2`, and an example (`examples.py`), which the tests judge.
"""

from mailbot.compose.composer import compose, renewed_date

__all__ = ["compose", "renewed_date"]
