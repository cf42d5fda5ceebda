//! `seatwise.toml`: windows, protections, pins, exceptions and what may be offered.
//!
//! Reading collects every problem with line, column and path. What a setting does is decided in `findings`; whether a
//! rule matched anybody is reported there too.

mod finance;
mod read;
mod schema;
mod template;

use chrono::NaiveDate;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use seatwise_pricing::{
    book::PriceBook,
    feature::{Feature, FeatureSet},
    problem::{Notice, Problems},
};

use crate::{
    answers::{Answer, COOLDOWN_DAYS},
    usage::people::Person,
};

pub use finance::Finance;
pub use schema::settings_schema;
pub use template::TEMPLATE;

/// People matching every key that is given need a feature, whatever the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// What they need.
    pub feature: Feature,
    /// Department, exactly.
    pub department: Option<String>,
    /// Title, exactly.
    pub title: Option<String>,
    /// Division, exactly.
    pub division: Option<String>,
    /// Cost center, exactly.
    pub cost_center: Option<String>,
    /// Manager's e-mail, without regard to case.
    pub manager_email: Option<String>,
    /// User id or e-mail.
    pub user: Option<String>,
    /// Name of a role held.
    pub role: Option<String>,
}

/// A person who is left alone for a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// User id or e-mail.
    pub user: String,
    /// Why.
    pub reason: String,
    /// Last day, inclusive, UTC; `None` = for ever.
    pub until: Option<NaiveDate>,
    /// Of what kind.
    pub kind: ExceptionKind,
}

/// What an exception is about; it decides under which guard the saving forgone is told, nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExceptionKind {
    /// Away for long, and coming back.
    Leave,
    /// Away by plan, as a schedule of the months to come says.
    TimeOff,
    /// Has to be able to work at any time, and seldom does.
    OnCall,
    /// No human being.
    ServiceAccount,
    /// Anything else.
    #[default]
    Other,
}

impl ExceptionKind {
    /// Every kind.
    pub const ALL: [ExceptionKind; 5] = [
        ExceptionKind::Leave,
        ExceptionKind::TimeOff,
        ExceptionKind::OnCall,
        ExceptionKind::ServiceAccount,
        ExceptionKind::Other,
    ];

    /// The word of the settings file.
    pub fn as_str(self) -> &'static str {
        match self {
            ExceptionKind::Leave => "leave",
            ExceptionKind::TimeOff => "time-off",
            ExceptionKind::OnCall => "on-call",
            ExceptionKind::ServiceAccount => "service-account",
            ExceptionKind::Other => "other",
        }
    }

    /// The kind of a word; `None` = there is none.
    pub fn named(word: &str) -> Option<ExceptionKind> {
        ExceptionKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The lengths and counts that decide about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Length of the evidence window in days.
    pub window_days: u32,
    /// Days without a sign after which a seat is idle.
    pub idle_days: u32,
    /// Days after creation in which nothing is advised.
    pub grace_days: u32,
    /// Events that make evidence of a feature.
    pub min_events: i64,
    /// Different UTC days on which they must lie.
    pub min_days: u32,
}

/// Windows and thresholds of a part of the organization; `None` = as in `[window]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DepartmentWindow {
    /// Department, exactly; `None` = any.
    pub department: Option<String>,
    /// Division, exactly; `None` = any.
    pub division: Option<String>,
    /// Length of the evidence window in days.
    pub window_days: Option<u32>,
    /// Days without a sign after which a seat is idle.
    pub idle_days: Option<u32>,
    /// Days after creation in which nothing is advised.
    pub grace_days: Option<u32>,
    /// Events that make evidence of a feature.
    pub min_events: Option<i64>,
    /// Different UTC days on which they must lie.
    pub min_days: Option<u32>,
}

impl DepartmentWindow {
    /// Does a person belong to it?
    pub fn concerns(&self, person: &Person) -> bool {
        belongs(self.division.as_ref(), self.department.as_ref(), person)
    }

    /// Whom it concerns and what it sets, as `department Retention: days 180`.
    pub fn says(&self) -> String {
        let values = [
            ("days", self.window_days.map(i64::from)),
            ("idle_days", self.idle_days.map(i64::from)),
            ("grace_days", self.grace_days.map(i64::from)),
            ("min_events", self.min_events),
            ("min_days", self.min_days.map(i64::from)),
        ];
        let set = values.iter().filter_map(|(key, value)| Some(format!("{key} {}", (*value)?)));
        format!("{}: {}", self.whom(), set.collect::<Vec<_>>().join(", "))
    }

    /// Whom it concerns, as `department Retention`.
    pub fn whom(&self) -> String {
        let keys = [("department", &self.department), ("division", &self.division)];
        keys.iter().filter_map(|(key, value)| Some(format!("{key} {}", value.as_ref()?))).collect::<Vec<_>>().join(", ")
    }
}

/// Is a person of this division and department, exactly? `None` = of any.
fn belongs(division: Option<&String>, department: Option<&String>, person: &Person) -> bool {
    let equal = |wanted: Option<&String>, own: &Option<String>| wanted.is_none() || wanted == own.as_ref();
    equal(division, &person.division) && equal(department, &person.department)
}

/// A limit of seats for a part of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Division, exactly; `None` = of any.
    pub division: Option<String>,
    /// Department, exactly; `None` = of any.
    pub department: Option<String>,
    /// Id of the product.
    pub product: String,
    /// Most seats.
    pub limit: u64,
}

/// Seats kept above what is needed when sizes for a renewal are proposed. By default none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Buffer {
    /// A share of what is needed, in percent.
    pub percent: Decimal,
    /// A number of seats of each product.
    pub seats: u64,
}

impl Buffer {
    /// Is nothing kept?
    pub fn is_none(&self) -> bool {
        self.percent.is_zero() && self.seats == 0
    }

    /// Seats kept above so many: the share, rounded up, or the number, whichever is more. Above none, none.
    pub fn above(&self, needed: u64) -> u64 {
        if needed == 0 {
            return 0;
        }
        let share = (Decimal::from(needed) * self.percent / Decimal::ONE_HUNDRED).ceil();
        share.to_u64().unwrap_or(u64::MAX).max(self.seats)
    }

    /// What to call it, as `5 %, at least 10 seats`.
    pub fn label(&self) -> String {
        let seats = if self.seats == 1 { "1 seat".to_owned() } else { format!("{} seats", self.seats) };
        match (self.percent.is_zero(), self.seats) {
            (true, _) => seats,
            (false, 0) => format!("{} %", self.percent.normalize()),
            (false, _) => format!("{} %, at least {seats}", self.percent.normalize()),
        }
    }
}

impl Pool {
    /// Does a person belong to it?
    pub fn concerns(&self, person: &Person) -> bool {
        belongs(self.division.as_ref(), self.department.as_ref(), person)
    }

    /// What to call it, as `division EMEA`.
    pub fn label(&self) -> String {
        let keys = [("division", &self.division), ("department", &self.department)];
        let named = keys.iter().filter_map(|(key, value)| Some(format!("{key} {}", value.as_ref()?)));
        named.collect::<Vec<_>>().join(", ")
    }
}

impl Pin {
    /// The keys that it gives, as `department Service Desk`.
    pub fn keys(&self) -> Vec<String> {
        let keys = [
            ("department", &self.department),
            ("title", &self.title),
            ("division", &self.division),
            ("cost_center", &self.cost_center),
            ("manager_email", &self.manager_email),
            ("user", &self.user),
            ("role", &self.role),
        ];
        keys.iter().filter_map(|(key, value)| Some(format!("{key} {}", value.as_ref()?))).collect()
    }
}

/// All settings; [`Settings::default`] is what holds without a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Length of the evidence window in days; it ends at as-of.
    pub window_days: u32,
    /// Days without a sign after which a seat is idle.
    pub idle_days: u32,
    /// Days after creation in which nothing is advised.
    pub grace_days: u32,
    /// Evidence of a feature: at least so many events …
    pub min_events: i64,
    /// … on at least so many different UTC days.
    pub min_days: u32,
    /// Names of roles whose holders are left alone.
    pub protect_roles: Vec<String>,
    /// User ids or e-mails of people who are left alone.
    pub protect_users: Vec<String>,
    /// Features that the organization does not use at all.
    pub not_used: FeatureSet,
    /// Products that may be recommended; empty = every priced one but `collaborate` and `communicate`.
    pub allow: Vec<String>,
    /// Needs that no evidence has to prove.
    pub pins: Vec<Pin>,
    /// People left alone.
    pub exceptions: Vec<Exception>,
    /// Limits of seats, which are told, not kept.
    pub pools: Vec<Pool>,
    /// Seats kept when sizes for the renewal are proposed.
    pub buffer: Buffer,
    /// Days for which an answer `keep` holds where it names no last day.
    pub cooldown_days: u32,
    /// What managers answered, oldest first: from the store or a sheet, never from the settings file.
    pub answers: Vec<Answer>,
    /// What the monthly report needs to know of the books.
    pub finance: Finance,
    /// Windows and thresholds of departments or divisions; the first that matches a person holds.
    pub department_windows: Vec<DepartmentWindow>,
}

impl Settings {
    /// The lengths and counts of the organization.
    pub fn thresholds(&self) -> Thresholds {
        Thresholds {
            window_days: self.window_days,
            idle_days: self.idle_days,
            grace_days: self.grace_days,
            min_events: self.min_events,
            min_days: self.min_days,
        }
    }

    /// Those that hold for a person.
    pub fn thresholds_of(&self, person: &Person) -> Thresholds {
        let general = self.thresholds();
        let Some(own) = self.department_windows.iter().find(|window| window.concerns(person)) else { return general };
        Thresholds {
            window_days: own.window_days.unwrap_or(general.window_days),
            idle_days: own.idle_days.unwrap_or(general.idle_days),
            grace_days: own.grace_days.unwrap_or(general.grace_days),
            min_events: own.min_events.unwrap_or(general.min_events),
            min_days: own.min_days.unwrap_or(general.min_days),
        }
    }

    /// The longest time that anybody's window or idle time takes, days.
    pub fn longest_days(&self) -> u32 {
        let own = self.department_windows.iter().flat_map(|window| [window.window_days, window.idle_days]).flatten();
        own.chain([self.window_days, self.idle_days]).max().unwrap_or(0)
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            window_days: 90,
            idle_days: 90,
            grace_days: 30,
            min_events: 1,
            min_days: 1,
            protect_roles: vec!["Master Admin".to_owned()],
            protect_users: Vec::new(),
            not_used: FeatureSet::EMPTY,
            allow: Vec::new(),
            pins: Vec::new(),
            exceptions: Vec::new(),
            pools: Vec::new(),
            department_windows: Vec::new(),
            buffer: Buffer::default(),
            cooldown_days: COOLDOWN_DAYS,
            answers: Vec::new(),
            finance: Finance::default(),
        }
    }
}

impl Settings {
    /// Reads a settings file; `file` is its name in messages.
    ///
    /// # Errors
    /// Every mistake with line, column and path.
    pub fn parse(text: &str, file: &str, book: &PriceBook) -> Result<(Settings, Vec<Notice>), Problems> {
        read::read(text, file, book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buffer_is_the_share_rounded_up_or_the_number_of_seats() {
        let buffer = |percent: &str, seats| Buffer { percent: percent.parse().expect("a decimal"), seats };
        for (own, needed, expected) in [
            (buffer("0", 0), 100, 0),
            (buffer("5", 0), 100, 5),
            (buffer("5", 0), 101, 6),
            (buffer("2.5", 0), 40, 1),
            (buffer("5", 8), 100, 8),
            (buffer("5", 8), 400, 20),
            (buffer("0", 3), 1, 3),
            (buffer("100", 3), 0, 0),
        ] {
            assert_eq!(own.above(needed), expected, "{} above {needed}", own.label());
        }
        assert_eq!(buffer("5.0", 8).label(), "5 %, at least 8 seats");
        assert_eq!((buffer("5", 0).label(), buffer("0", 1).label()), ("5 %".to_owned(), "1 seat".to_owned()));
    }
}
