//! The models side by side as a page of 80 columns.

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::ChargeKind,
    compare::{BillingModel, BreakEven},
};

use super::Compared;
use crate::{
    analysis::compare::Column,
    cli::{
        lines::{WIDTH, line},
        price::words::{fill, money},
    },
};

pub(super) fn page(compared: &Compared<'_>) -> String {
    let mut page = String::new();
    head(&mut page, compared);
    costs(&mut page, compared);
    units(&mut page, compared);
    break_even(&mut page, compared);
    allowances(&mut page, compared);
    notes(&mut page, compared);
    page
}

fn head(page: &mut String, compared: &Compared<'_>) {
    let (analysis, comparison) = (compared.analysis, compared.comparison);
    let organization = analysis.organization.as_deref().unwrap_or("Organization");
    line!(page, "Billing models · {organization}");
    line!(
        page,
        "Contract: {}; prices of {}, {}; amounts are what a period costs",
        comparison.reference,
        comparison.columns[0].under.tariff.on(),
        analysis.tariff.currency()
    );
}

fn costs(page: &mut String, compared: &Compared<'_>) {
    let (comparison, currency) = (compared.comparison, compared.analysis.tariff.currency());
    line!(page, "\nCost by period");
    let names: String = comparison.columns.iter().map(|column| format!(" {:>16}", short(column.under.model))).collect();
    line!(page, "{:<12}{names}", "period from");
    for (number, month) in compared.history.months.iter().enumerate() {
        let cell = |column: &Column| {
            let cost = column.cost(number);
            let text = if column.bills[number].is_some() { money(cost, currency) } else { "no data".to_owned() };
            let mark = if month.is_covered(column.under.model) { ' ' } else { '*' };
            format!(" {text:>15}{mark}")
        };
        let cells: String = comparison.columns.iter().map(cell).collect();
        let mark = if comparison.summed.contains(&number) { ' ' } else { '-' };
        line!(page, "{} {mark}{}", month.period.from, cells.trim_end());
    }
    let count = comparison.summed.len();
    if count > 0 {
        let total = |of: &dyn Fn(&Column) -> String| -> String {
            comparison.columns.iter().map(|column| format!(" {:>15} ", of(column))).collect()
        };
        line!(page, "{:<12}{}", format!("{count} periods"), total(&|it| money(it.total, currency)).trim_end());
        let monthly = |it: &Column| it.total.map(|total| currency.round(total / Decimal::from(count)));
        line!(page, "{:<12}{}", "per month", total(&|it| money(monthly(it), currency)).trim_end());
    }
    if count < compared.history.months.len() {
        page.push_str(&fill(
            "* the data do not cover the period completely as the model counts it; - the period is in no sum",
            WIDTH,
            "",
        ));
    }
}

/// What every model counted of each product, over the periods summed.
fn units(page: &mut String, compared: &Compared<'_>) {
    let comparison = compared.comparison;
    if comparison.summed.is_empty() {
        return;
    }
    line!(page, "\nUnits counted in these {} periods: seats, or hours", comparison.summed.len());
    let names: String = comparison.columns.iter().map(|column| format!(" {:>16}", short(column.under.model))).collect();
    line!(page, "{:<18}{}", "product", names.trim_start_matches("      "));
    let mut ids: Vec<&str> = Vec::new();
    let charges = |column: &'_ Column| {
        let bills = comparison.summed.iter().filter_map(|number| column.bills[*number].clone());
        bills.flat_map(|bill| bill.charges).collect::<Vec<_>>()
    };
    let all: Vec<_> = comparison.columns.iter().map(charges).collect();
    for charge in all.iter().flatten().filter(|charge| charge.kind.product().is_some()) {
        if !ids.contains(&charge.id.as_str()) {
            ids.push(&charge.id);
        }
    }
    for id in ids {
        let cell = |charges: &Vec<seatwise_pricing::bill::Charge>| {
            let own = charges.iter().filter(|charge| charge.id == id && charge.kind.product().is_some());
            let sum: Decimal = own.clone().map(|charge| charge.quantities.actual.rounded(2)).sum();
            let hours = own.clone().any(|charge| matches!(charge.kind, ChargeKind::Hours(_)) || charge.unit == "hour");
            if own.count() == 0 {
                "-".to_owned()
            } else {
                format!("{}{}", sum.normalize(), if hours { " h" } else { "" })
            }
        };
        let mut cells = all.iter().map(cell);
        let first = cells.next().unwrap_or_default();
        let rest: String = cells.map(|cell| format!(" {cell:>16}")).collect();
        line!(page, "{id:<18}{first:>11}{rest}");
    }
}

fn break_even(page: &mut String, compared: &Compared<'_>) {
    let (comparison, currency) = (compared.comparison, compared.analysis.tariff.currency());
    let reference = comparison.reference;
    let columns: Vec<&Column> = comparison.columns.iter().filter(|it| !it.break_evens.is_empty()).collect();
    if columns.is_empty() {
        return;
    }
    line!(page, "\nBreak-even against {reference}");
    for column in columns {
        let model = column.under.model;
        for own in &column.break_evens {
            page.push_str(&fill(&sentence(own, reference, model, currency), WIDTH, "  "));
        }
        if let Some(left) = &column.budget {
            let factor = left.price_factor.map_or_else(String::new, |factor| {
                format!(", {factor} times the {reference} price per {}", model.unit())
            });
            let factor = if model.unit() == reference.unit() { factor } else { String::new() };
            let count = Decimal::from(comparison.summed.len().max(1));
            let text = format!(
                "all {} of {model} together: below {} {currency} a month{factor}; tokens and what both count alike are off",
                if model.unit() == "hour" { "hours" } else { "seats" },
                money(Some(left.left / count), currency)
            );
            page.push_str(&fill(&text, WIDTH, "  "));
        }
    }
}

/// `concurrent wins below 163.20 per seat of cx3: 1.0527 named seats per concurrent seat`.
fn sentence(
    own: &BreakEven,
    reference: BillingModel,
    model: BillingModel,
    currency: seatwise_pricing::money::Currency,
) -> String {
    let Some(below) = own.wins_below else {
        return format!("{}: no break-even, the {reference} price is unknown", own.product);
    };
    let ratio = if model.unit() == "seat" {
        format!("{} {reference} seats per {model} seat", own.reference_per_other)
    } else {
        format!("{} hours per {reference} seat and month", own.other_per_reference)
    };
    let known = match (own.other.unit_price, own.equal_units) {
        (Some(price), Some(hours)) if model.unit() == "hour" => {
            format!("; at {} an hour {hours} hours a month cost as much as a seat", money(Some(price), currency))
        }
        (Some(price), _) => {
            let verdict = if price < below { "wins" } else { "loses" };
            format!("; at {} it {verdict}", money(Some(price), currency))
        }
        (None, _) => String::new(),
    };
    format!("{}: {model} wins below {} per {}: {ratio}{known}", own.product, money(Some(below), currency), model.unit())
}

fn allowances(page: &mut String, compared: &Compared<'_>) {
    let comparison = compared.comparison;
    let rows: Vec<_> =
        comparison.columns.iter().filter_map(|column| Some((column, comparison.allowances(column)?))).collect();
    if rows.is_empty() {
        return;
    }
    line!(page, "\nAllowances over these periods");
    line!(page, "{:<20} {:>13} {:>13} {:>13}  beyond fair use", "model", "tokens used", "free", "billable");
    for (column, own) in rows {
        let beyond: Vec<&str> = own
            .pools
            .iter()
            .filter(|(_, _, beyond)| beyond.is_none_or(|beyond| !beyond.is_zero()))
            .map(|(id, ..)| id.as_str())
            .collect();
        let beyond = if beyond.is_empty() { "nothing".to_owned() } else { beyond.join(", ") };
        let number = |units: Decimal| units.round_dp(2).normalize().to_string();
        line!(
            page,
            "{:<20} {:>13} {:>13} {:>13}  {beyond}",
            column.under.model.as_str(),
            number(own.consumed),
            number(own.free),
            number(own.billable)
        );
    }
}

fn notes(page: &mut String, compared: &Compared<'_>) {
    let notes = notes_of(compared);
    if !notes.is_empty() {
        line!(page);
    }
    for note in notes {
        page.push_str(&fill(&format!("note: {note}"), WIDTH, ""));
    }
}

/// What a reader must know, in every format.
pub(super) fn notes_of(compared: &Compared<'_>) -> Vec<String> {
    let (comparison, history) = (compared.comparison, compared.history);
    let mut notes = Vec::new();
    for column in &comparison.columns {
        let model = column.under.model;
        let (products, resources): (Vec<&str>, Vec<&str>) =
            column.unpriced.iter().map(String::as_str).partition(|id| column.under.tariff.ix(id).is_some());
        if let Some(first) = products.first() {
            let way = if model == comparison.reference {
                "the contract can name it".to_owned()
            } else {
                format!("`--price {model}:{first}=PRICE` names one")
            };
            notes.push(format!("no {model} price is known of {}; {way}", products.join(", ")));
        }
        if !resources.is_empty() {
            let resources = resources.join(", ");
            notes.push(format!(
                "{model} goes beyond fair use of {resources}, whose price is not known; [[fair_use]] of the contract names one"
            ));
        }
    }
    if !comparison.left_out.is_empty() {
        notes.push(format!(
            "no price is known of {}, which every model counts alike: left out everywhere",
            comparison.left_out.join(", ")
        ));
    }
    for model in &comparison.never_covered {
        notes.push(format!("no period is covered completely as `{model}` counts it, so it is compared with nothing"));
    }
    if !history.licenses_are_dated {
        notes.push("licenses have no dates: past periods are counted with what is held at as-of".to_owned());
    }
    if comparison.summed.is_empty() {
        notes
            .push("no period is covered for all models, so nothing is summed; compare fewer with `--model`".to_owned());
    }
    if !comparison.has_metered {
        notes.push(
            "tokens and fair use are left out: `resource_usage` does not cover every period that is summed".to_owned(),
        );
    }
    notes
}

fn short(model: BillingModel) -> &'static str {
    match model {
        BillingModel::HourlyInteracting => "by interaction",
        BillingModel::HourlyLoggedIn => "by login",
        other => other.as_str(),
    }
}
