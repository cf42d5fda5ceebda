//! The engine of all aggregates: points of people, summed by group, bucket and metric, written as JSON.

use serde_json::Value;

use super::Call;
use crate::clock::{self, DAY, Interval};
use crate::organization::Organization;
use crate::server::answer::Refusal;

/// Longest interval of an aggregate, in days.
const DAYS_MAX: i64 = 31;
/// Most predicates on people.
const PEOPLE_MAX: usize = 100;

/// Media types and message types by the numbers that points have; 0 is none.
pub(super) const MEDIA: [&str; 6] = ["", "voice", "callback", "chat", "email", "message"];
pub(super) const MESSAGES: [&str; 4] = ["", "webmessaging", "sms", "facebook"];

/// One measured value of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    pub(super) media: u8,
    pub(super) message: u8,
    pub(super) bucket: u16,
    /// As `nConnected`.
    pub(super) metric: &'static str,
    /// The status that a time was spent in; empty for none.
    pub(super) qualifier: &'static str,
    pub(super) count: u64,
    /// For times, in milliseconds.
    pub(super) sum: Option<u64>,
}

/// What a query asks, as far as all kinds of aggregates have it.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    pub(super) interval: Interval,
    /// Length of a bucket in milliseconds.
    step: i64,
    pub(super) group_by: Vec<&'a str>,
    metrics: Vec<&'a str>,
    filter: &'a Value,
    /// Name of the dimension of people, as `userId`.
    pub(super) person: &'static str,
    pub(super) people: Vec<u32>,
}

/// Results so far.
#[derive(Debug, Default)]
pub(super) struct Results {
    pub(super) json: String,
    pub(super) groups: usize,
    pub(super) cells: usize,
}

impl<'a> Ask<'a> {
    /// Reads and checks a query.
    pub(super) fn read(
        organization: &Organization,
        query: &'a Value,
        person: &'static str,
        dimensions: &[&str],
    ) -> Result<Ask<'a>, Refusal> {
        let interval = Interval::read(query["interval"].as_str().unwrap_or_default(), DAYS_MAX)?;
        let texts = |name: &str| query[name].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let group_by: Vec<&str> = texts("groupBy");
        if let Some(other) = group_by.iter().find(|name| **name != person && !dimensions.contains(name)) {
            return Err(Refusal::bad(format!("The simulator does not group by {other}")));
        }
        let step = match query["granularity"].as_str() {
            None => interval.to - interval.from,
            Some(text) => days(text)?.saturating_mul(DAY),
        };
        let people = people(organization, &query["filter"], person)?;
        Ok(Ask { interval, step, group_by, metrics: texts("metrics"), filter: &query["filter"], person, people })
    }

    /// Does the query want this metric?
    pub(super) fn wants(&self, metric: &str) -> bool {
        self.metrics.contains(&metric)
    }

    /// Does the filter name this dimension?
    pub(super) fn filters(&self, dimension: &str) -> bool {
        names(self.filter, dimension)
    }

    /// Does the filter let a point with these values pass? `None` is a dimension without a value.
    pub(super) fn passes<'b>(&self, value: impl Fn(&str) -> Option<&'b str> + Copy) -> bool {
        self.filter.is_null() || passes(self.filter, value)
    }

    /// First day and the day after the last one.
    pub(super) fn days(&self) -> (i64, i64) {
        (self.interval.from.div_euclid(DAY), (self.interval.to + DAY - 1).div_euclid(DAY))
    }

    /// The bucket in which a time lies.
    pub(super) fn bucket(&self, millis: i64) -> u16 {
        u16::try_from((millis - self.interval.from).max(0) / self.step).unwrap_or(u16::MAX)
    }

    /// Start and end of a bucket.
    pub(super) fn stretch(&self, bucket: u16) -> Interval {
        let from = self.interval.from + i64::from(bucket) * self.step;
        Interval { from, to: (from + self.step).min(self.interval.to) }
    }

    /// Writes one person's groups, or everybody's where the query does not group by people.
    pub(super) fn write(&self, out: &mut Results, person: Option<&str>, points: &mut Vec<Point>) {
        for point in points.iter_mut() {
            point.media *= u8::from(self.group_by.contains(&"mediaType"));
            point.message *= u8::from(self.group_by.contains(&"messageType"));
        }
        merge(points);
        let (mut group, mut bucket) = (None, None);
        for point in points.iter() {
            if group != Some((point.media, point.message)) {
                out.json.push_str(if group.is_some() {
                    "]}]},"
                } else if out.groups > 0 {
                    ","
                } else {
                    ""
                });
                self.push_group(&mut out.json, person, point);
                (group, bucket) = (Some((point.media, point.message)), None);
                out.groups += 1;
            }
            if bucket == Some(point.bucket) {
                out.json.push(',');
            } else {
                out.json.push_str(if bucket.is_some() { "]}," } else { "" });
                self.push_bucket(&mut out.json, point.bucket);
                bucket = Some(point.bucket);
                out.cells += 1;
            }
            push_metric(&mut out.json, point);
        }
        if group.is_some() {
            out.json.push_str("]}]}");
        }
        points.clear();
    }

    fn push_group(&self, json: &mut String, person: Option<&str>, point: &Point) {
        json.push_str("{\"group\":{");
        let media = MEDIA[usize::from(point.media)];
        let message = MESSAGES[usize::from(point.message)];
        let mut first = true;
        for (name, value) in [(self.person, person.unwrap_or("")), ("mediaType", media), ("messageType", message)] {
            if !value.is_empty() {
                json.push_str(if first { "\"" } else { ",\"" });
                json.push_str(name);
                json.push_str("\":");
                json.push_str(&Value::from(value).to_string());
                first = false;
            }
        }
        json.push_str("},\"data\":[");
    }

    fn push_bucket(&self, json: &mut String, bucket: u16) {
        let stretch = self.stretch(bucket);
        json.push_str("{\"interval\":\"");
        clock::push_time(json, stretch.from);
        json.push('/');
        clock::push_time(json, stretch.to);
        json.push_str("\",\"metrics\":[");
    }
}

fn push_metric(json: &mut String, point: &Point) {
    json.push_str("{\"metric\":\"");
    json.push_str(point.metric);
    json.push('"');
    if !point.qualifier.is_empty() {
        json.push_str(",\"qualifier\":\"");
        json.push_str(point.qualifier);
        json.push('"');
    }
    json.push_str(",\"stats\":{");
    if point.qualifier.is_empty() {
        json.push_str("\"count\":");
        json.push_str(&point.count.to_string());
        json.push_str(if point.sum.is_some() { "," } else { "" });
    }
    if let Some(sum) = point.sum {
        json.push_str("\"sum\":");
        json.push_str(&sum.to_string());
    }
    json.push_str("}}");
}

/// Sorts points and adds up those of the same group, bucket and metric.
fn merge(points: &mut Vec<Point>) {
    let key = |point: &Point| (point.media, point.message, point.bucket, point.metric, point.qualifier);
    points.sort_unstable_by_key(key);
    points.dedup_by(|later, kept| {
        let same = key(later) == key(kept);
        if same {
            kept.count += later.count;
            kept.sum = match (kept.sum, later.sum) {
                (None, None) => None,
                (one, other) => Some(one.unwrap_or(0) + other.unwrap_or(0)),
            };
        }
        same
    });
}

/// `P1D`, `P7D`, `P1W`: whole days, or 400.
fn days(text: &str) -> Result<i64, Refusal> {
    let number = |unit: char, factor: i64| {
        let number: i64 = text.strip_prefix('P')?.strip_suffix(unit)?.parse().ok()?;
        (number > 0).then_some(number * factor)
    };
    number('D', 1).or_else(|| number('W', 7)).ok_or_else(|| {
        Refusal::new(400, "invalid.value", format!("The simulator has days, so granularity `{text}` is not possible"))
    })
}

/// The people whom the filter leaves, or everybody.
fn people(organization: &Organization, filter: &Value, person: &str) -> Result<Vec<u32>, Refusal> {
    let predicates = || filter["predicates"].as_array().into_iter().flatten();
    let clauses = filter["clauses"].as_array().into_iter().flatten();
    let named = |predicate: &Value| predicate["dimension"] == person && predicate["value"].is_string();
    let only_people = |predicates: &[&Value]| !predicates.is_empty() && predicates.iter().all(|one| named(one));
    let mut lists: Vec<Vec<&Value>> = vec![predicates().collect()];
    lists.extend(clauses.map(|clause| clause["predicates"].as_array().into_iter().flatten().collect()));
    if lists.iter().flatten().filter(|predicate| named(predicate)).count() > PEOPLE_MAX {
        return Err(Refusal::bad(format!("At most {PEOPLE_MAX} {person} predicates are allowed")));
    }
    let all_in_one = lists.iter().filter(|list| !list.is_empty()).count() == 1 || filter["type"] == "and";
    let Some(list) = lists.iter().find(|list| all_in_one && only_people(list)) else {
        return Ok(organization.everybody().collect());
    };
    let ids = list.iter().filter_map(|predicate| predicate["value"].as_str());
    let mut people: Vec<u32> = ids.filter_map(|id| organization.people.find(id)).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

fn names(filter: &Value, dimension: &str) -> bool {
    let predicates = filter["predicates"].as_array().into_iter().flatten();
    let clauses = filter["clauses"].as_array().into_iter().flatten();
    predicates.into_iter().any(|predicate| predicate["dimension"] == dimension)
        || clauses.into_iter().any(|clause| names(clause, dimension))
}

fn passes<'b>(filter: &Value, value: impl Fn(&str) -> Option<&'b str> + Copy) -> bool {
    let predicate = |predicate: &Value| {
        let own = value(predicate["dimension"].as_str().unwrap_or_default());
        match predicate["operator"].as_str().unwrap_or("matches") {
            "exists" => own.is_some(),
            "notExists" => own.is_none(),
            _ => own.is_some() && own == predicate["value"].as_str(),
        }
    };
    let predicates = filter["predicates"].as_array().into_iter().flatten().map(predicate);
    let clauses = filter["clauses"].as_array().into_iter().flatten().map(|clause| passes(clause, value));
    let mut parts = predicates.chain(clauses);
    if filter["type"] == "or" { parts.any(|part| part) } else { parts.all(|part| part) }
}

/// All results, unless there are more cells than a synchronous answer may hold.
pub(super) fn all(call: &Call<'_>, ask: &Ask<'_>, points: impl Fn(u32, &mut Vec<Point>)) -> Result<Results, Refusal> {
    let (out, _) = some(call.organization(), ask, 0, usize::MAX, call.settings.result_limit, points);
    match out.cells > call.settings.result_limit {
        true => Err(Refusal::bad(format!(
            "Result set is larger than result limit of {} results",
            call.settings.result_limit
        ))),
        false => Ok(out),
    }
}

/// Results from the person at `start` on, until there are so many groups or too many cells; where to go on.
pub(super) fn some(
    organization: &Organization,
    ask: &Ask<'_>,
    start: usize,
    groups_max: usize,
    cells_max: usize,
    points: impl Fn(u32, &mut Vec<Point>),
) -> (Results, Option<usize>) {
    let mut out = Results::default();
    let mut held = Vec::new();
    let by_person = ask.group_by.contains(&ask.person);
    for (index, person) in ask.people.iter().enumerate().skip(start) {
        if out.groups >= groups_max || out.cells > cells_max {
            return (out, Some(index));
        }
        points(*person, &mut held);
        match by_person {
            true => ask.write(&mut out, Some(organization.people.text(*person)), &mut held),
            false => merge(&mut held),
        }
    }
    if !by_person {
        ask.write(&mut out, None, &mut held);
    }
    (out, None)
}
