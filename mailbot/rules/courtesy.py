"""Short thanks that ask for nothing and change nothing (Q5 d)."""

import re

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
    ustedes usted estimados estimado estimada senores senor senora""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_THANKS = re.compile(r"gracia|agrade|thank|amable|recibid|enterad|de acuerdo|\bok|listo|perfecto")


def is_courtesy(text: str) -> bool:
    """Whether `text` only thanks: at most 15 words, no question, no figure, nothing asked for."""
    plain = folded(tidy(text))
    words = _WORD.findall(plain)
    if not words or len(words) > MOST_WORDS or "?" in plain or re.search(r"\d", plain):
        return False
    return bool(_THANKS.search(plain)) and all(word in _WORDS for word in words)
