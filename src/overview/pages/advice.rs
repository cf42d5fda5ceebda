//! What is recommended: by code, and one by one with reason and proof.

use seatwise_reports::{
    report::{Block, Column, Formula, Kind, Section, Table, Totals, Value},
    says,
};

use super::{SHOWN, list};
use crate::{
    findings::{code::Advice, confidence::Confidence},
    overview::{
        facts::{Overview, RecommendationRow},
        summary::by_money,
    },
};

/// Rows of the recommendations that a page shows at first.
const FIRST: usize = 25;

/// What a code advises.
fn meaning(code: Advice) -> &'static str {
    match code {
        Advice::DropAddon => "an add-on that is not used",
        Advice::UpgradeTier => "what is held does not cover what is used",
        code if code.is_reclaim() => "to give back",
        _ => "over-tiered: a cheaper offer is enough",
    }
}

/// Codes in the order of their table: what is given back, what is over-tiered, the rest.
fn codes() -> impl Iterator<Item = Advice> {
    let group = |code: &Advice| match code {
        code if code.is_reclaim() => 0,
        code if code.is_over_tiered() => 1,
        _ => 2,
    };
    (0..3).flat_map(move |own| Advice::ALL.into_iter().filter(move |code| group(code) == own))
}

fn people(facts: &Overview, code: Advice) -> u64 {
    facts.recommendations.iter().filter(|row| row.code == code).count() as u64
}

/// The rows of the table of codes that a figure is the sum of.
pub(super) fn rows_of(facts: &Overview, figure: &str) -> Option<(usize, usize)> {
    let is_own = |code: &Advice| if figure == "to_give_back" { code.is_reclaim() } else { code.is_over_tiered() };
    let rows: Vec<Advice> = codes().filter(|code| people(facts, *code) > 0).collect();
    let from = rows.iter().position(is_own)?;
    Some((from, from + rows.iter().filter(|code| is_own(code)).count()))
}

pub(super) fn section(facts: &Overview) -> Section {
    let mut one_by_one = table(facts, by_money(facts).into_iter());
    one_by_one.shown = Some(if facts.recommendations.len() > SHOWN { FIRST } else { SHOWN });
    one_by_one.notes.push(says![
        "Most contracted money first. Prices of what is held less those of what is enough, one by one, and no bill; below 0: more to \
         pay. `–` under Enough: no seat. The last sign of everybody stands under Seats."
    ]);
    let mut blocks = Vec::new();
    if facts.recommendations.is_empty() {
        blocks.push(Block::Paragraph(says!["Nothing to change: every seat that is held is used at its tier."]));
    }
    if let Some(doubt) = &facts.doubt {
        blocks.push(Block::Paragraph(says![doubt.as_str(), "."]));
    }
    blocks.extend([Block::Table(by_code(facts)), Block::Table(one_by_one)]);
    Section::new("recommendations", "Recommendations", blocks)
}

fn by_code(facts: &Overview) -> Table {
    let columns = vec![
        Column::new("code", "Code", Kind::Text),
        Column::new("meaning", "What is advised", Kind::Text),
        Column::computed("people", "People", Kind::Count, Formula::CountOf("recommendations", "code")),
        Column::new("high", "High confidence", Kind::Count),
        Column::new("medium", "Medium", Kind::Count),
        Column::new("low", "Low", Kind::Count),
    ];
    let of = |code: Option<Advice>, confidence: Option<Confidence>| {
        let is_own = |row: &&RecommendationRow| {
            code.is_none_or(|code| code == row.code) && confidence.is_none_or(|own| own == row.confidence)
        };
        Value::count(facts.recommendations.iter().filter(is_own).count() as u64)
    };
    let counts = |code: Option<Advice>| {
        [None, Some(Confidence::High), Some(Confidence::Medium), Some(Confidence::Low)].map(|own| of(code, own))
    };
    let mut table = Table::new("codes", "What is advised, by code", columns);
    let row = |code: Advice| {
        let head = [Value::text(code.as_str()), Value::text(meaning(code))];
        head.into_iter().chain(counts(Some(code))).collect::<Vec<_>>()
    };
    table.rows = codes().filter(|code| people(facts, *code) > 0).map(row).collect();
    let head = [Value::text("All"), Value::Empty];
    table.totals = Some(Totals { cells: head.into_iter().chain(counts(None)).collect() });
    table
}

/// Recommendations one by one, with the columns of `recommendations.csv`.
pub(super) fn table<'a>(facts: &Overview, rows: impl Iterator<Item = &'a RecommendationRow>) -> Table {
    let columns = vec![
        Column::detail("id", "Id", Kind::Text),
        Column::new("code", "Code", Kind::Text),
        Column::detail("user_id", "User id", Kind::Text),
        Column::new("name", "Name", Kind::Text),
        Column::detail("email", "E-mail", Kind::Text),
        Column::new("department", "Department", Kind::Text),
        Column::detail("manager_email", "Manager", Kind::Text),
        Column::new("from", "Held", Kind::Text),
        Column::new("to", "Enough", Kind::Text),
        Column::new("contracted_delta_monthly", "Contracted saving a month", Kind::Amount),
        Column::new("list_delta_monthly", "List saving a month", Kind::Amount),
        Column::detail("currency", "Currency", Kind::Text),
        Column::new("confidence", "Confidence", Kind::Text),
        Column::new("why", "Why", Kind::Text),
        Column::new("drivers", "Kept there by", Kind::Text),
        Column::detail("last_sign", "Last sign", Kind::Instant),
        Column::detail("last_sign_source", "Source of last sign", Kind::Text),
    ];
    let mut table = Table::new("recommendations", "One by one", columns);
    let text = |text: &Option<String>| Value::text_or_empty(text.as_deref());
    let cells = |row: &RecommendationRow| {
        let sign = row.last_sign.as_ref();
        vec![
            Value::text(&row.id),
            Value::text(row.code.as_str()),
            text(&row.user_id),
            text(if row.name.is_some() { &row.name } else { &row.user_id }),
            text(&row.email),
            text(&row.department),
            text(&row.manager_email),
            list(&row.from),
            list(&row.to),
            Value::Amount(row.contracted_delta_monthly),
            Value::Amount(row.list_delta_monthly),
            Value::text(&facts.currency),
            Value::text(row.confidence.as_str()),
            Value::text(&row.why),
            list(&row.drivers),
            sign.map_or(Value::Empty, |(at, _)| Value::Instant(Some(*at))),
            Value::text_or_empty(sign.map(|(_, source)| source.as_str())),
        ]
    };
    table.rows = rows.map(cells).collect();
    table
}
