"""Every message of a corpus through mailbot, and the scores of each part beside the libraries'.

    python -m benchmarks.corpus FOLDER [-v]

The folder holds manifest.json (path, category, expected answers) and the messages. Exit status 1
if a message had no outcome.
"""

import argparse
import logging
import sys
from pathlib import Path

from benchmarks.corpus import (
    libraries,
    outcomes,
    reading,
    score_machine,
    score_parsing,
    score_reply,
)
from benchmarks.corpus.manifest import Entry, read_manifest

FLUFL = "flufl.bounce"
NOT_OF_FLUFL = frozenset(
    {
        "statuses right",
        "original id found",
        "complaints known as such",
        "auto-replies known as such",
    }
)


def main(corpus: Path, *, verbose: bool = False) -> int:
    """Print all tables; with `verbose` every answer of mailbot's that is not as expected.

    Returns the exit status: 1 if a message had no outcome.
    """
    entries = tuple(read_manifest(corpus))
    run = outcomes.through_mailbot(entries)
    outcomes.report(run)
    _trimming(entries, verbose=verbose)
    _parsing(entries, verbose=verbose)
    _machine_mail(entries, verbose=verbose)
    return 1 if run.failures else 0


def _trimming(entries: tuple[Entry, ...], *, verbose: bool) -> None:
    trims: dict[str, score_reply.Trim] = {"mailbot": score_reply.mailbot}
    trims |= {name: score_reply.of_plain_text(trim) for name, trim in libraries.TRIMMERS.items()}
    scores = {name: score_reply.score(entries, trim) for name, trim in trims.items()}
    score_reply.report(scores, verbose=verbose)


def _parsing(entries: tuple[Entry, ...], *, verbose: bool) -> None:
    readers = {"mailbot": reading.mailbot, "mail-parser": libraries.mail_parser}
    tallies = {name: score_parsing.score(entries, read) for name, read in readers.items()}
    score_parsing.report(tallies)
    if verbose:
        print("\n".join(["", *tallies["mailbot"].wrong]))


def _machine_mail(entries: tuple[Entry, ...], *, verbose: bool) -> None:
    judges = {
        "mailbot": score_machine.mailbot,
        FLUFL: score_machine.of_reports(libraries.flufl_report),
    }
    scores = {name: score_machine.score(entries, judge) for name, judge in judges.items()}
    score_machine.report(scores, {FLUFL: NOT_OF_FLUFL})
    if verbose:
        for name, tally in scores["mailbot"].tallies.items():
            for complaint in tally.wrong:
                print(f"{name}: {complaint}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="show each wrong answer")
    arguments = parser.parse_args()
    # The libraries warn of what they do not read; the figures say it.
    logging.disable(logging.CRITICAL)
    sys.exit(main(arguments.corpus, verbose=arguments.verbose))
