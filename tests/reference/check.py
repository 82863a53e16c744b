#!/usr/bin/env python3
"""Recomputes deadlines.csv with its own counting and the PyPI package chinesecalendar; needs nothing of heyi.

    pip install chinesecalendar && python3 tests/reference/check.py

Counting: the first day is not counted (民法典 201); months end on the same day number, else on the month's last day (202);
a last day that is a rest day moves to the first working day (203). Rows whose `count` is "back" run backwards from a meeting
or an expiry, and rows whose `count` is "to the day" do not move. The project's working days are compared with the package's too;
each difference must stand in calendar.csv.
"""
import calendar
import csv
import datetime as dt
import pathlib
import re
import sys
import tomllib

import chinese_calendar

DAY = dt.timedelta(days=1)


def works(day):
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:  # year not published: by the weekday
        return day.weekday() < 5


def add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(start, number, unit, count):
    step = -1 if count == "back" else 1
    if unit == "month":
        day = add_months(start, step * number)
    elif unit == "day":
        day = start + step * number * DAY
    else:
        day = start
        while number:
            day += step * DAY
            number -= works(day)
    while count == "rolls" and not works(day):
        day += DAY
    return day


def calendar_differences(path):
    """Days the project's calendar and the package see differently, in all years both have."""
    years = tomllib.loads(path.read_text(encoding="utf-8"))["year"]
    off, work = ({day for year in years for day in year[key]} for key in ("off", "work"))
    day, end = dt.date(years[0]["year"], 1, 1), dt.date(years[-1]["year"], 12, 31)
    while day <= end:
        if works(day) != (day in work or (day.weekday() < 5 and day not in off)):
            yield day
        day += DAY


def main():
    here = pathlib.Path(__file__).parent
    differences = set(calendar_differences(here / "../../core/src/calendar/working_days.toml"))
    listed = csv.DictReader((here / "calendar.csv").open(encoding="utf-8"))
    listed = {dt.date.fromisoformat(row["day"]) for row in listed if row["source"] == "chinesecalendar"}
    print(f"working days: {len(differences)} differ from the package; not as listed:", *(differences ^ listed))
    rows = list(csv.DictReader((here / "deadlines.csv").open(encoding="utf-8")))
    wrong = len(differences ^ listed)
    for row in rows:
        number, unit = row["period"].split(" ")
        due = last_day(dt.date.fromisoformat(row["start"]), int(number), unit, row["count"]).isoformat()
        counted = sum(map(int, re.findall(r": (?:make-up work, )?(\d+) ", row["words"])))
        if due != row["expected_due"] or (unit != "month" and counted != int(number)):
            wrong += 1
            print(f"{row['place']} {row['rule']} from {row['start']}: {due}, not {row['expected_due']}; counted {counted}")
    print(f"{len(rows)} deadlines recomputed; {wrong} differences in all")
    return 1 if wrong or len(rows) < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
