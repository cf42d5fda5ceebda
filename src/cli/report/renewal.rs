//! `seatwise report renewal`: the brief for procurement, and the page of facts for the vendor.

use chrono::NaiveDate;
use clap::Args;
use rust_decimal::Decimal;
use seatwise_pricing::compare::BillingModel;

use super::delivery::{Beside, Delivery, DeliveryArgs};
use crate::{
    analysis::{commitment::SeatCommitments, compare::Comparison, history, tokens},
    canonical::Table,
    cli::{
        price::{commitment::asked, compare},
        source::{SourceArgs, scan, scan_within},
    },
    error::Failure,
    renewal::{Renewal, Terms},
    roles,
    usage::{queues::QueueMembers, spans::instant},
};

/// The renewal for procurement: how much to commit to, what each answer costs over the term, what each ask is worth
///
/// Writes two reports: the brief, which is confidential, and a page of facts for the vendor without targets, prices or names.
/// docs/RENEWAL.md says figure by figure where it comes from.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise report renewal --renewal 2026-12-15 --contract contract.toml --settings seatwise.toml
  seatwise report renewal --renewal 2026-12-15 --term 36 --uplift 8 --cap 3 --growth 5 \\
    --propose cx3=450 --price cx3=142.00/165.00 --contract contract.toml --out renewal/")]
pub(super) struct RenewalArgs {
    /// First day of the new term; default: the day after the contract ends
    #[arg(long, value_name = "DATE")]
    renewal: Option<NaiveDate>,
    /// Length of the new term in months
    #[arg(long, value_name = "MONTHS", default_value_t = 36, value_parser = clap::value_parser!(u32).range(1..=60))]
    term: u32,
    /// By how many percent prices rise at the renewal and every anniversary if nothing is agreed; default: the contract's uplift
    /// or cap, else 8, between the 7 and 12 that vendors ask for
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, value_parser = percent)]
    uplift: Option<Decimal>,
    /// What the cap on it is to be, in percent
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, default_value = "3", value_parser = percent)]
    cap: Decimal,
    /// By how many percent demand grows in the third case
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, default_value = "10", value_parser = percent)]
    growth: Decimal,
    /// A price on offer, as `cx3=142.00` or with the overage price `cx3=142.00/165.00`, per unit and month; may be repeated
    #[arg(long, value_name = "PRODUCT=PRICE[/OVERAGE]")]
    price: Vec<String>,
    /// A commitment that the vendor proposes, as `cx3=450`; may be repeated
    #[arg(long, value_name = "PRODUCT=UNITS")]
    propose: Vec<String>,
    /// A price under another billing model, as `concurrent:cx3=210.00`; may be repeated
    #[arg(long, value_name = "MODEL:PRODUCT=PRICE")]
    model_price: Vec<String>,
    /// Periods of history at most, counted back from as-of
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    #[command(flatten)]
    delivery: DeliveryArgs,
    #[command(flatten)]
    source: SourceArgs,
}

fn percent(text: &str) -> Result<Decimal, String> {
    let number = text.parse::<Decimal>().ok().filter(|own| *own >= Decimal::ZERO && *own <= Decimal::ONE_HUNDRED);
    number.filter(|own| own.scale() <= 4).ok_or_else(|| "expected percent from 0 to 100, as 7.5".to_owned())
}

/// What vendors ask for by default lies between 7 and 12 percent (atonementlicensing.com, stackiq.co).
const UPLIFT: Decimal = Decimal::from_parts(8, 0, 0, false, 0);

pub(super) fn run(args: &RenewalArgs) -> Result<(), Failure> {
    let delivery = Delivery::new(&args.delivery)?;
    let data = args.source.data()?;
    let (analysis, _) = data.analyze(None, |_, _| Vec::new())?;
    let renewal = args.renewal.or(analysis.contract.end.and_then(|end| end.succ_opt())).ok_or_else(|| {
        Failure::usage(
            "the contract names no end, so nothing says when it renews\nhint: name the day, as `--renewal 2026-12-15`",
        )
    })?;
    let today = instant(analysis.as_of).date_naive();
    if renewal <= today {
        return Err(Failure::usage(format!(
            "the renewal {renewal} is not after {today}, the day that the data are seen from\nhint: name the first day of the new \
             term, as `--renewal 2026-12-15`; `--as-of` looks from an earlier day"
        )));
    }
    let tables = |table| scan(&data.snapshot, table);
    let within = |table, span| scan_within(&data.snapshot, table, span);
    let history = history::read(&analysis, &tables, &within, &data.book, args.months as usize)?;
    let asked = asked::prices_and_proposals(&args.price, &args.propose, &data.book, &analysis)?;
    let found =
        SeatCommitments::new(&analysis, &history, &asked).map_err(|problems| Failure::config(problems.to_string()))?;
    if found.periods.is_empty() {
        return Err(Failure::usage(
            "the data cover no whole period as the contract counts it, so they tell no demand\n\
             hint: `seatwise price compare` shows what is covered; import a longer history",
        ));
    }
    let own = BillingModel::from(analysis.contract.model);
    let prices = compare::prices(&args.model_price, &data.book, own)?;
    let comparison =
        Comparison::new(&analysis, &history, &data.book, &BillingModel::ALL, &prices).map_err(|errors| {
            Failure::input(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))
        })?;
    let queues = QueueMembers::read(tables(Table::Queues)?, tables(Table::QueueMembers)?, &analysis.people)?;
    let tokens = tokens::report(&analysis, &data.book, &queues).map_err(|errors| {
        Failure::input(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))
    })?;
    let roles = roles::report(&analysis, &data.book);
    let whole = data.whole(&analysis, |before| found.periods.last() == Some(&before.from.to_string()))?;
    let contract = &analysis.contract;
    let uplift = args.uplift.or(contract.uplift_percent).or(contract.uplift_cap_percent).unwrap_or(UPLIFT);
    let terms = Terms {
        renewal,
        months: args.term,
        uplift_percent: uplift,
        cap_percent: args.cap,
        growth_percent: args.growth,
    };
    let renewal = Renewal {
        analysis: &analysis,
        whole: &whole,
        history: &history,
        found: &found,
        comparison: &comparison,
        tokens: tokens.as_ref(),
        roles: &roles,
        book: &data.book,
        terms: &terms,
    };
    delivery.send_with(&renewal.report(), &Beside { reports: &[renewal.facts()], files: &[] })
}
