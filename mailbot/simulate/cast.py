"""Everybody who takes part, and who gets the mail of an address."""

from collections.abc import Callable
from dataclasses import dataclass

from mailbot.model.vocabulary import Role
from mailbot.rules.policy import Policy
from mailbot.simulate.advisor import Advisor, group_of
from mailbot.simulate.coordination import Coordinator
from mailbot.simulate.outside import Body, Forger, Machines
from mailbot.simulate.people import User
from mailbot.simulate.town import Actor, Town
from mailbot.simulate.user import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people, by what they do; `boxes` has the actor of each address."""

    customers: tuple[Customer, ...]
    advisors: tuple[Advisor, ...]
    coordinators: tuple[Coordinator, ...]
    bodies: tuple[Body, ...]
    machines: Machines
    forger: Forger
    boxes: dict[str, Actor]
    dead: frozenset[str]

    def coordinator(self, role: Role) -> Coordinator:
        """Who holds this role."""
        return next(each for each in self.coordinators if role in each.member.roles)


def cast(people: tuple[User, ...], policy: Policy, town: Town, release: Callable[[], bool]) -> Cast:
    """Everybody at his mail program."""
    customers = tuple(Customer(user, town) for user in people)
    advisors: list[Advisor] = []
    coordinators: list[Coordinator] = []
    for member in policy.config.staff:
        group = group_of(member)
        if group:
            advisors.append(Advisor(member, group, town))
        else:
            coordinators.append(Coordinator(member, town, release))
    bodies = tuple(Body(body, town) for body in policy.config.governing_body)
    boxes: dict[str, Actor] = {each.user.address: each for each in customers}
    boxes |= {each.member.email: each for each in advisors}
    boxes |= {each.member.email: each for each in coordinators}
    configured = policy.config.governing_body
    boxes |= {body.email: actor for body, actor in zip(configured, bodies, strict=True)}
    victims = tuple(each.member for each in advisors)
    return Cast(
        customers=customers, advisors=tuple(advisors), coordinators=tuple(coordinators),
        bodies=bodies, machines=Machines(town), forger=Forger(victims, town), boxes=boxes,
        dead=frozenset(user.address for user in people if user.dead),
    )  # fmt: skip
