//! The backtest as a page of 80 columns.

use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;

use super::Tested;
use crate::{
    backtest::{
        Horizon, MONTH_DAYS, SCORE_DAYS, Stand,
        calibrate::Calibrated,
        frontier::{Frontier, Point},
        tally::Tally,
    },
    canonical::rows::Micros,
    cli::lines::{WIDTH, filled, line},
    findings::calibration::{BANDS, CASES_MIN, Calibration},
    overview::words::money,
    usage::spans::instant,
};

pub(super) fn page(tested: &Tested<'_>) -> String {
    let mut page = String::new();
    head(&mut page, tested);
    for horizon in &tested.backtest.horizons {
        regret(&mut page, tested, horizon);
    }
    missed(&mut page, tested);
    frontier(&mut page, tested);
    calibration(&mut page, tested);
    let notes = notes_of(tested);
    if !notes.is_empty() {
        line!(page);
    }
    for note in notes {
        page.push_str(&fill(&format!("note: {note}"), ""));
    }
    page
}

fn head(page: &mut String, tested: &Tested<'_>) {
    let (analysis, backtest) = (tested.analysis, tested.backtest);
    line!(page, "Backtest · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    let settings = &analysis.settings;
    let stood = match &backtest.stands[..] {
        [] => "No instant has enough data before it".to_owned(),
        [one] => format!("Stood at one instant, {}", day(one.at)),
        [first, .., last] => {
            format!(
                "Stood at {} instants, {} to {}, {MONTH_DAYS} days apart",
                backtest.stands.len(),
                day(first.at),
                day(last.at)
            )
        }
    };
    line!(page, "{stood}");
    line!(
        page,
        "Data to {}; window {} days, idle after {}; prices of {}, {}",
        day(backtest.until),
        settings.window_days,
        settings.idle_days,
        analysis.tariff.on(),
        analysis.tariff.currency()
    );
}

fn regret(page: &mut String, tested: &Tested<'_>, horizon: &Horizon) {
    let currency = tested.analysis.tariff.currency();
    if horizon.total.judged == 0 {
        line!(page, "\nRegret within {} days: no instant is covered so far ahead", horizon.days);
        return;
    }
    let instants = counted(horizon.stands.len() as u64, "instant");
    line!(page, "\nRegret within {} days, {instants}; amounts over these days, summed", horizon.days);
    line!(page, "{:<24}{:>8}{:>10}{:>8}{:>15}{:>15}", "", "judged", "regretted", "%", "bought back", "saving kept");
    let mut row = |name: &str, tally: &Tally| {
        line!(
            page,
            "{name:<24}{:>8}{:>10}{:>8}{:>15}{:>15}",
            tally.judged,
            tally.regretted,
            rate(tally),
            money(tally.bought_back, currency),
            money(tally.kept(), currency)
        );
    };
    for (code, tally) in horizon.by_code.iter().filter(|(_, tally)| tally.judged > 0) {
        row(code.as_str(), tally);
    }
    for (confidence, tally) in horizon.by_confidence.iter().rev().filter(|(_, tally)| tally.judged > 0) {
        row(&format!("{} confidence", confidence.as_str()), tally);
    }
    row("all", &horizon.total);
}

fn missed(page: &mut String, tested: &Tested<'_>) {
    let currency = tested.analysis.tariff.currency();
    let known = || tested.backtest.horizons.iter().filter(|horizon| horizon.total.judged > 0);
    if known().count() == 0 {
        return;
    }
    line!(page, "\nMissed: seats whose holder did nothing within the days, without advice");
    line!(page, "{:<24}{:>8}{:>33}", "", "seats", "contracted price");
    for horizon in known() {
        let name = format!("{} days", horizon.days);
        line!(page, "{name:<24}{:>8}{:>33}", horizon.missed.people, money(horizon.missed.amount, currency));
    }
}

fn frontier(page: &mut String, tested: &Tested<'_>) {
    let Some(frontier) = &tested.backtest.frontier else { return };
    let currency = tested.analysis.tariff.currency();
    line!(
        page,
        "\nOther thresholds, judged within {} days at {}",
        frontier.horizon_days,
        counted(frontier.stands.len() as u64, "instant")
    );
    line!(
        page,
        "{:<20}{:>8}{:>8}{:>10}{:>8}{:>11}{:>15}",
        "idle and window",
        "advised",
        "judged",
        "regretted",
        "%",
        "reclaims %",
        "saving kept"
    );
    for (number, point) in frontier.points.iter().enumerate() {
        let mark = if frontier.suggested == Some(number) { " <" } else { "" };
        line!(
            page,
            "{:<20}{:>8}{:>8}{:>10}{:>8}{:>11}{:>15}",
            format!("{}{}{mark}", days(point), if point.is_set { " (set)" } else { "" }),
            point.advised,
            point.total.judged,
            point.total.regretted,
            rate(&point.total),
            rate(&point.reclaims),
            money(point.total.kept(), currency)
        );
    }
    page.push_str(&fill(&suggestion(tested, frontier, currency), ""));
}

/// What the limit allows, in words.
pub(super) fn suggestion(tested: &Tested<'_>, frontier: &Frontier, currency: Currency) -> String {
    let limit = tested.options.regret_limit;
    let Some(best) = frontier.suggested.map(|number| &frontier.points[number]) else {
        return format!("No threshold keeps the regret at {limit} % or below.");
    };
    let thin = if best.total.is_thin(limit) { "; so few cases prove little: one more would be over it" } else { "" };
    let rate = rate(&best.total);
    if best.is_set {
        return format!(
            "At a limit of {limit} % the settings have the threshold that keeps the most: {rate} % regretted{thin}."
        );
    }
    let gain = frontier.set().map_or_else(String::new, |set| {
        let more = money(best.total.kept() - set.total.kept(), currency);
        format!(", {more} {} more than the settings", currency.code())
    });
    format!(
        "At a limit of {limit} %: days = {} and idle_days = {} would have kept the most, with {rate} % regretted{gain}{thin}. \
         Nothing is changed by itself.",
        best.window_days, best.idle_days
    )
}

fn calibration(page: &mut String, tested: &Tested<'_>) {
    let rows = &tested.backtest.calibration;
    if rows.is_empty() {
        return;
    }
    line!(page, "\nScores against what happened within {SCORE_DAYS} days");
    line!(
        page,
        "{:<24}{:<11}{:<12}{:>8}{:>8}{:>8}{:>9}",
        "",
        "confidence",
        "quiet days",
        "score",
        "here",
        "of",
        "error"
    );
    for row in rows {
        let points = row.error_points().map_or_else(|| "-".to_owned(), |points| points.to_string());
        line!(
            page,
            "{:<24}{:<11}{:<12}{:>8}{:>8}{:>8}{points:>9}",
            code(row),
            row.bucket.confidence.as_str(),
            band(row.bucket.quiet_from),
            row.predicted.map_or_else(|| "-".to_owned(), |score| score.to_string()),
            observed(row).map_or_else(|| "-".to_owned(), |share| share.to_string()),
            row.observed.all
        );
    }
    let table = Calibration::embedded();
    page.push_str(&fill(
        &format!(
            "Scores come from {} ({}); the error in points stands where {CASES_MIN} cases were judged here. (used): something given up was used before the window.",
            table.made_from, table.date
        ),
        "",
    ));
}

/// The code, marked where something given up was once used.
fn code(row: &Calibrated) -> String {
    let mark = if row.bucket.used_before { " (used)" } else { "" };
    format!("{}{mark}", row.bucket.code.as_str())
}

/// Share that was not regretted, two digits.
pub(super) fn observed(row: &Calibrated) -> Option<Decimal> {
    let exact = Decimal::from(row.observed.kept).checked_div(Decimal::from(row.observed.all))?;
    let mut share = exact.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    share.rescale(2);
    Some(share)
}

/// `90 to 119`, `180 and more`; `-` where nothing rests on absence.
fn band(from: Option<u32>) -> String {
    let Some(from) = from else { return "-".to_owned() };
    match BANDS.into_iter().find(|next| *next > from) {
        Some(next) => format!("{from} to {}", next - 1),
        None => format!("{from} and up"),
    }
}

/// What a reader must know, in every format.
pub(super) fn notes_of(tested: &Tested<'_>) -> Vec<String> {
    let backtest = tested.backtest;
    let sum = |of: fn(&Stand) -> u64| backtest.stands.iter().map(of).sum::<u64>();
    let mut notes = Vec::new();
    if backtest.stands.is_empty() {
        let settings = &tested.analysis.settings;
        notes.push(format!(
            "an instant needs {} days of presence or activity before it and at least {MONTH_DAYS} after it; pull or import a longer history",
            settings.window_days.max(settings.idle_days)
        ));
    }
    let not_told: Vec<String> = backtest
        .horizons
        .iter()
        .filter(|horizon| horizon.total.not_told > 0)
        .map(|horizon| format!("{} within {} days", horizon.total.not_told, horizon.days))
        .collect();
    if !not_told.is_empty() {
        notes.push(format!("the data do not reach far enough to judge {}: in no other figure", not_told.join(", ")));
    }
    let unpriced: u64 = backtest.horizons.iter().map(|horizon| horizon.total.unpriced + horizon.missed.unpriced).sum();
    if unpriced > 0 {
        notes.push("recommendations and seats without a known price are counted, but in no amount".to_owned());
    }
    let (advised, undated) = (sum(|stand| stand.advised), sum(|stand| stand.undated));
    if undated > 0 {
        notes.push(format!(
            "{undated} of {advised} recommendations are about licenses without a first day, taken as held then"
        ));
    }
    let (state, login) = (sum(|stand| stand.state_unknown), sum(|stand| stand.login_unknown));
    if state > 0 {
        notes.push(format!(
            "{state} times a seat belonged to somebody who is deactivated or deleted today: since when is not known, so nothing is said of them, and `reclaim-deactivated` has no past"
        ));
    }
    if login > 0 {
        notes.push(format!(
            "{login} reclaims are left out: a later login may have overwritten one before the instant, and presence does not show that person's logins"
        ));
    }
    if let Some(frontier) = &backtest.frontier
        && !frontier.out_of_reach.is_empty()
    {
        let days: Vec<String> = frontier.out_of_reach.iter().map(ToString::to_string).collect();
        notes.push(format!("the data do not reach thresholds of {} days", days.join(", ")));
    }
    if !backtest.stands.is_empty() {
        notes.push(
            "a seat that is advised away at several instants is counted at each of them; roles, memberships, settings and prices are those of as-of".to_owned(),
        );
    }
    notes
}

fn days(point: &Point) -> String {
    if point.window_days == point.idle_days {
        format!("{} days", point.idle_days)
    } else {
        format!("{}, {} days", point.idle_days, point.window_days)
    }
}

fn rate(tally: &Tally) -> String {
    tally.regret_percent().map_or_else(|| "-".to_owned(), |rate| rate.to_string())
}

fn counted(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn day(at: Micros) -> String {
    instant(at).date_naive().to_string()
}

fn fill(text: &str, indent: &str) -> String {
    filled(indent, indent, text, WIDTH)
}
