"""The questions of `benches/rollup.rs`, asked of DuckDB on the same Parquet files.

`duck.py SNAPSHOT_DIR activity|presence|peak|csv THREADS [TABLES_DIR]` prints seconds and the checksum of `rollup`, as
one line of JSON. `csv` is `activity` from the CSV files in TABLES_DIR, with people joined by their ids. The whole result is made in DuckDB, as a table; only the checksum is fetched. A demo knows every feature that it
names, so the questions need no list of features.
"""

import datetime
import json
import pathlib
import sys
import time

import duckdb

DAY = 86_400_000_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def micros(instant):
    return (instant - EPOCH) // datetime.timedelta(microseconds=1)


def spans(snapshot):
    """What `Spans::new` makes of as-of, 90 days and the 395 days before, in microseconds."""
    manifest = json.loads((snapshot / "manifest.json").read_text())
    as_of = datetime.datetime.fromisoformat(manifest["taken_at"].replace("Z", "+00:00"))
    first = datetime.datetime.combine(as_of.date(), datetime.time(), datetime.timezone.utc) - datetime.timedelta(395)
    at = micros(as_of)
    return {
        "as_of": at,
        "window": at - 90 * DAY,
        "year": at - 364 * DAY,
        "before": at - (364 + 90) * DAY,
        "after": at - (364 - 90) * DAY,
        "first": micros(first),
        "day": DAY,
    }


# Sums, distinct days, latest instants and both bits of last year: all that a `FeatureFact` and `Signs` hold.
ACTIVITY = """
create temp table result as
with rows as (
  select user_ix, feature, epoch_us(interval_start) as s, epoch_us(interval_end) as e, events, duration_ms
  from {rows}
)
select user_ix, feature,
  coalesce(sum(events) filter (s >= {window}), 0) as events,
  coalesce(sum(duration_ms) filter (s >= {window}), 0) as duration_ms,
  count(distinct s // {day}) filter (s >= {window} and events > 0) as days,
  max(s) filter (events > 0) as last_start,
  max(e) filter (events > 0) as last_end,
  bool_or(events > 0 and s < {year} and e > {before}) as last_year,
  bool_or(events > 0 and s < {after} and e > {year}) as after_last_year,
  min(s) as first, max(e) as until
from rows where s < {as_of} and s < e and user_ix is not null
group by all
"""
ACTIVITY_SUM = "select sum(events + duration_ms + days + coalesce(last_start, 0) // 1000000) from result"

PRESENCE = """
create temp table result as
with rows as (
  select user_ix, epoch_us(start_at) as s, least(coalesce(epoch_us(end_at), {as_of}), {as_of}) as e
  from read_parquet('{presence}')
)
select user_ix, min(s) as first, max(e) as latest,
  bool_or(s < {year} and e > {before}) as last_year,
  bool_or(s < {after} and e > {year}) as after_last_year
from rows where s < {as_of} and s < e and user_ix is not null
group by user_ix
"""
PRESENCE_SUM = "select sum(latest // 1000000 + last_year::int) from result"

# The fastest of four forms tried: every interval is trimmed to what its person had not covered before, which unites a
# person's own overlaps with one window, then one running sum over all edges. Cut into days it takes twice as long.
PEAK = """
create temp table result as
with rows as (
  select user_ix, greatest(epoch_us(start_at), {first}) as s,
    least(coalesce(epoch_us(end_at), {as_of}), {as_of}) as e
  from read_parquet('{presence}') where user_ix is not null
),
reached as (
  select s, e, max(e) over (
    partition by user_ix order by s, e rows between unbounded preceding and 1 preceding
  ) as reach
  from rows where s < e
),
own as (select greatest(s, coalesce(reach, s)) as s, e from reached where reach is null or e > reach),
edges as (select s as t, 1 as x from own union all select e, -1 from own),
net as (select t, sum(x) as x from edges group by t),
walk as (
  select sum(x) over (order by t rows unbounded preceding) as n, lead(t) over (order by t) - t as us from net
)
select n, sum(us) as us from walk where us is not null and n > 0 group by n
"""
PEAK_SUM = "select sum(n * (us // 1000000)) from result"

# The types of the columns are named, so that nothing is spent on guessing them.
CSV_ROWS = """
read_csv('{tables}/activity.csv', header = true, columns = {{'user_id': 'VARCHAR', 'interval_start': 'TIMESTAMPTZ',
  'interval_end': 'TIMESTAMPTZ', 'feature': 'VARCHAR', 'events': 'BIGINT', 'duration_ms': 'BIGINT'}})
join (
  select user_id, row_number() over (order by user_id) as user_ix from read_csv('{tables}/users.csv', header = true)
) using (user_id)
"""

QUESTIONS = {
    "activity": (ACTIVITY, ACTIVITY_SUM),
    "csv": (ACTIVITY, ACTIVITY_SUM),
    "presence": (PRESENCE, PRESENCE_SUM),
    "peak": (PEAK, PEAK_SUM),
}


def main():
    snapshot, question = pathlib.Path(sys.argv[1]), sys.argv[2]
    threads = int(sys.argv[3])
    make, checksum = QUESTIONS[question]
    activity, presence = (snapshot / table / "*.parquet" for table in ("activity", "presence"))
    rows = CSV_ROWS.format(tables=sys.argv[4]) if question == "csv" else f"read_parquet('{activity}')"
    files = {"rows": rows, "presence": presence}
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}; set TimeZone = 'UTC'")
    began = time.perf_counter()
    connection.execute(make.format(**files, **spans(snapshot)))
    total = connection.execute(checksum).fetchone()[0]
    seconds = time.perf_counter() - began
    print(json.dumps({"question": question, "seconds": round(seconds, 3), "checksum": int(total)}))


if __name__ == "__main__":
    main()
