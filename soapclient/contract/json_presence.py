"""Required members of a type, and members that exclude each other, in JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .schema.components import ModelGroup, Particle
from .schema.members import may_be_empty


def presence(particle: Particle, called: Mapping[Particle, str]) -> dict[str, Any]:
    """Return the required names of a particle, and those that exclude each other.

    Args:
        particle: the particle.
        called: the names of particles that are not flattened.
    """
    found = _within(particle, called)
    if particle.min_occurs or not found or particle in called:
        return found
    return {"anyOf": [_absent(_named(particle, called)), found]}


def _within(particle: Particle, called: Mapping[Particle, str]) -> dict[str, Any]:
    if particle in called:
        empty = isinstance(particle.term, ModelGroup) and may_be_empty(particle.term)
        return {"required": [called[particle]]} if particle.min_occurs and not empty else {}
    term = particle.term
    if not isinstance(term, ModelGroup) or not term.particles:
        return {}
    if term.compositor != "choice":
        inside = [found for each in term.particles if (found := presence(each, called))]
        required = [name for each in inside for name in each.pop("required", ())]
        others = [each for each in inside if each]
        result: dict[str, Any] = {"required": list(dict.fromkeys(required))} if required else {}
        if others:
            result |= {"allOf": others} if len(others) > 1 else others[0]
        return result
    every = [_named(each, called) for each in term.particles]
    alternatives = []
    for own, each in zip(every, term.particles, strict=True):
        excluded = [name for names_ in every for name in names_ if name not in own]
        alternatives.append({**presence(each, called), **_absent(dict.fromkeys(excluded))})
    return {"anyOf": alternatives}


def _named(particle: Particle, called: Mapping[Particle, str]) -> dict[str, None]:
    if particle in called:
        return {called[particle]: None}
    term = particle.term
    inside = term.particles if isinstance(term, ModelGroup) else ()
    return {name: None for each in inside for name in _named(each, called)}


def _absent(names_: Mapping[str, None]) -> dict[str, Any]:
    return {"properties": dict.fromkeys(names_, False)} if names_ else {}
