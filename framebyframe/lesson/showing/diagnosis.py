"""Findings in words: a sentence or two for each known fact about a wrong answer."""

from __future__ import annotations

import re
from dataclasses import replace

from ..checking.verdict import Finding, Verdict
from ..declaring import reference, table
from ..declaring.exercise import Exercise
from ..text.catalogue import has, say

CATALOGUE = "diagnosis"

ODD_TYPES = (
    "NoneType",
    "builtin_function_or_method",
    "function",
    "method",
    "float",
    "str",
    "Deadline",
    "Frame",
    "list",
    "tuple",
    "bytes",
    "int",
)
"""Types in order: of two that do not go together, the first one here needs the remedy."""


ABOUT_BYTES = ("str", "list", "tuple", "int")
"""Types whose remedy makes bytes of them: of no use where nothing is bytes."""

WITHOUT_ATTRIBUTES = ("function", "method", "builtin_function_or_method", "NoneType")
"""Types whose remedy helps where an attribute is missing."""

OWN_WORDS = {"no_field": "no_attribute"}
"""Errors for which an exercise's own words, if it has any, stand under another key."""


def sentences(exercise: Exercise, verdict: Verdict) -> list[str]:
    """The findings in words, in order; two mistakes at once give two sentences."""
    mistakes = [finding for finding in verdict.findings if finding.witness != "right"]
    if not mistakes:
        return []
    told = [sentence(exercise, finding) for finding in mistakes]
    # What an error says is no mistake of its own: it stands before the mistakes that are counted.
    others = (
        mistakes[1:] if _names_an_error(mistakes) else [one for one in mistakes if one.witness != "error"]
    )
    causes = [finding for finding in others if _is_a_cause(finding)]
    if len(causes) < 2:
        return told
    errors = [text for finding, text in zip(mistakes, told, strict=True) if finding not in others]
    number = "two" if len(causes) == 2 else "several"
    if all(finding.values.get("unraised") == "" and not finding.values.get("group") for finding in others):
        words = [_TOLD[finding.witness](exercise, finding) for finding in others]
        return [*errors, say(CATALOGUE, "scope", f"{number}_unraised"), *words]
    return [*errors, say(CATALOGUE, "scope", number), *(text for text in told if text not in errors)]


def is_only_beside(verdict: Verdict) -> bool:
    """Whether nothing is known of the example that is shown, and what is told stands beside it."""
    mistakes = [finding for finding in verdict.findings if finding.witness != "right"]
    return bool(mistakes) and "besides" in mistakes[0].values


def _names_an_error(mistakes: list[Finding]) -> bool:
    """Whether the first finding names an error, and the others hold where none is raised."""
    return "raised" in mistakes[0].values and all("unraised" in finding.values for finding in mistakes[1:])


def _is_a_cause(finding: Finding) -> bool:
    """Whether it is counted as a mistake: a line is not, nor what is said besides."""
    return finding.key not in ("line", "lines") and not {"besides", "same"} & finding.values.keys()


def right_already(verdict: Verdict) -> str:
    """The part of the answer that is right already, in words; "" if nothing is known."""
    found = next((finding for finding in verdict.findings if finding.witness == "right"), None)
    if found is None:
        return ""
    parts = _parts(found.values["parts"])
    if found.values["passed"] == "0":
        key = "already.none_parts" if parts else "already.none"
    else:
        key = "already.parts" if parts else "already.one" if found.values["passed"] == "1" else "already"
    return say(CATALOGUE, "scope", key, **{**found.values, "parts": parts})


def sentence(exercise: Exercise, finding: Finding) -> str:
    """One finding in words, with the examples that it is about, if it is not about all."""
    text = _TOLD[finding.witness](exercise, finding)
    if "unraised" in finding.values:
        return _where_nothing_is_raised(exercise, finding, text)
    if "group" in finding.values:
        if not finding.values["group"]:
            scope = "wrong_apart" if "apart" in finding.values else "wrong"
            return say(CATALOGUE, "scope", scope, text=text)
        group = _group(exercise, finding.values["group"])
        return say(CATALOGUE, "scope", "group", group=group[:1].upper() + group[1:], text=text)
    if "elsewhere" in finding.values and "scenario" in finding.values:
        scenario = _scenarios(exercise, finding.values["scenario"])
        return say(CATALOGUE, "scope", "elsewhere.scenario", scenario=scenario, text=text)
    if "elsewhere" in finding.values:
        return say(CATALOGUE, "scope", "elsewhere", call=finding.values["elsewhere"], text=text)
    if "besides" in finding.values:
        return say(CATALOGUE, "scope", "besides", text=text)
    return say(CATALOGUE, "scope", "here", text=text) if "here" in finding.values else text


def _where_nothing_is_raised(exercise: Exercise, finding: Finding, text: str) -> str:
    """The words about the examples that raise no error, or those of one kind among them."""
    keys = finding.values.get("group", "")
    if not keys:
        return say(CATALOGUE, "scope", "unraised", text=text)
    return say(CATALOGUE, "scope", "unraised_group", group=_group(exercise, keys), text=text)


def _group(exercise: Exercise, keys: str) -> str:
    """Kinds of examples in words: "masked long" is both at once, "masked + long" one and the other."""
    one, plus, other = keys.partition(" + ")
    if plus:
        return say(CATALOGUE, "scope", "and", one=_group(exercise, one), other=_group(exercise, other))
    return ", ".join(say(exercise.catalogue, "groups", key) for key in keys.split())


# --- each witness ---------------------------------------------------------------------------------


def _model(exercise: Exercise, finding: Finding) -> str:
    owner = table.by_id(finding.values["exercise"]) if finding.values["exercise"] != exercise.id else exercise
    return say(owner.catalogue, owner.key, f"mistake.{finding.key}")


def _relation(exercise: Exercise, finding: Finding) -> str:
    values = finding.values
    if finding.key.startswith("field."):
        return _of_field(finding.key.removeprefix("field."), values)
    if finding.key.startswith("record."):
        return _of_record(finding.key.removeprefix("record."), values)
    if "inside" in values:
        tail = f" {say(CATALOGUE, 'scope', 'inside')}" if values["inside"] == "wrong" else ""
        own = f"{finding.key}.{values.get('form', '')}"
        key = own if has(CATALOGUE, "wrapped", own) else finding.key
        return say(CATALOGUE, "wrapped", key, **values) + tail
    key = _special(finding)
    words = {**values}
    for name, section in (("where", "where"), ("side", "side")):
        if name in values:
            words[name] = say(CATALOGUE, section, values[name])
    words["order"] = _parts(values.get("order", ""))
    words["parts"] = _parts(values.get("parts", ""))
    words["part"] = _what(values["what"]) if "what" in values else ""
    words["differences"] = _differences(values.get("differences", ""))
    words["scenarios"] = _scenarios(exercise, values.get("scenarios", ""))
    if "more" in values:
        words["scenarios"] = say(CATALOGUE, "scope", "scenarios_more", **words)
    return say(CATALOGUE, "relation", key, **words)


def _differences(found: str) -> str:
    """The differences between two heads in words, one after the other."""
    told = []
    for difference in filter(None, found.split("|")):
        key, *names = difference.split(":")
        told.append(say(CATALOGUE, "lines", key, **dict(zip(("name", "other"), names, strict=False))))
    return "; ".join(told)


def _scenarios(exercise: Exercise, keys: str) -> str:
    """The sentences that introduce these scenarios, in quotation marks."""
    found = [say(exercise.catalogue, exercise.key, f"scenario.{key}") for key in keys.split()]
    return " ".join(f"“{sentence}”" for sentence in found)


def _special(finding: Finding) -> str:
    """The most specific key that the catalogue has: by the form, the way, or the added bytes."""
    values = finding.values
    detail = values.get("form") or values.get("way") or values.get("what") or ""
    keys = [
        f"{finding.key}.{detail}.number" if values.get("of") == "number" else "",
        f"{finding.key}.{detail}",
        f"{finding.key}.part" if "what" in values else "",
        finding.key,
    ]
    return next(key for key in keys if key and has(CATALOGUE, "relation", key))


def _of_field(key: str, values: dict[str, str]) -> str:
    words = {**values, "side": say(CATALOGUE, "side", values["side"])} if "side" in values else values
    if key == "off_by" and (values["distance"], values["side"]) == ("4", "more"):
        key = "off_by.key"
    own = f"{key}.{values.get('field', '').replace(' ', '_')}"
    key = own if has(CATALOGUE, "field", own) else key
    return say(CATALOGUE, "field", key, **words)


def _of_record(key: str, values: dict[str, str]) -> str:
    words = {**values, "side": say(CATALOGUE, "side", values["side"])} if "side" in values else values
    if key == "off_by" and (values["distance"], values["side"]) == ("4", "more"):
        key = "off_by.key"
    return say(CATALOGUE, "record", key, **words)


def _source(exercise: Exercise, finding: Finding) -> str:
    key = f"passes.{finding.values.get('passes', 'all')}"
    passes = say(CATALOGUE, "scope", key)
    if "others" in finding.values:
        others = finding.values["others"]
        number = "many" if "," in others else "one" if others else "same"
        lines = say(CATALOGUE, "scope", f"other_lines.{number}", lines=others)
        passes = say(CATALOGUE, "scope", f"{key}_at", others=lines)
    key = f"{finding.key}.{finding.values['way']}" if "way" in finding.values else finding.key
    text = say(CATALOGUE, "source", key, **{**finding.values, "passes": passes})
    return f"{text} {_own_words(exercise, finding)}".rstrip()


def _own_words(exercise: Exercise, finding: Finding) -> str:
    """What an exercise itself says to such a line, or of the function that refuses; "" if nothing."""
    called = re.findall(r"\w+(?=\()", finding.values.get("code", "")) if finding.key == "refuses_here" else []
    keys = [f"source.{finding.key}", *(f"refused_by.{name}" for name in called)]
    return next((say(exercise.catalogue, exercise.key, key) for key in keys if _has(exercise, key)), "")


def _has(exercise: Exercise, key: str) -> bool:
    return has(exercise.catalogue, exercise.key, key)


def _error(exercise: Exercise, finding: Finding) -> str:
    own = f"error.{OWN_WORDS.get(finding.key, finding.key)}"
    if _has(exercise, own):
        return say(exercise.catalogue, exercise.key, own, **finding.values)
    if finding.key == "join_text" and finding.values["one"] not in ("bytes", "bytearray"):
        finding = replace(finding, key="join_of_text")
    if finding.key == "arguments_many" and finding.values["takes"] == "1":
        finding = replace(finding, key="arguments_many.one")
    one = finding.values.get("one", "")
    words = {
        **finding.values,
        "one_article": f"a value of type `{one}`",
        "remedy": _remedy(exercise, finding),
    }
    return " ".join(say(CATALOGUE, "error", finding.key, **words).split())


def _remedy(exercise: Exercise, finding: Finding) -> str:
    """The remedy for the type that does not fit."""
    if finding.values.get("operator") == "+" and {"int", "bytes"} == {
        finding.values.get("one"),
        finding.values.get("other"),
    }:
        return say(CATALOGUE, "remedy", "int")
    if finding.key.startswith("no_attribute") and finding.values.get("one") not in WITHOUT_ATTRIBUTES:
        return ""
    types = [value for name, value in finding.values.items() if name in ("one", "other")]
    none = "none_frame" if "masking_key" in reference.source(exercise) else "none"
    odd = next((kind for kind in ODD_TYPES if kind in types), none if finding.key == "none" else "")
    if finding.key == "compared" and set(types) == {"tuple", "int"}:
        return say(CATALOGUE, "remedy", "tuple_for_number")
    if finding.key == "compared" and odd in ABOUT_BYTES and "bytes" not in types:
        return ""
    return say(CATALOGUE, "remedy", odd) if odd and has(CATALOGUE, "remedy", odd) else ""


_TOLD = {"model": _model, "relation": _relation, "source": _source, "error": _error}


def _parts(names: str) -> str:
    """Names of parts in words, one after the other."""
    return ", ".join(say(CATALOGUE, "part", name) for name in names.split())


def _what(name: str) -> str:
    section = "part" if has(CATALOGUE, "part", name) else "what"
    return say(CATALOGUE, section, name) if has(CATALOGUE, section, name) else name
