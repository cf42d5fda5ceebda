//! Which rules there are, whom they concern, and what they hold back.

use rust_decimal::Decimal;
use seatwise_pricing::tariff::Unit;

use super::{HeldBack, Policy, pools};
use crate::{
    analysis::Analysis,
    findings::{
        code::Advice,
        guard::{Guard, Kept},
        needs,
    },
    settings::Settings,
    usage::spans::instant,
};

/// What sort of rule it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// `[[exception]]`.
    Exception,
    /// A person of `protect.users`.
    ProtectedUser,
    /// A role of `protect.roles`.
    ProtectedRole,
    /// `[[pin]]`.
    Pin,
    /// A feature of `features.not_used`.
    NotUsed,
    /// `offers.allow`.
    Allow,
    /// `[[department_window]]`.
    DepartmentWindow,
    /// The buffer of `[renewal]`.
    Renewal,
}

impl RuleKind {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            RuleKind::Exception => "exception",
            RuleKind::ProtectedUser => "protect.users",
            RuleKind::ProtectedRole => "protect.roles",
            RuleKind::Pin => "pin",
            RuleKind::NotUsed => "features.not_used",
            RuleKind::Allow => "offers.allow",
            RuleKind::DepartmentWindow => "department_window",
            RuleKind::Renewal => "renewal.buffer",
        }
    }
}

/// Does a rule do anything?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It concerns somebody.
    Holds,
    /// Its last day is over.
    Expired,
    /// It names or matches nobody.
    MatchesNothing,
    /// Evidence speaks against it: somebody used the feature.
    Contradicted,
    /// The input has no roles, so it protects nobody.
    Unchecked,
}

impl Standing {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Holds => "holds",
            Standing::Expired => "expired",
            Standing::MatchesNothing => "matches-nothing",
            Standing::Contradicted => "contradicted",
            Standing::Unchecked => "unchecked",
        }
    }
}

/// One rule with what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What sort.
    pub kind: RuleKind,
    /// What it says, as `ann@x.example: parental leave, until 2027-01-31`.
    pub says: String,
    /// Does it do anything?
    pub standing: Standing,
    /// People whom it concerns.
    pub people: u64,
    /// Of them those about whom something else is advised because of it.
    pub changed: u64,
    /// What it holds back.
    pub held_back: HeldBack,
}

/// Checks every rule. `without` analyzes the same organization under other settings.
///
/// # Errors
/// Those of `without`.
pub fn check<E>(analysis: &Analysis, without: impl Fn(Settings) -> Result<Analysis, E>) -> Result<Policy, E> {
    let mut rules = people(analysis);
    for (place, pin) in analysis.settings.pins.iter().enumerate() {
        let matches = |(ix, person)| needs::matches(pin, &analysis.people, &analysis.roles, ix, person);
        let people = analysis.people.list.iter().enumerate().filter(|it| matches(*it)).count() as u64;
        let mut settings = analysis.settings.clone();
        settings.pins.remove(place);
        let standing = if people == 0 { Standing::MatchesNothing } else { Standing::Holds };
        let says = format!("{} for {}", pin.feature.as_str(), pin.keys().join(", "));
        rules.push(counterfactual(analysis, &without, settings, Rule::new(RuleKind::Pin, says, standing, people))?);
    }
    for feature in analysis.settings.not_used.iter() {
        let used = |(user_ix, facts): &(usize, &Vec<crate::usage::activity::FeatureFact>)| {
            facts.iter().any(|fact| {
                let least = analysis.windows.of(*user_ix).thresholds;
                fact.feature == feature && fact.events >= least.min_events && fact.days >= least.min_days
            })
        };
        let users = analysis.activity.by_person.iter().enumerate().filter(used).count();
        let standing = if users > 0 { Standing::Contradicted } else { Standing::Holds };
        let covers = |ix: usize| analysis.tariff.covers(&analysis.held.now[ix].offer()).contains(feature);
        let people = (0..analysis.people.len()).filter(|ix| covers(*ix)).count() as u64;
        let mut settings = analysis.settings.clone();
        settings.not_used = settings.not_used.iter().filter(|own| *own != feature).collect();
        let rule = Rule::new(RuleKind::NotUsed, feature.as_str().to_owned(), standing, people);
        rules.push(counterfactual(analysis, &without, settings, rule)?);
    }
    if !analysis.settings.allow.is_empty() {
        let settings = Settings { allow: Vec::new(), ..analysis.settings.clone() };
        let says = analysis.settings.allow.join(", ");
        let everybody = analysis.held.now.iter().filter(|holding| holding.base.is_some()).count() as u64;
        let rule = Rule::new(RuleKind::Allow, says, Standing::Holds, everybody);
        rules.push(counterfactual(analysis, &without, settings, rule)?);
    }
    for (place, window) in analysis.settings.department_windows.iter().enumerate() {
        let people = analysis.people.list.iter().filter(|person| window.concerns(person)).count() as u64;
        let mut settings = analysis.settings.clone();
        settings.department_windows.remove(place);
        let standing = if people == 0 { Standing::MatchesNothing } else { Standing::Holds };
        let rule = Rule::new(RuleKind::DepartmentWindow, window.says(), standing, people);
        rules.push(counterfactual(analysis, &without, settings, rule)?);
    }
    rules.extend(renewal(analysis));
    Ok(Policy { rules, pools: pools::pools(analysis) })
}

impl Rule {
    fn new(kind: RuleKind, says: String, standing: Standing, people: u64) -> Rule {
        Rule { kind, says, standing, people, changed: 0, held_back: HeldBack::default() }
    }
}

/// Exceptions and protections: what they hold back was found out when everybody was decided on.
fn people(analysis: &Analysis) -> Vec<Rule> {
    let settings = &analysis.settings;
    let today = instant(analysis.as_of).date_naive();
    let mut rules = Vec::new();
    // Whoever is named twice is left alone by the first rule that holds.
    let mut taken = vec![false; analysis.people.len()];
    let mut named = |kind, user: &str, says: String, is_expired: bool| {
        let people = analysis.people.named(user);
        let standing = match (people.is_empty(), is_expired) {
            (true, _) => Standing::MatchesNothing,
            (false, true) => Standing::Expired,
            (false, false) => Standing::Holds,
        };
        let mut rule = Rule::new(kind, says, standing, people.len() as u64);
        if !is_expired {
            let free: Vec<usize> = people.into_iter().filter(|ix| !std::mem::replace(&mut taken[*ix], true)).collect();
            kept(analysis, &mut rule, |ix, _| free.contains(&ix));
        }
        rules.push(rule);
    };
    for exception in &settings.exceptions {
        let until = exception.until.map_or_else(|| "for ever".to_owned(), |until| format!("until {until}"));
        let says = format!("{}: {}, {until}", exception.user, exception.reason);
        let is_expired = exception.until.is_some_and(|until| until < today);
        named(RuleKind::Exception, &exception.user, says, is_expired);
    }
    for user in &settings.protect_users {
        named(RuleKind::ProtectedUser, user, user.clone(), false);
    }
    for name in &settings.protect_roles {
        let holds = |ix: usize| analysis.roles.of(ix).any(|role| role.name == *name);
        let people = (0..analysis.people.len()).filter(|ix| holds(*ix)).count() as u64;
        // Nobody wrote the default, so nobody has to mend it.
        let is_default = Settings::default().protect_roles.contains(name);
        let standing = match people {
            _ if analysis.roles.list.is_empty() => Standing::Unchecked,
            0 if !is_default => Standing::MatchesNothing,
            _ => Standing::Holds,
        };
        let mut rule = Rule::new(RuleKind::ProtectedRole, name.clone(), standing, people);
        let why = format!("holds the protected role `{name}`");
        kept(analysis, &mut rule, |_, own| own == why);
        rules.push(rule);
    }
    rules
}

/// Adds what was kept because of a rule.
fn kept(analysis: &Analysis, rule: &mut Rule, is_own: impl Fn(usize, &str) -> bool) {
    for Kept { user_ix, guard, why, saving, .. } in &analysis.decisions.kept {
        // Seasonal people are spared by no rule of the file.
        if is_own(*user_ix, why) && *guard != Guard::Seasonal {
            rule.changed += 1;
            match saving {
                Some(saving) => rule.held_back.amount += saving,
                None => rule.held_back.unknown += 1,
            }
        }
    }
}

/// The buffer: seats that would be needed after every recommendation, those kept above them, and their price.
fn renewal(analysis: &Analysis) -> Option<Rule> {
    let buffer = analysis.settings.buffer;
    if buffer.is_none() {
        return None;
    }
    let mut rule = Rule::new(RuleKind::Renewal, buffer.label(), Standing::MatchesNothing, 0);
    for row in &analysis.products {
        let product = analysis.tariff.product(row.ix);
        let is_seat = product.unit == Unit::Seat && !product.is_billed_in_tokens();
        let is_free = product.contracted.is_some_and(|price| price.is_zero());
        let needed = row.needed_billed.filter(|_| is_seat && !is_free).unwrap_or_default();
        let kept = buffer.above(needed);
        rule.people += needed;
        rule.changed += kept;
        match product.contracted {
            Some(price) => rule.held_back.amount += price * Decimal::from(kept),
            None => rule.held_back.unknown += kept,
        }
    }
    if rule.changed > 0 {
        rule.standing = Standing::Holds;
    }
    Some(rule)
}

/// The plan without the rule less the plan with it.
fn counterfactual<E>(
    analysis: &Analysis,
    without: &impl Fn(Settings) -> Result<Analysis, E>,
    settings: Settings,
    mut rule: Rule,
) -> Result<Rule, E> {
    if rule.standing == Standing::MatchesNothing {
        return Ok(rule);
    }
    let other = without(settings)?;
    let people = analysis.people.len();
    let (with, without) = (analysis.decisions.by_person(people), other.decisions.by_person(people));
    for (with, without) in with.into_iter().zip(without) {
        let said = |advice: Option<&crate::findings::advice::Recommendation>| {
            advice.map(|advice| (advice.code, advice.from.clone(), advice.to.clone()))
        };
        if said(with) == said(without) {
            continue;
        }
        rule.changed += 1;
        let saving = |advice: Option<&crate::findings::advice::Recommendation>| match advice {
            Some(advice) if advice.code != Advice::UpgradeTier => advice.contracted_delta,
            _ => Some(Decimal::ZERO),
        };
        match saving(without).zip(saving(with)) {
            Some((without, with)) => rule.held_back.amount += without - with,
            None => rule.held_back.unknown += 1,
        }
    }
    Ok(rule)
}
