"""Which of several places of one name is meant: context of the report first, size second; or nobody knows."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from tamani.locate.line import Spot
from tamani.locate.tables import Entry

CELL = 2.0  # degrees: places of one report mostly lie in neighbouring cells
MOST = 40  # candidates looked at for one name
ENOUGH = 1.1  # a hamlet of nobody, in a country that the report does not name, reaches less
CLEAR = 0.25  # two towns of one name and size, far apart: nobody knows
CLEAR_HAMLET = 1.0  # "Madina" in Mali is one of 47 hamlets: a neighbour named elsewhere is no proof
FAR_KM = 60.0
BORDER_KM = 25.0  # "Ouallam, région de Niamey": a careless report is off by so much
FAR_NAMESAKE = 3000.0  # km: nobody tells of both Georgias at once, as of Niger and the state of Niger
CITY = 100_000  # known by its name alone
METROPOLIS = 1_000_000  # "Moscow" in an American paper is still the Russian one
# "Djibo" the town, not the department: reports name the town unless they say "province of".
TOWN_OVER_AREA = 3.0
KIND = {"country": 7.0, "admin1": 3.2, "region": 4.4, "water": 4.0, "site": 2.4, "admin2": 1.6, "town": 0.0}
CALLED = {
    "country": "a country", "admin1": "a region", "admin2": "a district", "town": "a town", "region": "an area",
    "water": "a body of water", "site": "a site",
}  # fmt: skip
OWN_TOWN = 2.4  # a Sahel town of our table weighs as much as one of 25,000 elsewhere
# "Namissiguima, province du Yatenga, Burkina Faso": the finer area tells more.
HELD = {"country": 2.5, "admin1": 3.5, "admin2": 3.5, "town": 3.5}
OTHER_NAME = 2.0  # Moretown is Moretown, not what Bradford was called once
STRANGE = 20_000  # "Zarko" in a report on Mali is not another name of a Greek village
ALONE = 3.0
CUED = 3.0  # "the village of": that it is a village, not which
NEIGHBOURS = 2.5  # names that lie near; more of them prove no more
NEAR_REASON = "other places of the report are near"
KNOWN_HERE = 0.8  # Bamba on the river, where soldiers die, before the larger Bamba of the south of Mali


class Evidence(Struct, frozen=True):
    """What the report says about where it plays: weights of countries, of cells, of first-level areas.

    countries are shares of the weightiest; a cell counts the votes of its neighbours too.
    """

    countries: dict[str, float]
    cells: dict[tuple[int, int], float]
    admin1: dict[tuple[str, str], float]
    home: str | None = None  # the country of the source
    named: tuple[str, ...] = ()  # countries that the report names itself
    chosen: dict[str, Entry] = {}  # by key, the place that a first round chose: it does not vote for its own name
    voters: dict[str, frozenset[str]] = {}  # by country, the keys of the names that speak for it


class Choice(Struct, frozen=True):
    """The place chosen, or None, with the reasons."""

    entry: Entry | None
    score: float
    reasons: tuple[str, ...]


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    p = math.pi / 180
    h = (
        math.sin((lat2 - lat1) * p / 2) ** 2
        + math.cos(lat1 * p) * math.cos(lat2 * p) * math.sin((lon2 - lon1) * p / 2) ** 2
    )
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


def is_within(inner: Entry, outer: Entry) -> bool:
    """Does one place lie in the other, as far as points and names can say?"""
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    if outer.country and inner.country and outer.country != inner.country:
        return False
    if inner.id == outer.id or inner.kind == "country":
        return False
    if outer.kind == "admin1":
        if inner.kind == "admin1":
            return False
        if inner.admin1 == outer.name or (inner.code is not None and inner.code == outer.code):
            return True
        if inner.code is not None and outer.code is not None and not inner.own:
            return False
    if outer.kind == "admin2" and inner.admin2 is not None and outer.admin2 is not None:
        near = distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= outer.radius * 0.5
        return inner.admin2 == outer.admin2 or near
    reach = 35.0 if outer.kind == "town" else outer.radius * 1.2
    return distance_km(inner.lat, inner.lon, outer.lat, outer.lon) <= reach


def weigh_evidence(spots: Sequence[Spot], demonyms: dict[str, int], home: str | None) -> Evidence:
    """The evidence of all names of a report together."""
    countries: dict[str, float] = {country: 1.0 * count for country, count in demonyms.items()}
    cells: dict[tuple[int, int], float] = {}
    admin1: dict[tuple[str, str], float] = {}
    seen: dict[str, Spot] = {}
    for spot in sorted(spots, key=_is_shared):
        if spot.entries[0].kind == "country" and find_namesake(spot) is None:
            country = _find_meant(spot, countries)
            countries[country] = countries.get(country, 0.0) + 2.0
        seen.setdefault(spot.key, spot)
    named = tuple(sorted(countries))
    voters: dict[str, set[str]] = {}
    for spot in seen.values():
        weights = [(entry, _prior(entry, spot)) for entry in spot.entries[:MOST] if entry.kind != "country"]
        total = sum(math.exp(weight) for _, weight in weights) or 1.0
        own_cells: dict[tuple[int, int], float] = {}
        for entry, weight in weights:
            share = math.exp(weight) / total
            cell = _cell(entry)
            own_cells[cell] = max(own_cells.get(cell, 0.0), share)
            if entry.country and share > 0.2:
                voters.setdefault(entry.country, set()).add(spot.key)
                countries[entry.country] = countries.get(entry.country, 0.0) + 0.6 * share
            if entry.country and entry.code:
                where = (entry.country, entry.code)
                admin1[where] = admin1.get(where, 0.0) + share
        for cell, share in own_cells.items():
            _vote(cells, cell, share)
    most = max(countries.values(), default=1.0)
    return Evidence(
        {country: weight / most for country, weight in countries.items()}, cells, admin1, home, named,
        voters={country: frozenset(keys) for country, keys in voters.items()},
    )  # fmt: skip


def _vote(cells: dict[tuple[int, int], float], cell: tuple[int, int], share: float) -> None:
    y, x = cell
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            cells[y + dy, x + dx] = cells.get((y + dy, x + dx), 0.0) + share


def sharpen_evidence(evidence: Evidence, chosen: dict[str, Entry]) -> Evidence:
    """The evidence again, with one vote of each name for the place that a first round chose."""
    cells: dict[tuple[int, int], float] = {}
    admin1: dict[tuple[str, str], float] = {}
    for entry in chosen.values():
        if entry.kind == "country":
            continue
        _vote(cells, _cell(entry), 1.0)
        if entry.country and entry.code:
            admin1[entry.country, entry.code] = admin1.get((entry.country, entry.code), 0.0) + 1.0
    return Evidence(evidence.countries, cells, admin1, evidence.home, evidence.named, dict(chosen), evidence.voters)


class Frame(Struct, frozen=True):
    """What the line says of a name: the areas named as holding it, and the places named as lying in it."""

    outer: tuple[Entry, ...] = ()
    inner: tuple[Entry, ...] = ()
    bounds: tuple[tuple[Entry, ...], ...] = ()  # of each certain area around it, what that name may stand for


def choose_place(spot: Spot, evidence: Evidence, frame: Frame) -> Choice:
    """The place that is meant, given what the report says elsewhere and what its line says of it."""
    towns = {entry.country for entry in spot.entries if entry.kind == "town" and _is_known(entry)}
    scored = []
    for entry in spot.entries[:MOST]:
        if not all(_may_lie_in(entry, areas) for areas in frame.bounds):
            continue
        score, reasons = _score(entry, spot, evidence, frame)
        if entry.kind in ("admin1", "admin2") and not spot.cues and entry.country in towns:
            score -= TOWN_OVER_AREA
        if entry.kind == "country" and _plays_in_namesake(spot, evidence):
            score -= KIND["country"]
        if entry.alias and not entry.own and _is_beside_namesake(entry, spot):
            score -= OTHER_NAME
        scored.append((score, reasons, entry))
    if not scored:
        reason = f"no place of this name in {frame.bounds[0][0].name}" if frame.bounds else "not in the gazetteer"
        return Choice(None, 0.0, (reason,))
    scored.sort(key=lambda found: (-found[0], found[2].id))
    best, reasons, entry = scored[0]
    if best < ENOUGH:
        return Choice(None, best, ("too little speaks for any place of this name",))
    lost = _is_lost(entry, reasons, evidence, frame)
    for score, _, other in scored[1:6]:
        apart = distance_km(entry.lat, entry.lon, other.lat, other.lon)
        clear = CLEAR_HAMLET if lost or (not entry.own and entry.population < 1000) else CLEAR
        if best - score < clear and apart > FAR_KM and entry.kind == other.kind == "town":
            return Choice(None, best, (f"{len(spot.entries)} places of this name, none nearer to the rest",))
    return Choice(entry, best, reasons)


def _is_lost(entry: Entry, reasons: tuple[str, ...], evidence: Evidence, frame: Frame) -> bool:
    """Is a town's size all that speaks for it, in a report that names no country and no other place?"""
    alone = len(evidence.chosen) < 2 and not evidence.named
    return alone and not (entry.own or entry.population > CITY or frame.outer) and NEAR_REASON not in reasons


def find_namesake(spot: Spot) -> Entry | None:
    """The first-level area far away that has a country's name: Georgia in the US."""
    country = spot.entries[0]
    if country.kind != "country":
        return None
    return next(
        (
            entry
            for entry in spot.entries[1:]
            if entry.kind == "admin1"
            and not entry.alias
            and distance_km(entry.lat, entry.lon, country.lat, country.lon) > FAR_NAMESAKE
        ),
        None,
    )


def _plays_in_namesake(spot: Spot, evidence: Evidence) -> bool:
    """Do the other names of the report lie where the area of this name lies, rather than in the country?"""
    area = find_namesake(spot)
    if area is None:
        return False
    countries = evidence.countries
    return countries.get(area.country or "", 0.0) > countries.get(spot.entries[0].country or "", 0.0)


def _is_beside_namesake(alias: Entry, spot: Spot) -> bool:
    """Is there a town called so in the same area, of which the other is but an old name?"""
    return any(
        not entry.alias and entry.country == alias.country and entry.code == alias.code and entry.code
        for entry in spot.entries
        if entry.kind == alias.kind == "town"
    )


def _may_lie_in(entry: Entry, areas: tuple[Entry, ...]) -> bool:
    """Can a place lie in an area of which it is said to be? Borders are known to us as circles: leave them room."""
    for area in areas:
        if entry.id == area.id or entry.kind == "country" or entry.country is None or area.country is None:
            return True
        if entry.country != area.country:
            continue
        apart = distance_km(entry.lat, entry.lon, area.lat, area.lon)
        if entry.own and area.kind == "admin2" and entry.admin1 is not None and entry.admin1 == area.admin1:
            return True  # "Mondoro, cercle de Bankass": the wrong district, and yet no other Mondoro
        if area.kind == "country" or is_within(entry, area) or apart <= area.radius + BORDER_KM:
            return True
    return False


def _prior(entry: Entry, spot: Spot) -> float:
    """How likely a place is meant when nothing else is known."""
    weight = KIND.get(entry.kind, 1.0)
    if entry.kind == "town":
        weight = 0.55 * math.log10(entry.population + 1) + (1.0 if entry.population > METROPOLIS else 0.0)
        if entry.own:
            weight = max(weight, OWN_TOWN)
    if spot.cues:
        weight += CUED if entry.kind in spot.cues else -1.5
    if entry.alias:
        # "Mexico" is the country, though the French say so of the city.
        weight -= 2.5 if spot.entries[0].kind == "country" else 0.8
    return weight


def _is_known(entry: Entry) -> bool:
    return not entry.alias and (entry.own or entry.population > 50_000)


def _cell(entry: Entry) -> tuple[int, int]:
    return int(entry.lat // CELL), int(entry.lon // CELL)


def _is_shared(spot: Spot) -> bool:
    """Is it the name of two states? "Congo"."""
    return len(spot.entries) > 1 and spot.entries[0].kind == spot.entries[1].kind == "country"


def _find_meant(spot: Spot, countries: dict[str, float]) -> str:
    """The country of a name; of two that share it, the one that the report calls by its full name or its people."""
    owners = [entry.country or "" for entry in spot.entries if entry.kind == "country"]
    return max(owners, key=lambda owner: countries.get(owner, 0.0))


def _score(entry: Entry, spot: Spot, evidence: Evidence, frame: Frame) -> tuple[float, tuple[str, ...]]:
    score = _prior(entry, spot)
    reasons = [CALLED[entry.kind] + (f" of {entry.population:,} people" if entry.population else "")]
    if entry.own:
        reasons.append("known place of the region")
    if spot.cues and entry.kind in spot.cues:
        reasons.append(f"called {CALLED[entry.kind]}")
    if entry.country and (entry.kind != "country" or _is_shared(spot)):
        share = evidence.countries.get(entry.country, 0.0)
        if share > 0.1:
            score += 2.6 * share + (KNOWN_HERE * share if entry.own and entry.kind == "town" else 0.0)
            reasons.append(f"the report is about {entry.country}")
    if evidence.named and entry.country not in evidence.named:
        called = "town" in spot.cues and entry.population < CITY  # "Lens village", in a report on Nigeria
        if entry.population < STRANGE or called:
            score -= 1.0 if entry.alias else 0.0
            score -= (ALONE + (CUED if called else 0.0)) if _speaks_alone(entry, spot, evidence) else 0.0
    if entry.country == evidence.home:
        score += 0.4
    if entry.kind != "country":
        score += _near(entry, spot.key, evidence, reasons)
    holders = {outer.kind: outer for outer in frame.outer if is_within(entry, outer)}
    for kind, holder in sorted(holders.items()):
        score += HELD.get(kind, 3.0)
        reasons.append(f"in {holder.name}, as the text says")
    if any(is_within(inner, entry) for inner in frame.inner):
        score += 2.5
        reasons.append("holds the place named before it")
    if spot.via != "name":
        score -= {"sound": 0.6, "nearly": 1.2}.get(spot.via, 0.0)
        reasons.append("another spelling" if spot.via == "sound" else "nearly the same spelling")
    return score, tuple(reasons)


def _speaks_alone(entry: Entry, spot: Spot, evidence: Evidence) -> bool:
    """Is this name all that speaks for the country? "Wada", in a report on Benin, is no town of Japan."""
    return evidence.voters.get(entry.country or "", frozenset()) <= {spot.key} and entry.country != evidence.home


def _near(entry: Entry, key: str, evidence: Evidence, reasons: list[str]) -> float:
    """Other names of the report lie near, or in the same first-level area. The name itself voted once, too."""
    itself = 0.5 if not evidence.chosen else float(_voted(entry, evidence.chosen.get(key)))
    votes = evidence.cells.get(_cell(entry), 0.0)
    area = evidence.admin1.get((entry.country or "", entry.code or ""), 0.0)
    gain = 1.2 * min(1.0, max(0.0, votes - itself) / NEIGHBOURS) + 1.4 * min(1.0, max(0.0, area - itself) / NEIGHBOURS)
    if gain > 0.5:
        reasons.append(NEAR_REASON)
    return gain


def _voted(entry: Entry, first: Entry | None) -> bool:
    """Is a name's own vote among those for this place: as the one chosen first, or as its namesake not far from it?

    What the larger Bamba of a region gave to the region must not make the smaller one there the likelier.
    """
    if first is None or first.id == entry.id:
        return first is not None
    (y, x), (north, east) = _cell(entry), _cell(first)
    beside = abs(y - north) <= 1 and abs(x - east) <= 1
    return beside and (first.country, first.code) == (entry.country, entry.code)
