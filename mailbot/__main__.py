"""`python -m mailbot` is the command `mailbot`."""

import sys

from mailbot.cli import main

sys.exit(main())
