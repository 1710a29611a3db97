"""Type hints become checks, and errors that name the parameter."""

from typing import Annotated, Any

import pytest

from framebyframe.rpc import AllParams, Caller, CallFailed, one_of, string, whole_number
from framebyframe.rpc.actions import Actions


def bind(function, params, session=None):
    actions = Actions()
    actions.add(function, "it")
    return actions.find("it").bind(params, session, "dialect")


def why_not(hint, value):
    def action(x: hint): ...

    with pytest.raises(CallFailed) as caught:
        bind(action, {"x": value})
    assert caught.value.code.word == "invalid_params"
    return caught.value.message


@pytest.mark.parametrize("hint, good, bad, words", [
    (int, [0, -1, 2.0], ["1", True, 1.5, None, [1]], "a whole number"),
    (float, [0, 1.5, -2], ["1", False, None], "a number"),
    (str, ["", "a"], [1, None, ["a"]], "a string"),
    (bool, [True, False], [0, 1, "true", None], "true or false"),
    (list, [[], [1]], [{}, "x", None], "an array"),
    (list[int], [[], ["unchecked"]], [{}], "an array"),
    (dict, [{}, {"a": 1}], [[], None], "an object"),
    (Annotated[int, whole_number(1)], [1, 10**9], [0, 1.5, "1"], "a whole number from 1"),
    (Annotated[int, whole_number(0, 10)], [0, 10, 3.0], [-1, 11], "a whole number from 0 to 10"),
    (Annotated[str, string(1, 3)], ["a", "äöü", "𝄞𝄞𝄞"], ["", "abcd", 5], "a string of 1 to 3 characters"),
    (Annotated[str, "a note"], [""], [5], "a string"),
    (Annotated[object, one_of("a", 1, None)], ["a", 1, None], ["b", True, 1.0, [1]], "'a' or 1 or None"),
    (Annotated[int, whole_number(high=3)], [3, -5], [4, "3"], "a whole number to 3"),
    (Any, [None, 1, "a", [], {}], [], ""),
])  # fmt: skip
def test_hints(hint, good, bad, words):
    def action(x: hint): ...

    for value in good:
        assert bind(action, {"x": value}) == {"x": value}
    for value in bad:
        assert why_not(hint, value) == f"x must be {words}"


def test_a_whole_number_is_an_int_whatever_its_spelling():
    def action(x: int, y: Annotated[int, whole_number(1)]): ...

    arguments = bind(action, {"x": 2.0, "y": 3.0})
    assert [type(value) for value in arguments.values()] == [int, int]


def test_missing_and_default_and_unknown_parameters():
    def action(a: int, b: str = "b", *, c=None): ...

    assert bind(action, {"a": 1, "c": [5], "other": 2}) == {"a": 1, "b": "b", "c": [5]}
    with pytest.raises(CallFailed, match=r"^a must be a whole number$"):
        bind(action, {})
    with pytest.raises(CallFailed, match=r"^b must be a string$"):
        bind(action, {"a": 1, "b": None})


def test_parameters_in_an_array():
    def action(): ...

    assert bind(action, []) == {}
    with pytest.raises(CallFailed, match=r"^params must be an object$"):
        bind(action, [1])


def test_all_parameters_as_they_came_and_the_caller():
    def echo(who: Caller, params: AllParams): ...

    assert bind(echo, [1, 2], "session")["params"] == [1, 2]
    caller = bind(echo, {}, "session")["who"]
    assert (caller.session, caller.dialect) == ("session", "dialect")


def test_an_unknown_action_is_named_by_its_beginning():
    with pytest.raises(CallFailed, match=f"^Unknown action: {'x' * 64}$"):
        Actions().find("x" * 65)


@pytest.mark.parametrize("hint", [bytes, set, object, "int | None", tuple[int], None])
def test_a_hint_json_has_no_value_for(hint):
    def action(x: hint): ...

    with pytest.raises(TypeError, match="JSON has no value for it"):
        Actions().add(action, "it")


def test_parameters_have_names():
    def rest(*x): ...

    def named_rest(**x): ...

    def by_place(x, /): ...

    for action in (rest, named_rest, by_place):
        with pytest.raises(TypeError, match="have names"):
            Actions().add(action, "it")
