"""`mailbot preview`: every mail with example data, as a page and as files."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import click

from mailbot.cli.frame import Command, Invocation
from mailbot.cli.output import print_line
from mailbot.compose.check import shown_pictures
from mailbot.compose.examples import EXAMPLES, example_mails
from mailbot.compose.examples.line import example_line
from mailbot.compose.preview import preview_page
from mailbot.daemon.start import refuse_faulty_texts


@click.command(cls=Command, examples=["preview --out vista-previa"])
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("vista-previa"),
    metavar="CARPETA", help="Dónde se escriben la página y los correos.",
)  # fmt: skip
@click.pass_obj
def preview(invocation: Invocation, out: Path) -> None:
    """Escribe todos los correos con datos de ejemplo, en una página y uno por uno.

    Sin configuración los escribe una línea de ejemplo.
    """
    no_line_yet = not invocation.config_named and not invocation.config_file.exists()
    config = example_line() if no_line_yet else invocation.config()
    if config.templates.folder:
        refuse_faulty_texts(config)
    mails = example_mails(config)
    out.mkdir(parents=True, exist_ok=True)
    for example, mail in zip(EXAMPLES, mails, strict=True):
        (out / f"{example.name}.eml").write_bytes(mail.raw)
        html = message_from_bytes(mail.raw, policy=default).get_body(("html",))
        if html is not None:
            shown = shown_pictures(mail, html.get_content())
            (out / f"{example.name}.html").write_text(shown, encoding="utf-8")
    page = out / "index.html"
    names = [example.name for example in EXAMPLES]
    page.write_text(preview_page(mails, "Los correos de la línea", names=names), encoding="utf-8")
    whose = " de una línea de ejemplo, porque aún no hay config.toml" if no_line_yet else ""
    print_line(f"{len(mails)} correos{whose}. Abra {page}")
