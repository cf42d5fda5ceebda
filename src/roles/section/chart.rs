//! The chart: which few roles cause most of what roles alone keep people at, and which part of it nobody would miss.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Chart, Drawing, ParetoPart, Value},
    says,
};

use super::RoleCost;
use crate::roles::RoleReport;

/// Share of all cost that the few roles of the chart's title cause at least: 80 %.
const MOST_OF_IT: Decimal = Decimal::from_parts(8, 0, 0, false, 1);

/// Which few roles cause most of the cost; `None` = no role keeps anybody at a license whose price is known.
pub(crate) fn chart(report: &RoleReport<'_>, costs: &[RoleCost<'_>]) -> Option<Chart> {
    let priced: Vec<&RoleCost<'_>> = costs.iter().filter(|own| own.contracted.known > Decimal::ZERO).collect();
    let total: Decimal = priced.iter().map(|own| own.contracted.known).sum();
    let mut sum = Decimal::ZERO;
    let few = priced
        .iter()
        .take_while(|own| {
            let is_short = sum < MOST_OF_IT * total;
            sum += if is_short { own.contracted.known } else { Decimal::ZERO };
            is_short
        })
        .count() as u64;
    let share = sum.checked_div(total)?;
    let unpriced: u64 = costs.iter().map(|own| own.contracted.unpriced).sum();
    let mut note = says![
        "Each role by itself: who would hold less without it. Who is kept by several of their roles together is in no bar. Prices of seats that the period bills, one by one, no bill."
    ];
    if unpriced > 0 {
        note = note.and(says![" Seats without a price, in no bar: ", Value::count(unpriced), "."]);
    }
    let open: Decimal = priced.iter().map(|own| own.open.known).sum();
    let mut title = says![
        Value::count(few),
        " of ",
        Value::count(report.roles.len() as u64),
        if few == 1 { " roles causes " } else { " roles cause " },
        Value::Share(Some(share)),
        " of what roles alone keep people at"
    ];
    if let Some(open) = open.checked_div(total).filter(|open| !open.is_zero()) {
        title = title.and(says!["; nobody would miss ", Value::Share(Some(open)), " of it"]);
    }
    Some(Chart {
        id: "roles_that_cost",
        title,
        units: format!(
            "{} a month at contracted prices, of people kept at a license by the role alone",
            report.field.analysis.tariff.currency().code()
        ),
        drawing: Drawing::Pareto {
            bars: priced.iter().map(|own| (own.name.clone(), own.contracted.known)).collect(),
            total,
            part: Some(ParetoPart {
                label: "Open: nobody would miss it".to_owned(),
                rest: "Used, needed, left alone or unknown".to_owned(),
                amounts: priced.iter().map(|own| own.open.known).collect(),
            }),
        },
        note: Some(note),
    })
}
