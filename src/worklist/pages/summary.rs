//! The first page: how many changes, how sure, who does what, and what of it is money.

use seatwise_reports::{
    report::{Block, Column, Figure, Kind, Section, Sentence, Table, Totals, Value},
    says,
};

use super::groups::Sum;
use crate::{
    ingest::answers::ID_PREFIX,
    overview::head::running,
    worklist::{
        Worklist,
        ask::{Asked, Money},
        item::Item,
        strays,
        way::By,
    },
};

pub(super) fn headline(worklist: &Worklist<'_>) -> Sentence {
    let sum = Sum::of(&worklist.items);
    if sum.changes == 0 {
        return says!["Nothing to change: nobody holds more, or less, than is needed, as far as the data show"];
    }
    let [high, ..] = sum.by_confidence;
    let text = says![
        Value::count(sum.changes),
        if sum.changes == 1 { " change, " } else { " changes, " },
        Value::count(high),
        " at high confidence"
    ];
    match worklist.analysis.savings.cash_now.filter(|amount| !amount.is_zero()) {
        Some(amount) => {
            text.and(says!["; together they lower the next invoices by ", Value::amount(amount), " a month"])
        }
        None => text.and(says!["; what they are worth, and when, is below"]),
    }
}

pub(super) fn section(worklist: &Worklist<'_>) -> Section {
    let blocks = vec![Block::Figures(figures(worklist)), Block::List(sentences(worklist)), Block::Table(who(worklist))];
    Section::new("summary", "Summary", blocks)
}

fn count(worklist: &Worklist<'_>, of: impl Fn(&Item) -> bool) -> u64 {
    worklist.items.iter().filter(|item| of(item)).count() as u64
}

fn figures(worklist: &Worklist<'_>) -> Vec<Figure> {
    let savings = &worklist.analysis.savings;
    let sum = Sum::of(&worklist.items);
    let [high, medium, low] = sum.by_confidence;
    let asked = worklist.items.iter().filter(|item| item.asked != Asked::Nobody);
    let managers: std::collections::BTreeSet<&String> =
        asked.clone().filter_map(|item| item.manager.as_ref()).collect();
    let guards = worklist.analysis.decisions.guards();
    let kept = guards.values().map(|sum| sum.people).sum();
    let figure = |id, label: &str, value, detail| Figure::new(id, label, value).with(detail);
    vec![
        figure("changes", "Changes", Value::count(sum.changes), says!["one per person at most"]),
        figure(
            "changes_high",
            "At high confidence",
            Value::count(high),
            says!["every feature given up is proven unused"],
        ),
        figure(
            "changes_medium",
            "At medium confidence",
            Value::count(medium),
            says!["data cover a part of the window"],
        ),
        figure("changes_low", "At low confidence", Value::count(low), says!["ask before anything is changed"]),
        figure(
            "managers",
            "Managers to be asked",
            Value::count(managers.len() as u64),
            says![
                Value::count(asked.filter(|item| item.manager.is_none()).count() as u64),
                " people have no known manager"
            ],
        ),
        figure("agreed", "Agreed", Value::count(sum.agreed), says!["a manager answered `forego`"]),
        figure("kept", "Kept", Value::count(kept), says!["advice held back by a guard, see below"]),
        figure(
            "cash_now",
            "Can be saved at once",
            Value::Amount(savings.cash_now),
            says!["a month, from ", Value::Day(Some(worklist.analysis.period.to))],
        ),
        figure(
            "at_renewal",
            "Can be saved at renewal",
            Value::Amount(savings.at_renewal),
            says!["a month, by a contract made to measure"],
        ),
        figure(
            "exposure",
            "Exposure",
            Value::amount(savings.exposure),
            says!["list value of seats neither billed nor committed; no money saved"],
        ),
    ]
}

fn sentences(worklist: &Worklist<'_>) -> Vec<Sentence> {
    let by = |by: By| count(worklist, |item| item.way.by == by);
    let mut list: Vec<Sentence> = running(worklist.analysis).into_iter().collect();
    if worklist.items.is_empty() {
        return vec![says![
            "Nobody has to be asked and nothing has to be changed. What guards hold back, and what the data do not cover, is below."
        ]];
    }
    let asked = |asked: Asked| count(worklist, |item| item.asked == asked);
    list.push(parts(
        "To be asked",
        &[
            (asked(Asked::Nobody), "nobody"),
            (asked(Asked::Manager), "the manager"),
            (asked(Asked::Unknown), "not known who"),
        ],
    ));
    list.push(parts(
        "Made by",
        &[
            (by(By::Proposal), "changes of roles that take nothing that anybody may be using"),
            (by(By::Roles), "roles or groups, whose other use has to be looked at first"),
            (by(By::Hand), "the license on the person's page"),
            (by(By::Account), "switching off the account"),
            (by(By::AccountTeam), "a product that the account team has to add first"),
        ],
    ));
    let money = |is: fn(&Money) -> bool| count(worklist, |item| is(&item.money));
    let when = parts(
        "Becomes money",
        &[
            (money(|money| matches!(money, Money::NextPeriod(_))), "with the next period"),
            (money(|money| matches!(money, Money::Renewal(_))), "at the renewal"),
            (money(|money| *money == Money::Tokens), "in AI tokens, where the allowance is passed"),
            (money(|money| *money == Money::NotBilled), "not now, since the seat is not billed"),
            (money(|money| *money == Money::Unknown), "unknown, since the input has no presence"),
        ],
    );
    list.push(when.and(says![" Savings are computed for the plan as a whole, against the contract: prices of single seats do not add up to them."]));
    let unpriced: Vec<&str> =
        worklist.analysis.unpriced().map(|row| worklist.analysis.tariff.product(row.ix).id.as_str()).collect();
    if !unpriced.is_empty() {
        list.push(says![
            "Without a price, and in no amount: ",
            unpriced.join(", "),
            ". Give prices by `[[price]]` in the contract."
        ]);
    }
    list.extend(strays(worklist));
    if worklist.names.is_pseudonymous() {
        list.push(says!["Nobody is named: who has the key can make the same names again. There is no sheet for managers and no file for the console, which have to name people."]);
    } else {
        list.push(says!["Managers answer in the file `…-answers.csv`: `keep` with a reason, or `forego`. `seatwise import --answers FILE` reads it back; what is kept is not advised again for ", Value::count(u64::from(worklist.analysis.settings.cooldown_days)), " days, or until the day that the answer names."]);
    }
    list
}

/// Ids of answers that are named.
const NAMED: usize = 3;

/// Answers that belong to nothing of today; `None` = there are none.
fn strays(worklist: &Worklist<'_>) -> Option<Sentence> {
    let strays = strays::strays(worklist.analysis);
    let ids: Vec<String> =
        strays.iter().take(NAMED).map(|answer| format!("`{ID_PREFIX}{}`", answer.recommendation)).collect();
    let more = if strays.len() > NAMED { ", …" } else { "" };
    // A plain id tells who knows a list of user ids whom it is about.
    let named = if worklist.names.is_pseudonymous() { String::new() } else { format!(" ({}{more})", ids.join(", ")) };
    (!strays.is_empty()).then(|| {
        says![
            "Answers of managers to what is not recommended today: ",
            Value::count(strays.len() as u64),
            named,
            ". What was advised then is done or has become something else, or an id was mistyped."
        ]
    })
}

/// What is counted, and how many of each; none of 0.
fn parts(what: &str, parts: &[(u64, &str)]) -> Sentence {
    let mut text = says![what, ": "];
    for (at, (count, words)) in parts.iter().filter(|(count, _)| *count > 0).enumerate() {
        text = text.and(says![if at > 0 { "; " } else { "" }, *words, " (", Value::count(*count), ")"]);
    }
    text.and(says!["."])
}

/// Is an item one of a sort?
type IsOne = fn(&Item) -> bool;

/// Who does what, by confidence.
fn who(worklist: &Worklist<'_>) -> Table {
    let columns = vec![
        Column::new("who", "Who acts", Kind::Text),
        Column::new("changes", "Changes", Kind::Count),
        Column::new("high", "High confidence", Kind::Count),
        Column::new("medium", "Medium", Kind::Count),
        Column::new("low", "Low", Kind::Count),
    ];
    let mut table = Table::new("who", "Who does what", columns);
    let kinds: [(&str, IsOne); 4] = [
        ("the administrator, at once", |item| item.self_service && item.asked == Asked::Nobody),
        ("the administrator, when the manager has agreed", |item| item.self_service && item.asked == Asked::Manager),
        ("the administrator, when somebody who knows is found", |item| {
            item.self_service && item.asked == Asked::Unknown
        }),
        ("the account team first", |item| !item.self_service),
    ];
    let cells = |name: &str, sum: Sum| {
        let [high, medium, low] = sum.by_confidence;
        let counts = [sum.changes, high, medium, low].map(Value::count);
        [Value::text(name)].into_iter().chain(counts).collect::<Vec<_>>()
    };
    for (name, is_own) in kinds {
        let sum = Sum::of(worklist.items.iter().filter(|item| is_own(item)));
        table.rows.push(cells(name, sum));
    }
    table.totals = Some(Totals { cells: cells("All", Sum::of(&worklist.items)) });
    table
}
