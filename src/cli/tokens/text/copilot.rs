//! Copilot seats without use, and queues whose members have no seat.

use rust_decimal::Decimal;
use seatwise_reports::format::{count, shortened};

use super::{money, whole};
use crate::{
    analysis::{
        Analysis,
        tokens::{Copilot, SeatUse, TokenReport},
    },
    canonical::rows::Micros,
    cli::lines::line,
    overview::words,
};

/// Seats named.
const NAMED: usize = 8;
/// Queues named.
const QUEUES: usize = 8;

pub(super) fn section(page: &mut String, analysis: &Analysis, report: &TokenReport) {
    let copilot = &report.copilot;
    line!(page, "\nCopilot");
    let Copilot { held, used, unknown, .. } = copilot;
    let unused = copilot.unused.len() as u64;
    let days = analysis.settings.window_days;
    line!(
        page,
        "  Seats held {}; in {days} days used {}, not used {}{}",
        count(*held),
        count(*used),
        count(unused),
        match unknown {
            0 => String::new(),
            unknown => format!(", unknown {}", count(*unknown)),
        }
    );
    if *unknown > 0 {
        line!(page, "  Unknown: the input does not cover `copilot` for the whole window.");
    }
    unused_seats(page, analysis, report);
    queues(page, analysis, copilot);
}

fn unused_seats(page: &mut String, analysis: &Analysis, report: &TokenReport) {
    let copilot = &report.copilot;
    if copilot.unused.is_empty() {
        return;
    }
    let billed = copilot.unused.iter().filter(|seat| seat.billed).count() as u64;
    let worth = copilot.value_per_seat.map(|value| value * Decimal::from(billed));
    match copilot.tokens_per_seat {
        Some(tokens) => {
            let all = whole(tokens * Decimal::from(billed));
            line!(page, "  Billed without use: {} of them, {all} tokens a period, worth up to", count(billed));
            line!(page, "  {} where tokens go beyond the allowance.", money(worth, report.bill.currency));
        }
        None => line!(page, "  Billed without use: {} of them, {}.", count(billed), money(worth, report.bill.currency)),
    }
    for seat in copilot.unused.iter().take(NAMED) {
        let last = match seat.last {
            SeatUse::Never => "never used".to_owned(),
            SeatUse::Before(at) => format!("last used {}", day(at)),
        };
        let queue = seat.queue.as_ref().map_or_else(String::new, |queue| format!(", in `{}`", shortened(queue, 14)));
        let label = shortened(analysis.people.list[seat.user_ix].label(), 40);
        line!(page, "    {label:<40} {last}{queue}");
    }
    more(page, copilot.unused.len(), NAMED);
}

fn queues(page: &mut String, analysis: &Analysis, copilot: &Copilot) {
    let Some(queues) = &copilot.queues else {
        line!(page, "  Queues: unknown, the input has no table `memberships` (`pull` collects it).");
        return;
    };
    if queues.is_empty() {
        line!(page, "  Every member of a Copilot queue holds Copilot.");
        return;
    }
    line!(page, "  Queues on which Copilot works for members without a seat");
    for queue in queues.iter().take(QUEUES) {
        let joined = queue.joined.map_or_else(String::new, |joined| format!(", {} joined", count(joined)));
        let unseated = count(queue.unseated.len() as u64);
        let name = shortened(&queue.queue, 32);
        line!(page, "    {name:<32} {unseated} of {} without a seat{joined}", count(queue.members));
        if let [one] = queue.unseated.as_slice() {
            line!(page, "      {}", shortened(analysis.people.list[*one].label(), 70));
        }
    }
    more(page, queues.len(), QUEUES);
}

fn more(page: &mut String, all: usize, shown: usize) {
    if all > shown {
        line!(page, "    … and {} more: --format json names all", all - shown);
    }
}

fn day(at: Micros) -> String {
    words::rfc3339(at).chars().take(10).collect()
}
