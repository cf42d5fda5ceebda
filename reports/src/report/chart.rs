//! What is drawn, as plain data.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    seat_charts::{DepartmentCost, IdleDays, SeatStates, Target, Tiers},
    sentence::Sentence,
};

/// A chart. Its title is its finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Stable id, unique in the report: the name of its file.
    pub id: &'static str,
    /// What it shows, as a finding.
    pub title: Sentence,
    /// What is counted and drawn, as `seats per product` or `USD per month`.
    pub units: String,
    /// The data.
    pub drawing: Drawing,
    /// What a reader must know of it.
    pub note: Option<Sentence>,
}

/// The data of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawing {
    /// From one amount to another in steps.
    Bridge(Bridge),
    /// Committed → assigned → billed → active, a group of bars per product.
    Stages(Vec<Stages>),
    /// Billed units month by month against the commitment, what is above it shaded.
    Trend(Vec<MonthPoint>),
    /// People at once by weekday (Monday first) and hour, the commitment as a line between cells; `None` = no data.
    HeatMap {
        /// Highest count of each hour, by weekday and hour.
        cells: Vec<[Option<u64>; 24]>,
        /// Units committed; `None` = nothing is.
        committed: Option<u64>,
    },
    /// For which share of the time at least so many people were there, most people first.
    LoadDuration {
        /// Count of people and share of the time with at least so many.
        points: Vec<TimeShare>,
        /// Units committed; `None` = nothing is.
        committed: Option<u64>,
    },
    /// Cost of a period against the units committed.
    CostCurve {
        /// By units committed, ascending.
        points: Vec<CurvePoint>,
        /// Units at the least cost.
        optimum: u64,
        /// Units committed today; `None` = nothing is.
        today: Option<u64>,
    },
    /// Amounts by name, largest first, with their running share of `total`.
    Pareto {
        /// Name and amount.
        bars: Vec<(String, Decimal)>,
        /// All of it, bars that are not shown included.
        total: Decimal,
        /// A part of each bar that is told apart; `None` = bars have one color.
        part: Option<ParetoPart>,
    },
    /// Tokens used day by day against what is included.
    BurnDown {
        /// Last day of the data and tokens used up to its end, ascending.
        used: Vec<(NaiveDate, Decimal)>,
        /// Tokens included in the period.
        included: Decimal,
        /// Last day of the period.
        ends: NaiveDate,
        /// Least, likeliest and most at the end of the period; `None` = no forecast.
        forecast: Option<(Decimal, Decimal, Decimal)>,
    },
    /// Seats of each product by what becomes of them.
    SeatStates {
        /// A bar per product.
        products: Vec<SeatStates>,
        /// Days without a sign after which a seat is to give back.
        idle_days: u32,
    },
    /// From today's bill to the target, exposure apart.
    Target(Target),
    /// Tier held against tier that is enough.
    Tiers(Tiers),
    /// Days since the last sign, a strip per product.
    IdleDays(IdleDays),
    /// Cost by department with its recoverable part, in the order in which they are shown.
    Departments(Vec<DepartmentCost>),
}

/// What of each bar of a Pareto is told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParetoPart {
    /// What the part is, in a few words.
    pub label: String,
    /// What the rest of a bar is.
    pub rest: String,
    /// How much of each bar it is, in the order of the bars, from 0 to the bar's amount.
    pub amounts: Vec<Decimal>,
}

/// From one amount to another in steps that sum to the difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// Name and amount before.
    pub from: (String, Decimal),
    /// Name and change, in order.
    pub steps: Vec<(String, Decimal)>,
    /// Name and amount after.
    pub to: (String, Decimal),
}

/// One product from what is committed to what is used; `None` = unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stages {
    /// The product.
    pub label: String,
    /// Units committed.
    pub committed: Option<u64>,
    /// Seats assigned.
    pub assigned: Option<u64>,
    /// Units billed.
    pub billed: Option<u64>,
    /// People with a sign in the period.
    pub active: Option<u64>,
}

/// One month of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthPoint {
    /// First day of the period.
    pub month: NaiveDate,
    /// Units billed; `None` = unknown.
    pub billed: Option<u64>,
    /// Units committed.
    pub committed: u64,
    /// Is it a forecast?
    pub is_forecast: bool,
}

/// For which share of the time at least so many people were there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeShare {
    /// People at once.
    pub people: u64,
    /// Share of the time with at least so many, 0 to 1.
    pub share: Decimal,
}

/// The cost of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurvePoint {
    /// Units committed.
    pub committed: u64,
    /// Cost of a period to be expected.
    pub expected: Decimal,
    /// Cost of a cheap one (P10) and of a dear one (P90).
    pub band: (Decimal, Decimal),
}
