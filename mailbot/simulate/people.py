"""Who lives in the simulated town: the people served, with their habits, and their entities."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

_FIRST = """Ana María|Luis Fernando|Diana|Carlos|Martha Lucía|Jorge|Paola|Andrés|Sandra|Iván|
Yolanda|Óscar|Natalia|Hernán|Gloria|Wilson|Adriana|Fabián|Luz Dary|Camilo|Ángela|Néstor|Pilar|
Édgar|Claudia|Mauricio|Nubia|Rubén|Liliana|Germán""".replace("\n", "").split("|")
_LAST = """Rojas|Peña|Gómez|Ospina|Muñoz|Castaño|Ibáñez|Quintero|Salas|Mejía|Niño|Cárdenas|Ruiz|
Vargas|Zúñiga|Beltrán|Acosta|Pardo|Correa|Useche|Méndez|Torres|Lara|León|Duarte|Forero|Galvis|
Herrera|Jaramillo|Londoño""".replace("\n", "").split("|")
_ENTITIES = """Instituto Nacional de Vías|SENA|ICBF|DANE|Policía Nacional|Ejército Nacional|IDEAM|
Agencia Nacional de Tierras|Ministerio de Salud|Ministerio de Educación|Fiscalía General|
Rama Judicial|Migración Colombia|Parques Nacionales|Aeronáutica Civil|Supersalud|
Instituto Geográfico Agustín Codazzi|Ministerio del Trabajo|Invima|Corporación del Valle|
Unidad de Víctimas|Agencia de Renovación|Ministerio de Minas|Archivo General
""".replace("\n", "").split("|")
_CITIES = "Bogotá Medellín Cali Tunja Neiva Pasto Ibagué Leticia Mocoa Riohacha".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A public body: `unit` is its code of executing unit."""

    name: str
    domain: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How somebody writes: shares from 0 to 1, and `hours` he takes on average to answer."""

    complete: float
    answers: float
    confirms: float
    rates: float
    hours: float
    holidays: tuple[int, ...]
    """Days of the year on which he is away: his program answers for him."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person served. `dead` boxes return what we send."""

    name: str
    address: str
    entity: Entity
    siif_user: str
    phone: str
    city: str
    identification: str
    habits: Habits
    dead: bool = False
    colleague: str = ""
    """Whom he puts on copy, "" for nobody."""


def entities() -> tuple[Entity, ...]:
    """Every entity, each in a budget section of its own."""
    return tuple(
        Entity(
            name=name,
            domain=f"entidad{place:02d}.gov.test",
            unit=f"{place + 2:02d}-{place % 9 + 1:02d}-00",
        )
        for place, name in enumerate(_ENTITIES)
    )


def users(count: int, chance: random.Random) -> tuple[User, ...]:
    """`count` people of the entities; the last ones of each are on copy of the first ones."""
    houses = entities()
    made = [_user(place, houses[place % len(houses)], chance) for place in range(count)]
    return tuple(made)


def _user(place: int, entity: Entity, chance: random.Random) -> User:
    first, last = chance.choice(_FIRST), f"{chance.choice(_LAST)} {chance.choice(_LAST)}"
    login = f"usuario{place:04d}"
    colleague = f"colega{place:04d}@{entity.domain}" if chance.random() < 0.15 else ""
    return User(
        name=f"{first} {last}",
        address=f"{login}@{entity.domain}",
        entity=entity,
        siif_user=f"MH{last.split()[0][:6].lower()}{place:03d}",
        phone=f"60{chance.randint(1, 8)} {chance.randint(200, 799)} {chance.randint(1000, 9999)}",
        city=chance.choice(_CITIES),
        identification=str(chance.randint(40_000_000, 1_199_999_999)),
        habits=_habits(chance),
        dead=chance.random() < 0.02,
        colleague=colleague,
    )


def _habits(chance: random.Random) -> Habits:
    away: list[int] = []
    for _ in range(2):
        start = chance.randint(1, 358)
        away += range(start, start + 7)
    return Habits(
        complete=chance.uniform(0.35, 0.9),
        answers=chance.uniform(0.45, 0.95),
        confirms=chance.uniform(0.2, 0.8),
        rates=chance.uniform(0.05, 0.5),
        hours=chance.choice((0.5, 1, 2, 4, 8)),
        holidays=tuple(away),
    )


def cedulas(people: Sequence[User]) -> frozenset[str]:
    """Every number of identification: none of them may stand in a mail to a user."""
    return frozenset(person.identification for person in people)
