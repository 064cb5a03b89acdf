"""The counties a record is about, by FIPS code and by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from app.domain.errors import Malformed, UnknownCounty


@dataclass(frozen=True, slots=True)
class County:
    """A county: its 5-digit FIPS code (a string: it begins with a zero) and its name."""

    fips: str
    name: str

    @property
    def geo_id(self) -> str:
        """The Census GEOID, which spreadsheets cannot mistake for a number."""
        return f"0500000US{self.fips}"


class Counties:
    """The register of counties, in order of FIPS code."""

    def __init__(self, counties: Iterable[County]) -> None:
        """Take the counties. Raises `Malformed` when two have one code or one name."""
        ordered = sorted(counties, key=lambda county: county.fips)
        self._by_fips = {county.fips: county for county in ordered}
        self._by_name = {_plain(county.name): county for county in ordered}
        for county in ordered:
            if not self._by_fips[county.fips] is self._by_name[_plain(county.name)] is county:
                raise Malformed(f"The county {county.fips},{county.name} is there twice. Keep one.")

    def __iter__(self) -> Iterator[County]:
        return iter(self._by_fips.values())

    def __len__(self) -> int:
        return len(self._by_fips)

    def __getitem__(self, fips: str) -> County:
        return self._by_fips[fips]

    def find(self, text: str) -> County:
        """Return the county of a FIPS code or a name; case and spacing are forgiven.

        Raises:
            UnknownCounty: with the nearest names.
        """
        found = self._by_fips.get(text.strip()) or self._by_name.get(_plain(text))
        if found is None:
            raise UnknownCounty(f"There is no county {text[:60]!r}. {self._advice(text)}")
        return found

    def _advice(self, text: str) -> str:
        if (padded := text.strip().zfill(5)) in self._by_fips:
            return f"Did you mean {padded}? A FIPS code has five digits."
        if text.strip().isdigit():
            return "A county's FIPS code has five digits, such as 06099 for Stanislaus."
        near = get_close_matches(_plain(text), self._by_name, n=3, cutoff=0.6)
        if not near:
            return "Give its name, such as Stanislaus, or its FIPS code, such as 06099."
        return f"Did you mean {' or '.join(self._by_name[name].name for name in near)}?"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).removesuffix(" county")
