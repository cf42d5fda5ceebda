//! The sections of the renewal report.

mod scenarios;

use rust_decimal::Decimal;
use seatwise_pricing::{
    commitment::{Cost, Ratio, WalkAway},
    tariff::Unit,
};
use seatwise_reports::{
    report::{
        Block, Chart, Column, CurvePoint, Drawing, Figure, FigureSource, Kind, Part, Report, Section, Sentence, Table,
        Value,
    },
    says,
};

use super::{
    Renewal,
    calendar::calendar,
    cases::{Case, Cases},
    levers::{Ask, Lever, levers},
    presence, roles,
};
use crate::{
    analysis::{
        commitment::ProductCommitment,
        tokens::{TokenCommitment, TokenReport},
    },
    overview::head::head,
    usage::spans::instant,
};

/// What the sections are made from.
struct Facts<'a> {
    renewal: &'a Renewal<'a>,
    cases: Cases,
    levers: Vec<Lever>,
}

pub(super) fn report(renewal: &Renewal<'_>) -> Report {
    let cases = Cases::new(renewal);
    let facts = Facts { levers: levers(renewal, &cases), cases, renewal };
    let sections = [
        Some(summary(&facts)),
        Some(quantities(&facts)),
        Some(scenarios::section(&facts)),
        Some(optimum(&facts)),
        Some(models(&facts)),
        roles::section(renewal),
        renewal.tokens.map(|tokens| token_section(&facts, tokens)),
        Some(asks(&facts)),
        Some(walk_away(&facts)),
        Some(dates(&facts)),
    ];
    let title = format!("Renewal brief, {}", renewal.terms.renewal.format("%B %Y"));
    Report {
        headline: headline(&facts),
        sections: sections.into_iter().flatten().collect(),
        ..head(renewal.analysis, "renewal", title)
    }
}

impl Facts<'_> {
    fn name(&self, id: &str) -> String {
        let tariff = &self.renewal.analysis.tariff;
        tariff.ix(id).map_or_else(|| id.to_owned(), |ix| tariff.product(ix).name.clone())
    }

    fn term(&self, case: &Case) -> Decimal {
        let terms = self.renewal.terms;
        case.term(terms, terms.uplift_percent, self.renewal.analysis.tariff.currency())
    }

    fn money(&self, ratio: Ratio) -> Value {
        Value::amount(ratio.rounded(self.renewal.analysis.tariff.currency().minor_units()))
    }

    fn months(&self) -> u64 {
        self.renewal.found.periods.len() as u64
    }
}

fn headline(facts: &Facts<'_>) -> Sentence {
    let saved = facts.term(&facts.cases.keep) - facts.term(&facts.cases.right_size);
    let (amount, direction) = (Value::amount(saved.abs()), if saved.is_sign_negative() { " more" } else { " less" });
    says![
        "Committing to what is needed costs ",
        amount,
        direction,
        " than keeping today's commitments, over ",
        Value::count(u64::from(facts.renewal.terms.months)),
        " months from ",
        Value::Day(Some(facts.renewal.terms.renewal)),
        " on"
    ]
}

fn summary(facts: &Facts<'_>) -> Section {
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

fn quantities(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("unit", "Unit", Kind::Text),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("p10", "P10", Kind::Count),
        Column::new("p50", "P50", Kind::Count),
        Column::new("p90", "P90", Kind::Count),
        Column::new("most", "Most", Kind::Count),
        Column::new("needed", "Needed after advice", Kind::Count),
        Column::new("right_size", "Right-size", Kind::Count),
        Column::new("with_buffer", "With buffer", Kind::Count),
        Column::new("growth", "Growth", Kind::Count),
    ];
    let mut table = Table::new("quantities", "Units a month: committed, billed over the history, right", columns);
    let unit_of = |ix| facts.renewal.analysis.tariff.product(ix).unit;
    for line in &facts.cases.right_size.lines {
        let tariff = &facts.renewal.analysis.tariff;
        let Some(ix) = tariff.ix(&line.id) else { continue };
        let found = facts.renewal.found.products.iter().find(|own| own.id == line.id);
        let row = facts.renewal.whole.counts(&line.id);
        let levels = found.map(ProductCommitment::levels);
        let level = |at: usize| levels.map_or(Value::Empty, |levels| Value::count(levels[at]));
        let grown = facts.cases.growth.lines.iter().find(|own| own.id == line.id);
        let seats = if unit_of(ix) == Unit::Hour { 0 } else { facts.renewal.analysis.settings.buffer.seats };
        let buffer = crate::settings::Buffer { seats, ..facts.renewal.analysis.settings.buffer }.above(line.cost.units);
        table.rows.push(vec![
            Value::text(facts.name(&line.id)),
            Value::text(unit_of(ix).priced_by()),
            Value::count(found.map_or(0, |own| own.committed)),
            level(0),
            level(1),
            level(2),
            level(3),
            row.map_or(Value::Empty, |row| Value::Count(row.needed)),
            Value::count(line.cost.units),
            Value::count(line.cost.units.saturating_add(buffer)),
            grown.map_or(Value::Empty, |own| Value::count(own.cost.units)),
        ]);
    }
    table.notes = vec![
        says![
            "P10, P50, P90: of the complete months of the history, so many billed no more. Needed: what the period bills after all recommendations. Right-size: the cheapest commitment when every month is scaled to what is needed; what is beyond is paid as overage, so that it may lie below what is needed."
        ],
        says!["Buffer: `[renewal]` of the settings."],
    ];
    if facts.renewal.whole.period != facts.renewal.analysis.period {
        let period = facts.renewal.whole.period;
        table.notes.push(says![
            "Needed, and what right-size is scaled by: the advice of as-of on what was billed in the period from ",
            Value::Day(Some(period.from)),
            " to ",
            Value::Day(Some(period.last_day())),
            ". The one that contains as-of is not over, and has billed only who was there so far."
        ]);
    }
    Section::new("quantities", "How much to commit to", vec![Block::Table(table)])
}

/// Products whose cost curve is drawn.
const CURVES: [&str; 3] = ["curve_1", "curve_2", "curve_3"];

fn optimum(facts: &Facts<'_>) -> Section {
    let mut blocks = vec![Block::Table(proposals(facts))];
    let mut largest: Vec<&ProductCommitment> = facts.renewal.found.products.iter().collect();
    largest.sort_by(|a, b| b.best.monthly.cmp(&a.best.monthly).then_with(|| a.id.cmp(&b.id)));
    blocks.extend(CURVES.into_iter().zip(largest).filter_map(|(id, own)| curve(facts, id, own)).map(Block::Chart));
    Section::new("optimum", "Why so many: cost curves", blocks)
}

fn curve(facts: &Facts<'_>, id: &'static str, own: &ProductCommitment) -> Option<Chart> {
    let mut marked = vec![own.committed];
    marked.extend(own.proposed.as_ref().map(|proposed| proposed.units));
    let digits = facts.renewal.analysis.tariff.currency().minor_units();
    let points: Vec<CurvePoint> = own
        .commitment
        .curve(&marked)
        .points
        .iter()
        .map(|cost| CurvePoint {
            committed: cost.units,
            expected: cost.monthly.rounded(digits),
            band: (cost.monthly_p10.rounded(digits), cost.monthly_p90.rounded(digits)),
        })
        .collect();
    let saved = own.saved_monthly();
    let title = match saved.filter(|saved| !saved.is_zero()) {
        Some(saved) => says![
            facts.name(&own.id),
            ": committing to ",
            Value::count(own.best.units),
            " instead of ",
            Value::count(own.committed),
            " saves ",
            Value::amount(saved),
            " a month"
        ],
        None => {
            says![facts.name(&own.id), ": ", Value::count(own.best.units), " is the cheapest commitment by the history"]
        }
    };
    (points.len() > 1).then(|| Chart {
        id,
        title,
        units: format!("{} a month against units committed, at today's prices and demand", facts.renewal.analysis.tariff.currency().code()),
        drawing: Drawing::CostCurve { points, optimum: own.best.units, today: (own.committed > 0).then_some(own.committed) },
        note: Some(says!["Band: the month at the 10th and at the 90th percentile of demand. By the history as it was, before any recommendation."]),
    })
}

fn proposals(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("best_units", "Cheapest", Kind::Count),
        Column::new("best_monthly", "Costs a month", Kind::Amount),
        Column::new("today_units", "Today", Kind::Count),
        Column::new("today_monthly", "Costs a month ", Kind::Amount),
        Column::new("proposed_units", "Proposed", Kind::Count),
        Column::new("proposed_monthly", "Costs a month  ", Kind::Amount),
        Column::new("proposal_costs_more", "Proposal costs more by", Kind::Amount),
    ];
    let mut table = Table::new("optimum", "Cheapest commitment by the history, today's, and what is proposed", columns);
    for own in &facts.renewal.found.products {
        let side = |cost: Option<&Cost>| match cost {
            Some(cost) => [Value::count(cost.units), facts.money(cost.monthly)],
            None => [Value::Empty, Value::Empty],
        };
        let mut cells = vec![Value::text(facts.name(&own.id))];
        cells.extend(side(Some(&own.best)));
        cells.extend(side(own.today.as_ref()));
        cells.extend(side(own.proposed.as_ref()));
        let excess = own.proposed.as_ref().and_then(|proposed| proposed.monthly.less(own.best.monthly));
        cells.push(excess.map_or(Value::Empty, |excess| facts.money(excess)));
        table.rows.push(cells);
    }
    if facts.renewal.found.products.iter().all(|own| own.proposed.is_none()) {
        table.notes.push(says!["No proposal was given: `--propose cx3=450` and `--price cx3=142.00/165.00` hold the vendor's against the cheapest."]);
    }
    table.notes.push(says!["`seatwise price commitment` has the proof in sentences."]);
    table
}

fn models(facts: &Facts<'_>) -> Section {
    let comparison = facts.renewal.comparison;
    let columns = vec![
        Column::new("model", "Billed by", Kind::Text),
        Column::new("total", "All months together", Kind::Amount),
        Column::new("monthly", "A month", Kind::Amount),
        Column::new("unpriced", "Without a price", Kind::Text),
    ];
    let mut table = Table::new("models", "The same months under each billing model", columns);
    let count = comparison.summed.len() as u64;
    let currency = facts.renewal.analysis.tariff.currency();
    for column in &comparison.columns {
        let monthly = column.total.filter(|_| count > 0).map(|total| currency.round(total / Decimal::from(count)));
        let is_own = column.under.model == comparison.reference;
        let name = format!("{}{}", column.under.model, if is_own { " (today)" } else { "" });
        let unpriced: Vec<String> = column.unpriced.iter().map(|id| facts.name(id)).collect();
        table.rows.push(vec![
            Value::text(name),
            Value::Amount(column.total),
            Value::Amount(monthly),
            Value::text_or_empty((!unpriced.is_empty()).then(|| unpriced.join(", ")).as_deref()),
        ]);
    }
    table.notes = vec![
        says![
            Value::count(count),
            " months are covered for every model that is shown with a sum. What has no price under a model leaves its sum unknown: `--model-price concurrent:cx3=210.00` gives one."
        ],
        says!["`seatwise price compare` has the price at which each model breaks even."],
    ];
    let mut blocks = vec![Block::Table(table)];
    blocks.extend(presence::charts(facts.renewal).into_iter().map(Block::Chart));
    Section::new("models", "People, peaks or hours", blocks)
}

fn token_section(facts: &Facts<'_>, tokens: &TokenReport) -> Section {
    let columns = vec![
        Column::new("what", "Commitment", Kind::Text),
        Column::new("tokens", "Tokens a month", Kind::Count),
        Column::new("monthly", "Costs a month, expected", Kind::Amount),
    ];
    let mut table = Table::new("token_commitment", "AI tokens: cheapest commitment and today's", columns);
    match &tokens.commitment {
        TokenCommitment::Known(known) => {
            let row =
                |what: &str, cost: &Cost| vec![Value::text(what), Value::count(cost.units), facts.money(cost.monthly)];
            table.rows.push(row("Cheapest by the history", &known.best));
            table.rows.extend(known.today.as_ref().map(|today| row("Today", today)));
            table.notes.push(says!["`seatwise tokens` has the proof. Tokens are in none of the cases above."]);
        }
        TokenCommitment::Unknown(why) => table.notes.push(says![why.clone()]),
    }
    Section::new("tokens", "AI tokens", vec![Block::Table(table)])
}

fn asks(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("rank", "Rank", Kind::Count),
        Column::new("ask", "Ask", Kind::Text),
        Column::new("value", "Worth over the term", Kind::Amount),
        Column::new("basis", "By", Kind::Text),
    ];
    let mut table = Table::new("asks", "What to ask for, by worth", columns);
    table.rows = facts
        .levers
        .iter()
        .zip(1..)
        .map(|(lever, rank)| {
            vec![
                Value::count(rank),
                Value::text(lever.ask.says()),
                Value::Amount(lever.value),
                Value::text(&lever.basis),
            ]
        })
        .collect();
    if let Some(row) = facts.levers.iter().position(|lever| lever.ask == Ask::RightSize) {
        let term = |row| Part::cell("cases", "term", row);
        table.cell_from(row, "value", FigureSource::Difference(term(0), term(1)));
    }
    table.notes.push(says!["In a workbook the right quantities follow prices, discounts and uplifts; the other asks are those of the report."]);
    table.notes.push(says!["Each is valued alone, at the right quantities and the months of the history. Agreed together they are worth less than their sum, so they are never added up."]);
    Section::new("asks", "Asks", vec![Block::Table(table)])
}

fn walk_away(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("units", "Right-size", Kind::Count),
        Column::new("unit_price", "Unit price", Kind::Price),
        Column::new("uncommitted_price", "Without commitment", Kind::Price),
        Column::new("walk_away", "Walk away from", Kind::Price),
        Column::new("says", "What it says", Kind::Text),
    ];
    let mut table = Table::new("walk_away", "The price from which on no commitment pays", columns);
    for line in facts.cases.right_size.lines.iter().filter(|line| line.cost.units > 0) {
        let tariff = &facts.renewal.analysis.tariff;
        let list = tariff.ix(&line.id).and_then(|ix| tariff.product(ix).list);
        let units = line.cost.units;
        // Without a commitment a unit costs the list price, or what is on offer beyond, where that is less.
        let else_price = list.map(|list| list.min(line.cost.overage_price));
        let (price, says) = match line.commitment.walk_away_at(units, else_price) {
            Some(WalkAway::From { price, .. }) => {
                (Value::Price(Some(price.rounded(4))), format!("at this price {units} committed cost as much as none"))
            }
            Some(WalkAway::Always) => (Value::Empty, "no price makes it worth it: overage costs as much".to_owned()),
            Some(WalkAway::Never) => (Value::Empty, "month-to-month is dearer at every price".to_owned()),
            None => (Value::Price(None), "the month-to-month price is not known".to_owned()),
        };
        table.rows.push(vec![
            Value::text(facts.name(&line.id)),
            Value::count(units),
            Value::Price(Some(line.cost.unit_price)),
            Value::Price(else_price),
            price,
            Value::text(says),
        ]);
    }
    table.notes.push(says!["Without commitment: the list price month-to-month, or the price beyond where that is less. Products that are not worth committing to at these prices are not shown."]);
    let committed: Decimal = facts.cases.right_size.lines.iter().map(|line| line.cost.commitment).sum();
    let total = facts.renewal.analysis.tariff.currency().round(committed);
    let figure =
        Figure::new("right_size_commitment", "Committed a month at the right quantities", Value::amount(total));
    Section::new("walk_away", "Walk-away", vec![Block::Figures(vec![figure]), Block::Table(table)])
}

fn dates(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("day", "By", Kind::Day),
        Column::new("what", "What", Kind::Text),
        Column::new("status", "Status", Kind::Text),
    ];
    let mut table = Table::new("calendar", "Calendar", columns);
    let today = instant(facts.renewal.analysis.as_of).date_naive();
    let notice = facts.renewal.analysis.contract.renewal_notice_days;
    table.rows = calendar(facts.renewal.terms.renewal, notice, today)
        .into_iter()
        .map(|own| {
            let status = if own.is_past { "past" } else { "ahead" };
            vec![Value::Day(Some(own.day)), Value::text(own.what), Value::text(status)]
        })
        .collect();
    Section::new("calendar", "By when", vec![Block::Table(table)])
}
