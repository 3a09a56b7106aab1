"""Where mails lead people: pages, and addresses at which other procedures begin."""

from collections.abc import Iterator

from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning


def pages(subject: Subject) -> Iterator[Verdict]:
    """Links that a mail program would warn of, and addresses that lead back to the line."""
    found = [*_links(subject), *_addresses(subject)]
    yield from found or [fine("los enlaces y las direcciones que dan los correos sirven")]


def _links(subject: Subject) -> Iterator[Verdict]:
    for key, link in subject.config.links.model_dump().items():
        if link and not link.lower().startswith("https://"):
            yield warning(
                f"links.{key} no empieza por https:// ({link})",
                "escriba la dirección segura de esa página: otra se ve como un engaño",
            )


def _addresses(subject: Subject) -> Iterator[Verdict]:
    own = subject.config.identity.address
    for key, address in subject.config.addresses.model_dump().items():
        if address == own:
            yield fault(
                f"addresses.{key} es el buzón de la línea misma ({own})",
                "escriba la dirección de esa otra oficina: la línea se escribiría a sí misma",
            )
