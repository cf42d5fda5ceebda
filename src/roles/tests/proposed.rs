//! What is proposed for small organizations, computed by hand, and that the search finds the best.

use seatwise_pricing::book::PriceBook;

use super::{Org, grants, organization::Rights, pairs, small};
use crate::{
    analysis::effect::Effect,
    roles::{Field, Form, RoleReport, proposals::GroupWay, report, search},
};

/// One line per change: form, role, who goes, who stays and why; then who holds less.
fn written(report: &RoleReport<'_>) -> Vec<String> {
    let analysis = report.field.analysis;
    let user = |user_ix: u32| analysis.people.list[user_ix as usize].user_id.clone();
    let ids = |products: &[seatwise_pricing::tariff::ProductIx]| {
        products.iter().map(|ix| analysis.tariff.product(*ix).id.clone()).collect::<Vec<_>>().join("+")
    };
    let mut lines = Vec::new();
    for proposal in &report.plan.proposals {
        for change in &proposal.changes {
            let go: Vec<String> = change.go.iter().map(|it| user(*it)).collect();
            let stay: Vec<String> =
                change.stay.iter().map(|(it, why)| format!("{} {}", user(*it), why.as_str())).collect();
            let form = match change.form {
                Form::Move(other) => format!("move to {}", analysis.roles.list[other as usize].name),
                form => form.as_str().to_owned(),
            };
            let name = &analysis.roles.list[change.role as usize].name;
            lines.push(format!("{form} {name}: {} | {}", go.join(" "), stay.join(", ")));
        }
        let lowered =
            proposal.lowered.iter().map(|it| format!("{} {} → {}", user(it.user_ix), ids(&it.from), ids(&it.to)));
        lines.push(format!("  {}: {}", proposal.contracted.known, lowered.collect::<Vec<_>>().join(", ")));
    }
    lines
}

fn proposals(org: &Org) -> Vec<String> {
    let analysis = org.analyze();
    written(&report(&analysis, &PriceBook::embedded()))
}

#[test]
fn what_is_proposed_for_the_small_organization() {
    // Reader goes from ann and bob, cem plans with it. Copilot goes from fay, gus uses it. Quality Admin has to stay for eva;
    // for dee and bob all of it is unused, but they have it through a group with eva, and she alone keeps it: the group's
    // grant goes, she gets the role herself. Only then bob, who has Reader too, holds less.
    assert_eq!(
        proposals(&small()),
        [
            "remove-role Reader: ann bob | cem uses",
            "  80.00: ann cx3 → cx1",
            "remove-role Quality Admin: bob dee | eva uses",
            "  120.00: bob cx3 → cx1, dee cx3 → cx2",
            "remove-role Copilot: fay | gus uses",
            "  40.00: fay cx1+copilot → cx1",
        ]
    );
}

#[test]
fn a_group_is_changed_instead_of_its_people_unless_fewer_leave_it_than_stay() {
    let analysis = small().analyze();
    let book = PriceBook::embedded();
    let own = report(&analysis, &book);
    let change =
        own.plan.proposals.iter().flat_map(|it| &it.changes).find(|it| !it.groups.is_empty()).expect("a group");
    let eva = analysis.people.find("eva").expect("a person") as u32;
    assert_eq!((change.groups[0].people, &change.groups[0].way), (3, &GroupWay::Grant(vec![eva])));
    assert_eq!(change.steps(), 2, "the group's grant, and eva's own");
    let mut org = small();
    let more = (0..3).map(|number| format!("q{number}"));
    for name in more {
        org.licenses.push((name.clone(), "cloudCX3".to_owned()));
        org.grants.push((name.clone(), "Quality Admin".to_owned(), Some("g1".to_owned())));
        org.used.push((name, "quality_evaluator".to_owned()));
    }
    let analysis = org.analyze();
    let own = report(&analysis, &book);
    let change =
        own.plan.proposals.iter().flat_map(|it| &it.changes).find(|it| !it.groups.is_empty()).expect("a group");
    assert!(matches!(&change.groups[0].way, GroupWay::Leave(leave) if leave.len() == 2), "{change:?}");
}

#[test]
fn permissions_that_nobody_needs_are_taken_out_and_the_rest_of_the_role_stays() {
    let org = Org {
        licenses: pairs("ann,cloudCX3\nbob,cloudCX3"),
        roles: pairs("Desk,conversation:call:accept\nDesk,routing:queue:view\nDesk,wfm:schedule:view"),
        grants: grants("ann,Desk\nbob,Desk,g1"),
        used: pairs("ann,voice\nbob,voice"),
        ..small()
    };
    assert_eq!(proposals(&org), ["trim-role Desk: ann bob | ", "  160.00: ann cx3 → cx1, bob cx3 → cx1"]);
}

#[test]
fn people_are_moved_to_a_role_that_is_there_and_enough() {
    let org = Org {
        licenses: pairs("ann,cloudCX3\nbob,cloudCX3"),
        roles: pairs(
            "Desk,conversation:call:accept\nDesk,routing:queue:view\nDesk,wfm:schedule:view\n\
             Phone,conversation:call:accept\nPhone,routing:queue:view\nMore,conversation:call:accept\nMore,routing:queue:view\n\
             More,directory:user:view",
        ),
        grants: grants("ann,Desk\nbob,Desk"),
        used: pairs("ann,voice\nbob,voice\nbob,wfm_schedule"),
        ..small()
    };
    // `More` would give a right that `Desk` does not have.
    assert_eq!(proposals(&org), ["move to Phone Desk: ann | bob uses", "  80.00: ann cx3 → cx1"]);
    let mut without = org.clone();
    without.roles.retain(|(role, _)| role != "Phone");
    assert_eq!(proposals(&without), ["split-role Desk: ann | bob uses", "  80.00: ann cx3 → cx1"]);
}

#[test]
fn nothing_is_taken_of_which_nothing_tells_and_nothing_from_whom_is_left_alone() {
    let desk = |permission: &str| Org {
        licenses: pairs("ann,cloudCX3"),
        roles: vec![
            ("Desk".to_owned(), "conversation:call:accept".to_owned()),
            ("Extra".to_owned(), permission.to_owned()),
        ],
        grants: grants("ann,Desk\nann,Extra"),
        definitions: pairs(&format!("cloudCX1,conversation:call:accept\ncloudCX3,{permission}")),
        used: pairs("ann,voice"),
        ..Org::default()
    };
    assert_eq!(proposals(&desk("wfm:schedule:view")).len(), 2);
    assert_eq!(proposals(&desk("performance:scorecard:view")), [""; 0], "no feature tells of it");
    let base = desk("wfm:schedule:view");
    assert_eq!(proposals(&Org { uncovered: vec!["wfm_schedule".to_owned()], ..base.clone() }), [""; 0]);
    let not_used = "[features]\nnot_used = [\"wfm_schedule\"]".to_owned();
    let told = Org { uncovered: vec!["wfm_schedule".to_owned()], settings: not_used, ..base.clone() };
    assert_eq!(proposals(&told).len(), 2, "the settings say that nobody uses it");
    assert_eq!(proposals(&Org { memberships: pairs("ann,wfm_schedule"), ..base.clone() }), [""; 0]);
    assert_eq!(proposals(&Org { new: vec!["ann".to_owned()], ..base.clone() }), [""; 0]);
    let protect = |setting: &str| Org { settings: format!("[protect]\n{setting}"), ..base.clone() };
    assert_eq!(proposals(&protect("users = [\"ann\"]")), [""; 0]);
    assert_eq!(proposals(&protect("roles = [\"Extra\"]")), [""; 0]);
    let inferred = pairs("Desk,cloudCX1\nExtra,cloudCX4");
    assert_eq!(proposals(&Org { inferred, ..base }), [""; 0], "the definitions do not explain CX 4");
}

#[test]
fn nobody_is_left_with_less_than_they_use_or_than_the_settings_allow() {
    // ann is evaluated, which CX 2 covers and CX 1 does not; no permission of hers says so.
    let org = Org {
        licenses: pairs("ann,cloudCX2\nbob,cloudCX2"),
        roles: pairs("Desk,conversation:call:accept\nDesk,routing:queue:view\nExtra,conversation:email:accept"),
        grants: grants("ann,Desk\nann,Extra\nbob,Extra"),
        used: pairs("ann,voice\nann,quality_evaluated"),
        ..small()
    };
    assert_eq!(proposals(&org), [""; 0]);
    let allowed = Org { settings: "[offers]\nallow = [\"collaborate\"]".to_owned(), ..org };
    assert_eq!(proposals(&allowed), ["remove-role Extra: bob | ann not-enough", "  115.00: bob cx2 → "]);
}

#[test]
fn money_now_is_what_lowers_the_bill_and_the_rest_comes_at_renewal() {
    let line = |quantity: u32| {
        format!(
            "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n[[line]]\nproduct = \"cx3\"\nquantity = {quantity}\n\
             unit_price = \"140.00\"\noverage_price = \"150.00\"\n[[price]]\nproduct = \"cx1\"\nunit_price = \"70.00\"\n\
             [[price]]\nproduct = \"cx2\"\nunit_price = \"110.00\"\n"
        )
    };
    let effect = |quantity: u32| {
        let analysis = Org { contract: line(quantity), ..small() }.analyze();
        let own = report(&analysis, &PriceBook::embedded());
        own.plan.effect.map(|Effect { now, at_renewal }| (now.to_string(), at_renewal.to_string()))
    };
    let money = |now: &str, later: &str| Some((now.to_owned(), later.to_owned()));
    // Five hold CX 3, three change: two to CX 1, one to CX 2. Made to measure: 2 × (140 − 70) + 30 = 170 a month.
    // All committed: a CX 1 beside a paid CX 3 only costs more, so everything waits.
    assert_eq!(effect(5), money("0", "170.00"));
    // Nothing committed of the five beyond 2: three of overage go, 2 × (150 − 70) + (150 − 110) = 200, of which the overage
    // price is no saving any more once the contract is made to measure.
    assert_eq!(effect(2), money("200.00", "-30.00"));
    // One of overage: the dearest change takes it (80), the others wait: 90.
    assert_eq!(effect(4), money("80.00", "90.00"));
}

#[test]
fn step_by_step_finds_what_trying_everything_finds_on_small_organizations() {
    let analysis = small().analyze();
    let field = Field::new(&analysis);
    let choice = search::choose(&field);
    assert_eq!(choice.tried.1, 0, "small enough to try everything");
    assert_eq!(search::choose_step_by_step(&field).gain, choice.gain);
}

#[test]
fn carried_out_everybody_holds_what_was_promised() {
    let org = small();
    let analysis = org.analyze();
    let own = report(&analysis, &PriceBook::embedded());
    let mut rights = Rights::of(&org);
    rights.carry_out(&analysis, &own.plan);
    assert_eq!(rights.roles_of("ann"), ["Agent"]);
    assert_eq!(rights.roles_of("bob"), ["Agent"]);
    assert_eq!(rights.roles_of("dee"), ["Mail"]);
    assert_eq!(rights.roles_of("eva"), ["Agent", "Quality Admin"]);
    assert_eq!(rights.roles_of("cem"), ["Planner", "Reader"]);
}
