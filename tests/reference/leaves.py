#!/usr/bin/env python3
"""Computes leaves and chain again, from docs/schema/vectors.json and from exports; needs nothing of heyi or of PyPI.

    python3 tests/reference/leaves.py [EXPORT.ndjson ...]

Each recorded form is read, written again in canonical form by the rules of RFC 8785, compared, checked against
docs/schema/recorded-form.schema.json, and hashed. The schema must refuse what is not of the form, or this fails too.
"""
import copy
import hashlib
import json
import pathlib
import re
import sys

ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
FORM = ("by", "entry", "kind", "position", "recorded_at", "schema", "stream", "version")


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(ESCAPES.get(c) or (c if c >= " " else f"\\u{ord(c):04x}") for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    raise ValueError(f"{value!r} has no place in a recorded form")


def leaf(text):
    return hashlib.sha256(b"\0" + text.encode("utf-8")).digest()


class Schema:
    """As much of JSON Schema 2020-12 as the published schema uses; a keyword it does not know is an error."""

    TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    SAY_NOTHING = {"$schema", "title", "description", "$defs"}

    def __init__(self, document):
        self.document = document

    def wrong(self, value, schema=None):
        """The first thing that is wrong with a value, or None."""
        schema = self.document if schema is None else schema
        if isinstance(schema, bool):
            return None if schema else "not allowed"
        for keyword, rule in schema.items():
            if keyword in self.SAY_NOTHING or keyword == "then":
                continue
            found = getattr(self, "at_" + keyword.lstrip("$"))(value, rule, schema)
            if found:
                return f"{keyword}: {found}"
        return None

    def at_ref(self, value, rule, _):
        place = self.document
        for name in rule.removeprefix("#/").split("/"):
            place = place[name]
        return self.wrong(value, place)

    def at_type(self, value, rule, _):
        fits = isinstance(value, self.TYPES[rule]) and not (rule == "integer" and isinstance(value, bool))
        return None if fits else f"{value!r} is no {rule}"

    def at_const(self, value, rule, _):
        return None if value == rule else f"{value!r} is not {rule!r}"

    def at_pattern(self, value, rule, _):
        return f"{value!r} does not match" if isinstance(value, str) and not re.search(rule, value) else None

    def at_minimum(self, value, rule, _):
        return f"{value} is less than {rule}" if isinstance(value, int) and value < rule else None

    def at_maximum(self, value, rule, _):
        return f"{value} is more than {rule}" if isinstance(value, int) and value > rule else None

    def at_required(self, value, rule, _):
        missing = [name for name in rule if isinstance(value, dict) and name not in value]
        return f"{missing} missing" if missing else None

    def at_properties(self, value, rule, _):
        for name, schema in rule.items():
            if isinstance(value, dict) and name in value and (found := self.wrong(value[name], schema)):
                return f"{name}: {found}"
        return None

    def at_additionalProperties(self, value, rule, schema):
        if not isinstance(value, dict) or rule is not False:
            return None
        more = set(value) - set(schema.get("properties", {}))
        return f"{sorted(more)} not known" if more else None

    def at_items(self, value, rule, _):
        found = [self.wrong(item, rule) for item in value] if isinstance(value, list) else []
        return next((one for one in found if one), None)

    def at_anyOf(self, value, rule, _):
        found = [self.wrong(value, schema) for schema in rule]
        return None if None in found else "; ".join(found)

    def at_allOf(self, value, rule, _):
        return next((found for schema in rule if (found := self.wrong(value, schema))), None)

    def at_if(self, value, rule, schema):
        return self.wrong(value, schema["then"]) if self.wrong(value, rule) is None else None


def spoilt(form):
    """Forms that are none."""
    for name in FORM:
        yield {key: value for key, value in form.items() if key != name}
    for path, value in [
        (["more"], 1), (["position"], 0), (["position"], "1"), (["by"], "x"), (["recorded_at"], "2026-03-07T00:00:00Z"),
        (["stream"], "Case"), (["version"], True), (["entry", "note"], "text"), (["entry", "more"], 1), (["schema"], 0),
        (["entry", "occurred", "earliest"], "March"), (["entry", "event"], []), (["entry", "event", "more"], 1),
    ]:
        other = copy.deepcopy(form)
        place = other
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value
        yield other
    other = copy.deepcopy(form)
    if other["entry"]["event"]:
        other["entry"]["event"].popitem()
        yield other


def check_vectors(here, schema):
    chain, wrong, forms = bytes(32), [], 0
    versions = {}
    for commit in json.loads((here / "../../docs/schema/vectors.json").read_text(encoding="utf-8"))["commits"]:
        leaves = []
        for event in commit["events"]:
            text, forms = event["recorded_form"], forms + 1
            form = json.loads(text)
            versions[form["stream"]] = versions.get(form["stream"], 0) + 1
            if form["position"] != forms or form["version"] != versions[form["stream"]]:
                wrong.append(f"position {forms}: numbered {form['position']}, version {form['version']}")
            if canonical(form) != text:
                wrong.append(f"position {forms}: not canonical: {canonical(form)}")
            if found := schema.wrong(form):
                wrong.append(f"position {forms}: {found}")
            accepted = [other for other in spoilt(form) if schema.wrong(other) is None]
            wrong += [f"position {forms}: the schema accepts {canonical(other)}" for other in accepted]
            leaves.append(leaf(text))
            if leaves[-1].hex() != event["leaf"]:
                wrong.append(f"position {forms}: leaf {leaves[-1].hex()}, not {event['leaf']}")
        chain = hashlib.sha256(chain + b"".join(leaves)).digest()
        if chain.hex() != commit["chain"]:
            wrong.append(f"chain after {forms}: {chain.hex()}, not {commit['chain']}")
    print(f"vectors: {forms} leaves and their chain computed again; {len(wrong)} wrong", *wrong[:20], sep="\n  ")
    return wrong if forms > 50 else ["too few vectors"]


def check_export(path, schema):
    chain, wrong, leaves, events, title = bytes(32), [], [], 0, None
    with open(path, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if title is None:
                title = line
                continue
            events += 1
            form = {name: line[name] for name in FORM}
            if found := schema.wrong(form):
                wrong.append(f"position {events}: {found}")
            leaves.append(leaf(canonical(form)))
            if line["position"] != events or leaves[-1].hex() != line["leaf"]:
                wrong.append(f"position {events}: leaf {leaves[-1].hex()}, not {line['leaf']}")
            if line["position"] == line["commit_last"]:
                chain, leaves = hashlib.sha256(chain + b"".join(leaves)).digest(), []
                if chain.hex() != line["chain"]:
                    wrong.append(f"chain after {events}: {chain.hex()}, not {line['chain']}")
    if title is None or (title["head"], title["chain"]) != (events, chain.hex()):
        wrong.append(f"the export ends at {events}, {chain.hex()}; its first line says {title}")
    print(f"{path}: {events} leaves and their chain computed again; {len(wrong)} wrong", *wrong[:20], sep="\n  ")
    return wrong


def main():
    here = pathlib.Path(__file__).parent
    schema = Schema(json.loads((here / "../../docs/schema/recorded-form.schema.json").read_text(encoding="utf-8")))
    wrong = check_vectors(here, schema)
    for path in sys.argv[1:]:
        wrong += check_export(path, schema)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
