"""The running program seen from outside: its start, how soon it answers, a backlog, its memory."""
