//! `seatwise explain PERSON`: a page on one person, for an admin and whoever has to agree.

use clap::Args;
use rust_decimal::Decimal;
use seatwise_pricing::{book::SeatModel, feature::Feature, tariff::ProductIx};

use super::{
    lines::{line, narrowed},
    out,
    source::SourceArgs,
};
use crate::{
    analysis::Analysis,
    canonical::rows::DAY,
    entitlement::roles::Role,
    error::Failure,
    findings::advice::Recommendation,
    overview::{self, why, words},
    usage::spans::instant,
};

/// Show one person: held, why, billed, used, enough, what to change
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise explain ann@example.com --contract contract.toml
  seatwise explain \"Ann Example\" --tables tables/")]
pub struct ExplainArgs {
    /// User id, e-mail, or a display name that only one person has; the latter two in upper or lower case
    #[arg(value_name = "PERSON")]
    person: String,
    #[command(flatten)]
    source: SourceArgs,
}

pub(super) fn run(args: &ExplainArgs) -> Result<(), Failure> {
    let (analysis, _) = args.source.analyze()?;
    let user_ix = find(&analysis, &args.person)?;
    out::data(&narrowed(&page(&analysis, user_ix), out::width()))
}

/// Id first, then e-mail, then a unique name.
pub(super) fn find(analysis: &Analysis, wanted: &str) -> Result<usize, Failure> {
    if let Some(ix) = analysis.people.find(wanted) {
        return Ok(ix);
    }
    let folded = wanted.to_lowercase();
    let same = |value: &Option<String>| value.as_ref().is_some_and(|value| value.to_lowercase() == folded);
    let list = &analysis.people.list;
    let by_email = analysis.people.with_email(wanted).to_vec();
    let found =
        if by_email.is_empty() { (0..list.len()).filter(|ix| same(&list[*ix].name)).collect() } else { by_email };
    match found.as_slice() {
        [ix] => Ok(*ix),
        [] => {
            let near = list.iter().filter(|person| person.label().to_lowercase().contains(&folded)).take(5);
            let near: Vec<String> = near.map(|person| format!("`{}`", person.label())).collect();
            let hint = if near.is_empty() {
                "use the user id or the e-mail as in `users`".to_owned()
            } else {
                format!("did you mean {}?", near.join(", "))
            };
            Err(Failure::usage(format!("nobody in the input is `{wanted}`\nhint: {hint}")))
        }
        several => {
            let ids: Vec<String> = several.iter().map(|ix| format!("`{}`", list[*ix].user_id)).collect();
            Err(Failure::usage(format!(
                "`{wanted}` is {} people\nhint: use one of the ids {}",
                several.len(),
                ids.join(", ")
            )))
        }
    }
}

/// The page, as text.
pub fn page(analysis: &Analysis, user_ix: usize) -> String {
    let mut page = String::new();
    head(&mut page, analysis, user_ix);
    held(&mut page, analysis, user_ix);
    billed(&mut page, analysis, user_ix);
    used(&mut page, analysis, user_ix);
    change(&mut page, analysis, user_ix);
    page
}

fn head(page: &mut String, analysis: &Analysis, user_ix: usize) {
    let person = &analysis.people.list[user_ix];
    line!(page, "{}", person.name.as_deref().unwrap_or_else(|| person.label()));
    let facts = [
        Some(person.user_id.as_str()),
        // Where exports name people by their e-mail, it is the id.
        person.email.as_deref().filter(|email| *email != person.user_id),
        Some(person.state.as_str()),
        person.title.as_deref(),
        person.department.as_deref(),
        person.division.as_deref(),
    ];
    line!(page, "  {}", facts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let created = person.created_at.map_or_else(
        || "created: unknown".to_owned(),
        |at| format!("created {} ({} days before as-of)", instant(at).date_naive(), (analysis.as_of - at) / DAY),
    );
    line!(page, "  {created}");
    let sign = analysis.lives[user_ix].latest.map_or_else(
        || "no sign of life ever".to_owned(),
        |(at, source)| {
            format!(
                "last sign of life {} ({} days before as-of, from {})",
                words::rfc3339(at),
                (analysis.as_of - at) / DAY,
                source.as_str()
            )
        },
    );
    line!(page, "  {sign}");
}

fn held(page: &mut String, analysis: &Analysis, user_ix: usize) {
    let everything = analysis.held.now[user_ix].everything(&analysis.tariff);
    line!(page, "\nHeld, and why");
    if everything.is_empty() {
        line!(page, "  nothing");
    }
    for ix in &everything {
        let product = analysis.tariff.product(*ix);
        line!(
            page,
            "  {:<28} list {}, contracted {} a month",
            product.name,
            price(analysis, product.offer_list),
            price(analysis, product.offer_price)
        );
        let grants = analysis.roles.of(user_ix).filter_map(|role| reason(role, *ix));
        let mut any = false;
        for reason in grants {
            any = true;
            line!(page, "    {reason}");
        }
        if analysis.roles.list.is_empty() {
            line!(page, "    why is unknown: the input has no roles");
        } else if !any {
            line!(
                page,
                "    no role that the person holds needs it: it was assigned by hand, or the role data is older"
            );
        }
    }
}

fn reason(role: &Role, ix: ProductIx) -> Option<String> {
    let pin = role.needs.get(&ix)?;
    let how = if role.derived { "derived from the license definitions" } else { "as Genesys infers it" };
    let shown: Vec<&str> = pin.permissions.iter().take(3).map(String::as_str).collect();
    let more = pin.permissions.len().saturating_sub(shown.len());
    Some(match (shown.is_empty(), more) {
        (true, _) => format!("role `{}` ({how})", role.name),
        (false, 0) => format!("role `{}`: {} ({how})", role.name, shown.join(", ")),
        (false, more) => format!("role `{}`: {} and {more} more ({how})", role.name, shown.join(", ")),
    })
}

fn price(analysis: &Analysis, price: Option<Decimal>) -> String {
    price.map_or_else(|| "unknown".to_owned(), |price| words::money(price, analysis.tariff.currency()))
}

fn billed(page: &mut String, analysis: &Analysis, user_ix: usize) {
    let period = &analysis.period;
    line!(page, "\nBilled in the period {} to {}", period.from, period.last_day());
    let share = &analysis.billing.shares[user_ix];
    let in_period = &analysis.held.in_period[user_ix];
    if in_period.is_empty() {
        line!(page, "  no: no license was held in the period");
    } else if share.products().next().is_none() {
        line!(page, "  no: {}", not_counted(analysis, user_ix));
    }
    for ix in &share.named {
        line!(page, "  yes: as one seat of {}", analysis.tariff.product(*ix).name);
    }
    for ix in &share.pools {
        let product = analysis.tariff.product(*ix);
        let what = match product.model {
            SeatModel::HourlyLoggedIn => "time logged in counts in its hours",
            _ => "presence counts toward its concurrent peak",
        };
        line!(page, "  in the pool of {}: {what}", product.name);
    }
    for ix in &share.hours {
        line!(page, "  by time on interactions, against {}", analysis.tariff.product(*ix).name);
    }
    if in_period.base != analysis.held.now[user_ix].base
        && let Some(base) = in_period.base
    {
        line!(page, "  the highest base held in the period was {}", analysis.tariff.product(base).name);
    }
}

fn not_counted(analysis: &Analysis, user_ix: usize) -> &'static str {
    if analysis.billing.wallboards_by_charge {
        "the billable-usage report of the period does not name the person"
    } else if analysis.lives[user_ix].in_period {
        "nothing held can be billed on its own"
    } else {
        "no sign of life in the period"
    }
}

fn used(page: &mut String, analysis: &Analysis, user_ix: usize) {
    let window = analysis.spans.window;
    line!(
        page,
        "\nUsed from {} to {} ({} days)",
        instant(window.from).date_naive(),
        instant(window.to).date_naive(),
        analysis.settings.window_days
    );
    let held = analysis.held.now[user_ix].offer();
    let covered = analysis.tariff.covers(&held);
    let facts = &analysis.activity.by_person[user_ix];
    for fact in facts.iter().filter(|fact| fact.events > 0) {
        let last = fact.last.map_or_else(String::new, |at| format!(", last {}", instant(at).date_naive()));
        line!(page, "  {:<18} {} events on {} days{last}", fact.feature.as_str(), fact.events, fact.days);
    }
    let unused = |feature: &Feature| facts.iter().all(|fact| fact.feature != *feature || fact.events == 0);
    let unknown = unknown(analysis, user_ix);
    let known: Vec<Feature> = covered.iter().filter(unused).filter(|feature| !unknown.contains(feature)).collect();
    let names = |features: &[Feature]| features.iter().map(|feature| feature.as_str()).collect::<Vec<_>>().join(", ");
    if !known.is_empty() {
        line!(page, "  not used: {}", names(&known));
    }
    if !unknown.is_empty() {
        line!(page, "  unknown (no data in the window, so taken as needed): {}", names(&unknown));
    }
}

/// Features of what the person holds that nothing is known about in the window.
fn unknown(analysis: &Analysis, user_ix: usize) -> Vec<Feature> {
    let held = analysis.held.now[user_ix].offer();
    let covered = analysis.tariff.covers(&held);
    let used = |feature: Feature| {
        analysis.activity.by_person[user_ix].iter().any(|fact| fact.feature == feature && fact.events > 0)
    };
    let without_data = |feature: &Feature| analysis.coverage.feature(*feature).within(analysis.spans.window) == 0;
    covered.iter().filter(without_data).filter(|feature| !used(*feature)).collect()
}

fn change(page: &mut String, analysis: &Analysis, user_ix: usize) {
    line!(page, "\nWhat to change");
    let advice = analysis.decisions.recommendations.iter().find(|advice| advice.user_ix == user_ix);
    if let Some(advice) = advice {
        advised(page, analysis, advice);
        return;
    }
    if let Some((_, why, saving)) = analysis.decisions.kept.iter().find(|(ix, _, _)| *ix == user_ix) {
        line!(page, "  nothing: {why}");
        line!(page, "  saving forgone at contracted prices: {} a month", price(analysis, *saving));
        return;
    }
    let unknown =
        unknown(analysis, user_ix).into_iter().filter(|feature| !analysis.settings.not_used.contains(*feature)).count();
    if unknown > 0 {
        line!(page, "  nothing can be said: {unknown} features without data are taken as needed (see above);");
        line!(page, "  data on them, or `not_used` in the settings, would show whether less is enough");
    } else {
        line!(page, "  nothing: what is held is the cheapest that is enough, or the account is too new to judge");
    }
}

fn advised(page: &mut String, analysis: &Analysis, advice: &Recommendation) {
    let to = if advice.to.is_empty() { "no license".to_owned() } else { why::names(analysis, &advice.to) };
    line!(page, "  {}: {} → {to}", advice.code.as_str(), why::names(analysis, &advice.from));
    line!(page, "  because {}", why::why(analysis, advice));
    line!(
        page,
        "  worth {} a month at list, {} at contracted prices (per seat; the plan's total depends on the commitment)",
        price(analysis, advice.list_delta),
        price(analysis, advice.contracted_delta)
    );
    line!(page, "  confidence {}", advice.confidence.as_str());
    for driver in &advice.drivers {
        line!(page, "  {} comes with {}:", driver.license, overview::driver(driver));
        line!(page, "    take the permission out of the role, or the person out of the role");
    }
    line!(page, "  takes effect on the bill from {}", analysis.period.to);
}
