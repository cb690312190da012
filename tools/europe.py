"""Turn the Natural Earth borders of world-atlas into one small file of SVG paths around Europe.

Projection: Lambert azimuthal equal-area, centred on 52° N 10° E (the usual one for European statistics), so that
areas compare fairly. Borders are simplified arc by arc, before rings are put together, so neighbours keep
sharing the same line. Coordinates are whole numbers in a view box 1000 units wide.

The Crimean peninsula is drawn with Ukraine and the north of Cyprus with Cyprus, as the European Union does.
"""

from __future__ import annotations

import json
from itertools import pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

WEST, EAST, SOUTH, NORTH = -2750.0, 3150.0, -2560.0, 2280.0  # kilometres from the centre
WIDTH = 1000
TOLERANCE = 0.55
SMALLEST_RING = 1.2
SMALL_COUNTRY = 90.0
MARGIN = 4.0

CODES = {
    "008": "AL", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA", "100": "BG",
    "112": "BY", "191": "HR", "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI",
    "250": "FR", "268": "GE", "276": "DE", "300": "EL", "348": "HU", "352": "IS", "372": "IE", "376": "IL",
    "380": "IT", "428": "LV", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC", "498": "MD",
    "499": "ME", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM",
    "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH", "792": "TR", "804": "UA",
    "807": "MK", "826": "UK", "336": "VA",
}  # fmt: skip
NAMED = {"Kosovo": "XK", "N. Cyprus": "CY"}
CRIMEA = (32.0, 37.0, 44.0, 46.4)


def project(longitude: float, latitude: float) -> Point:
    """Kilometres east and north of the centre on the equal-area plane."""
    along, up, middle = radians(longitude - 10.0), radians(latitude), radians(52.0)
    cosine = sin(middle) * sin(up) + cos(middle) * cos(up) * cos(along)
    scale = 6371.0 * sqrt(2.0 / max(1.0 + cosine, 1e-9))
    return (
        scale * cos(up) * sin(along),
        scale * (cos(middle) * sin(up) - sin(middle) * cos(up) * cos(along)),
    )


def on_page(point: Point) -> Point:
    """From kilometres to view-box units, y downwards."""
    per_unit = (EAST - WEST) / WIDTH
    return ((point[0] - WEST) / per_unit, (NORTH - point[1]) / per_unit)


def simplified(line: Ring, tolerance: float) -> Ring:
    """Douglas-Peucker: drop points nearer to the chord than the tolerance; both ends stay."""
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        index, worst = 0, tolerance
        for candidate in range(first + 1, last):
            distance = _distance(line[candidate], line[first], line[last])
            if distance > worst:
                index, worst = candidate, distance
        if index:
            keep.add(index)
            stretches += [(first, index), (index, last)]
    return [line[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return sqrt((point[0] - start[0] - along * dx) ** 2 + (point[1] - start[1] - along * dy) ** 2)


def clipped(ring: Ring, width: float, height: float) -> Ring:
    """Sutherland-Hodgman against the page (a few units wider, so that its edge never shows)."""
    for axis, limit, above in (
        (0, -MARGIN, True),
        (0, width + MARGIN, False),
        (1, -MARGIN, True),
        (1, height + MARGIN, False),
    ):
        result: Ring = []
        for index, here in enumerate(ring):
            before = ring[index - 1]
            inside, was_inside = (here[axis] >= limit) == above, (before[axis] >= limit) == above
            if inside != was_inside:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                other = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
                result.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                result.append(here)
        ring = result
    return ring


def area(ring: Ring) -> float:
    """Unsigned area by the shoelace formula."""
    return abs(sum(ring[i - 1][0] * p[1] - p[0] * ring[i - 1][1] for i, p in enumerate(ring))) / 2


def centre(ring: Ring) -> Point:
    """The centroid of a ring with an area."""
    twice = sum(ring[i - 1][0] * p[1] - p[0] * ring[i - 1][1] for i, p in enumerate(ring))
    x = sum((ring[i - 1][0] + p[0]) * (ring[i - 1][0] * p[1] - p[0] * ring[i - 1][1]) for i, p in enumerate(ring))
    y = sum((ring[i - 1][1] + p[1]) * (ring[i - 1][0] * p[1] - p[0] * ring[i - 1][1]) for i, p in enumerate(ring))
    return x / (3 * twice), y / (3 * twice)


def path_of(ring: Ring) -> str:
    """A closed SVG path in whole, relative units; empty when fewer than three corners are left."""
    corners: list[tuple[int, int]] = []
    for x, y in ring:
        corner = (round(x), round(y))
        if not corners or corner != corners[-1]:
            corners.append(corner)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return ""
    steps = [f"M{corners[0][0]} {corners[0][1]}l"]
    for (ax, ay), (bx, by) in pairwise(corners):
        steps.append(f"{bx - ax} {by - ay} ")
    return "".join(steps).strip() + "z"


class Topology:
    """The arcs of a TopoJSON file, projected, simplified and asked for rings."""

    def __init__(self, source: dict[str, Any]) -> None:
        scale, shift = source["transform"]["scale"], source["transform"]["translate"]
        self.degrees: list[Ring] = []
        for arc in source["arcs"]:
            x = y = 0
            line: Ring = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
            self.degrees.append(line)
        self.page = [[on_page(project(*point)) for point in line] for line in self.degrees]
        self.simple = [simplified(line, TOLERANCE) for line in self.page]

    def ring(self, arcs: list[int], lines: list[Ring]) -> Ring:
        """One closed ring from arc numbers; a negative number is the arc walked backwards."""
        points: Ring = []
        for number in arcs:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            points += line[1:] if points else line
        return points


def _is_crimea(ring: Ring) -> bool:
    west, east, south, north = CRIMEA
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def europe(source: Path) -> dict[str, Any]:
    """View box, background land, and per country code its path, label point and whether it needs a dot to be seen."""
    data = json.loads(source.read_text(encoding="utf-8"))
    topology = Topology(data)
    height = round((NORTH - SOUTH) / (EAST - WEST) * WIDTH)
    paths: dict[str, list[str]] = {}
    biggest: dict[str, tuple[float, Point]] = {}
    for shape in data["objects"]["countries"]["geometries"]:
        own = CODES.get(shape.get("id", ""), "") or NAMED.get(shape["properties"]["name"], "land")
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            code = "UA" if own == "RU" and _is_crimea(topology.ring(polygon[0], topology.degrees)) else own
            code = "land" if code == "RU" else code
            if min(latitude for _, latitude in topology.ring(polygon[0], topology.degrees)) < -20:
                continue  # beyond the horizon of the projection
            full = clipped(topology.ring(polygon[0], topology.page), WIDTH, height)
            size = area(full) if len(full) > 2 else 0.0
            if size and size > biggest.get(code, (0.0, (0.0, 0.0)))[0]:
                biggest[code] = (size, centre(full))
            for hole in polygon:
                ring = clipped(topology.ring(hole, topology.simple), WIDTH, height)
                if len(ring) > 2 and area(ring) >= SMALLEST_RING and (drawn := path_of(ring)):
                    paths.setdefault(code, []).append(drawn)
    countries = {
        code: {
            "path": "".join(paths.get(code, [])),
            "at": [round(biggest[code][1][0]), round(biggest[code][1][1])],
            "small": biggest[code][0] < SMALL_COUNTRY,
        }
        for code in sorted(biggest)
        if code != "land"
    }
    return {"width": WIDTH, "height": height, "land": "".join(paths["land"]), "countries": countries}
