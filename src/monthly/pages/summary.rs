//! The first page: what the month cost, against what, and why.

use seatwise_pricing::bridge::Step;
use seatwise_reports::{
    report::{
        Block, Figure,
        FigureSource::{Difference, Is},
        Part, Section, Sentence, Value,
    },
    says,
};

use super::{Facts, apart, charts};
use crate::monthly::{first_told, keys, outlook::Status};

/// A step of the bridge, as the headline says it.
fn words(step: Step) -> &'static str {
    match step {
        Step::Volume => "more or fewer paid seats",
        Step::Mix => "the mix of products",
        Step::Price => "prices",
        Step::Currency => "exchange rates",
        Step::Usage => "AI tokens and usage",
        Step::OneOff => "one-offs",
    }
}

pub(super) fn headline(facts: &Facts<'_>) -> Sentence {
    let month = Value::Month(facts.month());
    let Some(effective) = facts.effective() else {
        return says![month, " can't be priced: a quantity is unknown, because the input has no presence"];
    };
    let is_over = facts.monthly.analysis.period_is_over();
    let so_far = if is_over { " cost " } else { " costs, so far, " };
    let mut text = says![month, so_far, Value::amount(effective)];
    if !is_over && let Some(outlook) = facts.own().and_then(|own| own.outlook()) {
        text = text.and(says!["; its outlook is ", Value::amount(outlook)]);
    }
    // A part of a month is held against no whole one.
    if let Some(bridge) = facts.monthly.bridge.filter(|_| is_over) {
        let moved = bridge.after - bridge.before;
        let (amount, direction) = apart(moved, " more", " less");
        text = match moved.is_zero() {
            true => text.and(says![", as much as the month before"]),
            false => text.and(says![", ", amount, direction, " than the month before"]),
        };
        let largest = Step::ALL.into_iter().max_by_key(|step| bridge.step(*step).abs());
        if let Some(step) = largest.filter(|step| !bridge.step(*step).is_zero()) {
            text = text.and(says![", most of it by ", words(step)]);
        }
    }
    if let Some(variance) = facts.own().and_then(|own| own.variance()) {
        let (amount, direction) = apart(variance, " over budget", " under budget");
        text = text.and(says![if is_over { ", and is " } else { ", " }, amount, direction]);
    }
    text
}

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let mut blocks = vec![Block::Figures(figures(facts)), Block::List(sentences(facts))];
    blocks.extend(charts::stages(facts).map(Block::Chart));
    blocks.extend(charts::trend(facts).map(Block::Chart));
    Section::new("summary", "Summary", blocks)
}

fn figures(facts: &Facts<'_>) -> Vec<Figure> {
    let analysis = facts.monthly.analysis;
    let costs = facts.monthly.expected.totals();
    let own = facts.monthly.months.last();
    let mut figures = vec![
        Figure::new("effective_cost", "Effective cost", Value::Amount(costs.effective))
            .with(says!["what the period costs, a prepaid year by month"])
            .from(Is(Part::total("bill", "effective_cost"))),
        Figure::new("billed_cost", "Billed cost", Value::Amount(costs.billed))
            .with(says!["what its invoice asks for"])
            .from(Is(Part::total("costs", "billed_cost"))),
    ];
    if let Some(bridge) = facts.monthly.bridge {
        figures.push(
            Figure::new("change", "Change", Value::amount(bridge.after - bridge.before))
                .with(says!["month before: ", Value::amount(bridge.before)])
                .from(Difference(Part::total("bridge_lines", "after"), Part::total("bridge_lines", "before"))),
        );
    }
    if facts.monthly.budget.is_some() {
        let row = facts.own();
        let variance = Value::Amount(row.and_then(|row| row.variance()));
        let figure = Figure::new("budget_variance", "Against budget", variance)
            .with(says!["budget: ", Value::Amount(row.and_then(|row| row.budget))]);
        let place = facts.plan.iter().position(|row| row.month == facts.month());
        figures.push(match place {
            Some(row) => figure.from(Is(Part::cell("plan", "variance", row))),
            None => figure,
        });
    }
    let outlook = Value::Amount(facts.sum(|_| true, |row| row.outlook()));
    figures.push(Figure::new("year_outlook", "Fiscal year, outlook", outlook).from(Is(Part::total("plan", "outlook"))));
    figures.push(
        Figure::new("overage", "Beyond commitments", Value::Amount(own.and_then(|own| own.overage)))
            .with(says!["of the effective cost"])
            .from(Is(Part::total("bill", "overage_cost"))),
    );
    figures.push(Figure::new("seats_billed", "Seats billed", Value::Count(own.and_then(|own| own.billed))).with(
        says![
            "assigned: ",
            Value::Count(own.map(|own| own.assigned)),
            ", committed: ",
            Value::Count(own.map(|own| own.committed))
        ],
    ));
    figures.push(
        Figure::new("people_active", "Active people", Value::Count(own.map(|own| own.active)))
            .with(says!["counted for a base product, with a sign in the period"]),
    );
    figures.push(
        Figure::new("cash_now", "Can be saved at once", Value::Amount(analysis.savings.cash_now))
            .with(says!["per month, on the next invoices"])
            .from(Is(Part::cell("savings", "monthly", super::seats::CASH_NOW))),
    );
    figures.push(
        Figure::new("at_renewal", "Can be saved at renewal", Value::Amount(analysis.savings.at_renewal))
            .with(says!["per month, by a contract made to measure"])
            .from(Is(Part::cell("savings", "monthly", super::seats::AT_RENEWAL))),
    );
    figures
}

fn sentences(facts: &Facts<'_>) -> Vec<Sentence> {
    let analysis = facts.monthly.analysis;
    let expected = facts.monthly.expected;
    let mut list = Vec::new();
    if !analysis.period_is_over() {
        list.push(says![
            "The period is not over: its figures and the change are those up to ",
            Value::Day(Some(crate::usage::spans::instant(analysis.as_of).date_naive())),
            ", the outlook has the quantities of ",
            Value::Month(facts.monthly.basis.month),
            "."
        ]);
    }
    let begin = first_told(&analysis.coverage).filter(|day| *day > analysis.period.from);
    list.extend(begin.map(|day| {
        says![
            "The data begin on ",
            Value::Day(Some(day)),
            ", within the period: who was there before is not seen, and what the month cost may be more."
        ]
    }));
    if !expected.bill.unpriced.is_empty() {
        list.push(says![
            "Without a price, and in no total: ",
            expected.bill.unpriced.join(", "),
            ". Give prices by `[[price]]` in the contract."
        ]);
    }
    if let Some(bridge) = facts.monthly.bridge.filter(|bridge| bridge.before != bridge.after) {
        let mut text = says!["Against the month before: "];
        let moved = Step::ALL.into_iter().filter(|step| !bridge.step(*step).is_zero());
        for (at, step) in moved.enumerate() {
            text = text.and(says![if at > 0 { ", " } else { "" }, words(step), " ", Value::amount(bridge.step(step))]);
        }
        list.push(text.and(says!["."]));
    }
    if facts.monthly.bridge.is_some() && !facts.monthly.counted_alike {
        list.push(says!["One of the two months is counted by a billable-usage report, the other by who was active: part of the change is that."]);
    }
    list.extend(super::variances::sentence(facts));
    list.push(says![
        "Seats to give back: ",
        Value::count(keys::to_give_back(analysis)),
        ". People for whom a cheaper product is enough: ",
        Value::count(keys::over_tiered(analysis)),
        ". The three kinds of saving are never added up: at once ",
        Value::Amount(analysis.savings.cash_now),
        " a month, at renewal ",
        Value::Amount(analysis.savings.at_renewal),
        ", exposure at list prices ",
        Value::amount(analysis.savings.exposure),
        " (no money saved)."
    ]);
    if facts.plan.iter().any(|row| row.status == Status::NoData) {
        list.push(says!["No data tells of some months of the fiscal year, so sums of the year are unknown: give what the books have in the column `actual` of `--budget`."]);
    }
    list
}
