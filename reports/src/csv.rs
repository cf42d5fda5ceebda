//! The tables of the overview as CSV (RFC 4180, UTF-8, `\n`): one file per table, one row per thing, numbers plain.
//!
//! Unknown is an empty cell, never `0`. Lists are joined by `; `. Dates and instants are ISO 8601, UTC.
//! A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, tab or carriage return) gets a
//! leading apostrophe; number columns never do. Whoever reads the file with a program strips it again.

use chrono::{DateTime, SecondsFormat, Utc};
use rust_decimal::Decimal;

use crate::overview::Overview;

/// A table of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// Every person who holds a license.
    Seats,
    /// Every recommendation.
    Recommendations,
    /// Every product.
    Products,
    /// Every finding.
    Findings,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 4] = [Self::Seats, Self::Recommendations, Self::Products, Self::Findings];

    /// Name of the file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Seats => "seats.csv",
            Self::Recommendations => "recommendations.csv",
            Self::Products => "products.csv",
            Self::Findings => "findings.csv",
        }
    }

    /// Head line and rows of this table, in the order of the value.
    #[must_use]
    pub fn csv(self, overview: &Overview) -> Vec<u8> {
        match self {
            Self::Seats => seats(overview),
            Self::Recommendations => recommendations(overview),
            Self::Products => products(overview),
            Self::Findings => findings(overview),
        }
    }
}

/// One row in the making: text is guarded, figures are not.
#[derive(Default)]
struct Row(Vec<String>);

impl Row {
    fn text(mut self, text: &str) -> Self {
        self.0.push(guarded(text));
        self
    }

    fn maybe(self, text: Option<&str>) -> Self {
        self.text(text.unwrap_or_default())
    }

    fn list(self, items: &[String]) -> Self {
        self.text(&items.join("; "))
    }

    fn sign(self, sign: Option<&(DateTime<Utc>, String)>) -> Self {
        let at = sign.map(|(at, _)| at.to_rfc3339_opts(SecondsFormat::Secs, true));
        self.maybe(at.as_deref()).maybe(sign.map(|(_, source)| source.as_str()))
    }

    fn count(mut self, number: Option<u64>) -> Self {
        self.0.push(number.map_or_else(String::new, |number| number.to_string()));
        self
    }

    fn amount(mut self, amount: Option<Decimal>) -> Self {
        self.0.push(amount.map_or_else(String::new, |amount| amount.to_string()));
        self
    }

    fn flag(self, flag: Option<bool>) -> Self {
        self.maybe(flag.map(|flag| if flag { "yes" } else { "no" }))
    }
}

fn seats(overview: &Overview) -> Vec<u8> {
    let head = "user_id,name,email,state,department,division,cost_center,base,others,billed,needed,last_sign,\
                last_sign_source,features,list_monthly,contracted_monthly,currency,recommendation";
    let row = |seat: &crate::overview::SeatRow| {
        Row::default()
            .text(&seat.user_id)
            .maybe(seat.name.as_deref())
            .maybe(seat.email.as_deref())
            .text(&seat.state)
            .maybe(seat.department.as_deref())
            .maybe(seat.division.as_deref())
            .maybe(seat.cost_center.as_deref())
            .maybe(seat.base.as_deref())
            .list(&seat.others)
            .flag(seat.billed)
            .list(&seat.needed)
            .sign(seat.last_sign.as_ref())
            .list(&seat.features)
            .amount(seat.list_monthly)
            .amount(seat.contracted_monthly)
            .text(&overview.currency)
            .maybe(seat.recommendation.as_deref())
    };
    file(head, overview.seat_rows.iter().map(row))
}

fn recommendations(overview: &Overview) -> Vec<u8> {
    let head = "id,code,user_id,name,email,department,manager_email,from,to,contracted_delta_monthly,\
                list_delta_monthly,currency,confidence,why,drivers,last_sign,last_sign_source";
    let row = |row: &crate::overview::RecommendationRow| {
        Row::default()
            .text(&row.id)
            .text(&row.code)
            .maybe(row.user_id.as_deref())
            .maybe(row.name.as_deref())
            .maybe(row.email.as_deref())
            .maybe(row.department.as_deref())
            .maybe(row.manager_email.as_deref())
            .list(&row.from)
            .list(&row.to)
            .amount(row.contracted_delta_monthly)
            .amount(row.list_delta_monthly)
            .text(&overview.currency)
            .text(&row.confidence)
            .text(&row.why)
            .list(&row.drivers)
            .sign(row.last_sign.as_ref())
    };
    file(head, overview.recommendations.iter().map(row))
}

fn products(overview: &Overview) -> Vec<u8> {
    let head = "product,name,base,assigned,billed,committed,needed,needed_billed,idle,over_tiered,list_price,\
                contracted_price,overage_price,list_monthly,contracted_monthly,overage_monthly,currency,unit";
    let row = |row: &crate::overview::ProductRow| {
        Row::default()
            .text(&row.product)
            .text(&row.name)
            .flag(Some(row.base))
            .count(Some(row.assigned))
            .count(row.billed)
            .count(Some(row.committed))
            .count(Some(row.needed))
            .count(row.needed_billed)
            .count(Some(row.idle))
            .count(Some(row.over_tiered))
            .amount(row.list_price)
            .amount(row.contracted_price)
            .amount(row.overage_price)
            .amount(row.list_monthly)
            .amount(row.contracted_monthly)
            .amount(row.overage_monthly)
            .text(&overview.currency)
            .text(&row.unit)
    };
    file(head, overview.products.iter().map(row))
}

fn findings(overview: &Overview) -> Vec<u8> {
    let row = |row: &crate::overview::FindingRow| {
        Row::default().text(&row.code).text(&row.severity).text(&row.subject).text(&row.message)
    };
    file("code,severity,subject,message", overview.findings.iter().map(row))
}

fn file(head: &str, rows: impl Iterator<Item = Row>) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().from_writer(Vec::new());
    let invariant = "memory takes every write, and every row has the columns of the head";
    writer.write_record(head.split(',')).expect(invariant);
    for row in rows {
        writer.write_record(row.0).expect(invariant);
    }
    writer.into_inner().expect(invariant)
}

/// A cell that a spreadsheet would read as a formula gets an apostrophe before it.
pub fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
