#!/usr/bin/env python3
"""Independent oracle for the rules that attendance decides.

Written from the rule texts in docs/standards.md, day by day and the slow way, not from the Rust code.
`python3 oracle.py > oracle.jsonl` makes 1,000 random histories with what each rule must say; the seed
is fixed, so the file comes out byte-equal. Dates are days after the start of the history; `want` holds
"DAY verdict [since DAY | missing] [due DAY]" for each judgement, DAY as ISO date.
"""
import json
import random
from datetime import date, timedelta

RULES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R12", "R13", "R14")


def months_after(day, months):
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(1)).day
    return date(year, month + 1, min(day.day, last))


def nth_monday(year, month, n):
    mondays = [date(year, month, d) for d in range(1, 29) if date(year, month, d).weekday() == 0]
    return mondays[n - 1]


def is_rest_day(day):
    """LFT art. 74 for the years used here (2025-2028: the executive does not change)."""
    y = day.year
    fixed = {date(y, 1, 1), date(y, 5, 1), date(y, 9, 16), date(y, 12, 25)}
    return day in fixed | {nth_monday(y, 2, 1), nth_monday(y, 3, 3), nth_monday(y, 11, 3)}


class History:
    def __init__(self, raw, p):
        self.p, self.raw, self.start = p, raw, date.fromisoformat(raw["start"])
        self.today = self.day(raw["today"])
        self.ended, self.completed = (self.day(raw["ended"][0]), raw["ended"][1]) if raw["ended"] else (None, False)
        names = ("on", "group", "mark", "present", "breaks", "minutes", "heads", "size", "leaders", "mixed", "excuse")
        self.sessions = [dict(zip(names, row)) for row in raw["sessions"]]
        for number, s in enumerate(self.sessions, 1):
            s["number"], s["on"] = number, self.day(s["on"])
            s["excuse"] = None if s["excuse"] is None else self.day(s["excuse"])
        self.suspended = self.days(raw["suspensions"])
        self.approved = self.days(raw["approved"])

    def day(self, offset):
        return self.start + timedelta(offset)

    def days(self, stretches):
        """All days of stretches [first, first day after or null]."""
        out = set()
        for first, after in stretches:
            out |= {self.day(d) for d in range(first, 1200 if after is None else after)}
        return out

    def end(self):
        return self.ended or self.today

    def attended(self, s):
        return s["mark"] in ("P", "L")

    def groups(self):
        return [s for s in self.sessions if s["group"]]


def say(on, verdict, extra=None, due=None):
    return " ".join([str(on), verdict] + ([str(extra)] if extra else []) + (["due " + str(due)] if due else []))


def duty(on, due, done, today):
    if done is not None:
        return say(on, "met") if done <= due else say(on, "not-met", due + timedelta(1))
    return say(on, "pending", None, due) if today <= due else say(on, "not-met", due + timedelta(1), due)


def enough(h, found, limit, missing):
    if found >= limit:
        return [say(h.start, "met")]
    if h.completed:
        return [say(h.start, "unknown", missing)] if missing else [say(h.start, "not-met", h.ended)]
    return [] if h.ended else [say(h.start, "pending")]


def r1(h):
    minutes, maybe = 0, 0
    for s in h.sessions:
        if h.attended(s):
            minutes += max(0, s["present"] - s["breaks"])
        elif s["mark"] == "?":
            maybe += max(0, s["minutes"] - s["breaks"])
    minutes += sum(kept or 0 for _, _, kept in h.raw["earlier"])
    limit = h.p["R1"]["min_hours"] * 60
    undecided = any(kept is None for _, _, kept in h.raw["earlier"])
    missing = "kept-hours" if undecided else "roll" if minutes + maybe >= limit else None
    return enough(h, minutes, limit, missing)


def span(h, marks):
    days = [s["on"] for s in h.sessions if s["mark"] in marks]
    if not days:
        return 0
    first, last = min(days), max(days)
    lost = sum(1 for d in h.suspended if first < d < last)
    return ((last - first).days - lost) // 7 + 1


def r2(h):
    limit = h.p["R2"]["min_weeks"]
    out = enough(h, span(h, "PL"), limit, "roll" if span(h, "PL?") >= limit else None)
    order = h.raw["order"]
    if order and order[1] is not None and not h.ended:
        deadline = h.day(order[1])
        if h.start + timedelta(weeks=limit - 1) > deadline:
            out.append(say(deadline, "not-met", h.start, deadline))
    return out


def each(h, missing, verdict_of):
    sessions = h.groups()
    if not sessions:
        return []
    verdicts = [(s["on"], verdict_of(s)) for s in sessions]
    bad = [on for on, v in verdicts if v is False]
    if bad:
        return [say(sessions[0]["on"], "not-met", bad[0])]
    if any(v is None for _, v in verdicts):
        return [say(sessions[0]["on"], "unknown", missing)]
    return [say(sessions[0]["on"], "met")]


def r3(h):
    p = h.p["R3"]

    def verdict(s):
        length = s["minutes"] - (s["breaks"] if p.get("without_breaks") else 0)
        need_when_few = p.get("small_group_minutes", p["min_minutes"])
        if length >= p["min_minutes"]:
            return True
        if length < need_when_few:
            return False
        return None if s["heads"] is None else s["heads"] <= p["small_group_up_to"]

    return each(h, "head-count", verdict)


def r4(h):
    p = h.p["R4"]

    def verdict(s):
        if s["size"] is None:
            return None
        if not p.get("min", 0) <= s["size"] <= p["max"]:
            return False
        if s["size"] <= p.get("one_facilitator_up_to", 999):
            return True
        return None if s["leaders"] is None else s["leaders"] == 2

    no_size = any(s["size"] is None for s in h.groups())
    return each(h, "group-size" if no_size else "facilitators", verdict)


def r5(h):
    p, sessions, out = h.p["R5"], h.groups(), []
    if not sessions:
        return []
    two = [None if s["leaders"] is None else s["leaders"] == 2 for s in sessions]
    mixed = [None if s["mixed"] is None else bool(s["mixed"]) for s in sessions]
    for percent, facts in ((p["two_percent"], two), (p.get("mixed_percent"), mixed)):
        if percent is None:
            continue
        worst, best = facts.count(True), facts.count(True) + facts.count(None)
        if worst / len(facts) >= percent / 100 - 1e-12:
            out.append(say(sessions[0]["on"], "met"))
        elif best / len(facts) >= percent / 100 - 1e-12:
            out.append(say(sessions[0]["on"], "unknown", "facilitators"))
        else:
            out.append(say(sessions[0]["on"], "not-met", sessions[-1]["on"]))
    return out


def too_many(h, absent):
    """The day on which there were too many; `absent` are the marks taken for an absence."""
    p, total, row = h.p["R6"], 0, 0
    for s in h.sessions:
        if h.attended(s) or (s["mark"] == "?" and "?" not in absent):
            row = 0
        if s["mark"] in absent and s["on"] not in h.suspended:
            total, row = total + 1, row + 1
            if total >= p.get("total", 999) or row >= p.get("consecutive", 999):
                return s["on"]
    return None


def r6(h):
    sure, possible = too_many(h, "U"), too_many(h, "U?")
    if sure:
        out = [say(h.start, "not-met", sure)]
    else:
        out = [say(h.start, "unknown", "roll") if possible else say(h.start, "met")]
    if "contact_days" in h.p["R6"]:
        for s in h.sessions:
            if s["mark"] != "U" or s["on"] in h.suspended:
                continue
            ends = [h.day(d) for d in h.raw["contacts"] if h.day(d) >= s["on"]]
            ends += [o["on"] for o in h.sessions if h.attended(o) and o["on"] > s["on"]]
            ends += [h.ended] if h.ended else []
            said = duty(s["on"], s["on"] + timedelta(h.p["R6"]["contact_days"]), min(ends, default=None), h.today)
            out += [] if said.endswith(" met") else [said]
    return out


def r7(h):
    out = []
    for s in h.sessions:
        if s["mark"] == "E" and s["on"] not in h.suspended:
            due, left = s["on"], h.p["R7"]["working_days"]
            while left:
                due += timedelta(1)
                off = due.weekday() >= 5 or is_rest_day(due) or due in map(h.day, h.raw["rest_days"])
                left -= 0 if off else 1
            said = duty(s["on"], due, s["excuse"], h.today)
            out += [] if said.endswith(" met") else [said]
    return out


def r8(h):
    there = {s["on"] for s in h.sessions if h.attended(s)}
    owed = {s["on"] for s in h.sessions if s["mark"] == "?"}
    if not there:
        return []
    out, first, most = [], min(there), h.p["R8"]["max_days"]
    broke_at, count, sure_count, possible, sure = first, 0, 0, False, None

    def close(running):
        if sure:
            out.append(say(broke_at, "not-met", sure, sure if running and not h.ended else None))
        elif possible:
            out.append(say(broke_at, "unknown", "roll"))

    day = first + timedelta(1)
    while day < h.end() or day <= max(there):
        if day in there:
            close(running=False)
            broke_at, count, sure_count, possible, sure = day, 0, 0, False, None
        else:
            if day in owed:
                sure_count = 0
            if day not in h.suspended:
                count += 1
                sure_count += day not in owed
                if day not in h.approved:
                    possible = possible or count > most
                    if sure_count > most and not sure:
                        sure = day
        day += timedelta(1)
    close(running=True)
    return out or [say(max(there), "met")]


def r9(h):
    if not h.raw["order"]:
        return []
    noted = [(what, h.day(since), None if sent is None else h.day(sent)) for what, since, sent in h.raw["notices"]]
    events, sure = [], too_many(h, "U")
    if sure:
        sent = [s for what, _, s in noted if what == "absences" and s and s >= sure]
        events.append((sure, min(sent, default=None)))
    events += [(since, sent) for what, since, sent in noted if not (sure and what == "absences")]
    if not h.raw["order"][0]:
        return [say(since, "unknown", "order-document") for since, _ in events]
    return [duty(since, since + timedelta(h.p["R9"]["days"]), sent, h.today) for since, sent in events]


def periodic(h, dates, months):
    marks = [h.start] + [d for d in dates if h.start < d <= h.end()]
    out = []
    for here, there in zip(marks, marks[1:]):
        said = duty(here, months_after(here, months), there, h.today)
        out += [] if said.endswith(" met") else [said]
    return out + [duty(marks[-1], months_after(marks[-1], months), h.ended, h.today)]


def r12(h):
    dates = [h.day(d) for d in h.raw["reviews"]]
    out = periodic(h, dates, h.p["R12"]["every_months"])
    if h.completed and "min_reviews" in h.p["R12"]:
        held = sum(1 for d in dates if h.start <= d <= h.ended)
        out.append(say(h.ended, "met") if held >= h.p["R12"]["min_reviews"] else say(h.ended, "not-met", h.ended))
    return out


def r13(h):
    if not (h.raw["order"] and h.raw["order"][0]):
        return []
    return periodic(h, [h.day(d) for d in h.raw["reports"]], h.p["R13"]["every_months"])


def r14(h):
    out, moved = [], [h.day(on) for kind, on, _ in h.raw["earlier"] if kind == "transfer"]
    if moved and "max_transfers" in h.p["R14"]:
        over = moved[h.p["R14"]["max_transfers"]:]
        out.append(say(moved[0], "not-met", over[0]) if over else say(moved[0], "met"))
    if h.p["R14"].get("resets_hours"):
        for kind, on, kept in h.raw["earlier"]:
            if kind == "reentry":
                day = h.day(on)
                out.append(say(day, "unknown", "kept-hours") if kept is None
                           else say(day, "not-met", day) if kept else say(day, "met"))
    return out


def random_params(rnd):
    some = lambda chance, **more: more if rnd.random() < chance else {}
    r6 = {"consecutive": rnd.randint(2, 4), **some(0.7, total=rnd.randint(3, 7)), **some(0.7, contact_days=rnd.randint(0, 5))}
    return {
        "R1": {"min_hours": rnd.choice([10, 20, 30, 40])},
        "R2": {"min_weeks": rnd.choice([8, 12, 16, 20, 26])},
        "R3": {"min_minutes": 90, **some(0.6, small_group_up_to=3, small_group_minutes=60), **some(0.4, without_breaks=True)},
        "R4": {"max": rnd.choice([12, 16, 18]), **some(0.6, min=2), **some(0.6, one_facilitator_up_to=10)},
        "R5": {"two_percent": rnd.choice([50, 75, 80, 100]), **some(0.6, mixed_percent=rnd.choice([25, 50, 80]))},
        "R6": r6,
        "R7": {"working_days": rnd.randint(0, 5)},
        "R8": {"max_days": rnd.choice([7, 14, 20, 30])},
        "R9": {"days": rnd.choice([3, 7, 14])},
        "R12": {"every_months": rnd.randint(1, 3), **some(0.7, min_reviews=rnd.randint(1, 3))},
        "R13": {"every_months": rnd.randint(1, 3)},
        "R14": {**some(0.8, max_transfers=rnd.randint(0, 2)), "resets_hours": rnd.random() < 0.5},
    }


def random_session(rnd, on, mood, today):
    marks = "PLEU?"
    mark = rnd.choices(marks, [mood, 1, 1, 2, 4 if today - on < 20 else 0.5])[0]
    minutes = rnd.choice([60, 90, 100, 120, 150])
    breaks = rnd.choice([0, 0, 10, 15])
    present = minutes if mark == "P" else rnd.randint(1, minutes - 1) if mark == "L" else 0
    maybe = lambda value: value if rnd.random() < 0.97 else None
    size = maybe(rnd.choice([2, 8, 9, 10, 11, 12]) if rnd.random() < 0.97 else rnd.choice([1, 13, 17, 19]))
    heads = maybe(rnd.randint(1, 10))
    leaders = maybe(rnd.choice([1, 2, 2, 2, 2]))
    mixed = None if leaders is None else int(leaders == 2 and rnd.random() < 0.6)
    excuse = on + rnd.randint(0, 9) if mark == "E" and rnd.random() < 0.8 else None
    excuse = None if excuse is None or excuse > today else excuse
    return [on, int(rnd.random() < 0.9), mark, present, breaks, minutes, heads, size, leaders, mixed, excuse]


def random_history(rnd):
    start = date(2025, 1, 1) + timedelta(rnd.randint(0, 500))
    weeks = rnd.choice([rnd.randint(1, 8), rnd.randint(8, 18), rnd.randint(16, 32)])
    today = weeks * 7 + rnd.choice([rnd.randint(0, 6), rnd.randint(0, 40)])
    stretch = lambda longest: (lambda a: [a, None if rnd.random() < 0.1 else a + rnd.randint(1, longest)])(rnd.randint(0, today))
    first = lambda one: one[0] if isinstance(one, list) else one
    many = lambda most, make: sorted((make() for _ in range(rnd.randint(1, most))), key=first)
    some = lambda chance, most, make: many(most, make) if rnd.random() < chance else []
    mood, on, sessions = rnd.choice([2, 6, 20]), rnd.randint(0, 5), []
    while on < min(weeks * 7, today):
        sessions.append(random_session(rnd, on, mood, today))
        on += rnd.choice([7, 7, 7, 7, 7, 7, 7, 14, 6, 3, 0, 28, 35])
    ended = [rnd.randint(on, today), rnd.random() < 0.7] if on <= today and rnd.random() < 0.5 else None
    order = [rnd.random() < 0.8, rnd.choice([None, 100, 200])] if rnd.random() < 0.7 else None
    notice = lambda: (lambda a: [rnd.choice(["absences", "rules", "violence"]), a,
                                 rnd.choice([None, min(today, a + rnd.randint(0, 16))])])(rnd.randint(0, today))
    earlier = lambda: [rnd.choice(["reentry", "transfer"]), -rnd.randint(0, 90), rnd.choice([None, 0, 600, 900])]
    days = lambda most: some(0.7, most, lambda: rnd.randint(0, today))
    return {
        "start": start.isoformat(), "today": today, "ended": ended, "order": order,
        "suspensions": some(0.3, 2, lambda: stretch(60)), "approved": some(0.3, 3, lambda: stretch(30)),
        "contacts": days(4), "reviews": days(4), "reports": days(4), "rest_days": days(3),
        "notices": sorted([notice() for _ in range(rnd.randint(0, 2))], key=str),
        "earlier": sorted([earlier() for _ in range(rnd.choice([0, 0, 1, 2, 3]))], key=lambda e: e[1]),
        "sessions": sessions,
    }


def main():
    rnd = random.Random(20260305)
    for _ in range(1000):
        raw, params = random_history(rnd), random_params(rnd)
        history = History(raw, params)
        want = {rule: globals()[rule.lower()](history) for rule in RULES}
        print(json.dumps({**raw, "params": params, "want": want}, separators=(",", ":")))


if __name__ == "__main__":
    main()
