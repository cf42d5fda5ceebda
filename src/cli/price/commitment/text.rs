//! What to commit to, as a page of 80 columns.

use rust_decimal::Decimal;
use seatwise_pricing::{
    commitment::{Cost, Ratio, WalkAway},
    compare::BillingModel,
    money::Currency,
    rate::BilledBy,
};
use seatwise_reports::format::{count, counted};

use super::Decided;
use crate::{
    analysis::commitment::ProductCommitment,
    cli::{
        lines::{WIDTH, line},
        price::words::{fill, money},
    },
};

pub(super) fn page(decided: &Decided<'_>) -> String {
    let mut page = String::new();
    head(&mut page, decided);
    overview(&mut page, decided);
    // Where nothing can be gained one sentence is enough, unless somebody proposes a number.
    let is_told = |own: &&ProductCommitment| !own.gains_nothing() || own.proposed.is_some() || own.committed > 0;
    for product in decided.found.products.iter().filter(is_told) {
        one(&mut page, product, decided);
    }
    let without: Vec<&ProductCommitment> = decided.found.products.iter().filter(|own| !is_told(own)).collect();
    nothing_to_gain(&mut page, &without);
    together(&mut page, decided);
    notes(&mut page, decided);
    page
}

fn head(page: &mut String, decided: &Decided<'_>) {
    let analysis = decided.analysis;
    line!(page, "What to commit to · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    line!(
        page,
        "Contract: {}; prices of {}, {}; per month, on average",
        analysis.contract.model.as_str(),
        analysis.tariff.on(),
        analysis.tariff.currency()
    );
    let periods = &decided.found.periods;
    if let (Some(first), Some(last)) = (periods.first(), periods.last()) {
        let number = counted(periods.len() as u64, "complete period");
        line!(page, "By {number}, from {first} to the one of {last}");
    }
}

fn overview(page: &mut String, decided: &Decided<'_>) {
    let (found, currency) = (decided.found, decided.analysis.tariff.currency());
    if found.products.is_empty() {
        return;
    }
    line!(
        page,
        "\n{:<18} {:>8} {:>8} {:>14} {:>14} {:>13}",
        "product",
        "today",
        "best",
        "cost today",
        "cost best",
        "saved"
    );
    for own in &found.products {
        let cost = |cost: Option<&Cost>| money(cost.map(|cost| rounded(cost.monthly, currency)), currency);
        line!(
            page,
            "{:<18} {:>8} {:>8} {:>14} {:>14} {:>13}",
            own.id,
            count(own.committed),
            count(own.best.units),
            cost(own.today.as_ref()),
            cost(Some(&own.best)),
            money(own.saved_monthly(), currency)
        );
    }
    let sum = |of: fn(&ProductCommitment) -> Option<&Cost>| -> Option<Decimal> {
        found.products.iter().map(|own| of(own).map(|cost| rounded(cost.monthly, currency))).sum()
    };
    let (today, best) = (sum(|own| own.today.as_ref()), sum(|own| Some(&own.best)));
    let saved = found.saved_monthly();
    line!(
        page,
        "{:<36} {:>14} {:>14} {:>13}",
        "together",
        money(today, currency),
        money(best, currency),
        money(saved, currency)
    );
}

fn one(page: &mut String, own: &ProductCommitment, decided: &Decided<'_>) {
    let currency = decided.analysis.tariff.currency();
    let [low, median, high, most] = own.levels().map(count);
    let noun = own.unit.priced_by();
    line!(page, "\n{}: commit to {}", own.id, counted(own.best.units, noun));
    line!(page, "  Used: {low} (P10), {median} (P50), {high} (P90), {most} at most");
    let prices = format!(
        "  A committed one costs {}, one beyond {}{}",
        own.best.unit_price,
        own.best.overage_price,
        if own.on_offer { ", as offered" } else { "" }
    );
    line!(page, "{prices}");
    if own.gains_nothing() {
        let sentence = "Committing gains nothing at these prices. Name an overage price that is higher: in the contract, or as \
             `--price`.";
        page.push_str(&fill(sentence, WIDTH, "  "));
    }
    for sentence in own.why.iter().skip(2) {
        page.push_str(&fill(&upper(sentence), WIDTH, "  "));
    }
    if let Some(buffered) = &own.buffered {
        let more = buffered.monthly.less(own.best.monthly).map(|more| rounded(more, currency));
        let text = format!(
            "With the buffer of the settings ({}): {}, which cost {}, {} more.",
            decided.analysis.settings.buffer.label(),
            count(buffered.units),
            money(Some(rounded(buffered.monthly, currency)), currency),
            money(more, currency)
        );
        page.push_str(&fill(&text, WIDTH, "  "));
    }
    if let Some(proposed) = &own.proposed {
        let more = proposed.monthly.less(own.best.monthly).map(|more| rounded(more, currency));
        let text = format!(
            "The {} proposed cost {}, {} more.",
            count(proposed.units),
            money(Some(rounded(proposed.monthly, currency)), currency),
            money(more, currency)
        );
        page.push_str(&fill(&text, WIDTH, "  "));
    }
    walk_away(page, own);
    curve(page, own, currency);
}

/// Products of which a committed unit costs as much as one beyond the commitment, or more.
fn nothing_to_gain(page: &mut String, products: &[&ProductCommitment]) {
    if products.is_empty() {
        return;
    }
    let names: Vec<&str> = products.iter().map(|own| own.id.as_str()).collect();
    line!(page, "");
    page.push_str(&fill(&format!("{}: nothing to commit to", names.join(", ")), WIDTH, ""));
    let sentence = "A committed one costs as much as one beyond the commitment. Name an overage price that is higher: in the \
                    contract, or as `--price`.";
    page.push_str(&fill(sentence, WIDTH, "  "));
}

fn walk_away(page: &mut String, own: &ProductCommitment) {
    let Some(list) = own.list else {
        page.push_str(&fill("Walk-away price: not known, the list price is not published.", WIDTH, "  "));
        return;
    };
    let text = match own.walk_away {
        Some(WalkAway::From { price, .. }) => {
            format!(
                "Walk away from a unit price of {} on: month-to-month at the list price of {list} costs no more.",
                price.rounded(2)
            )
        }
        Some(WalkAway::Always) => format!("Month-to-month at the list price of {list} is cheaper at any unit price."),
        Some(WalkAway::Never) => {
            format!("Overage without a commitment is cheaper than month-to-month at the list price of {list}.")
        }
        None => return,
    };
    page.push_str(&fill(&text, WIDTH, "  "));
}

/// The cost curve at the commitments that somebody may ask for.
fn curve(page: &mut String, own: &ProductCommitment, currency: Currency) {
    let mut marked = vec![(0, "none"), (own.best.units, "best"), (own.committed, "today")];
    marked.extend(own.buffered.iter().map(|cost| (cost.units, "buffer")));
    marked.extend(own.proposed.iter().map(|cost| (cost.units, "proposed")));
    let levels = own.levels();
    let mut units: Vec<u64> = marked.iter().map(|(units, _)| *units).chain(levels).collect();
    units.sort_unstable();
    units.dedup();
    line!(page, "  {:>9} {:>14} {:>14} {:>8}", "commit to", "cost", "above best", "overage");
    for units in units {
        let Some(cost) = own.commitment.cost(units) else { continue };
        let mut names: Vec<String> =
            marked.iter().filter(|mark| mark.0 == units).map(|mark| mark.1.to_owned()).collect();
        names.extend(level_name(&levels, units));
        let more = cost.monthly.less(own.best.monthly).map(|more| rounded(more, currency));
        let text = format!(
            "  {:>9} {:>14} {:>14} {:>8}  {}",
            count(units),
            money(Some(rounded(cost.monthly, currency)), currency),
            money(more, currency),
            percent(cost.overage_probability),
            names.join(" ")
        );
        line!(page, "{}", text.trim_end());
    }
}

/// Which of the levels of demand are so many units, as `P50–P90`: they never fall, so those that are equal stand together.
fn level_name(levels: &[u64; 4], units: u64) -> Option<String> {
    const NAMES: [&str; 4] = ["P10", "P50", "P90", "most"];
    let first = levels.iter().position(|level| *level == units)?;
    let last = levels.iter().rposition(|level| *level == units)?;
    Some(if first == last { NAMES[first].to_owned() } else { format!("{}–{}", NAMES[first], NAMES[last]) })
}

fn together(page: &mut String, decided: &Decided<'_>) {
    let Some(together) = &decided.found.together else { return };
    line!(page, "\nAll products under one minimum and shared discounts");
    for sentence in &together.why {
        // The name of a product keeps its letters.
        let is_product = decided.found.products.iter().any(|own| sentence.starts_with(&format!("{}:", own.id)));
        let sentence = if is_product { format!("{sentence}.") } else { upper(sentence) };
        page.push_str(&fill(&sentence, WIDTH, "  "));
    }
}

/// What a reader must know, as in the document.
pub(super) fn notes_of(decided: &Decided<'_>) -> Vec<String> {
    let Decided { analysis, history, found } = decided;
    let mut notes: Vec<String> = found.unanswered.iter().map(|(id, why)| format!("{id}: no answer, {why}")).collect();
    let model = BillingModel::from(analysis.contract.model);
    let left_out = history.months.iter().filter(|month| !month.is_covered(model)).count();
    if left_out > 0 {
        notes.push(format!("{} left out, which the data do not cover completely", counted(left_out as u64, "period")));
    }
    if found.periods.len() < 12 {
        notes.push("less than twelve periods: a season may be missing".to_owned());
    }
    if !history.licenses_are_dated {
        notes.push("licenses have no first day, so past periods are counted with what is held today".to_owned());
    }
    if analysis.billed_by.iter().any(|by| *by != BilledBy::Seat) {
        notes.push("people who are billed by the hour count as seats here".to_owned());
    }
    let advised = found.products.iter().filter_map(|own| {
        let row = analysis.products.iter().find(|row| analysis.tariff.product(row.ix).id == own.id)?;
        let needed = row.needed_billed.filter(|needed| row.billed.is_some_and(|billed| *needed < billed))?;
        Some(format!("{} {needed}", own.id))
    });
    let advised: Vec<String> = advised.collect();
    if !advised.is_empty() {
        notes.push(format!(
            "this is what was billed in the past; if the recommendations of `analyze` are carried out, fewer will be: {}. \
             `--propose` shows what another size costs",
            advised.join(", ")
        ));
    }
    if found.together.is_some() {
        notes.push(
            "the minimum is held against what is committed; a bill holds it against commitment and overage".to_owned(),
        );
    }
    notes
}

fn notes(page: &mut String, decided: &Decided<'_>) {
    let notes = notes_of(decided);
    if !notes.is_empty() {
        line!(page, "\nNotes");
        notes.iter().for_each(|note| page.push_str(&crate::cli::lines::filled("  - ", "    ", note, WIDTH)));
    }
}

fn rounded(amount: Ratio, currency: Currency) -> Decimal {
    amount.rounded(currency.minor_units())
}

fn percent(share: Ratio) -> String {
    format!("{} %", (share.rounded(6) * Decimal::ONE_HUNDRED).round_dp(1).normalize())
}

/// A sentence of the proof with a capital letter and a full stop.
fn upper(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
