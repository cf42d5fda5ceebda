//! Everybody with a base: what they need and why, what is enough, what else would do.
//!
//! People who hold the same products and need the same features have the same alternatives, so these are found once per
//! group: an organization of 100,000 people has some hundred groups.

use std::collections::HashMap;

use seatwise_pricing::{
    book::PriceBook,
    cover::{Alternative, OfferCatalog, Why},
    feature::FeatureSet,
    tariff::{ProductIx, Tariff},
};

use crate::{
    analysis::Analysis,
    findings::{
        advice::Recommendation,
        guard::{Guard, Kept},
        needs::NeedSources,
        offer::{self, Verdict},
        standing::Spared,
    },
};

/// People who hold the same and need the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Base, then add-ons by id.
    pub held: Vec<ProductIx>,
    /// What they need.
    pub needs: FeatureSet,
    /// What is enough: what is held, or what it would be exchanged for; `None` = nothing that may be recommended is.
    pub enough: Option<Vec<ProductIx>>,
    /// What else there is, `enough` first.
    pub alternatives: Vec<Alternative>,
    /// How many they are.
    pub people: u64,
    /// Of them those who keep a license: all but the reclaimed.
    pub staying: u64,
}

/// What the analysis makes of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// A recommendation, by its code.
    Advised(&'a Recommendation),
    /// Something would be advised but for a guard: the settings, the season, or that the person is new.
    Kept(&'a Kept),
    /// Something else is enough, but nothing is advised to this person.
    LeftAlone(&'static str),
    /// What is held is not enough, and nothing that may be recommended is.
    Uncovered,
    /// What is held is the cheapest that is enough.
    Right,
}

/// One person with a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonOffer<'a> {
    /// Person number.
    pub user_ix: usize,
    /// Place in [`People::groups`].
    pub group: usize,
    /// Where the needs come from.
    pub sources: NeedSources,
    /// What comes of it.
    pub outcome: Outcome<'a>,
}

/// Everybody.
pub struct People<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    /// By the order in which they are met, that of person numbers.
    pub groups: Vec<Group>,
    /// By person number; people without a base are not there.
    pub list: Vec<PersonOffer<'a>>,
}

impl<'a> People<'a> {
    /// Looks at everybody.
    pub fn new(analysis: &'a Analysis, book: &PriceBook) -> People<'a> {
        let mut catalog = OfferCatalog::new(&analysis.tariff, book, &analysis.settings.allow);
        let facts = analysis.need_facts();
        let outcomes = Outcomes::new(analysis);
        let mut places: HashMap<(Vec<ProductIx>, FeatureSet), usize> = HashMap::new();
        let mut people = People { analysis, groups: Vec::new(), list: Vec::new() };
        for (user_ix, holding) in analysis.held.now.iter().enumerate().filter(|(_, holding)| holding.base.is_some()) {
            let held = holding.offer();
            let sources = facts.sources(user_ix, &held);
            let needs = sources.all();
            let group = *places.entry((held.clone(), needs)).or_insert_with(|| {
                let verdict = offer::verdict(&analysis.tariff, &mut catalog, holding, needs);
                people.groups.push(group(&catalog, held, needs, verdict));
                people.groups.len() - 1
            });
            let outcome = outcomes.of(user_ix, &people.groups[group]);
            people.groups[group].people += 1;
            people.groups[group].staying += u64::from(!outcome.is_reclaim());
            people.list.push(PersonOffer { user_ix, group, sources, outcome });
        }
        people
    }

    /// One person; `None` = no base is held.
    pub fn find(&self, user_ix: usize) -> Option<&PersonOffer<'a>> {
        self.list.binary_search_by_key(&user_ix, |own| own.user_ix).ok().map(|at| &self.list[at])
    }

    /// The group of a person.
    pub fn group(&self, own: &PersonOffer<'_>) -> &Group {
        &self.groups[own.group]
    }

    /// Groups with people who keep a license, each with how many these are.
    pub fn staying(&self) -> impl Iterator<Item = (&Group, u64)> {
        self.groups.iter().filter(|group| group.staying > 0).map(|group| (group, group.staying))
    }

    /// What products cover together.
    pub fn covers(&self, products: &[ProductIx]) -> FeatureSet {
        self.analysis.tariff.covers(products)
    }

    /// The prices.
    pub fn tariff(&self) -> &'a Tariff {
        &self.analysis.tariff
    }
}

impl Outcome<'_> {
    /// Is everything taken away?
    pub fn is_reclaim(&self) -> bool {
        matches!(self, Outcome::Advised(advice) if advice.code.is_reclaim())
    }

    /// Its code in outputs: that of the recommendation, else a word of its own.
    pub fn code(&self) -> &'static str {
        match self {
            Outcome::Advised(advice) => advice.code.as_str(),
            Outcome::Kept(_) => "kept",
            Outcome::LeftAlone(_) => "left-alone",
            Outcome::Uncovered => "uncovered",
            Outcome::Right => "right",
        }
    }
}

fn group(catalog: &OfferCatalog, held: Vec<ProductIx>, needs: FeatureSet, verdict: Verdict) -> Group {
    let enough = match verdict {
        Verdict::Keep => Some(held.clone()),
        Verdict::Change(_, products) => Some(products),
        Verdict::Uncovered => None,
    };
    let alternatives = catalog.alternatives(&held, needs, enough.as_deref());
    Group { held, needs, enough, alternatives, people: 0, staying: 0 }
}

impl Group {
    /// Is something else than what is held enough, or not even that?
    pub fn is_to_change(&self) -> bool {
        self.enough.as_ref() != Some(&self.held)
    }

    /// The alternatives that would do and are not the one.
    pub fn others(&self) -> impl Iterator<Item = &Alternative> {
        self.alternatives.iter().filter(|own| own.why != Why::Chosen)
    }
}

/// What was decided, by person.
struct Outcomes<'a> {
    analysis: &'a Analysis,
    advised: Vec<Option<&'a Recommendation>>,
    kept: HashMap<usize, &'a Kept>,
}

impl<'a> Outcomes<'a> {
    fn new(analysis: &'a Analysis) -> Outcomes<'a> {
        let decisions = &analysis.decisions;
        // What missing data forgo comes on top of an outcome and is none.
        let new = decisions.forgone.iter().filter(|kept| kept.guard == Guard::Grace);
        let kept = decisions.kept.iter().chain(new).map(|kept| (kept.user_ix, kept)).collect();
        Outcomes { analysis, advised: decisions.by_person(analysis.people.len()), kept }
    }

    fn of(&self, user_ix: usize, group: &Group) -> Outcome<'a> {
        if let Some(advice) = self.advised[user_ix] {
            return Outcome::Advised(advice);
        }
        if let Some(kept) = self.kept.get(&user_ix) {
            return Outcome::Kept(kept);
        }
        match &group.enough {
            None => Outcome::Uncovered,
            Some(enough) if *enough == group.held => Outcome::Right,
            Some(_) => Outcome::LeftAlone(self.why_left_alone(user_ix)),
        }
    }

    /// Nothing is advised to new people, nor to whoever costs nothing.
    fn why_left_alone(&self, user_ix: usize) -> &'static str {
        match self.analysis.standing.people[user_ix].spared {
            Some(Spared::Protected) => Spared::Protected.as_str(),
            Some(spared) => spared.as_str(),
            None => "all that is held costs nothing",
        }
    }
}
