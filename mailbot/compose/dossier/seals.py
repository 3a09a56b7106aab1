"""What the chain of a history says, in words."""


def seals_in_words(
    *, entries: int, unsealed: int, redacted: int, broken_at: int | None, fault: str, head: str
) -> str:
    """One paragraph for people: intact or not, and what it says nothing about."""
    if broken_at is not None:
        return f"LA HISTORIA NO ESTÁ COMO SE ESCRIBIÓ: en la entrada {broken_at}, {fault}."
    told = [f"La historia está como se escribió ({entries} entradas)."]
    if unsealed:
        told.append(f"Las primeras {unsealed} son anteriores a los sellos, que no las prueban.")
    if redacted:
        told.append(f"Las palabras de {redacted} fueron borradas con autorización.")
    if head:
        told.append(f"Último sello: {head}.")
    return " ".join(told)
