//! What comes of an add-on that lapses, a role that is given, a permission that is added: computed by hand.

use seatwise_pricing::book::PriceBook;

use super::{Org, grants, pairs, small};
use crate::{
    analysis::Analysis,
    roles::what_if::{Event, Outcome},
};

/// `role: before → after` of roles, then `person: from → to`, then list price and bill less.
fn written(analysis: &Analysis, outcome: &Outcome) -> Vec<String> {
    let ids = |products: &[seatwise_pricing::tariff::ProductIx]| {
        products.iter().map(|ix| analysis.tariff.product(*ix).id.clone()).collect::<Vec<_>>().join("+")
    };
    let role = |own: &crate::roles::what_if::RoleNeed| {
        let name = &analysis.roles.list[own.role as usize].name;
        let after = own.after.as_ref().map_or("?".to_owned(), |after| ids(&after.products()));
        format!("{name}: {} → {after}", ids(&own.before.products()))
    };
    let person = |one: &crate::roles::proposals::Lowered| {
        let name = &analysis.people.list[one.user_ix as usize].user_id;
        format!("{name}: {} → {}", ids(&one.from), ids(&one.to))
    };
    let money =
        format!("{}+{} {:?}", outcome.list.known, outcome.list.unpriced, outcome.bill_less.map(|it| it.to_string()));
    outcome.roles.iter().map(role).chain(outcome.people.iter().map(person)).chain([money]).collect()
}

fn check(org: &Org, events: impl Fn(&Analysis) -> Vec<Event>, expected: &[&str]) -> Outcome {
    let analysis = org.analyze();
    let outcome = crate::roles::what_if(&analysis, &PriceBook::embedded(), &events(&analysis));
    assert_eq!(written(&analysis, &outcome), expected);
    outcome
}

fn role(analysis: &Analysis, name: &str) -> u32 {
    (0..).zip(&analysis.roles.list).find(|(_, role)| role.name == name).expect("a role").0
}

fn lapse(id: &'static str) -> impl Fn(&Analysis) -> Vec<Event> {
    move |analysis| vec![Event::Lapse(analysis.tariff.ix(id).expect("a product"))]
}

#[test]
fn an_add_on_lapses_and_its_permissions_are_lost_where_nothing_else_gives_them() {
    // Copilot is billed in tokens, 40 each, in no seat bill.
    let expected =
        ["Copilot: copilot → ", "fay: cx1+copilot → cx1", "gus: cx1+copilot → cx1", "80.00+0 Some(\"0.00\")"];
    let outcome = check(&small(), lapse("copilot"), &expected);
    assert_eq!(outcome.lost, ["assistants:copilot:view"]);
}

#[test]
fn a_lapsed_add_on_makes_its_roles_need_the_next_license_that_has_the_permission() {
    let org = Org {
        licenses: pairs("ann,cloudCX2\nann,gc2WEMupgrade"),
        roles: pairs("Mail,conversation:email:accept\nTopics,speechAndTextAnalytics:topic:view"),
        grants: grants("ann,Mail\nann,Topics"),
        definitions: pairs(
            "cloudCX2,conversation:email:accept\ngc2WEMupgrade,speechAndTextAnalytics:topic:view\n\
             gcSTAupgrade,speechAndTextAnalytics:topic:view",
        ),
        used: pairs("ann,email"),
        ..Org::default()
    };
    // Neither add-on has a published price.
    let expected =
        ["Topics: cx2-wem-addon → sta-addon", "ann: cx2+cx2-wem-addon → cx2+sta-addon", "0+1 Some(\"0.00\")"];
    assert_eq!(check(&org, lapse("cx2-wem-addon"), &expected).lost, [""; 0]);
}

#[test]
fn a_role_given_to_a_group_raises_whoever_is_in_it() {
    let mut org = small();
    org.licenses.push(("zed".to_owned(), "cloudCX1".to_owned()));
    org.grants.extend(grants("zed,Agent,g2"));
    let give = |group: u32| move |analysis: &Analysis| vec![Event::Give(role(analysis, "Planner"), group)];
    // 75 − 155, at once.
    check(&org, give(1), &["zed: cx1 → cx3", "-80.00+0 Some(\"-80.00\")"]);
    check(&org, give(0), &["0+0 Some(\"0.00\")"]);
}

#[test]
fn a_permission_added_to_a_role_raises_those_whose_other_roles_need_less() {
    // ann, bob and eva hold CX 3 anyway; hal's license follows no role.
    let add = |analysis: &Analysis| vec![Event::Add(role(analysis, "Agent"), "conversation:email:accept".to_owned())];
    let expected = [
        "Agent: cx1 → cx2",
        "fay: cx1+copilot → cx2+copilot",
        "gus: cx1+copilot → cx2+copilot",
        "-80.00+0 Some(\"-80.00\")",
    ];
    check(&small(), add, &expected);
    let unexplained = Org { inferred: pairs("Agent,cloudCX2"), ..small() };
    let analysis = unexplained.analyze();
    let outcome = crate::roles::what_if(&analysis, &PriceBook::embedded(), &add(&analysis));
    assert!(outcome.roles.iter().any(|own| own.after.is_none()), "nobody can say what it needs then");
}
