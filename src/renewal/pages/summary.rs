//! The first page: what right-size saves over the term, and what to know before anything else.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Figure, FigureSource, Part, Section, Sentence, Value},
    says,
};

use super::Facts;
use crate::{renewal::cases::Case, usage::spans::instant};

pub(super) fn headline(facts: &Facts<'_>) -> Sentence {
    let saved = facts.term(&facts.cases.keep) - facts.term(&facts.cases.right_size);
    let (amount, direction) = (Value::amount(saved.abs()), if saved.is_sign_negative() { " more" } else { " less" });
    says![
        "The right commitments cost ",
        amount,
        direction,
        " than today's, over ",
        Value::count(u64::from(facts.renewal.terms.months)),
        " months from ",
        Value::Day(Some(facts.renewal.terms.renewal)),
        " on"
    ]
}

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let (keep, right) = (facts.term(&facts.cases.keep), facts.term(&facts.cases.right_size));
    let growth = facts.term(&facts.cases.growth);
    let terms = facts.renewal.terms;
    let count = |case: &Case| -> u64 { case.lines.iter().map(|line| line.cost.units).sum() };
    // Rows of the cases: keep, right-size, growth.
    let term = |row| Part::cell("cases", "term", row);
    let figures = vec![
        Figure::new("keep_term", "Keep, whole term", Value::amount(keep))
            .with(says!["units committed: ", Value::count(count(&facts.cases.keep))])
            .from(FigureSource::Is(term(0))),
        Figure::new("right_size_term", "Right-size, whole term", Value::amount(right))
            .with(says!["units committed: ", Value::count(count(&facts.cases.right_size))])
            .from(FigureSource::Is(term(1))),
        Figure::new("growth_term", "Growth, whole term", Value::amount(growth))
            .with(says![
                "demand ",
                Value::Share(Some(terms.growth_percent / Decimal::ONE_HUNDRED)),
                " above right-size"
            ])
            .from(FigureSource::Is(term(2))),
        Figure::new("right_size_saves", "Right-size saves", Value::amount(keep - right))
            .from(FigureSource::Difference(term(0), term(1))),
        Figure::new("term_months", "Months of the term", Value::count(u64::from(terms.months))),
        Figure::new("uplift", "Uplift a year", Value::Share(Some(terms.uplift_percent / Decimal::ONE_HUNDRED)))
            .with(says!["at the renewal and at every anniversary, in all cases"])
            .from(FigureSource::Is(Part::cell("years", "uplift", 1))),
        Figure::new("history_months", "Months of history", Value::count(facts.months()))
            .with(says!["complete periods, each counts alike"]),
    ];
    let mut list = Vec::new();
    if let Some(lever) = facts.levers.first().filter(|lever| lever.value.is_some()) {
        list.push(says![
            "The ask of the greatest value: ",
            lever.ask.says().to_lowercase(),
            ", ",
            Value::Amount(lever.value),
            " over the term."
        ]);
    }
    if facts.months() < 12 {
        list.push(says![
            "The history has ",
            Value::count(facts.months()),
            " complete months: a year would show the season. Take quantities as a first answer."
        ]);
    }
    let contract = &facts.renewal.analysis.contract;
    let today = instant(facts.renewal.analysis.as_of).date_naive();
    let notice =
        contract.renewal_notice_days.and_then(|days| terms.renewal.checked_sub_days(chrono::Days::new(days.into())));
    if let Some(notice) = notice.filter(|notice| *notice < today) {
        list.push(says![
            "The day of notice, ",
            Value::Day(Some(notice)),
            ", is past: what the contract says of a renewal without notice comes first."
        ]);
    }
    list.extend(proposal(facts));
    if contract.renewal_notice_days.is_none() {
        list.push(says!["The contract names no notice period (`renewal_notice_days`): look for it first."]);
    }
    let unanswered = &facts.cases.right_size.unanswered;
    if !unanswered.is_empty() {
        let names: Vec<String> = unanswered.iter().map(|(id, why)| format!("{} ({why})", facts.name(id))).collect();
        list.push(says!["Without an answer, and in no sum: ", names.join(", "), "."]);
    }
    list.push(says!["This brief is confidential: it holds targets and walk-away prices. The page of facts beside it is for the vendor."]);
    Section::new("summary", "Summary", vec![Block::Figures(figures), Block::List(list)])
}

/// What the vendor's proposal costs against the cheapest commitments, by the history and after all recommendations.
fn proposal(facts: &Facts<'_>) -> Option<Sentence> {
    let products = &facts.renewal.found.products;
    let proposed = || products.iter().filter_map(|own| Some((own, own.proposed.as_ref()?)));
    let excess = proposed().filter_map(|(own, proposed)| proposed.monthly.less(own.best.monthly));
    let by_history = excess.map(Some).reduce(|sum, own| sum?.plus(own?)).flatten()?;
    let lines = &facts.cases.right_size.lines;
    let after = proposed().filter_map(|(own, proposed)| {
        let line = lines.iter().find(|line| line.id == own.id)?;
        line.commitment.cost(proposed.units)?.monthly.less(line.cost.monthly)
    });
    let after = after.map(Some).reduce(|sum, own| sum?.plus(own?)).flatten();
    let text = says![
        "The vendor's proposal costs ",
        facts.money(by_history),
        " a month more than the cheapest commitments by the history as it was"
    ];
    Some(match after {
        Some(after) => text.and(says![", and ", facts.money(after), " more than the right quantities."]),
        None => text.and(says!["."]),
    })
}
