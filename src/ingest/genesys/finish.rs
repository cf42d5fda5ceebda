//! From closed pieces to a staged snapshot: always in the same order, so that the same answers give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use polars::prelude::*;

use super::context::Context;
use super::harvest::{About, Cover};
use super::part::{PARTS, Part};
use super::parts::{SCIM_PIECE, Stretch, Union};
use super::reuse::Reuse;
use super::span::{self, Span};
use crate::canonical::rows::{Micros, Row, RowSink};
use crate::canonical::{Table, col};
use crate::error::Failure;
use crate::snapshot::{Note, Snapshot, Stage};

/// Puts everything that was collected into a stage.
///
/// # Errors
/// A piece that can't be read, and those of staging.
pub fn stage(context: &Context, stage: &mut Stage) -> Result<(), Failure> {
    let pieces = context.work.closed_pieces()?;
    let mut abouts: Vec<About> = Vec::new();
    for piece in &pieces {
        abouts.extend(context.work.closed(piece)?);
    }
    abouts
        .iter()
        .flat_map(|about| &about.tables)
        .filter_map(|name| Table::by_name(name))
        .for_each(|table| stage.declare(table));
    for piece in &pieces {
        for table in Table::ALL.into_iter().filter(|table| *table != Table::Presence) {
            if let Some(path) = context.work.rows(piece, table) {
                stage.push_lazy(table, rows(context, table, &path)?)?;
            }
        }
    }
    taken_over_activity(context, stage)?;
    presence(context, stage)?;
    coverage(context, &abouts, stage)?;
    notes(context, &abouts, stage);
    Ok(())
}

/// The rows of a piece; people get their ids of the identity provider.
fn rows(context: &Context, table: Table, path: &Path) -> Result<LazyFrame, Failure> {
    let plan = scan(path)?;
    if table != Table::Users {
        return Ok(plan);
    }
    let Some(about) = context.work.closed(SCIM_PIECE)? else { return Ok(plan) };
    let external: BTreeMap<String, String> = about.facts()?;
    let mut frame = plan.collect()?;
    let users = frame.column(col::USER_ID)?.str()?.clone();
    let ids = users.iter().map(|user| user.and_then(|user| external.get(user)).map(String::as_str));
    frame.with_column(StringChunked::from_iter_options(col::EXTERNAL_ID.into(), ids).into_column())?;
    Ok(frame.lazy())
}

fn scan(path: &Path) -> Result<LazyFrame, Failure> {
    let args = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    Ok(LazyFrame::scan_parquet(PlRefPath::try_from_pathbuf(path.to_path_buf())?, args)?)
}

/// Closed days of `activity`, from the earlier snapshot.
fn taken_over_activity(context: &Context, stage: &mut Stage) -> Result<(), Failure> {
    let Some(snapshot) = context.reuse.snapshot() else { return Ok(()) };
    for part in time_parts(context).filter(|part| *part != Part::Presence) {
        let Some(given) = context.reuse.span(part, context.start.span) else { continue };
        let Some(plan) = snapshot.scan(Table::Activity)? else { continue };
        let plan = plan.filter(starts_in(col::INTERVAL_START, given)).filter(features_of(snapshot, part)?);
        stage.push_lazy(Table::Activity, plan)?;
    }
    Ok(())
}

/// The features that a part gives, those without a name of ours included.
fn features_of(snapshot: &Snapshot, part: Part) -> Result<Expr, Failure> {
    let Some(plan) = snapshot.scan(Table::Activity)? else { return Ok(lit(false)) };
    let features = plan.select([polars::prelude::col(col::FEATURE).unique()]).collect()?;
    let features = features.column(col::FEATURE)?.str()?.clone();
    let ours = features.iter().flatten().filter(|feature| Reuse::part_of(feature) == part);
    let is = |feature: &str| polars::prelude::col(col::FEATURE).eq(lit(feature.to_owned()));
    Ok(ours.map(is).reduce(Expr::or).unwrap_or_else(|| lit(false)))
}

fn starts_in(column: &str, span: Span) -> Expr {
    let start = || micros(column);
    start().gt_eq(lit(span.from)).and(start().lt(lit(span.to)))
}

/// Rows of `presence` that lie in a span or reach into it.
fn reaches_into(span: Span) -> Expr {
    let end = || micros(col::END_AT);
    micros(col::START_AT).lt(lit(span.to)).and(end().is_null().or(end().gt(lit(span.from))))
}

fn micros(column: &str) -> Expr {
    polars::prelude::col(PlSmallStr::from_str(column)).to_physical()
}

/// Rows of `presence`, month after month. Those that no other month can touch go straight through.
fn presence(context: &Context, stage: &mut Stage) -> Result<(), Failure> {
    let mut union = Union::default();
    let mut joined: Vec<(String, Micros, Option<Micros>)> = Vec::new();
    for (span, plan) in presence_months(context)? {
        let (start, end) = (|| micros(col::START_AT), || micros(col::END_AT));
        let inner = start().gt(lit(span.from)).and(end().is_not_null()).and(end().lt(lit(span.to)));
        stage.push_lazy(Table::Presence, plan.clone().filter(inner.clone()))?;
        let edges = plan.filter(inner.not()).collect()?;
        union.month(span, stretches(&edges)?, |user, (start, end)| joined.push((user.to_owned(), start, end)));
    }
    union.finish(|user, (start, end)| joined.push((user.to_owned(), start, end)));
    joined.sort();
    for (user_id, start_at, end_at) in &joined {
        let row = Row::Presence { user_id, start_at: *start_at, end_at: *end_at };
        stage.push(row).map_err(|error| Failure::internal(format!("{error:#}")))?;
    }
    Ok(())
}

/// What is known of each month, the earliest first.
fn presence_months(context: &Context) -> Result<Vec<(Span, LazyFrame)>, Failure> {
    if !context.has(Part::Presence) {
        return Ok(Vec::new());
    }
    let mut months = Vec::new();
    for month in context.asked(Part::Presence).into_iter().flat_map(Span::months) {
        let piece = format!("presence-{}", span::date(month.from));
        if let Some(path) = context.work.rows(&piece, Table::Presence) {
            months.push((month, scan(&path)?));
        }
    }
    let given = context.reuse.span(Part::Presence, context.start.span);
    if let (Some(given), Some(snapshot)) = (given, context.reuse.snapshot())
        && let Some(plan) = snapshot.scan(Table::Presence)?
    {
        months.push((given, plan.filter(reaches_into(given))));
    }
    months.sort_by_key(|(span, _)| *span);
    Ok(months)
}

/// People and stretches of a frame.
fn stretches(frame: &DataFrame) -> PolarsResult<Vec<(String, Stretch)>> {
    let users = frame.column(col::USER_ID)?.as_materialized_series().rechunk();
    let numbers = |name: &str| -> PolarsResult<Int64Chunked> {
        Ok(frame.column(name)?.as_materialized_series().rechunk().to_physical_repr().i64()?.clone())
    };
    let (starts, ends) = (numbers(col::START_AT)?, numbers(col::END_AT)?);
    let rows = users.str()?.iter().zip(starts.iter().zip(ends.iter()));
    Ok(rows.filter_map(|(user, (start, end))| Some((user?.to_owned(), (start?, end)))).collect())
}

/// What is covered: everything that was collected or taken over, as few rows as there are gaps.
fn coverage(context: &Context, abouts: &[About], stage: &mut Stage) -> Result<(), Failure> {
    let missing: BTreeSet<&str> = abouts.iter().flat_map(|about| &about.missing).map(String::as_str).collect();
    let is_whole = |cover: &&Cover| {
        let by_time = [Table::Activity.name(), Table::Presence.name()].contains(&cover.table.as_str());
        by_time || !missing.contains(cover.table.as_str())
    };
    let mut covers: Vec<Cover> = abouts.iter().flat_map(|about| &about.covers).filter(is_whole).cloned().collect();
    for part in time_parts(context) {
        let Some(span) = context.reuse.span(part, context.start.span) else { continue };
        let cover = |table: Table, feature: Option<&str>| Cover {
            table: table.name().to_owned(),
            feature: feature.map(str::to_owned),
            span,
        };
        match part {
            Part::Presence => covers.push(cover(Table::Presence, None)),
            part => covers.extend(part.spec().features.iter().map(|feature| cover(Table::Activity, Some(feature)))),
        }
    }
    stage.declare(Table::Coverage);
    for Cover { table, feature, span } in united(covers) {
        let row = Row::Coverage { table: &table, feature: feature.as_deref(), from: span.from, to: span.to };
        stage.push(row).map_err(|error| Failure::internal(format!("{error:#}")))?;
    }
    Ok(())
}

/// Covers that touch are one.
fn united(mut covers: Vec<Cover>) -> Vec<Cover> {
    covers.sort();
    let mut all: Vec<Cover> = Vec::new();
    for cover in covers {
        match all.last_mut() {
            Some(last)
                if (&last.table, &last.feature) == (&cover.table, &cover.feature)
                    && cover.span.from <= last.span.to =>
            {
                last.span.to = last.span.to.max(cover.span.to);
            }
            _ => all.push(cover),
        }
    }
    all
}

/// What a reader has to know: what is missing, and why.
fn notes(context: &Context, abouts: &[About], stage: &mut Stage) {
    for spec in PARTS.iter().filter(|spec| spec.part.is_usual() && !context.has(spec.part)) {
        let message = format!("{} not collected, as asked; its coverage is missing", spec.about);
        stage.note(Note { code: "part-switched-off".to_owned(), subject: spec.name.to_owned(), message });
    }
    let mut said = BTreeSet::new();
    for note in abouts.iter().flat_map(|about| &about.notes) {
        if said.insert((&note.code, &note.subject, &note.message)) {
            stage.note(note.clone());
        }
    }
}

/// The parts that grow with time and are collected.
fn time_parts(context: &Context) -> impl Iterator<Item = Part> {
    let is_timely = |part: &Part| *part == Part::Presence || !part.spec().features.is_empty();
    Part::all().filter(|part| context.has(*part)).filter(is_timely)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_that_touch_are_one_row() {
        let cover = |feature: &str, from, to| Cover {
            table: "activity".to_owned(),
            feature: Some(feature.to_owned()),
            span: Span { from, to },
        };
        let all = united(vec![cover("voice", 5, 9), cover("admin", 0, 5), cover("voice", 0, 5), cover("admin", 6, 9)]);
        assert_eq!(all, [cover("admin", 0, 5), cover("admin", 6, 9), cover("voice", 0, 9)]);
    }
}
