//! The first page: what the month cost, against what, and why; and the key figures.

use rust_decimal::Decimal;
use seatwise_pricing::bridge::Step;
use seatwise_reports::{
    report::{
        Block, Chart, Drawing, Figure,
        FigureSource::{Difference, Is, Less, Ratio},
        MonthPoint, Part, Section, Sentence, Stages, Value,
    },
    says,
};

use super::{Facts, apart};
use crate::{
    analysis::products,
    monthly::{first_told, months, outlook::Status},
};

/// A step of the bridge, as the headline says it.
fn words(step: Step) -> &'static str {
    match step {
        Step::Volume => "more or fewer seats",
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
    let so_far = if facts.monthly.analysis.period_is_over() { " cost " } else { " costs, so far, " };
    let mut text = says![month, so_far, Value::amount(effective)];
    if let Some(bridge) = facts.monthly.bridge {
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
        let is_over = facts.monthly.analysis.period_is_over();
        text = text.and(says![if is_over { ", and is " } else { "; its outlook is " }, amount, direction]);
    }
    text
}

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let mut blocks = vec![Block::Figures(figures(facts)), Block::List(sentences(facts))];
    blocks.extend(stages(facts).map(Block::Chart));
    blocks.extend(trend(facts).map(Block::Chart));
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
    let (idle, tiered) = advised(facts);
    list.push(says![
        "Seats to give back: ",
        Value::count(idle),
        ". People for whom a cheaper product is enough: ",
        Value::count(tiered),
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

/// Seats to give back and over-tiered people.
pub(super) fn advised(facts: &Facts<'_>) -> (u64, u64) {
    let all = &facts.monthly.analysis.decisions.recommendations;
    let idle = all.iter().filter(|advice| advice.code.is_reclaim()).count();
    let tiered = all.iter().filter(|advice| advice.code.is_over_tiered()).count();
    (idle as u64, tiered as u64)
}

/// From what is committed to what is used, by base product.
fn stages(facts: &Facts<'_>) -> Option<Chart> {
    let analysis = facts.monthly.analysis;
    let rows: Vec<Stages> = analysis
        .products
        .iter()
        .filter(|row| products::is_seat_base(&analysis.tariff, row.ix))
        .map(|row| Stages {
            label: analysis.tariff.product(row.ix).name.clone(),
            committed: Some(row.committed),
            assigned: Some(row.assigned),
            billed: row.billed,
            active: Some(months::active(analysis, row.ix)),
        })
        .collect();
    let own = facts.monthly.months.last()?;
    let title = match own.billed {
        Some(billed) => {
            says![Value::count(own.active), " of ", Value::count(billed), " billed seats were used in the period"]
        }
        None => says![Value::count(own.active), " people were active in the period"],
    };
    (!rows.is_empty()).then(|| Chart {
        id: "stages",
        title,
        units: "seats by base product: committed, assigned, billed, active".to_owned(),
        drawing: Drawing::Stages(rows),
        note: None,
    })
}

/// Billed seats by month against the commitment.
fn trend(facts: &Facts<'_>) -> Option<Chart> {
    let points: Vec<MonthPoint> = facts
        .monthly
        .months
        .iter()
        .filter(|it| it.is_over)
        .map(|it| MonthPoint { month: it.month, billed: it.billed, committed: it.committed, is_forecast: false })
        .collect();
    let above = points.iter().filter(|point| point.billed.is_some_and(|billed| billed > point.committed)).count();
    let has_commitment = points.iter().any(|point| point.committed > 0);
    let title = match (has_commitment, above) {
        (false, _) => says!["No seat is committed: every billed seat is month-to-month"],
        (true, 0) => says!["No month billed more seats than are committed"],
        (true, above) => says![
            Value::count(above as u64),
            " of ",
            Value::count(points.len() as u64),
            " months billed more seats than are committed"
        ],
    };
    let has_seats = points.iter().any(|point| point.committed > 0 || point.billed.is_some_and(|billed| billed > 0));
    (points.len() > 1 && has_seats).then(|| Chart {
        id: "trend",
        title,
        units: "seats of base products by month".to_owned(),
        drawing: Drawing::Trend(points),
        note: Some(says!["All base products together: a seat above one commitment is not covered by another one."]),
    })
}

pub(super) fn keys(facts: &Facts<'_>) -> Section {
    let keys = &facts.keys;
    let effective = facts.effective();
    let figure = |id, label: &str, value, detail: Sentence| Figure::new(id, label, value).with(detail);
    let price = |amount: Option<Decimal>| Value::Price(amount);
    let mut figures = vec![
        figure("utilization", "Utilization", Value::Share(keys.utilization), says!["active people by seats billed"])
            .from(Ratio(Part::Figure("people_active"), Part::Figure("seats_billed"))),
        figure(
            "idle_share",
            "Idle share",
            Value::Share(keys.idle_share),
            says!["seats to give back by seats assigned"],
        ),
        figure("over_tier_share", "Over-tiered share", Value::Share(keys.over_tier_share), says!["by seats assigned"]),
        figure(
            "cost_per_active_person",
            "Cost per active person",
            price(keys.cost_per_active),
            says!["effective cost ", Value::Amount(effective)],
        )
        .from(Ratio(Part::Figure("effective_cost"), Part::Figure("people_active"))),
        figure(
            "cost_per_handled_hour",
            "Cost per handled hour",
            price(keys.cost_per_handled_hour),
            says![Value::Quantity(keys.handled_hours), " hours of interactions"],
        ),
        figure(
            "effective_discount",
            "Effective discount",
            Value::Share(keys.effective_discount),
            says!["contracted against list, where both are known"],
        )
        .from(Less(Part::total("costs", "list_cost"), Part::total("costs", "contracted_cost"))),
        figure(
            "commitment_coverage",
            "Commitment coverage",
            Value::Share(keys.commitment_coverage),
            says!["units within a commitment by units counted, base products"],
        ),
        figure(
            "commitment_use",
            "Commitment use",
            Value::Share(keys.commitment_use),
            says!["units within a commitment by units committed, base products"],
        ),
        figure(
            "overage_share",
            "Overage share",
            Value::Share(keys.overage_share),
            says!["beyond commitments by effective cost"],
        )
        .from(Ratio(Part::Figure("overage"), Part::Figure("effective_cost"))),
    ];
    if facts.monthly.analysis.tokens.is_some() {
        let says = says!["consumed by free and committed tokens"];
        figures.push(
            figure("token_use", "Token use", Value::Share(keys.token_use), says)
                .from(Ratio(Part::Figure("tokens_consumed"), Part::Figure("tokens_included"))),
        );
    }
    if facts.monthly.diff.is_some() {
        figures.push(figure(
            "realized_savings",
            "Realized since the month before",
            Value::Amount(keys.realized),
            says!["contracted price per month of what was recommended then and is done; what it did to the bill is in the bridge; an upgrade that was done counts against it"],
        ));
    }
    Section::new("keys", "Key figures", vec![Block::Figures(figures)])
}
