//! `truth.json`: what is really so, for each person, from the intent of the generator and not from its rows.
//!
//! It is written as it is made, one line per person in the order of user ids.

use std::io::Write;

use serde::Serialize;

use super::DemoSpec;
use super::cover::{Advice, Offer};
use super::person::Person;

/// Name and version of the document.
pub const SCHEMA: &str = "seatwise.truth/1";

/// As-of as the document has it.
const AS_OF: &str = "2026-10-31T23:59:59.999999Z";

/// The truth of one person.
#[derive(Debug, Serialize)]
struct Line<'a> {
    user_id: &'a str,
    /// Is the seat really unused, so that it can be taken back?
    idle: bool,
    /// Code of the recommendation that a perfect adviser gives; null = none.
    reason: Option<&'static str>,
    /// Features really needed.
    needed_features: Vec<&'static str>,
    /// Products held.
    held: Offer,
    /// Products that would be enough, at least cost; empty where the seat is idle.
    cheapest: Offer,
    /// Protected by role or exception: nothing may be recommended.
    protected: bool,
}

/// The document's head, up to the people.
pub(super) fn begin(spec: DemoSpec, truth: &mut dyn Write) -> std::io::Result<()> {
    let (seed, size, name) = (spec.seed, spec.size_name(), spec.organization_name());
    write!(
        truth,
        r#"{{"schema":"{SCHEMA}","organization":"{name}","seed":{seed},"size":"{size}","as_of":"{AS_OF}","people":["#
    )
}

/// One person; `first` = the first of the document.
pub(super) fn person(person: &Person, advice: Advice, first: bool, truth: &mut dyn Write) -> anyhow::Result<()> {
    let protected = person.is_protected();
    let reason = reason(person, &advice);
    let reclaim = reason.filter(|code| code.starts_with("reclaim-"));
    let idle = reclaim.is_some() || person.life.reclaim().is_some();
    let line = Line {
        user_id: &person.user_id,
        idle,
        reason,
        needed_features: person.needs.names().collect(),
        cheapest: if idle { Vec::new() } else { advice.cheapest },
        held: advice.held,
        protected,
    };
    truth.write_all(if first { b"\n" } else { b",\n" })?;
    serde_json::to_writer(&mut *truth, &line)?;
    Ok(())
}

/// The document's end.
pub(super) fn end(truth: &mut dyn Write) -> std::io::Result<()> {
    truth.write_all(b"\n]}\n")?;
    truth.flush()
}

/// What a perfect adviser recommends, in the order of the rules.
pub(super) fn reason(person: &Person, advice: &Advice) -> Option<&'static str> {
    let costs_nothing = advice.held.iter().all(|product| *product == "collaborate");
    if costs_nothing || person.is_protected() {
        return None;
    }
    if let Some(code) = person.life.reclaim() {
        return Some(code);
    }
    if person.life.is_spared(person.employment.created_day) { None } else { advice.code }
}
