//! The overview on one terminal screen: at most 24 lines, no color, nothing wider than the terminal.
//!
//! Everything else is in the files; their paths stand at the end.

use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use seatwise_reports::format::{
    MoneyFormat, UNKNOWN, count, count_or_unknown, counted, day, instant, period, shortened,
};

use super::facts::{Overview, RecommendationRow};
use crate::findings::confidence::Confidence;

/// Narrower terminals get lines of this width.
const NARROWEST: usize = 40;
/// Recommendations shown.
const TOP: usize = 5;
/// Lines of the smallest usual terminal, less the one of the prompt that comes after.
const SCREEN: usize = 23;
/// Columns of the names of figures.
const NAMES: usize = 14;

/// Seats, cost, the three savings, the five recommendations of most money, and where the `files` are.
///
/// `width` is the terminal's, in columns. Ends with a line break.
#[must_use]
pub fn summary(overview: &Overview, width: usize, files: &[PathBuf]) -> String {
    let width = width.max(NARROWEST);
    let mut lines = vec![
        format!("{} · snapshot {}", overview.organization, brief_id(&overview.snapshot)),
        format!(
            "As of {} · period {}{}",
            instant(overview.as_of),
            period(overview.period),
            if overview.running.is_some() { ", not over: billed so far" } else { "" }
        ),
        String::new(),
    ];
    lines.extend(seats_and_cost(overview, width));
    let below = below(overview, width, files);
    lines.extend(without(overview, width, SCREEN.saturating_sub(lines.len() + below.len())));
    lines.extend(below);
    lines.iter().map(|line| shortened(&one_line(line), width).trim_end().to_owned() + "\n").collect()
}

/// The id of a snapshot whole; of tables without a store, the first digits of their hash.
fn brief_id(id: &str) -> &str {
    const WHOLE_HASH: usize = 64;
    if id.len() < WHOLE_HASH { id } else { &id[..12] }
}

/// Savings, recommendations, files.
fn below(overview: &Overview, width: usize, files: &[PathBuf]) -> Vec<String> {
    let mut lines = vec![String::new()];
    lines.extend(savings(overview));
    lines.push(String::new());
    lines.extend(top(overview, width));
    if !files.is_empty() {
        lines.push(String::new());
        lines.extend(whereabouts(files, width));
    }
    lines
}

/// The recommendations of most contracted money first, then of most list money; unknown ones last; else in order.
pub(super) fn by_money(overview: &Overview) -> Vec<&RecommendationRow> {
    let mut rows: Vec<&RecommendationRow> = overview.recommendations.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.contracted_delta_monthly, row.list_delta_monthly)));
    rows
}

fn seats_and_cost(overview: &Overview, width: usize) -> Vec<String> {
    let (seats, costs) = (overview.seats, &overview.costs);
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let unknown = match seats.unknown_features {
        0 => String::new(),
        features => format!(" ({} without data taken as needed)", counted(features, "feature")),
    };
    let seats = format!(
        "{} assigned, {}; {} to give back, {} over-tiered{unknown}",
        count(seats.assigned),
        billed(overview),
        count(seats.idle),
        count(seats.over_tiered)
    );
    let split = if costs.has_commitment {
        format!("of which {} overage", money.exact(costs.overage_monthly))
    } else {
        "all of it month-to-month".to_owned()
    };
    let published = if costs.list_complete { "" } else { " (as far as published)" };
    let (billed, list) = (money.exact(costs.billed_monthly), money.exact(costs.list_monthly));
    let cost = format!("{billed} billed, {split}; list {list}{published}");
    [wrapped("Seats", &seats, width), wrapped("Cost a month", &cost, width)].concat()
}

/// `1,204 billed`; where hours are billed these too, since they are no number of seats.
pub(super) fn billed(overview: &Overview) -> String {
    match (overview.seats.billed_hours, overview.seats.billed) {
        (Some(hours), Some(0)) => format!("{} billed", counted(hours, "hour")),
        (Some(hours), Some(seats)) => format!("{} and {} billed", counted(hours, "hour"), counted(seats, "seat")),
        (_, seats) => format!("{} billed", count_or_unknown(seats)),
    }
}

/// What no total contains, in at most `room` lines, at least one; products that find no room are counted.
fn without(overview: &Overview, width: usize, room: usize) -> Vec<String> {
    let unpriced = &overview.costs.unpriced;
    if unpriced.is_empty() {
        return Vec::new();
    }
    let lines = |shown: usize| {
        let mut names: Vec<String> = unpriced[..shown].iter().map(seats_of).collect();
        if let left @ 1.. = unpriced.len() - shown {
            let seats = unpriced[shown..].iter().map(|(_, seats)| seats).sum();
            let noun = if shown == 0 { "product" } else { "more product" };
            names.push(format!("{} ({})", counted(left as u64, noun), counted(seats, "seat")));
        }
        wrapped("", &format!("without {}: price unknown", names.join(", ")), width)
    };
    let fitting = (0..=unpriced.len()).rev().map(lines).find(|lines| lines.len() <= room.max(1));
    fitting.unwrap_or_else(|| lines(0))
}

fn seats_of((product, seats): &(String, u64)) -> String {
    format!("{product} ({})", counted(*seats, "seat"))
}

fn savings(overview: &Overview) -> Vec<String> {
    let savings = &overview.savings;
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let amount = |amount: Option<Decimal>| amount.map_or_else(|| UNKNOWN.to_owned(), |amount| money.exact(amount));
    let from = |date: Option<chrono::NaiveDate>, without: &str| {
        date.map_or_else(|| without.to_owned(), |date| format!("from {}", day(date)))
    };
    let rows = [
        ("Cash now", amount(savings.cash_now_monthly), from(savings.cash_from, "no date")),
        ("At renewal", amount(savings.at_renewal_monthly), from(savings.renewal, "no end of a contract, no date")),
        ("Exposure", money.exact(savings.exposure_monthly), "list value, not money saved".to_owned()),
    ];
    let wide = rows.iter().map(|row| row.1.chars().count()).max().unwrap_or(0);
    let line = |(name, amount, note): &(&str, String, String)| pair(name, &format!("{amount:>wide$} a month  {note}"));
    rows.iter().map(line).collect()
}

fn top(overview: &Overview, width: usize) -> Vec<String> {
    let total = overview.recommendations.len() as u64;
    if total == 0 {
        return vec!["No recommendation.".to_owned()];
    }
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let rows: Vec<_> = by_money(overview).into_iter().take(TOP).collect();
    let amounts: Vec<String> = rows.iter().map(|row| money.exact_or_unknown(row.contracted_delta_monthly)).collect();
    let wide = amounts.iter().map(|amount| amount.chars().count()).max().unwrap_or(0);
    let changes: Vec<String> =
        rows.iter().map(|row| format!("{} ({})", change(row), row.confidence.as_str())).collect();
    let longest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| text.chars().count()).max().unwrap_or(0);
    let code_wide = longest(&mut rows.iter().map(|row| row.code.as_str()));
    // What is advised is shown whole; the person gets what is left of the line.
    let taken = 2 + wide + 2 + 2 + code_wide + 1 + longest(&mut changes.iter().map(String::as_str));
    let name_wide = width.saturating_sub(taken).clamp(10, 30);
    let mut lines = vec![format!("Top recommendations of {} (contracted, a month)", count(total))];
    for ((row, amount), change) in rows.iter().zip(&amounts).zip(&changes) {
        let name = row.name.as_deref().or(row.user_id.as_deref()).unwrap_or("organization");
        let name = shortened(&one_line(name), name_wide);
        lines.push(format!("  {amount:>wide$}  {name:<name_wide$}  {:<code_wide$} {change}", row.code.as_str()));
    }
    if let (true, Some(doubt)) = (rows.iter().all(|row| row.confidence == Confidence::Low), &overview.doubt) {
        lines.extend(flowing("  ", doubt, width));
    }
    lines
}

/// `cx3 → cx2`, `cx3 → no seat`.
pub(super) fn change(row: &RecommendationRow) -> String {
    let products = |ids: &[String]| if ids.is_empty() { "no seat".to_owned() } else { ids.join(" + ") };
    format!("{} → {}", products(&row.from), products(&row.to))
}

/// Files of one kind that are named one by one; of more, their number is said.
const NAMED: usize = 4;

/// The folder that holds the first file, then the names in it, many of one kind as `*.csv (17)`, folders below it as
/// `charts/ (10)`; at most three lines.
fn whereabouts(files: &[PathBuf], width: usize) -> Vec<String> {
    let folder = files.first().and_then(|file| file.parent()).unwrap_or(Path::new(""));
    let is_alike = |one: &Path, other: &Path| one.parent() == other.parent() && one.extension() == other.extension();
    let alike = |file: &Path| files.iter().filter(|own| is_alike(own, file)).count();
    let mut names: Vec<(String, u64)> = Vec::new();
    for file in files {
        let inside = file.strip_prefix(folder).unwrap_or(file);
        let deeper = inside.parent().filter(|parent| !parent.as_os_str().is_empty());
        let ending = inside.extension().filter(|_| alike(file) > NAMED);
        let name = match (deeper, ending) {
            (Some(parent), _) => format!("{}/", parent.display()),
            (None, Some(ending)) => format!("*.{}", ending.display()),
            (None, None) => inside.display().to_string(),
        };
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => names.push((name, 1)),
        }
    }
    let mut lines = vec![format!("Files in {}", folder.display())];
    for (name, files) in names {
        let name = if files > 1 { format!("{name} ({files})") } else { name };
        match lines.last_mut().filter(|line| line.starts_with("  ") && line.chars().count() + name.len() + 2 <= width) {
            Some(line) => *line = format!("{line}  {name}"),
            None => lines.push(format!("  {name}")),
        }
    }
    lines.truncate(3);
    lines
}

fn pair(name: &str, text: &str) -> String {
    format!("{name:<NAMES$}{text}")
}

/// A pair whose text goes on in further lines, under itself.
fn wrapped(name: &str, text: &str, width: usize) -> Vec<String> {
    flowing(&pair(name, ""), text, width)
}

/// Text in as many lines as it takes, the first behind `head`, the others as far from the edge.
fn flowing(head: &str, text: &str, width: usize) -> Vec<String> {
    let edge = " ".repeat(head.chars().count());
    let mut lines = vec![head.to_owned()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.ends_with(' ') => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => *line = format!("{line} {word}"),
            _ => lines.push(format!("{edge}{word}")),
        }
    }
    lines
}

/// Control characters, a line break in a name say, would move the cursor.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
