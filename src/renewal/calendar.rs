//! By when has what to be done. Days before the renewal are those of common practice; the notice is the contract's.

use chrono::{Days, NaiveDate};

/// One date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub day: NaiveDate,
    /// What has to be done by it.
    pub what: &'static str,
    /// Is it past at as-of?
    pub is_past: bool,
}

/// Days before the renewal, and what belongs there; sources: renewaltrap.com, vendorbenchmark, atonementlicensing.com.
const STEPS: [(u64, &str); 4] = [
    (120, "Usage baseline; read notice and auto-renewal clauses"),
    (90, "Scenarios and alternatives decided"),
    (60, "Counter-proposal to the vendor"),
    (45, "Redlines of the contract"),
];

/// The dates, ascending. `notice_days` = the contract's; `None` = it names none.
pub fn calendar(renewal: NaiveDate, notice_days: Option<u32>, today: NaiveDate) -> Vec<Deadline> {
    let notice =
        notice_days.map(|days| (u64::from(days), "Notice of non-renewal (`renewal_notice_days` of the contract)"));
    let mut list: Vec<Deadline> = STEPS
        .into_iter()
        .chain(notice)
        .chain([(0, "Renewal")])
        .filter_map(|(days, what)| {
            let day = renewal.checked_sub_days(Days::new(days))?;
            Some(Deadline { day, what, is_past: day < today })
        })
        .collect();
    list.sort_by_key(|own| own.day);
    list
}
