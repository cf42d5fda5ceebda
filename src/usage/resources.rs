//! `resource_usage` → units per UTC day and resource, from the first row to as-of.
//!
//! The plan projects and filters; quantities are texts of exact decimals and are added up row by row. A table of a year has a
//! few thousand rows.

use std::{collections::BTreeMap, str::FromStr};

use chrono::NaiveDate;
use polars::prelude::*;
use rust_decimal::Decimal;
use seatwise_pricing::{period::Period, tokens::DailyUnits};

use super::{
    people::texts,
    spans::{day_number, midnight},
};
use crate::canonical::{col, rows::Micros};

/// What was metered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResourceUsage {
    /// Units by day and resource, as the source names it. Days without a row are absent.
    pub by_day: DailyUnits,
}

impl ResourceUsage {
    /// Reads the rows of days that begin no later than as-of.
    ///
    /// # Errors
    /// Whatever polars reports while reading the file, and a quantity that is no exact decimal.
    pub fn read(table: LazyFrame, as_of: Micros) -> PolarsResult<ResourceUsage> {
        let last = lit(day_number(as_of) as i32);
        let day = col(col::DATE).cast(DataType::Date).cast(DataType::Int32);
        let plan = table
            .select([day.alias(col::DATE), col(col::RESOURCE), col(col::QUANTITY)])
            .filter(col(col::DATE).lt_eq(last));
        let frame = plan.collect()?;
        let days = frame.column(col::DATE)?.i32()?.clone();
        let mut by_day = DailyUnits::new();
        let rows = texts(&frame, col::RESOURCE)?.into_iter().zip(texts(&frame, col::QUANTITY)?);
        for ((resource, quantity), day) in rows.zip(days.iter()) {
            let (Some(resource), Some(quantity), Some(day)) = (resource, quantity, day) else { continue };
            let refused = |why: &str| polars_err!(ComputeError: "resource_usage: the quantity `{quantity}` {why}");
            let Some(date) = NaiveDate::from_epoch_days(day) else { return Err(refused("stands on no day")) };
            let units = Decimal::from_str(&quantity).map_err(|error| refused(&format!("is no decimal: {error}")))?;
            let sum = by_day.entry(date).or_default().entry(resource).or_default();
            *sum = sum.checked_add(units).ok_or_else(|| refused("makes a sum of more than 28 digits"))?;
        }
        Ok(ResourceUsage { by_day })
    }

    /// Units of a period by resource.
    pub fn within(&self, period: Period) -> BTreeMap<&str, Decimal> {
        let mut units: BTreeMap<&str, Decimal> = BTreeMap::new();
        for (resource, quantity) in self.by_day.range(period.from..period.to).flat_map(|(_, of_day)| of_day) {
            *units.entry(resource).or_default() += quantity;
        }
        units
    }

    /// First day with a row, and the day after the last one; `None` = no rows.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (first, last) = (self.by_day.keys().next()?, self.by_day.keys().next_back()?);
        Some((*first, last.succ_opt()?))
    }

    /// The same as instants, `[from, to)`.
    pub fn span(&self) -> Option<super::spans::Span> {
        self.days().map(|(from, to)| super::spans::Span { from: midnight(from), to: midnight(to) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(&str, &str, &str)]) -> LazyFrame {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap().to_epoch_days();
        let days: Vec<i32> = rows.iter().map(|(date, _, _)| day(date)).collect();
        let resources: Vec<&str> = rows.iter().map(|(_, resource, _)| *resource).collect();
        let quantities: Vec<&str> = rows.iter().map(|(_, _, quantity)| *quantity).collect();
        let frame = df!(col::DATE => days, col::RESOURCE => resources, col::QUANTITY => quantities).unwrap();
        frame.lazy().with_column(col(col::DATE).cast(DataType::Date))
    }

    fn noon(day: &str) -> Micros {
        midnight(day.parse().unwrap()) + crate::canonical::rows::DAY / 2
    }

    #[test]
    fn rows_of_one_day_and_resource_are_added_up_exactly_and_later_days_are_not_read() {
        let rows = [
            ("2026-10-02", "ai_tokens", "0.1"),
            ("2026-10-01", "ai_tokens", "7"),
            ("2026-10-02", "ai_tokens", "0.2"),
            ("2026-10-03", "ai_tokens", "9"),
        ];
        let usage = ResourceUsage::read(table(&rows), noon("2026-10-02")).unwrap();
        let shown: Vec<String> = usage
            .by_day
            .iter()
            .flat_map(|(date, of_day)| of_day.iter().map(move |(name, units)| format!("{date} {name} {units}")))
            .collect();
        assert_eq!(shown, ["2026-10-01 ai_tokens 7", "2026-10-02 ai_tokens 0.3"]);
        let period = Period { from: "2026-10-02".parse().unwrap(), to: "2026-11-02".parse().unwrap() };
        assert_eq!(usage.within(period), BTreeMap::from([("ai_tokens", Decimal::new(3, 1))]));
        assert_eq!(usage.span().unwrap().length(), 2 * crate::canonical::rows::DAY);
    }

    #[test]
    fn a_quantity_that_is_no_number_or_too_long_is_refused_by_its_text() {
        let read =
            |rows: &[(&str, &str, &str)]| ResourceUsage::read(table(rows), noon("2026-10-02")).unwrap_err().to_string();
        assert!(read(&[("2026-10-01", "ai_tokens", "many")]).contains("the quantity `many` is no decimal"));
        let most = Decimal::MAX.to_string();
        let message = read(&[("2026-10-01", "ai_tokens", &most), ("2026-10-01", "ai_tokens", &most)]);
        assert!(message.contains("more than 28 digits"), "{message}");
    }
}
