"""The trend in words: the finding first, then the figures that it rests on."""

from mailbot.compose import spanish
from mailbot.compose.digest.values import DayWords, TrendWords
from mailbot.model.digest import Digest


def trend_words(digest: Digest) -> TrendWords:
    """What the picture shows, said; and its days as a table."""
    days = digest.trend
    came, went = sum(day.entered for day in days), sum(day.left for day in days)
    finding = _finding(came, went)
    before = days[0].open - days[0].entered + days[0].left
    after = days[-1].open
    change = f"pasaron de {before} a {after}" if before != after else f"siguen en {after}"
    told = (
        f"En {len(days)} días hábiles {_counted(came, 'entró', 'entraron')} y "
        f"{'salió' if went == 1 else 'salieron'} {went}. Los abiertos {change}."
    )
    first, last = spanish.day_and_month(days[0].day), spanish.long_day(days[-1].day)
    return TrendWords(
        finding=finding,
        told=told,
        alt=f"Gráfica de barras por día, del {first} al {last}: {finding[:1].lower()}{finding[1:]}."
        " Valores en la tabla siguiente.",
        days=tuple(
            DayWords(
                day=spanish.short_day(each.day), entered=each.entered, left=each.left,
                open=each.open,
            )
            for each in days
        ),
    )  # fmt: skip


def _finding(came: int, went: int) -> str:
    if not came and not went:
        return "No entraron ni salieron casos"
    if came == went:
        return "Entran tantos casos como salen"
    return (
        "Entran más casos de los que salen" if came > went else "Salen más casos de los que entran"
    )


def _counted(count: int, one: str, many: str) -> str:
    return f"{one if count == 1 else many} {spanish.counted(count, 'caso', 'casos')}"
