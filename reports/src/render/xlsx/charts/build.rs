//! One chart from its block.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont, ChartPoint, ChartSolidFill, ChartType,
    Color,
};

use super::SIZE;
use super::axes::{axes, broken, units};
use super::series::{add, legend, small};
use crate::render::xlsx::chart_data::{Block, Look, Series};
use crate::render::xlsx::{Book, cells};
use crate::report::{Bridge, Drawing, Value};

/// The chart of a block that has something to draw.
pub(super) fn chart(book: &Book<'_>, block: &Block<'_>) -> Chart {
    let is_broken = broken(block).is_some();
    let mut chart = match &block.chart.drawing {
        Drawing::Bridge(bridge) => of_bridge(book, block, bridge),
        Drawing::Stages(_) => of_stages(block),
        Drawing::SeatStates { .. } | Drawing::Departments(_) => of_parts(block, ChartType::BarStacked),
        Drawing::IdleDays(_) => of_idle_days(block),
        Drawing::Target(_) => of_target(book, block),
        Drawing::Pareto { .. } => of_pareto(block),
        Drawing::Trend(_) => of_trend(block),
        Drawing::LoadDuration { .. }
        | Drawing::CostCurve { .. }
        | Drawing::BurnDown { .. }
        | Drawing::Tiers(_)
        | Drawing::HeatMap { .. } => of_curve(block),
    };
    let title = cells::plain(&crate::charts::report::title(block.chart, &book.notation));
    chart.set_width(SIZE.0).set_height(height(block)).set_alt_text(format!("{title}; {}", block.chart.units));
    // Spreadsheets cut a longer title without a mark.
    let mut font = ChartFont::new();
    chart.title().set_name(&crate::format::shortened(&title, 250)).set_font(font.set_bold().set_size(12));
    axes(book, &mut chart, block);
    if is_broken {
        let units = format!("{}, not from 0", units(block));
        chart.y_axis().set_name(units.as_str());
    }
    if tail(block).is_some() {
        chart.y_axis().set_name("people; taller bars are cut");
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    chart
}

/// Bars of a Pareto whose names do not take the room of its bars.
const LEVEL_NAMES: usize = 12;

/// Height in pixels: bars that lie have room for their figures.
pub(super) fn height(block: &Block<'_>) -> u32 {
    match &block.chart.drawing {
        Drawing::Stages(products) => (120 + 64 * products.len() as u32).clamp(SIZE.1, 1_600),
        Drawing::SeatStates { products, .. } => (150 + 40 * products.len() as u32).clamp(SIZE.1, 1_600),
        Drawing::Departments(costs) => (130 + 28 * costs.len() as u32).clamp(SIZE.1, 1_600),
        // Many names stand aslant below the bars, and take their height.
        Drawing::Pareto { bars, .. } if bars.len() > LEVEL_NAMES => SIZE.1 + SIZE.1 / 2,
        _ => SIZE.1,
    }
}

fn of_bridge(book: &Book<'_>, block: &Block<'_>, bridge: &Bridge) -> Chart {
    use super::super::chart_data::colors::{AFTER, BEFORE, DOWN, UP};
    let mut chart = Chart::new(ChartType::ColumnStacked);
    let mut line = Chart::new(ChartType::Line);
    let inner = bridge.steps.iter().map(|step| if step.1.is_sign_negative() { DOWN } else { UP });
    let colors: Vec<u32> = [BEFORE].into_iter().chain(inner).chain([AFTER]).collect();
    let points: Vec<ChartPoint> = colors
        .iter()
        .map(|color| ChartPoint::new().set_format(ChartSolidFill::new().set_color(Color::RGB(*color))))
        .collect();
    for own in &block.series {
        match own.look {
            // An invisible line along the tops holds what is said of each step.
            Look::Top => {
                add(&mut line, block, own).set_custom_data_labels(&labels(book, bridge));
            }
            Look::Lift => {
                add(&mut chart, block, own).set_gap(45);
            }
            _ => {
                add(&mut chart, block, own).set_gap(45).set_points(&points);
            }
        }
    }
    chart.combine(&line);
    chart.legend().set_hidden();
    if let Some(from) = broken(block) {
        chart.y_axis().set_min(from);
    }
    chart
}

/// What each step says.
fn labels(book: &Book<'_>, bridge: &Bridge) -> Vec<ChartDataLabel> {
    let whole = |end: &(String, Decimal)| book.notation.brief_amount(end.1);
    let change = |step: &(String, Decimal)| {
        let plus = if step.1.is_sign_positive() && !step.1.is_zero() { "+" } else { "" };
        format!("{plus}{}", book.notation.brief_amount(step.1))
    };
    let texts = [whole(&bridge.from)].into_iter().chain(bridge.steps.iter().map(change)).chain([whole(&bridge.to)]);
    let mut font = small();
    font.set_size(if bridge.steps.len() > 5 { 8 } else { 9 });
    let label = |text: String| {
        let mut label = ChartDataLabel::new();
        label.set_value(text.as_str()).set_font(&font).set_position(ChartDataLabelPosition::Above);
        label
    };
    texts.map(label).collect()
}

fn of_stages(block: &Block<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    for own in &block.series {
        let mut label = ChartDataLabel::new();
        label.show_value().set_num_format("#,##0").set_font(&small()).set_position(ChartDataLabelPosition::OutsideEnd);
        add(&mut chart, block, own).set_gap(60).set_overlap(-5).set_data_label(&label);
    }
    legend(&mut chart);
    chart
}

/// Parts on top of each other, in the order of their columns.
fn of_parts(block: &Block<'_>, kind: ChartType) -> Chart {
    let mut chart = Chart::new(kind);
    for own in &block.series {
        add(&mut chart, block, own).set_gap(45);
    }
    legend(&mut chart);
    chart
}

/// As high as the bars from 28 days on: these are the finding. Taller ones, of people who are active, are cut.
fn of_idle_days(block: &Block<'_>) -> Chart {
    let mut chart = of_parts(block, ChartType::ColumnStacked);
    if let Some(most) = tail(block) {
        chart.y_axis().set_max(most);
    }
    chart
}

/// The highest bar from 28 days on, where a bar before it is higher.
pub(super) fn tail(block: &Block<'_>) -> Option<f64> {
    const ACTIVE: usize = 4;
    let Drawing::IdleDays(_) = block.chart.drawing else { return None };
    let high = |row: &Vec<Value>| row.iter().filter_map(Value::number).sum::<Decimal>();
    let highest = |rows: &[Vec<Value>]| rows.iter().map(high).max().unwrap_or_default();
    let (before, after) = block.rows.split_at(block.rows.len().min(ACTIVE));
    let most = highest(after);
    (!most.is_zero() && highest(before) > most).then(|| cells::float(most) + 1.0)
}

/// Today, two steps, the target, and exposure, which is none of them.
fn of_target(book: &Book<'_>, block: &Block<'_>) -> Chart {
    use super::super::chart_data::colors::{AFTER, BEFORE, DOWN, EXPOSURE, UP};
    let amount = |row: usize| block.rows.get(row).and_then(|row| row.get(1)).and_then(Value::number);
    let step = |row: usize| if amount(row).is_some_and(|change| change > Decimal::ZERO) { UP } else { DOWN };
    let colors = [BEFORE, step(1), step(2), AFTER, EXPOSURE];
    let points = colors.map(|color| ChartPoint::new().set_format(ChartSolidFill::new().set_color(Color::RGB(color))));
    let labels: Vec<ChartDataLabel> = (0..block.rows.len())
        .filter_map(amount)
        .enumerate()
        .map(|(row, amount)| {
            let plus = if (1..3).contains(&row) && amount > Decimal::ZERO { "+" } else { "" };
            let mut label = ChartDataLabel::new();
            let text = format!("{plus}{}", book.notation.brief_amount(amount));
            label.set_value(text.as_str()).set_font(&small()).set_position(ChartDataLabelPosition::Above);
            label
        })
        .collect();
    let (mut chart, mut tops) = (Chart::new(ChartType::ColumnStacked), Chart::new(ChartType::Line));
    for own in &block.series {
        match own.look {
            Look::Top => add(&mut tops, block, own).set_custom_data_labels(&labels),
            Look::Solid(_) => add(&mut chart, block, own).set_gap(45).set_points(&points),
            _ => add(&mut chart, block, own).set_gap(45),
        };
    }
    chart.combine(&tops);
    chart.legend().set_hidden();
    chart
}

fn of_pareto(block: &Block<'_>) -> Chart {
    let mut bars = Chart::new(ChartType::Column);
    let mut line = Chart::new(ChartType::Line);
    let mut is_combined = false;
    for own in &block.series {
        if let Look::Right(_) = own.look {
            add(&mut line, block, own).set_secondary_axis(true);
            is_combined = true;
        } else {
            // A part stands on its bar, not beside it.
            add(&mut bars, block, own).set_gap(45).set_overlap(100);
        }
    }
    if is_combined {
        bars.combine(&line);
        bars.y2_axis().set_num_format("0%").set_min(0).set_max(1).set_font(&small()).set_major_gridlines(false);
    }
    legend(&mut bars);
    bars
}

/// Areas below, lines above them.
fn of_trend(block: &Block<'_>) -> Chart {
    let is_area = |own: &&Series| matches!(own.look, Look::Lift | Look::Solid(_));
    let mut lines = Chart::new(ChartType::Line);
    for own in block.series.iter().filter(|own| !is_area(own)) {
        add(&mut lines, block, own);
    }
    let from = broken(block);
    let areas: Vec<&Series> = block.series.iter().filter(is_area).collect();
    if areas.is_empty() {
        legend(&mut lines);
        from.map(|from| lines.y_axis().set_min(from));
        return lines;
    }
    let mut stacked = Chart::new(ChartType::AreaStacked);
    for own in areas {
        add(&mut stacked, block, own).delete_from_legend(own.look == Look::Lift);
    }
    stacked.combine(&lines);
    from.map(|from| stacked.y_axis().set_min(from));
    legend(&mut stacked);
    stacked
}

fn of_curve(block: &Block<'_>) -> Chart {
    let mut chart = Chart::new(ChartType::ScatterStraight);
    for own in &block.series {
        add(&mut chart, block, own);
    }
    legend(&mut chart);
    chart.x_axis().set_major_gridlines(false);
    chart
}
