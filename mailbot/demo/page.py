"""What the demonstration leaves: one page with what happened and every mail, and the mails."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mailbot.compose.preview import preview_page
from mailbot.demo.tale import tale
from mailbot.demo.watch import Departure, Watcher, dossiers
from storage import Store

TITLE = "mailbot: la demostración"
MAILS = "correos"


def write_page(store: Store, out: Path, now: datetime) -> Path:
    """Write `index.html` and each mail as `correos/NN-M-NN.eml` into `out`; returns the page.

    Mails that an earlier demonstration left there are removed.
    """
    news = Watcher(store).look()
    mails = [departure.mail for departure in news.departures]
    _write_mails(news.departures, out / MAILS)
    page = out / "index.html"
    page.write_text(preview_page(mails, TITLE, tale(news, dossiers(store), now)), "utf-8")
    return page


def _write_mails(departures: Sequence[Departure], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.eml"):
        left.unlink()
    for place, departure in enumerate(departures, start=1):
        mail = departure.mail
        (folder / f"{place:02d}-{mail.template}.eml").write_bytes(mail.raw)
