"""The settings of the page, and the plan they stand for: a slider moves one fault, and leaves the others."""

from __future__ import annotations

from typing import Any

from framebyframe.lesson.text.catalogue import say
from framebyframe.proxy.faults.plan import Direction, Fault, Kind, OneWay, Plan

Json = dict[str, Any]

STEPS: dict[Kind, tuple[float, ...]] = {
    "latency": (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0),
    "jitter": (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0),
    "bandwidth": (1048576, 262144, 65536, 16384, 4096, 1024, 256),
    "split": (1024, 256, 64, 16, 7, 2, 1),
    "join": (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
}
"""Of each slider, from mild to harsh; before the first stands none."""
SWITCHES: dict[str, tuple[Kind, Direction]] = {
    "hole_to_server": ("black-hole", "to server"),
    "hole_to_client": ("black-hole", "to client"),
    "duplicate": ("duplicate", "both"),
}
WAYS: tuple[OneWay, ...] = ("to server", "to client")


def settings(plan: Plan) -> Json:
    """What sliders and switches show of a plan."""
    return {
        "plan": str(plan),
        "sliders": {kind: _slider(plan, kind) for kind in STEPS},
        "switches": {name: _is_on(plan, *of) for name, of in SWITCHES.items()},
    }


def slide(plan: Plan, kind: Kind, place: int) -> Plan:
    """The plan with a slider in another place.

    Args:
        plan: as it is.
        kind: of the slider.
        place: 0 takes the fault away, 1 is the mildest.

    Raises:
        ValueError: there is no such slider or place.
    """
    steps = STEPS.get(kind)
    if steps is None or not 0 <= place <= len(steps):
        raise ValueError(say("engine", "fault_proxy", "no_setting"))
    return _with(_without(plan, kind), [Fault(kind, steps[place - 1])] if place else [])


def switch(plan: Plan, name: str, on: bool) -> Plan:
    """The plan with a switch on or off.

    Raises:
        ValueError: there is no such switch.
    """
    if name not in SWITCHES:
        raise ValueError(say("engine", "fault_proxy", "no_setting"))
    kind = SWITCHES[name][0]
    states = {each: _is_on(plan, *of) for each, of in SWITCHES.items()} | {name: on}
    faults = [Fault(*_of(each)) for each, state in states.items() if state and SWITCHES[each][0] == kind]
    return _with(_without(plan, kind), faults)


def _of(name: str) -> tuple[Kind, float, Direction]:
    kind, direction = SWITCHES[name]
    return kind, 0.0, direction


def _with(plan: Plan, faults: list[Fault]) -> Plan:
    return Plan((*plan, *faults))


def _without(plan: Plan, kind: Kind) -> Plan:
    """The plan without the faults that a slider or a switch of this kind stands for."""
    return Plan(tuple(fault for fault in plan if not (fault.kind == kind and _is_always(fault))))


def _is_always(fault: Fault) -> bool:
    """Whether it is on from the beginning, for ever; a slider's is also in both directions."""
    is_slider_in_one_direction = fault.kind in STEPS and fault.direction != "both"
    return fault.begins == 0 and fault.lasts is None and not is_slider_in_one_direction


def _slider(plan: Plan, kind: Kind) -> Json:
    found = [fault for fault in plan if fault.kind == kind and _is_always(fault)]
    if not found:
        return {"place": 0, "of": len(STEPS[kind]), "shown": say("engine", "fault_proxy", "none")}
    amount = found[0].amount
    nearest = min(range(len(STEPS[kind])), key=lambda place: abs(STEPS[kind][place] - amount))
    return {"place": nearest + 1, "of": len(STEPS[kind]), "shown": str(found[0]).split()[1]}


def _is_on(plan: Plan, kind: Kind, direction: Direction) -> bool:
    directions = ("both", direction)
    return any(fault.kind == kind and fault.direction in directions and _is_always(fault) for fault in plan)
