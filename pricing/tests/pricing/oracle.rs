//! The bill of a period by plain loops in whole numbers, from the rules of `docs/PRICING.md` alone. It shares no code with
//! the crate: money is a whole number of trillionths, days are tried one after the other.

use chrono::{Datelike, Days, NaiveDate};

use crate::generate::{Amendment, Case, Change, Line, Quantity, Terms};
use crate::oracle_people::Counts;

/// Parts of a dollar that money is counted in.
const ONE: i128 = 1_000_000_000_000;
const CENT: i128 = ONE / 100;

/// Quantities and costs in cents of a charge: list, contracted, billed, effective; `None` = unknown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) list: Option<i128>,
    pub(crate) contracted: Option<i128>,
    pub(crate) billed: Option<i128>,
    pub(crate) effective: Option<i128>,
}

/// What is committed of one product on a day: units, price (`None` = climbs the ladder), and which entry it is.
struct Part {
    units: u64,
    own_price: Option<Option<i128>>,
    entry: (bool, usize),
}

struct Day<'a> {
    case: &'a Case,
    day: NaiveDate,
}

/// `whole ÷ parts`, rounded to cents, halves up.
fn cents(whole: i128, parts: i128) -> i128 {
    let unit = CENT * parts;
    (whole * 2 + unit) / (unit * 2)
}

fn list(product: &str, concurrent: bool) -> Option<i128> {
    let dollars = match (product, concurrent) {
        ("cx1", false) => 75,
        ("cx2", false) => 115,
        ("cx3", false) => 155,
        ("cx4", false) => 240,
        ("journey", false) => 30,
        ("journey", true) => 45,
        ("wallboard", _) => 18,
        ("ai-tokens", _) => 1,
        _ => return None,
    };
    Some(dollars * ONE)
}

/// The bill of the period that contains `day`, by the prices of `day`.
pub(crate) fn bill(
    case: &Case,
    day: NaiveDate,
    seats: &Counts,
    hours: &Counts,
    metered: &[(&'static str, u64)],
) -> Vec<Row> {
    let today = Day { case, day };
    let mut rows = Vec::new();
    for product in crate::generate::PRODUCTS {
        rows.extend(today.seat_row(product, seats.get(product).copied().unwrap_or(0)));
    }
    for (product, ms) in hours {
        rows.push(today.hour_row(product, *ms));
    }
    rows.extend(today.token_row(metered, seats));
    for (resource, used) in metered {
        rows.extend(today.pool_row(resource, *used, seats, hours));
    }
    rows.extend(today.minimum_row(&rows));
    rows
}

impl Day<'_> {
    fn in_contract(&self, day: NaiveDate) -> bool {
        self.case.start <= day && day <= self.case.end
    }

    /// First day of the period that contains a day.
    fn period_start(&self, mut day: NaiveDate) -> NaiveDate {
        while u64::from(day.day()) != self.case.anchor {
            day = day - Days::new(1);
        }
        day
    }

    fn last_day(&self, start: NaiveDate) -> NaiveDate {
        let mut day = start + Days::new(1);
        while u64::from(day.day()) != self.case.anchor {
            day = day + Days::new(1);
        }
        day - Days::new(1)
    }

    fn in_ramp(&self) -> bool {
        let last = self.last_day(self.period_start(self.day));
        self.case.ramp_until.is_some_and(|until| last <= until)
    }

    fn rate(&self) -> Option<i128> {
        let begun: Vec<&(NaiveDate, i128)> = self.case.rates.iter().filter(|(since, _)| *since <= self.day).collect();
        begun.iter().max_by_key(|(since, _)| *since).map(|(_, rate)| *rate)
    }

    /// Cents of a contract in dollars.
    fn dollars(&self, cents: i128, euro: bool) -> Option<i128> {
        if euro { Some(cents * CENT / 10_000 * self.rate()?) } else { Some(cents * CENT) }
    }

    /// The line whose terms hold on a day: its place in the contract.
    fn line_at(&self, product: &str, day: NaiveDate) -> Option<usize> {
        let own = |line: &Line| {
            line.product == product && line.from.is_none_or(|d| d <= day) && line.to.is_none_or(|d| day <= d)
        };
        self.case.lines.iter().position(own)
    }

    /// Amendments of a product up to a day, by day, that concern the line of that day (or, without lines, the product).
    fn amendments(&self, product: &str, day: NaiveDate) -> Vec<(usize, &Amendment)> {
        let line = self.line_at(product, day);
        let mut own: Vec<(usize, &Amendment)> = self
            .case
            .amendments
            .iter()
            .enumerate()
            .filter(|(_, amendment)| {
                amendment.product == product
                    && amendment.effective <= day
                    && self.line_at(product, amendment.effective) == line
            })
            .collect();
        own.sort_by_key(|(_, amendment)| amendment.effective);
        own
    }

    /// Terms and agreed overage price of a product on a day of the contract: the line's, as amended.
    fn terms(&self, product: &str, day: NaiveDate) -> Option<(Terms, Option<i128>)> {
        let line = self.line_at(product, day).map(|place| &self.case.lines[place]);
        let mut current = line.map(|line| (line.terms.clone(), line.overage_cents));
        let amendments = self.amendments(product, day);
        for (_, amendment) in &amendments {
            let is_first = current.is_none();
            if let (Quantity::Set(_), _) | (_, true) = (amendment.quantity, is_first) {
                let (mut terms, overage) = current.unwrap_or_default();
                terms.cents = amendment.cents.or(terms.cents);
                current = Some((terms, amendment.overage_cents.or(overage)));
                if matches!(amendment.quantity, Quantity::Add(_)) {
                    // Units without a line are the first thing that is said of the product, until a quantity is set.
                    let set = amendments.iter().find(|(_, other)| matches!(other.quantity, Quantity::Set(_)));
                    match set {
                        Some(_) => current = None,
                        None => break,
                    }
                }
            }
        }
        current
    }

    /// Parts of the commitment on a day: what a line or `Set` commits to, then what was added since.
    fn parts(&self, product: &str, day: NaiveDate) -> Vec<Part> {
        if !self.in_contract(day) {
            return Vec::new();
        }
        let line = self.line_at(product, day);
        let mut main =
            line.map(|place| Part { units: self.case.lines[place].quantity, own_price: None, entry: (false, place) });
        let euro = |this: &Self| line.is_some_and(|place| this.case.lines[place].terms.euro);
        let mut added = Vec::new();
        for (place, amendment) in self.amendments(product, day) {
            match amendment.quantity {
                Quantity::Set(units) => {
                    main = Some(Part { units, own_price: None, entry: (true, place) });
                    added.clear();
                }
                Quantity::Add(units) => {
                    let own_price = amendment.cents.map(|cents| self.dollars(cents, euro(self)));
                    added.push(Part { units, own_price, entry: (true, place) });
                }
            }
        }
        main.into_iter().chain(added).filter(|part| part.units > 0).collect()
    }

    /// First price and steps of a product, in trillionths; `None` = unknown.
    fn ladder(&self, product: &str, list: Option<i128>) -> Option<(i128, Vec<(u64, i128)>)> {
        let own = if self.in_contract(self.day) { self.terms(product, self.day) } else { self.terms_outside(product) };
        let price = self.case.prices.iter().find(|price| price.product == product).map(|price| &price.terms);
        let says = |terms: &Terms| terms.cents.is_some() || terms.percent > 0 || !terms.steps.is_empty();
        let own = own.map(|(terms, _)| terms).filter(says);
        let Some(terms) = own.as_ref().or(price) else {
            let list = list?;
            let off = if self.in_contract(self.day) { self.case.percent } else { 0 };
            return Some((list / 100 * (100 - off), Vec::new()));
        };
        let first = match terms.cents {
            Some(cents) => self.dollars(cents, terms.euro)?,
            None => match price.and_then(|terms| self.dollars(terms.cents?, terms.euro)) {
                Some(price) => price,
                None => list?,
            },
        };
        let less = |amount: i128| amount / 100 * (100 - terms.percent);
        let mut steps = Vec::new();
        for (from, change) in &terms.steps {
            let amount = match change {
                Change::Cents(cents) => self.dollars(*cents, terms.euro)?,
                Change::Percent(percent) => first / 100 * (100 - percent),
            };
            steps.push((*from, less(amount)));
        }
        Some((less(first), steps))
    }

    /// Outside the contract prices go on: those of its last day after it, those of its first line before it.
    fn terms_outside(&self, product: &str) -> Option<(Terms, Option<i128>)> {
        if self.day > self.case.end {
            return self.terms(product, self.case.end);
        }
        let first = self.case.lines.iter().find(|line| line.product == product);
        let amended = self.case.amendments.iter().filter(|amendment| amendment.product == product);
        let amended = amended.filter(|amendment| matches!(amendment.quantity, Quantity::Set(_)));
        match (first, amended.min_by_key(|amendment| amendment.effective)) {
            (Some(line), _) => Some((line.terms.clone(), line.overage_cents)),
            (None, Some(set)) => Some((Terms { cents: set.cents, ..Terms::default() }, set.overage_cents)),
            (None, None) => None,
        }
    }

    /// Price of the unit with this number where a price holds for all units up to `volume`.
    fn price_of_unit(&self, ladder: &(i128, Vec<(u64, i128)>), number: u64, volume: u64) -> i128 {
        let reached = if self.case.graduated { number } else { volume };
        ladder.1.iter().filter(|(from, _)| *from <= reached).map(|(_, price)| *price).next_back().unwrap_or(ladder.0)
    }

    /// Units `after + 1` to `to`, one by one.
    fn cost(&self, ladder: &(i128, Vec<(u64, i128)>), after: u64, to: u64, volume: u64) -> i128 {
        (after + 1..=to).map(|number| self.price_of_unit(ladder, number, volume)).sum()
    }

    fn agreed_overage(&self, product: &str) -> Option<i128> {
        let own = if self.in_contract(self.day) { self.terms(product, self.day) } else { self.terms_outside(product) };
        let (terms, overage) = own?;
        self.dollars(overage?, terms.euro)
    }

    /// Commitment part by part in cents: per month, and as this period bills it.
    fn commitment(&self, product: &str, ladder: &(i128, Vec<(u64, i128)>)) -> Option<(i128, i128)> {
        let parts = self.parts(product, self.day);
        let total: u64 = parts.iter().map(|part| part.units).sum();
        let (mut monthly, mut billed, mut climbed) = (0, 0, 0);
        for part in parts {
            let cost = match part.own_price {
                Some(price) => i128::from(part.units) * price?,
                None => {
                    climbed += part.units;
                    self.cost(ladder, climbed - part.units, climbed, total)
                }
            };
            monthly += cents(cost, 1);
            billed += cents(cost, 1) * self.times(product, part.entry);
        }
        Some((monthly, billed))
    }

    /// For how many periods a part is billed in this one.
    fn times(&self, product: &str, entry: (bool, usize)) -> i128 {
        if self.case.subscription != "annual-prepay" {
            return 1;
        }
        let after_ramp =
            self.case.ramp_until.filter(|until| *until >= self.case.start).map(|until| until + Days::new(1));
        let own = self.period_start(self.day);
        let mut year = vec![self.period_start(after_ramp.unwrap_or(self.case.start))];
        if own < year[0] {
            return 1;
        }
        loop {
            while year.len() < 12 {
                year.push(self.last_day(year[year.len() - 1]) + Days::new(1));
            }
            if year.contains(&own) {
                break;
            }
            year = vec![self.last_day(year[11]) + Days::new(1)];
        }
        let has = |start: &NaiveDate| self.parts(product, self.last_day(*start)).iter().any(|part| part.entry == entry);
        if year.iter().any(|start| *start < own && has(start)) {
            return 0;
        }
        1 + year.iter().filter(|start| **start > own && has(start)).count() as i128
    }

    fn seat_row(&self, product: &str, quantity: u64) -> Option<Row> {
        let is_seat = product != "copilot" || self.copilot_is_a_seat();
        let list = match product {
            "copilot" => Some(if self.case.concurrent { 60 * ONE } else { 40 * ONE }),
            other => list(other, self.case.concurrent),
        };
        let committed: u64 = self.parts(product, self.day).iter().map(|part| part.units).sum();
        if quantity == 0 && committed == 0 {
            return None;
        }
        if !is_seat {
            let zero = Some(0);
            return Some(Row { id: product.to_owned(), list: zero, contracted: zero, billed: zero, effective: zero });
        }
        let charged = if product == "wallboard" { quantity.saturating_sub(1) } else { quantity };
        let listed = list.map(|price| cents(price * i128::from(charged), 1));
        let mut row = Row { id: product.to_owned(), list: listed, contracted: None, billed: None, effective: None };
        let Some(ladder) = self.ladder(product, list) else { return Some(row) };
        let volume = if committed > 0 { committed } else { charged };
        let contracted = cents(self.cost(&ladder, 0, charged, volume), 1);
        row.contracted = Some(contracted);
        let beyond = charged.saturating_sub(committed);
        let overage = match self.agreed_overage(product) {
            Some(price) => cents(price * i128::from(beyond), 1),
            None => cents(self.cost(&ladder, committed, committed + beyond, volume), 1),
        };
        let commitment = self.commitment(product, &ladder);
        (row.billed, row.effective) = match (self.in_ramp(), self.case.ramp_bills_use) {
            (true, true) => (Some(contracted), Some(contracted)),
            (true, false) => (commitment.map(|_| 0), commitment.map(|_| 0)),
            (false, _) => (commitment.map(|(_, b)| b + overage), commitment.map(|(m, _)| m + overage)),
        };
        if self.in_ramp() && self.case.ramp_bills_use && commitment.is_none() {
            (row.billed, row.effective) = (None, None);
        }
        Some(row)
    }

    fn copilot_is_a_seat(&self) -> bool {
        let priced = self.case.prices.iter().any(|price| price.product == "copilot");
        let own =
            if self.in_contract(self.day) { self.terms("copilot", self.day) } else { self.terms_outside("copilot") };
        priced || own.is_some()
    }

    fn hour_row(&self, product: &str, ms: u64) -> Row {
        let own = if self.in_contract(self.day) { self.terms(product, self.day) } else { self.terms_outside(product) };
        let price = self.case.prices.iter().find(|price| price.product == product).map(|price| &price.terms);
        let of = |terms: &Terms| self.dollars(terms.hourly_cents?, terms.euro);
        let hourly = own.and_then(|(terms, _)| of(&terms)).or_else(|| price.and_then(of));
        let cost = hourly.map(|price| cents(price * i128::from(ms), 3_600_000));
        let waived = self.in_ramp() && !self.case.ramp_bills_use;
        let charged = cost.map(|cost| if waived { 0 } else { cost });
        Row { id: format!("{product} by the hour"), list: None, contracted: cost, billed: charged, effective: charged }
    }

    fn token_row(&self, metered: &[(&'static str, u64)], seats: &Counts) -> Option<Row> {
        // Tokens in parts of 20,400, which every meter divides.
        const PART: i128 = 20_400;
        let mut consumed = 0;
        for (meter, units) in metered {
            let parts = match *meter {
                "bot_voice_minutes" => PART / 17,
                "bot_digital_sessions" => PART / 51,
                "virtual_agent_interactions" => PART / 2,
                "agentic_virtual_agent_interactions" => PART / 5 * 6,
                "ai_scoring_evaluations" => PART / 20,
                "ai_summaries" => PART / 50,
                "messages_whatsapp" => PART / 400,
                _ => 0,
            };
            consumed += parts * i128::from(*units);
        }
        let cx4 = i128::from(seats.get("cx4").copied().unwrap_or(0));
        let free = if self.case.concurrent { 350 + 39 * cx4 } else { 250 + 30 * cx4 } * PART;
        let committed: u64 = self.parts("ai-tokens", self.day).iter().map(|part| part.units).sum();
        if consumed == 0 && committed == 0 {
            return None;
        }
        let charged = (consumed - free).max(0);
        let billable = (charged - i128::from(committed) * PART).max(0);
        let mut row = Row {
            id: "ai-tokens".to_owned(),
            list: Some(cents(charged * ONE, PART)),
            contracted: None,
            billed: None,
            effective: None,
        };
        let Some(ladder) = self.ladder("ai-tokens", list("ai-tokens", false)) else { return Some(row) };
        // Tokens have one price: that of what is committed, or of the first.
        let unit = self.price_of_unit(&ladder, committed.max(1), committed.max(1));
        let overage = self.agreed_overage("ai-tokens").unwrap_or(unit);
        let effective = cents(i128::from(committed) * unit * PART + billable * overage, PART);
        row.contracted = Some(cents(charged * unit, PART));
        row.effective = Some(effective);
        let commitment = self.commitment("ai-tokens", &ladder);
        row.billed = commitment.map(|(monthly, billed)| billed + effective - monthly);
        Some(row)
    }

    fn pool_row(&self, resource: &str, used: u64, seats: &Counts, hours: &Counts) -> Option<Row> {
        let mills = self.case.fair_use.iter().find(|(other, _)| *other == resource).map(|(_, mills)| *mills);
        // Units in parts of 100 · 111 · 3600: two decimals, and a second of an hour's share.
        const PART: i128 = 100 * 111 * 3_600;
        let each = included(resource);
        if each.is_empty() || used == 0 {
            return None;
        }
        let (mut pool, mut unknown) = (0, false);
        for product in crate::generate::PRODUCTS {
            let actual = seats.get(product).copied().unwrap_or(0);
            let actual = if product == "wallboard" { actual.saturating_sub(1) } else { actual };
            let committed: u64 = self.parts(product, self.day).iter().map(|part| part.units).sum();
            let counted = actual.max(committed);
            let named = !self.case.concurrent || product == "communicate";
            let own = each.iter().find(|(id, _, _)| *id == product);
            if let Some((_, by_name, by_peak)) = own.filter(|_| counted > 0) {
                match if named { by_name } else { by_peak } {
                    Some(hundredths) => pool += hundredths * 111 * 3_600 * i128::from(counted),
                    None => unknown = true,
                }
            }
            let seconds = hours.get(product).copied().unwrap_or(0) / 1_000;
            if let Some((_, by_name, _)) = own.filter(|_| seconds > 0) {
                match by_name {
                    Some(hundredths) => pool += hundredths * i128::from(seconds),
                    None => unknown = true,
                }
            }
        }
        if resource == "rule_based_decisions" {
            pool += 50_000 * PART;
        }
        let beyond = (i128::from(used) * PART - pool).max(0);
        let cost = match (unknown, beyond, mills) {
            (true, _, _) | (false, 1.., None) => None,
            (false, _, mills) => Some(cents(beyond * mills.unwrap_or(0) * (ONE / 1_000), PART)),
        };
        Some(Row { id: resource.to_owned(), list: None, contracted: cost, billed: cost, effective: cost })
    }

    fn minimum_row(&self, rows: &[Row]) -> Option<Row> {
        let minimum = self.case.minimum_cents?;
        if self.in_ramp() || !self.in_contract(self.day) {
            return None;
        }
        let missing = minimum - rows.iter().filter_map(|row| row.effective).sum::<i128>();
        if missing <= 0 {
            return None;
        }
        let cost = rows.iter().all(|row| row.effective.is_some()).then_some(missing);
        Some(Row { id: "minimum".to_owned(), list: None, contracted: cost, billed: cost, effective: cost })
    }
}

/// Product, hundredths of units per named seat and per concurrent seat; `None` = nobody says.
type Included = (&'static str, Option<i128>, Option<i128>);

fn included(resource: &str) -> Vec<Included> {
    let known = |id, named: i128, concurrent: i128| (id, Some(named * 100), Some(concurrent * 100));
    match resource {
        "byoc_minutes" => vec![
            known("communicate", 1_000, 0),
            known("cx1", 5_000, 6_500),
            known("cx2", 5_000, 6_500),
            known("cx3", 5_000, 6_500),
            ("cx4", Some(500_000), None),
        ],
        "storage_gb" => vec![
            known("communicate", 5, 0),
            ("cx1", Some(1_750), Some(2_275)),
            ("cx2", Some(2_500), Some(3_250)),
            ("cx3", Some(3_250), Some(4_225)),
            ("cx4", Some(4_250), None),
        ],
        "api_requests" => vec![
            known("communicate", 10_000, 0),
            known("cx1", 75_000, 97_500),
            known("cx2", 110_000, 143_000),
            known("cx3", 140_000, 182_000),
            ("cx4", None, None),
        ],
        "voice_transcription_minutes" => vec![
            known("communicate", 100, 0),
            known("cx1-wem-addon", 5_000, 6_500),
            known("cx3", 5_000, 6_500),
            ("cx4", None, None),
        ],
        "rule_based_decisions" => vec![("nobody", Some(0), Some(0))],
        _ => vec![],
    }
}
