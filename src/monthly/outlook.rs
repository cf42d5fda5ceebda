//! What the months to come will cost: the quantities of the last month that is over, at the prices, commitments and terms of
//! each month. No trend is guessed: what nobody decided yet stays as it is.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{PeriodUse, period_bill},
    book::PriceBook,
    period::Period,
    tariff::{ProductIx, Tariff},
};

use super::{Budget, MonthCost, month_of};
use crate::{analysis::Analysis, canonical::is_daily_peak};

/// The quantities of a month, by product and resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Day 1 of the month that they are of.
    pub month: NaiveDate,
    seats: Vec<(String, u64)>,
    interacting_ms: Vec<(String, u64)>,
    metered: Option<Vec<(String, Decimal)>>,
    is_known: bool,
}

impl Basis {
    /// The quantities of the analyzed month.
    pub fn new(analysis: &Analysis) -> Basis {
        let id = |ix: ProductIx| analysis.tariff.product(ix).id.clone();
        let metered = analysis.metered_in_period().map(|metered| {
            let own = metered.into_iter().filter(|(resource, _)| !is_daily_peak(resource));
            own.map(|(resource, units)| (resource.to_owned(), units)).collect()
        });
        Basis {
            month: month_of(analysis.period.from),
            seats: analysis.products.iter().filter_map(|row| Some((id(row.ix), row.billed?))).collect(),
            interacting_ms: analysis.billing.interacting_ms.iter().map(|(ix, ms)| (id(*ix), *ms)).collect(),
            metered,
            is_known: analysis.bill_is_known(),
        }
    }

    /// Effective cost of a period with these quantities; `None` = a quantity is unknown. What has no price is not in it.
    ///
    /// # Errors
    /// Quantities that are too large to be exact.
    pub fn cost(&self, analysis: &Analysis, book: &PriceBook, period: Period) -> Result<Option<Decimal>, Vec<String>> {
        let ids = self.seats.iter().map(|(id, _)| id.as_str());
        let tariff = Tariff::new(book, &analysis.contract, period.last_day(), ids);
        let of = |list: &[(String, u64)]| -> Vec<(ProductIx, u64)> {
            list.iter().filter_map(|(id, units)| Some((tariff.ix(id)?, *units))).collect()
        };
        let (seats, interacting_ms) = (of(&self.seats), of(&self.interacting_ms));
        let metered: Option<Vec<(&str, Decimal)>> = self
            .metered
            .as_ref()
            .map(|metered| metered.iter().map(|(resource, units)| (resource.as_str(), *units)).collect());
        let used =
            PeriodUse { seats: &seats, interacting_ms: &interacting_ms, metered: metered.as_deref(), uncounted: &[] };
        let bill = period_bill(book, &analysis.contract, &tariff, period, used)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        Ok(bill.totals.effective.filter(|_| self.is_known))
    }
}

/// One month of the fiscal year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanMonth {
    /// Day 1 of the month.
    pub month: NaiveDate,
    /// What is known of it.
    pub status: Status,
    /// Effective cost, of a running month so far; `None` = unknown or to come.
    pub actual: Option<Decimal>,
    /// Effective cost expected of a month that is not over; `None` = it is over, or unknown.
    pub forecast: Option<Decimal>,
    /// What was planned; `None` = not known.
    pub budget: Option<Decimal>,
}

/// What is known of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is over.
    Actual,
    /// It is not over.
    Running,
    /// It is to come.
    Forecast,
    /// No data tells of it, but the books do.
    Booked,
    /// No data tells of it.
    NoData,
}

impl Status {
    /// In one or two words.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Actual => "actual",
            Status::Running => "running",
            Status::Forecast => "forecast",
            Status::Booked => "booked",
            Status::NoData => "no data",
        }
    }
}

impl PlanMonth {
    /// What the month costs as far as anybody knows: the actual of one that is over, else the forecast.
    pub fn outlook(&self) -> Option<Decimal> {
        match self.status {
            Status::Actual | Status::Booked => self.actual,
            _ => self.forecast,
        }
    }

    /// Outlook less budget; above 0 = dearer than planned.
    pub fn variance(&self) -> Option<Decimal> {
        Some(self.outlook()? - self.budget?)
    }
}

/// The months of a fiscal year. `known` are the months with data.
///
/// # Errors
/// Quantities that are too large to be exact.
pub fn plan(
    analysis: &Analysis,
    book: &PriceBook,
    fiscal: &[NaiveDate],
    known: &[MonthCost],
    basis: &Basis,
    budget: Option<&Budget>,
) -> Result<Vec<PlanMonth>, Vec<String>> {
    let anchor = analysis.contract.period_anchor_day;
    let own = month_of(analysis.period.from);
    let mut months = Vec::with_capacity(fiscal.len());
    for month in fiscal.iter().copied() {
        let cost = known.iter().find(|it| it.month == month);
        let booked = budget.and_then(|budget| budget.booked_in(month));
        let status = match cost {
            Some(cost) if cost.is_over => Status::Actual,
            Some(_) => Status::Running,
            None if month > own => Status::Forecast,
            None if booked.is_some() => Status::Booked,
            None => Status::NoData,
        };
        let forecast = match status {
            Status::Running | Status::Forecast => basis.cost(analysis, book, begun_in(month, anchor))?,
            Status::Actual | Status::Booked | Status::NoData => None,
        };
        let actual = if status == Status::Booked { booked } else { cost.and_then(|cost| cost.costs.effective) };
        let planned = budget.and_then(|budget| budget.of(month));
        months.push(PlanMonth { month, status, actual, forecast, budget: planned });
    }
    Ok(months)
}

/// The period that begins in a month.
pub fn begun_in(month: NaiveDate, anchor: seatwise_pricing::period::AnchorDay) -> Period {
    use chrono::Datelike;
    let last = month.with_day(month.num_days_in_month().into()).unwrap_or(month);
    Period::containing(last, anchor)
}
