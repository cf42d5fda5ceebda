//! What a chart draws, as a table: for readers who can't see it, for the terminal, and for programs.

mod seats;

pub(super) use seats::PARTS;

use crate::report::{Chart, Column, Drawing, Kind, Table, Value};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The data of a chart, a row per mark. Its id is the chart's, its title is empty: the chart has one.
///
/// Sums are money where the chart's units name the report's currency, else quantities.
pub(super) fn table(chart: &Chart, currency: &str) -> Table {
    let sums = if chart.units.starts_with(currency) { Kind::Amount } else { Kind::Quantity };
    let (columns, rows) = match &chart.drawing {
        Drawing::Bridge(_) | Drawing::Pareto { .. } => named_sums(&chart.drawing, sums),
        Drawing::Stages(_) => stages(&chart.drawing),
        Drawing::Trend(_) => trend(&chart.drawing),
        Drawing::HeatMap { .. } => hours(&chart.drawing),
        Drawing::LoadDuration { .. } => load_duration(&chart.drawing),
        Drawing::CostCurve { .. } => cost_curve(&chart.drawing, sums),
        Drawing::BurnDown { .. } => burn_down(&chart.drawing),
        Drawing::SeatStates { products, .. } => seats::states(products),
        Drawing::Target(way) => seats::target(way),
        Drawing::Tiers(tiers) => seats::tiers(tiers),
        Drawing::IdleDays(idle) => seats::idle_days(idle),
        Drawing::Departments(costs) => seats::departments(costs),
    };
    Table { rows, ..Table::new(chart.id, "", columns) }
}

/// The name of a drawing.
pub(super) fn name(drawing: &Drawing) -> &'static str {
    match drawing {
        Drawing::Bridge(_) => "bridge",
        Drawing::Stages(_) => "stages",
        Drawing::Trend(_) => "trend",
        Drawing::HeatMap { .. } => "heat_map",
        Drawing::LoadDuration { .. } => "load_duration",
        Drawing::CostCurve { .. } => "cost_curve",
        Drawing::Pareto { .. } => "pareto",
        Drawing::BurnDown { .. } => "burn_down",
        Drawing::SeatStates { .. } => "seat_states",
        Drawing::Target(_) => "target",
        Drawing::Tiers(_) => "tiers",
        Drawing::IdleDays(_) => "idle_days",
        Drawing::Departments(_) => "departments",
    }
}

type Data = (Vec<Column>, Vec<Vec<Value>>);

fn of_kind(kind: Kind, number: rust_decimal::Decimal) -> Value {
    if kind == Kind::Amount { Value::amount(number) } else { Value::Quantity(Some(number)) }
}

fn named_sums(drawing: &Drawing, kind: Kind) -> Data {
    let mut columns = vec![Column::new("name", "Name", Kind::Text), Column::new("sum", "Sum", kind)];
    let row = |name: &str, sum| vec![Value::text(name), of_kind(kind, sum)];
    let rows = match drawing {
        Drawing::Bridge(bridge) => {
            let steps = [&bridge.from].into_iter().chain(&bridge.steps).chain([&bridge.to]);
            steps.map(|(name, sum)| row(name, *sum)).collect()
        }
        Drawing::Pareto { bars, total, part } => {
            let mut rows: Vec<Vec<Value>> =
                bars.iter().map(|(name, sum)| row(name, *sum)).chain([row("All", *total)]).collect();
            if let Some(part) = part {
                columns.push(Column::new("part", &part.label, kind));
                // Bars that are not shown may have a part too: of all of it nobody says how much.
                for (at, row) in rows.iter_mut().enumerate() {
                    let own = part.amounts.get(at).filter(|_| at < bars.len());
                    row.push(own.map_or(Value::Empty, |own| of_kind(kind, *own)));
                }
            }
            rows
        }
        _ => Vec::new(),
    };
    (columns, rows)
}

fn stages(drawing: &Drawing) -> Data {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("assigned", "Assigned", Kind::Count),
        Column::new("billed", "Billed", Kind::Count),
        Column::new("active", "Active", Kind::Count),
    ];
    let Drawing::Stages(products) = drawing else { return (columns, Vec::new()) };
    let row = |one: &crate::report::Stages| {
        let counts = [one.committed, one.assigned, one.billed, one.active].map(Value::Count);
        [Value::text(&one.label)].into_iter().chain(counts).collect()
    };
    (columns, products.iter().map(row).collect())
}

fn trend(drawing: &Drawing) -> Data {
    let columns = vec![
        Column::new("month", "Month", Kind::Month),
        Column::new("billed", "Billed", Kind::Count),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("state", "State", Kind::Text),
    ];
    let Drawing::Trend(months) = drawing else { return (columns, Vec::new()) };
    let state = |is_forecast| if is_forecast { "forecast" } else { "billed" };
    let row = |one: &crate::report::MonthPoint| {
        vec![
            Value::Month(one.month),
            Value::Count(one.billed),
            Value::count(one.committed),
            Value::text(state(one.is_forecast)),
        ]
    };
    (columns, months.iter().map(row).collect())
}

/// A row per weekday and hour; the commitment stands in each, so that a row says it all.
fn hours(drawing: &Drawing) -> Data {
    let columns = vec![
        Column::new("weekday", "Weekday", Kind::Text),
        Column::new("hour", "Hour", Kind::Count),
        Column::new("people", "People", Kind::Count),
        Column::new("committed", "Committed", Kind::Count),
    ];
    let Drawing::HeatMap { cells, committed } = drawing else { return (columns, Vec::new()) };
    let committed = committed.map_or(Value::Empty, Value::count);
    let days = cells.iter().zip(WEEKDAYS.into_iter().cycle());
    let rows = days.flat_map(|(hours, weekday)| {
        let committed = committed.clone();
        (0..).zip(hours).map(move |(hour, people)| {
            vec![Value::text(weekday), Value::count(hour), Value::Count(*people), committed.clone()]
        })
    });
    (columns, rows.collect())
}

fn load_duration(drawing: &Drawing) -> Data {
    let columns = vec![
        Column::new("people", "People at once, at least", Kind::Count),
        Column::new("share", "Share of the time", Kind::Share),
        Column::new("committed", "Committed", Kind::Count),
    ];
    let Drawing::LoadDuration { points, committed } = drawing else { return (columns, Vec::new()) };
    let committed = committed.map_or(Value::Empty, Value::count);
    let row = |point: &crate::report::TimeShare| {
        vec![Value::count(point.people), Value::Share(Some(point.share)), committed.clone()]
    };
    (columns, points.iter().map(row).collect())
}

fn cost_curve(drawing: &Drawing, kind: Kind) -> Data {
    let columns = vec![
        Column::new("committed", "Committed", Kind::Count),
        Column::new("expected", "Expected", kind),
        Column::new("p10", "P10", kind),
        Column::new("p90", "P90", kind),
        Column::new("mark", "Mark", Kind::Text),
    ];
    let Drawing::CostCurve { points, optimum, today } = drawing else { return (columns, Vec::new()) };
    let mark = |units: u64| match (units == *optimum, Some(units) == *today) {
        (true, true) => Value::text("least cost, today"),
        (true, false) => Value::text("least cost"),
        (false, true) => Value::text("today"),
        (false, false) => Value::Empty,
    };
    let row = |point: &crate::report::CurvePoint| {
        let sums = [point.expected, point.band.0, point.band.1].map(|sum| of_kind(kind, sum));
        [Value::count(point.committed)].into_iter().chain(sums).chain([mark(point.committed)]).collect()
    };
    (columns, points.iter().map(row).collect())
}

fn burn_down(drawing: &Drawing) -> Data {
    let columns = vec![
        Column::new("day", "Day", Kind::Day),
        Column::new("tokens", "Tokens", Kind::Quantity),
        Column::new("what", "What", Kind::Text),
    ];
    let Drawing::BurnDown { used, included, ends, forecast } = drawing else { return (columns, Vec::new()) };
    let row = |day, tokens, what| vec![Value::Day(Some(day)), Value::Quantity(Some(tokens)), Value::text(what)];
    let mut rows: Vec<Vec<Value>> = used.iter().map(|(day, tokens)| row(*day, *tokens, "used")).collect();
    if let Some((least, likeliest, most)) = forecast {
        let forecasts = [(least, "forecast, least"), (likeliest, "forecast, likeliest"), (most, "forecast, most")];
        rows.extend(forecasts.map(|(tokens, what)| row(*ends, *tokens, what)));
    }
    rows.push(row(*ends, *included, "included"));
    (columns, rows)
}
