"""Puts names of things that exist in the place of generated ones, or hardly a call would get past the first refusal."""

import zlib

HOST = "cdn.test"
# Made before the trial; some are deleted in its course.
KEYS = [f"key-{number}" for number in range(40)]
URLS = [f"http://{HOST}/{number}" for number in range(20)]


class Reality:
    def __init__(self, task_ids: list[str], sitemap: str) -> None:
        self._values = {
            "ProjectId": ["org-main", ""],
            "TaskId": task_ids,
            "UrlList": URLS,
            # What nodes are asked for, and what a sitemap is read from.
            "Url": [*URLS[:4], *[sitemap] * 4],
            "Domain": [HOST],
            "DomainId": ["ucdn-test"],
            "Node": ["edge-a"],
            "KeyName": KEYS,
            "Status": ["success", "failure"],
            "BeginTime": [0, 1_700_000_000],
            "EndTime": [2_147_483_647],
            "Offset": [0, 1],
            "Limit": [1, 10],
        }

    def fill(self, parameters) -> None:
        """Replaces about half of what is known by name, in place; the same every time for the same call."""
        if not isinstance(parameters, dict):
            return
        chance = zlib.crc32(repr(sorted(parameters.items(), key=repr)).encode())
        if chance % 8 != 0:
            parameters.pop("SecurityToken", None)
        for place, name in enumerate(list(parameters)):
            known = self._values.get(name.partition(".")[0])
            if known is not None and (chance >> (place % 24)) % 4 != 0:
                parameters[name] = filled(parameters[name], known, chance + place)
        if parameters.get("Type") == "dir":
            for name, value in parameters.items():
                if name.partition(".")[0] == "UrlList":
                    parameters[name] = as_folder(value)


def as_folder(value):
    if isinstance(value, list):
        return [as_folder(element) for element in value]
    return value + "/" if value in URLS else value


def filled(value, known: list, chance: int):
    if isinstance(value, list):
        return [filled(element, known, chance + place) for place, element in enumerate(value)]
    if isinstance(value, dict):
        return {name: filled(element, known, chance + place) for place, (name, element) in enumerate(value.items())}
    # What is wrong on purpose, by its type or by being empty, stays so.
    if value in (None, "") or isinstance(value, bool) or isinstance(value, str) != isinstance(known[0], str):
        return value
    return known[chance % len(known)]
