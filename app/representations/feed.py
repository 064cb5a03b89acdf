"""A feed of changes, as JSON Feed 1.1 and as Atom (RFC 4287)."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from app.domain.entries import instant
from app.queries.feed import FeedAnswer

ATOM = "http://www.w3.org/2005/Atom"


def json_feed(answer: FeedAnswer, here: str, entry_at: Callable[[int], str]) -> dict[str, Any]:
    """Return a JSON Feed; `entry_at` gives the address of an entry."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": answer.title,
        "feed_url": here,
        "items": [
            {
                "id": entry_at(one.entry.seq),
                "url": entry_at(one.entry.seq),
                "title": one.title,
                "content_text": one.text,
                "date_published": instant(one.entry.recorded_at),
                "authors": [{"name": one.entry.recorded_by}],
            }
            for one in answer.news
        ],
    }


def atom_feed(answer: FeedAnswer, here: str, entry_at: Callable[[int], str]) -> bytes:
    """Return an Atom feed."""
    feed = Element("feed", {"xmlns": ATOM})
    SubElement(feed, "id").text = here
    SubElement(feed, "title").text = answer.title
    SubElement(feed, "updated").text = (
        instant(answer.news[0].entry.recorded_at) if answer.news else "1970-01-01T00:00:00Z"
    )
    SubElement(feed, "link", {"rel": "self", "href": here})
    for one in answer.news:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = entry_at(one.entry.seq)
        SubElement(entry, "title").text = one.title
        SubElement(entry, "updated").text = instant(one.entry.recorded_at)
        SubElement(entry, "link", {"href": entry_at(one.entry.seq)})
        SubElement(SubElement(entry, "author"), "name").text = one.entry.recorded_by
        SubElement(entry, "content", {"type": "text"}).text = one.text
    data: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return data
