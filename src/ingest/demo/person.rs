//! A person of a demo organization: who they are, what they hold, what they really need.
//!
//! A person depends on the specification and their index only, so that people can be made in any order and again.
//! What they did day by day is in `days`.

use super::Organization;
use super::calendar::{END_DAY, SECOND, midnight};
use super::departments::{DEPARTMENTS, DIVISIONS, Department};
use super::dice::{Dice, Purpose};
use super::feature::{COPILOT, EMAIL, Feature, FeatureSet, VOICE, WFM_PLANNING, WFM_SCHEDULE};
use super::jobs::{self, Job};
use super::life::{self, Employment, Life, Twist};
use super::names;
use super::shift::Shift;
use crate::canonical::rows::Micros;

/// People per team; the first of each is its lead.
pub(super) const TEAM: u32 = 16;

/// A person.
pub(super) struct Person {
    /// Place in the organization, from 0; user ids are in the same order.
    pub(super) index: u32,
    pub(super) user_id: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) employee_id: Option<String>,
    pub(super) manager_email: Option<String>,
    pub(super) department: &'static Department,
    pub(super) division: (String, &'static str),
    pub(super) cost_center: Option<String>,
    pub(super) job: &'static Job,
    pub(super) life: Life,
    pub(super) twist: Twist,
    pub(super) employment: Employment,
    /// License ids held at as-of (or when the seat was last touched), a base first.
    pub(super) licenses: Vec<&'static str>,
    /// A lower or higher base held earlier, and until when (exclusive).
    pub(super) before: Option<(&'static str, Micros)>,
    /// Held since; `None` = unknown, always.
    pub(super) held_from: Option<Micros>,
    /// What the person really needs.
    pub(super) needs: FeatureSet,
    /// Is a member of what needs this feature, and of which unit.
    pub(super) membership: Option<(Feature, String)>,
    /// Signs in through the identity provider only, so that no login is recorded.
    pub(super) single_sign_on: bool,
    pub(super) shift: Shift,
    /// For choices made elsewhere (copies of roles, groups).
    pub(super) choice: u32,
}

impl Person {
    /// Person `index` of an organization.
    pub(super) fn new(organization: &Organization, index: u32) -> Self {
        let mut dice = Dice::new(organization.seed, organization.global(index), Purpose::Profile);
        let team = Team::new(organization, index / TEAM);
        let (job, life, twist) = part(organization, index, &team, &mut dice);
        let employment = life.employment(&mut dice);
        let licenses = holdings(job, life, team.department, &mut dice);
        let (name, address) = names::name(index.into());
        let bits = dice.bits();
        let mut person = Self {
            index,
            user_id: user_id(organization, index, bits),
            email: format!("{address}.{:05}@{}", index, organization.domain()),
            name,
            employee_id: Some(format!("E{:07}", 1_000_000 + index)),
            manager_email: (!index.is_multiple_of(TEAM)).then(|| team.lead_email(organization)),
            department: team.department,
            division: division(organization, team.division),
            // Three people in a hundred have no cost center.
            cost_center: (!dice.chance(300))
                .then(|| format!("{}-{:03}", team.department.code, 100 + index / TEAM % 40)),
            job,
            life,
            twist,
            employment,
            licenses,
            before: None,
            held_from: None,
            needs: job.needs(),
            membership: None,
            single_sign_on: dice.chance(3_000),
            shift: Shift::new(team.department.around_the_clock, &mut dice),
            choice: dice.below(1 << 20),
        };
        person.add_history(&mut dice);
        person.add_membership(&mut dice);
        person.apply_story(organization);
        person
    }

    /// May nothing be recommended for the person: a protected role, or an exception?
    pub(super) fn is_protected(&self) -> bool {
        self.is_master_admin() || self.life == Life::OnLeave
    }

    /// Does the person hold the role that is protected by default?
    pub(super) fn is_master_admin(&self) -> bool {
        std::ptr::eq(self.job, &raw const jobs::MASTER_ADMIN)
    }

    /// A wallboard account, which is a device on a wall.
    pub(super) fn is_wallboard(&self) -> bool {
        std::ptr::eq(self.job, &raw const jobs::WALLBOARD)
    }

    /// An account that a program uses: tokens, but nobody is ever present.
    pub(super) fn is_service(&self) -> bool {
        std::ptr::eq(self.job, &raw const jobs::SERVICE_ACCOUNT)
    }

    /// The base license held at as-of.
    pub(super) fn base(&self) -> Option<&'static str> {
        self.licenses.first().copied()
    }

    /// The account's creation, a working hour of its day.
    pub(super) fn created_at(&self) -> Micros {
        midnight(self.employment.created_day) + 9 * super::calendar::HOUR + Micros::from(self.choice % 3_600) * SECOND
    }

    /// Two in five have `held_from`; one in twenty held another tier before.
    fn add_history(&mut self, dice: &mut Dice) {
        let (dated, moved, other) = (dice.chance(4_000), dice.chance(500), dice.below(4));
        let since = self.employment.created_day.max(END_DAY - dice.between(2, 360));
        if dated {
            self.held_from = Some(self.created_at());
        }
        let earlier = ["cloudCX1", "cloudCX2", "cloudCX3", "cloudCX1"][other as usize];
        let is_cx = self.base().is_some_and(|base| base.starts_with("cloudCX") && base != earlier);
        if moved && is_cx && self.life == Life::Working && since > self.employment.created_day {
            let at = midnight(since) + 10 * super::calendar::HOUR;
            self.before = Some((earlier, at));
            self.held_from = Some(at);
        }
    }

    fn add_membership(&mut self, dice: &mut Dice) {
        let drawn = dice.below(1_000);
        let queue = |number: u32| format!("Copilot queue {}", 1 + number % 9);
        if self.twist == Twist::Queued {
            self.needs = self.needs.with(COPILOT);
            self.membership = Some((COPILOT, queue(self.index)));
        } else if drawn < self.job.members {
            let copilot = self.needs.has(COPILOT) && self.choice.is_multiple_of(2);
            let unit = format!("{} {}", self.department.name, 1 + self.index / TEAM % 6);
            self.membership = Some(if copilot { (COPILOT, queue(self.index)) } else { (WFM_SCHEDULE, unit) });
        }
    }

    /// What the fate or the twist changes in the account.
    fn apply_story(&mut self, organization: &Organization) {
        if self.is_wallboard() || self.is_service() {
            let what = if self.is_wallboard() { "Wallboard" } else { "Integration account" };
            self.name = format!("{what} {} {}", self.department.name, self.index);
            let slug = if self.is_wallboard() { "wallboard" } else { "svc" };
            self.email = format!("{slug}.{:05}@{}", self.index, organization.domain());
            self.employee_id = None;
        }
        match self.twist {
            Twist::Hard => {
                self.needs = self.needs.with(WFM_PLANNING);
                self.licenses = vec!["cloudCX3"];
            }
            Twist::Formula => self.name = r#"=HYPERLINK("http://x","Eva")"#.to_owned(),
            _ => {}
        }
        if matches!(self.life, Life::Duplicate | Life::Rehired) {
            let twin = Person::new(organization, self.index - 1);
            self.name = twin.name;
            self.employee_id = twin.employee_id;
            self.manager_email = twin.manager_email;
        }
        if self.life.reclaim().is_some() || self.life == Life::Deleted {
            self.needs = FeatureSet::default();
            self.membership = None;
        }
    }
}

/// What people of one team share.
struct Team {
    number: u32,
    department: &'static Department,
    division: usize,
}

impl Team {
    fn new(organization: &Organization, number: u32) -> Self {
        // Indexes of teams lie above those of people, so that streams do not meet.
        let mut dice = Dice::new(organization.seed, (1 << 40) + organization.global(number), Purpose::Organization);
        let weights: [(u32, usize); DEPARTMENTS.len()] = std::array::from_fn(|at| (DEPARTMENTS[at].weight, at));
        // The first eight teams are one of each department.
        let department = if (number as usize) < DEPARTMENTS.len() { number as usize } else { dice.weighted(&weights) };
        Self { number, department: &DEPARTMENTS[department], division: dice.below(DIVISIONS.len() as u32) as usize }
    }

    fn lead_email(&self, organization: &Organization) -> String {
        let lead = self.number * TEAM;
        format!("{}.{lead:05}@{}", names::name(lead.into()).1, organization.domain())
    }
}

/// Job, fate and twist.
fn part(organization: &Organization, index: u32, team: &Team, dice: &mut Dice) -> (&'static Job, Life, Twist) {
    let lead = index.is_multiple_of(TEAM);
    let drawn = dice.weighted(team.department.jobs);
    let (fate, twist) = (life::fate(dice, organization.knows_seasons()), life::twist(dice));
    if let Some(cast) = life::cast(index) {
        return cast;
    }
    if lead {
        let job =
            if matches!(team.department.code, "SD" | "RE" | "DC") { &jobs::WEM_SUPERVISOR } else { &jobs::SUPERVISOR };
        return (job, Life::Working, Twist::None);
    }
    // One hard case at least wherever there are as many people as in S, so that no adviser is always right.
    if index % 2_000 == 700 {
        return (&jobs::EVALUATED_AGENT, Life::Working, Twist::Hard);
    }
    match index % 500 {
        0 => return (&jobs::SERVICE_ACCOUNT, Life::Working, Twist::None),
        1 => return (&jobs::WALLBOARD, Life::Working, Twist::None),
        2 => return (&jobs::MASTER_ADMIN, Life::Working, Twist::None),
        _ => {}
    }
    // A second account needs a first one that works.
    let twin = || !(index - 1).is_multiple_of(TEAM) && works(organization, index - 1);
    let life = if matches!(fate, Life::Duplicate | Life::Rehired) && !twin() { Life::Idle } else { fate };
    let agent = drawn.needs().has(VOICE) && life == Life::Working;
    // An e-mail by accident is one only where e-mail is not part of the job.
    let fits = agent && (twist != Twist::Stray || !drawn.needs().has(EMAIL));
    (drawn, life, if fits { twist } else { Twist::None })
}

/// Is this one a person who simply works?
fn works(organization: &Organization, index: u32) -> bool {
    let mut dice = Dice::new(organization.seed, organization.global(index), Purpose::Profile);
    let (_, life, _) = part(organization, index, &Team::new(organization, index / TEAM), &mut dice);
    life == Life::Working
}

fn holdings(job: &'static Job, life: Life, department: &Department, dice: &mut Dice) -> Vec<&'static str> {
    let mut licenses = dice.weighted(job.holdings).to_vec();
    let (salesforce, premium) = (dice.chance(1_200), dice.chance(80));
    let is_cx = licenses.first().is_some_and(|base| base.starts_with("cloudCX"));
    if is_cx && salesforce && department.code == "SA" {
        licenses.push("cxCloudSF");
    }
    if is_cx && premium {
        licenses.push("examplePremiumAppUserLicense");
    }
    if life == Life::Deleted {
        licenses.clear();
    }
    licenses
}

/// Ids rise with the index: the first 32 bits are the place among all people, spread over their range.
fn user_id(organization: &Organization, index: u32, bits: u64) -> String {
    let step = (1_u64 << 32) / organization.people_in_all();
    let first = organization.global(index) * step + bits % step;
    format!(
        "{first:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        bits >> 48,
        bits >> 36 & 0xfff,
        bits >> 24 & 0xfff,
        bits & 0xffff_ffff_ffff
    )
}

/// Division id and name.
fn division(organization: &Organization, number: usize) -> (String, &'static str) {
    let (suffix, name) = DIVISIONS[number];
    (format!("{:08x}-0000-4000-9000-0000000000{suffix}", 0x00d0_0000 + organization.number), name)
}
