//! The first page: what right-size saves over the term, and what to know before anything else.

use rust_decimal::Decimal;
use seatwise_pricing::commitment::Ratio;
use seatwise_reports::{
    report::{Block, Figure, FigureSource, Part, Section, Sentence, Value},
    says,
};

use super::Facts;
use crate::{renewal::cases::Case, usage::spans::instant};

pub(super) fn headline(facts: &Facts<'_>) -> Sentence {
    let saved = facts.term(&facts.cases.keep) - facts.term(&facts.cases.right_size);
    let (amount, direction) = (Value::amount(saved.abs()), if saved.is_sign_negative() { " more" } else { " less" });
    says![
        "The right commitments cost ",
        amount,
        direction,
        " than today's, over ",
        Value::count(u64::from(facts.renewal.terms.months)),
        " months from ",
        Value::Day(Some(facts.renewal.terms.renewal)),
        " on"
    ]
}

pub(super) fn section(facts: &Facts<'_>) -> Section {
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
    list.extend(without_changes(facts));
    list.extend(fewer_tokens(facts));
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
    list.extend(capped(facts));
    list.extend(proposal(facts));
    if facts.renewal.found.products.iter().any(|own| own.on_offer) {
        list.push(says![
            "A price on offer (`--price`) counts as a price of today: over the term it rises by the uplift at the renewal, as all others. Where the offer is the price of the first year, the years are that much too high for these products."
        ]);
    }
    if contract.renewal_notice_days.is_none() {
        list.push(says!["The contract names no notice period (`renewal_notice_days`): look for it first."]);
    }
    let unanswered = &facts.cases.right_size.unanswered;
    if !unanswered.is_empty() {
        let names: Vec<String> = unanswered.iter().map(|(id, why)| format!("{} ({why})", facts.name(id))).collect();
        list.push(says!["Without an answer, and in no sum: ", names.join(", "), "."]);
    }
    list.push(says!["This brief is confidential: it holds targets and walk-away prices. The page of facts beside it is for the vendor: it shows use as it was, before the changes that the right quantities count on."]);
    Section::new("summary", "Summary", vec![Block::Figures(figures), Block::List(list)])
}

/// What the commitments alone save, and what the right quantities would cost if nothing else were changed.
fn without_changes(facts: &Facts<'_>) -> Option<Sentence> {
    let found = &facts.renewal.found.products;
    let (mut kept, mut best, mut undone) = (Ratio::ZERO, Ratio::ZERO, Ratio::ZERO);
    let mut unused = Decimal::ZERO;
    for own in found {
        let Some(today) = &own.today else { continue };
        kept = kept.plus(today.monthly)?;
        best = best.plus(own.best.monthly)?;
    }
    for line in &facts.cases.right_size.lines {
        let history = found.iter().find(|own| own.id == line.id);
        // Nobody was billed for what is new: without the changes it is paid and not used.
        match history {
            Some(own) if own.today.is_none() => {}
            Some(own) => undone = undone.plus(own.commitment.cost(line.cost.units)?.monthly)?,
            None => unused += line.cost.commitment,
        }
    }
    let digits = facts.renewal.analysis.tariff.currency().minor_units();
    let kept = kept.rounded(digits);
    let (alone, undone) = (kept - best.rounded(digits), undone.rounded(digits) + unused - kept);
    let direction = if undone.is_sign_negative() { " less" } else { " more" };
    Some(says![
        "Without a change of anybody's license the cheapest commitments save ",
        Value::amount(alone),
        " a month; all else comes from the recommendations. The right quantities, signed and the recommendations not carried out, would cost ",
        Value::amount(undone.abs()),
        " a month",
        direction,
        " than today's commitments, at today's prices."
    ])
}

/// Products bring tokens, or use some per seat: fewer of them bring, or use, fewer.
fn fewer_tokens(facts: &Facts<'_>) -> Option<Sentence> {
    let tariff = &facts.renewal.analysis.tariff;
    let tokens = facts.renewal.tokens?;
    let (mut brought, mut used) = (Decimal::ZERO, Decimal::ZERO);
    for product in tariff.products() {
        let Some(counts) = facts.renewal.whole.counts(&product.id) else { continue };
        let Some((billed, needed)) = counts.billed.zip(counts.needed) else { continue };
        let fewer = Decimal::from(billed) - Decimal::from(needed);
        brought += fewer * product.brings_tokens;
        used += fewer * product.seat_tokens.unwrap_or_default();
    }
    if brought.is_zero() && used.is_zero() {
        return None;
    }
    let price = Value::Price(tokens.bill.overage_price);
    let named = |amount: Decimal| if amount.is_sign_negative() { " more" } else { " fewer" };
    Some(says![
        "AI tokens are in no case: what is needed brings ",
        Value::Quantity(Some(brought.abs())),
        named(brought),
        " free ones a month and uses ",
        Value::Quantity(Some(used.abs())),
        named(used),
        "; a token beyond the allowance costs ",
        price,
        "."
    ])
}

/// A cap of the contract below the uplift that is counted with.
fn capped(facts: &Facts<'_>) -> Option<Sentence> {
    let cap = facts.renewal.analysis.contract.uplift_cap_percent?;
    let uplift = facts.renewal.terms.uplift_percent;
    let share = |percent: Decimal| Value::Share(Some(percent / Decimal::ONE_HUNDRED));
    (cap < uplift).then(|| {
        says![
            "The contract caps the uplift at ",
            share(cap),
            ", and the figures here have ",
            share(uplift),
            ": hold the vendor to the contract first, a new cap is worth less then."
        ]
    })
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
        Some(after) => text.and(says![
            ", and ",
            facts.money(after),
            " a month more than the right quantities, once all recommendations are carried out."
        ]),
        None => text.and(says!["."]),
    })
}
