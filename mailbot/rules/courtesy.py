"""Short thanks that ask for nothing and change nothing (Q5 d)."""

import re
from itertools import islice

from mailbot.rules.intake.words import folded, tidy

MOST_WORDS = 15

# The whole of the words must be made of these; one other word makes it a message.
_WORDS = frozenset(
    """gracias muchas mil muy amable amables por su sus la lo los las el atencion ayuda apoyo
    colaboracion gestion respuesta informacion pronta prontas oportuna valiosa todo todos de
    acuerdo ok okay vale listo recibido enterado enterada quedo quedamos atento atenta atentos
    cordial cordialmente saludo saludos un una feliz dia tarde noche buen buenos buena buenas dias
    tardes noches excelente perfecto bendiciones agradezco agradecemos agradecido agradecida
    agradecidos le les y a con mucho gusto thanks thank you bien dios bendiga abrazo atentamente
    servicio satisfecho satisfecha
    ustedes usted estimados estimado estimada senores senor senora""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_ASKS_OR_COUNTS = re.compile(r"[?\d]")
_THANKS = re.compile(
    r"gracia|agrade|thank|amable|recibid|enterad|de acuerdo|\bok|listo|perfecto|excelente|satisfech"
)


def is_courtesy(text: str) -> bool:
    """Whether `text` only thanks: at most 15 words, no question, no figure, nothing asked for."""
    plain = folded(tidy(text))
    words = [word[0] for word in islice(_WORD.finditer(plain), MOST_WORDS + 1)]
    if len(words) > MOST_WORDS or not _WORDS.issuperset(words):
        return False
    return not _ASKS_OR_COUNTS.search(plain) and _THANKS.search(plain) is not None
