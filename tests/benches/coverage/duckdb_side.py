"""The same questions for DuckDB, on the same columns: what heyi keeps of its tables, read into DuckDB's own.

duckdb_side.py CHECKPOINT QUESTIONS ANSWERS: the questions are lines of JSON {"on": day, "known": position, "division": 27 or null,
"topic": "CAR.01" or null}; the answers a JSON list, each with the rows and the milliseconds it took. Two threads, nothing kept between.
"""

import json
import struct
import sys
import time

import duckdb
import numpy

BLOCK = 1024
WIDTHS = {
    "spells": [("from", "<i4"), ("place", "<u4"), ("division", "u1"), ("ownership", "u1"), ("size", "u1"), ("union", "u1"),
               ("biomedicine", "u1"), ("new_form", "u1"), ("exists", "u1"), ("made_up", "u1")],
    "women": [("people", "<u4"), ("day", "<i4")],
    "coverings": [("case", "<u4"), ("stay", "<u4")],
    "texts": [("first", "<i4,<i4"), ("last", "<i4,<i4"), ("form", "u1"), ("order", "u1"), ("derived", "u1"), ("undated", "u1"),
              ("clauses", "<u4"), ("offered", "<i4,<i4")],
}


def columns(path):
    """Every column of a kept projection, in order: its name and its bytes."""
    content = open(path, "rb").read()
    at, end = content.index(b"\n") + 1 + 32, len(content)
    while at < end:
        (length,) = struct.unpack_from("<Q", content, at)
        name = content[at + 8 : at + 8 + length].decode()
        at += 8 + length
        (length,) = struct.unpack_from("<Q", content, at)
        yield name, content[at + 8 : at + 8 + length]
        at += 8 + length


def tables(path):
    """The tables that are asked, as arrays; the topics; and the sets of clauses as pairs of set and topic."""
    read, topics, sets = {}, [], None
    every = list(columns(path))
    for index, (name, values) in enumerate(every):
        if name == "number.topics":
            topics = [json.loads(line) for line in values.splitlines()]
        elif name == "clauses" and every[index + 1][0] == "ends":
            clause = numpy.dtype([("topic", "<u4"), ("tier", "u1"), ("measure", "u1")])
            clauses, ends = numpy.frombuffer(values, clause), numpy.frombuffer(every[index + 1][1], "<u4")
            numbers = numpy.repeat(numpy.arange(len(ends)), numpy.diff(ends, prepend=0))
            sets = {"set": numbers.astype("u4"), "topic": clauses["topic"].copy()}
        elif name in WIDTHS:
            # Of each block a place for the first row of each owner, then more rows of some, with whose they are.
            following = dict(every[index + 1 : index + 7])
            lengths, more = numpy.frombuffer(values, "<u8"), numpy.frombuffer(following["more"], "<u8")
            owners_of_more, known = numpy.frombuffer(following["owners"], "<u2"), numpy.frombuffer(following["known"], "<u4")
            owners, begin = [], 0
            for block, (length, of_more) in enumerate(zip(lengths.astype("i8"), more.astype("i8"))):
                of_block = numpy.concatenate([numpy.arange(length - of_more), owners_of_more[begin : begin + of_more]])
                owners.append((block * BLOCK + of_block).astype("u4"))
                begin += of_more
            # Up to when the rows are known, of the blocks in which one was closed.
            closing = numpy.repeat(numpy.frombuffer(following["closing"], "<u8") > 0, lengths.astype("i8"))
            known_to = numpy.full(len(known), 2**32 - 1, dtype="u4")
            known_to[closing] = numpy.frombuffer(following["closed"], "<u4")
            there = known != 2**32 - 1
            table = {"owner": numpy.concatenate(owners)[there], "known_from": known[there], "known_to": known_to[there]}
            table["row"] = numpy.arange(len(known), dtype="u4")[there]
            for (field, width), (found, bytes_) in zip(WIDTHS[name], every[index + 7 :]):
                assert field == found, (name, field, found)
                array = numpy.frombuffer(bytes_, width)
                if array.dtype.names:
                    table[field + "_earliest"], table[field + "_latest"] = (array[part][there] for part in array.dtype.names)
                else:
                    table[field] = array[there]
            read[name] = table
    return read, topics, sets


# The numbers of sureness: 0 not, 2 untold, 3 undated, 4 imprecise, 5 derived, 6 confirmed.
BY_DAY = """CASE WHEN undated = 1 THEN 3 WHEN $on < first_latest OR last_earliest < $on THEN 4
            WHEN derived = 1 THEN 5 ELSE 6 END"""
BY_CITY = """
WITH spell AS (
    SELECT owner, arg_max(place, "row") AS place, arg_max("exists", "row") AS stands, arg_max(division, "row") AS division,
           arg_max(made_up, "row") AS made_up
    FROM spells WHERE known_from <= $known AND $known < known_to AND "from" <= $on GROUP BY owner),
counted AS (
    SELECT owner, arg_max(people, "row") AS people, arg_max(day, "row") AS day
    FROM women WHERE known_from <= $known AND $known < known_to AND day <= $on GROUP BY owner),
instrument AS (
    SELECT owner, max({sureness}) AS sureness
    FROM texts {clauses} WHERE known_from <= $known AND $known < known_to AND first_earliest <= $on AND $on <= last_latest
    GROUP BY owner),
covered AS (
    SELECT coverings.owner, max(sureness) AS sureness
    FROM coverings JOIN instrument ON coverings."case" = instrument.owner
    WHERE known_from <= $known AND $known < known_to GROUP BY coverings.owner)
SELECT place // 100 * 100 AS city, count(*) AS employers, sum(coalesce(people, 0)) AS women, count(*) - count(people) AS without,
       {states}
       count(*) FILTER (sureness >= 5 AND people IS NULL) AS counted_without,
       count(*) FILTER (sureness >= 5 AND day < $fresh) AS stale
FROM spell LEFT JOIN counted USING (owner) LEFT JOIN covered USING (owner)
WHERE stands = 1 {division} GROUP BY city ORDER BY city
"""
STATES = "".join(
    f"count(*) FILTER (sureness = {state}) AS e{state}, coalesce(sum(people) FILTER (sureness = {state}), 0) AS w{state},"
    for state in (2, 3, 4, 5, 6)
)


def question(asked, topics):
    """The statement for a question and its values."""
    values = {"on": asked["on"], "known": asked["known"], "fresh": asked["fresh"]}
    sureness, clauses, division = BY_DAY, "", ""
    if asked["topic"] is not None:
        values["topic"] = topics.index(asked["topic"])
        clauses = 'LEFT JOIN (SELECT DISTINCT "set" FROM sets WHERE topic = $topic) passing ON passing."set" = clauses'
        sureness = f'CASE WHEN clauses = 0 THEN 2 WHEN passing."set" IS NULL THEN 0 ELSE {BY_DAY} END'
    if asked["division"] is not None:
        values["division"] = asked["division"]
        division = "AND division = $division"
    return BY_CITY.format(sureness=sureness, clauses=clauses, states=STATES, division=division), values


def main():
    checkpoint, questions, answers = sys.argv[1:]
    read, topics, sets = tables(checkpoint)
    assert (read["coverings"]["stay"] <= 1).all(), "the statements below ask no days on a coverage list"
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    for name, arrays in [*read.items(), ("sets", sets)]:
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM arrays")
    done = []
    for line in open(questions):
        statement, values = question(json.loads(line), topics)
        begun = time.perf_counter()
        rows = connection.execute(statement, values).fetchall()
        done.append({"rows": rows, "ms": (time.perf_counter() - begun) * 1000})
    json.dump({"version": duckdb.__version__, "answers": done}, open(answers, "w"))


main()
