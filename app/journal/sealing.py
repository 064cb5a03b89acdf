"""Words of a person are kept beside the chain: the entry holds a salted hash of each.

So the words can be erased by a separate, lawful act, and the chain still verifies.
"""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from app.domain.reading import free_text

ERASED = "[erased]"


def sealed(
    value: object, salts: Callable[[], str], pointer: str = ""
) -> tuple[object, list[dict[str, str]]]:
    """Return a JSON value with free text replaced by commitments, and the texts set aside.

    Args:
        value: a fact as JSON.
        salts: gives a new secret salt (hexadecimal) for each text.
        pointer: where the value stands in the fact.
    """
    texts: list[dict[str, str]] = []

    def seal(node: object, where: str, name: str) -> object:
        if isinstance(node, str) and name in free_text():
            salt = salts()
            texts.append({"pointer": where, "salt": salt, "text": node})
            return {"sha256": commitment(salt, node)}
        if isinstance(node, Mapping):
            return {key: seal(each, f"{where}/{key}", key) for key, each in node.items()}
        if isinstance(node, list):
            return [seal(each, f"{where}/{i}", "") for i, each in enumerate(node)]
        return node

    return seal(value, pointer, ""), texts


def unsealed(value: object, texts: Mapping[str, str]) -> object:
    """Return a sealed JSON value with its texts back in place; erased ones say so."""
    commitments = dict(_commitments(value))

    def unseal(node: object, where: str) -> object:
        if where in commitments:
            return texts.get(where, ERASED)
        if isinstance(node, Mapping):
            return {key: unseal(each, f"{where}/{key}") for key, each in node.items()}
        if isinstance(node, list):
            return [unseal(each, f"{where}/{i}") for i, each in enumerate(node)]
        return node

    return unseal(value, "")


def commitments_of(value: object) -> dict[str, str]:
    """Return the commitment at each pointer of a sealed JSON value."""
    return dict(_commitments(value))


def commitment(salt: str, text: str) -> str:
    """Return SHA-256 over salt and text."""
    return sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def _commitments(value: object, where: str = "", name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if name in free_text():
            yield where, str(value["sha256"])
        else:
            for key, each in value.items():
                yield from _commitments(each, f"{where}/{key}", key)
    elif isinstance(value, list):
        for i, each in enumerate(value):
            yield from _commitments(each, f"{where}/{i}")
