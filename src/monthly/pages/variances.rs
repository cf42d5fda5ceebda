//! Material variances with owner and comment.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Column, Figure, Formula, Kind, Section, Sentence, Table, Value},
    says,
};

use super::Facts;
use crate::monthly::{
    comments::Subject,
    keys::{SHARE_DIGITS, ratio},
    variances::{Stray, Variance},
};

/// `None` = nothing is held against anything, and nobody said anything.
pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let found = &facts.variances;
    if !found.is_possible && found.strays.is_empty() {
        return None;
    }
    let figures = vec![
        Figure::new("material_variances", "Material variances", Value::count(found.material())).with(thresholds(facts)),
        Figure::new("uncommented_variances", "Without a comment", Value::count(found.uncommented()))
            .with(says!["material ones that nobody has explained yet"]),
    ];
    let mut blocks = vec![Block::Figures(figures)];
    if found.rows.is_empty() {
        blocks.push(Block::Paragraph(says!["No variance is material."]));
    } else {
        blocks.push(Block::Table(table(facts)));
    }
    if !found.strays.is_empty() {
        blocks.push(Block::Table(strays(facts)));
    }
    Some(Section::new("variances", "Material variances", blocks))
}

fn thresholds(facts: &Facts<'_>) -> Sentence {
    let finance = &facts.monthly.analysis.settings.finance;
    says![
        "from ",
        Value::Share(Some(finance.material_percent / Decimal::ONE_HUNDRED)),
        " and ",
        Value::amount(finance.material_amount),
        " on"
    ]
}

/// What the first page says of them; `None` = there are none.
pub(super) fn sentence(facts: &Facts<'_>) -> Option<Sentence> {
    let (material, open) = (facts.variances.material(), facts.variances.uncommented());
    let text = match (material, open) {
        (0, _) => return None,
        (1, 0) => says!["One variance is material, and explained."],
        (1, _) => says!["One variance is material and needs a comment: `--comments FILE`."],
        (_, 0) => says!["Material variances: ", Value::count(material), ", all explained."],
        _ => says![
            "Material variances: ",
            Value::count(material),
            ". Without a comment: ",
            Value::count(open),
            "; `--comments FILE` gives them."
        ],
    };
    Some(text)
}

fn name(facts: &Facts<'_>, subject: &Subject) -> String {
    match subject {
        Subject::Month => "All".to_owned(),
        Subject::Part(part) => format!("{}: {part}", facts.monthly.by.title()),
        Subject::Line(line) => format!("Line: {line}"),
    }
}

fn table(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("month", "Month", Kind::Month),
        Column::new("subject", "What", Kind::Text),
        Column::new("against", "Held against", Kind::Text),
        Column::new("base", "Budget or before", Kind::Amount),
        Column::new("actual", "Cost", Kind::Amount),
        Column::computed("variance", "Variance", Kind::Amount, Formula::Difference("actual", "base")),
        Column::computed("percent", "Percent", Kind::Share, Formula::Ratio("variance", "base")),
        Column::new("owner", "Owner", Kind::Text),
        Column::new("comment", "Comment", Kind::Text),
        Column::new("material", "Material", Kind::Text),
    ];
    let mut table = Table::new("variances", "Variances that are material, or that somebody comments on", columns);
    table.rows = facts.variances.rows.iter().map(|row| cells(facts, row)).collect();
    table.notes.push(says!["Above 0: dearer than planned, or than the month before. Months that are to come, and what has no budget, are not here. A running month stands with its outlook; its parts and lines are held against nothing, since it is no whole one."]);
    table
}

fn cells(facts: &Facts<'_>, row: &Variance<'_>) -> Vec<Value> {
    let said = |of: fn(&crate::monthly::comments::Comment) -> &Option<String>| {
        row.comment.and_then(|comment| of(comment).as_deref())
    };
    let comment = if row.needs_comment() { Some("needs a comment") } else { said(|own| &own.text) };
    let share = ratio(row.amount(), row.base, SHARE_DIGITS);
    vec![
        Value::Month(row.month),
        Value::text(name(facts, &row.subject)),
        Value::text(row.against.as_str()),
        Value::amount(row.base),
        Value::amount(row.actual),
        Value::amount(row.amount()),
        share.map_or(Value::Empty, |share| Value::Share(Some(share))),
        Value::text_or_empty(said(|own| &own.owner)),
        Value::text_or_empty(comment),
        Value::text(if row.is_material { "yes" } else { "no" }),
    ]
}

/// Comments that have no place: told, so that none is lost.
fn strays(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("month", "Month", Kind::Month),
        Column::new("subject", "What", Kind::Text),
        Column::new("owner", "Owner", Kind::Text),
        Column::new("comment", "Comment", Kind::Text),
        Column::new("why", "Why it has no place", Kind::Text),
    ];
    let mut table = Table::new("comments_elsewhere", "Comments on what this report does not have", columns);
    let row = |own: &Stray<'_>| {
        vec![
            Value::Month(own.month),
            Value::text(name(facts, own.subject)),
            Value::text_or_empty(own.comment.owner.as_deref()),
            Value::text_or_empty(own.comment.text.as_deref()),
            Value::text(own.why),
        ]
    };
    table.rows = facts.variances.strays.iter().map(row).collect();
    table
}
