//! Every step of matching, what stronger keys take from weaker ones, and what is told and not guessed.

use super::matched;

const USERS: &str = "user_id,email,name,state,employee_id,external_id\n";
const LIST: &str = "email,status,name,employee_id,external_id,source\n";

#[track_caller]
fn check(users: &str, list: &str, expected: &[&str]) {
    assert_eq!(matched(&format!("{USERS}{users}"), &format!("{LIST}{list}")), expected);
}

#[test]
fn each_key_finds_the_account_that_no_stronger_one_finds() {
    check(
        "ann,ann@x.example,Ann,active,,e1\nbob,BOB@x.example,Bob,active,E2,\ncem,cem@x.example,Cem,active,E3,\n\
         dee,dee@x.example,Dee  ASH,active,,\neva,eva@x.example,Eva,active,,\n",
        "ann.new@x.example,active,Ann New,,e1,okta\nbob@X.example,active,,E9,,okta\ncem.new@x.example,active,C,E3,e3,okta\n\
         dee.new@x.example,active,dee ash,,,okta\nfay@x.example,active,Fay,E8,e8,okta\n",
        &[
            "bob@X.example = bob by email",
            "dee.new@x.example = dee by name",
            "ann.new@x.example = ann by external-id",
            "cem.new@x.example = cem by employee-id",
            "fay@x.example = nobody",
        ],
    );
}

#[test]
fn an_address_that_a_newcomer_has_now_does_not_make_them_the_one_who_had_it() {
    check(
        "ann,a.smith@x.example,Ann Smith,active,E1,e1\n",
        "a.smith@x.example,active,Al Smith,E2,e2,okta\na.jones@x.example,deprovisioned,Ann Jones,E1,e1,okta\n",
        &["a.jones@x.example = ann by external-id", "a.smith@x.example = nobody"],
    );
}

#[test]
fn where_the_e_mail_says_one_person_and_the_number_another_nothing_is_concluded() {
    check(
        "ann,a.smith@x.example,Ann Smith,active,E1,\n",
        "a.smith@x.example,active,Al Smith,E2,,okta\na.jones@x.example,deprovisioned,Ann Jones,E1,,okta\n",
        &["a.jones@x.example = nobody", "a.smith@x.example unclear", "a.smith@x.example / ann by email: employee-id"],
    );
    // Numbers of two kinds, which nobody shares, deny nothing.
    check(
        "ann,ann@x.example,Ann,active,P-17,\n",
        "ann@x.example,active,Ann,0017,,okta\n",
        &["ann@x.example = ann by email"],
    );
}

#[test]
fn ids_deny_an_e_mail_only_where_both_sides_count_alike() {
    let users = "ann,ann@x.example,Ann,active,,e1\nbob,bob@x.example,Bob,active,,e2\n";
    check(
        users,
        "ann@x.example,active,Ann,,e1,okta\nbob@x.example,active,Bob,,e9,okta\n",
        &["ann@x.example = ann by external-id", "bob@x.example unclear", "bob@x.example / bob by email: external-id"],
    );
    check(
        users,
        "ann@x.example,active,Ann,,guid-1,entra\nbob@x.example,active,Bob,,guid-2,entra\n",
        &["ann@x.example = ann by email", "bob@x.example = bob by email"],
    );
}

#[test]
fn what_fits_several_is_told_at_every_step() {
    check(
        "a1,one@x.example,A,active,,e1\na2,two@x.example,B,active,,e1\n",
        "one@x.example,active,,,e1,okta\n",
        &["one@x.example unclear", "one@x.example / a1+a2 by external-id: several"],
    );
    check(
        "a1,one@x.example,A,active,,\na2,ONE@x.example,B,active,,\n",
        "one@x.example,active,,,e1,okta\n",
        &["one@x.example unclear", "one@x.example / a1+a2 by email: several"],
    );
    check(
        "a1,one@x.example,A,active,,\n",
        "one@x.example,active,,,e1,okta\none@x.example,active,,,e2,okta\n",
        &["one@x.example unclear", "one@x.example unclear", "one@x.example+one@x.example / a1 by email: several"],
    );
    check(
        "a1,one@x.example,A,active,E1,\n",
        "two@x.example,active,,E1,e1,okta\nthree@x.example,active,,E1,e2,okta\n",
        &[
            "two@x.example unclear",
            "three@x.example unclear",
            "two@x.example+three@x.example / a1 by employee-id: several",
        ],
    );
}

#[test]
fn a_name_counts_only_where_nobody_else_has_it_and_nothing_speaks_against_it() {
    check(
        "a1,one@x.example,Ann Ash,active,,\na2,two@x.example,ann ash,active,,\n",
        "new@x.example,active,Ann Ash,,,okta\n",
        &["new@x.example = nobody"],
    );
    // Somebody who is found already has the name too.
    check(
        "a1,one@x.example,Ann Ash,active,,\n",
        "new@x.example,active,Ann Ash,,,okta\none@x.example,active,Ann Ash,,,okta\n",
        &["new@x.example = nobody", "one@x.example = a1 by email"],
    );
    check(
        "a1,one@x.example,Ann Ash,active,E1,\n",
        "new@x.example,active,Ann Ash,E2,,okta\n",
        &["new@x.example = nobody"],
    );
}

#[test]
fn each_list_is_matched_for_itself() {
    check(
        "ann,ann@x.example,Ann,active,,e1\n",
        "ann@x.example,active,Ann,,guid,entra\nann@x.example,active,Ann,,e1,okta\n",
        &["ann@x.example = ann by email", "ann@x.example = ann by external-id"],
    );
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let users = [
        "ann,ann@x.example,Ann,active,E1,e1\n",
        "bob,bob@x.example,Bob,active,E2,\n",
        "cem,one@x.example,Cem,active,,\n",
        "dee,ONE@x.example,Dee,active,,\n",
    ];
    let list = [
        "ann.new@x.example,active,Ann,E1,e1,okta\n",
        "bob.new@x.example,active,Bob,E2,e2,okta\n",
        "bob.new@x.example,deprovisioned,Bob,E2,e2,okta\n",
        "one@x.example,active,,,e3,okta\n",
        "ann@x.example,active,New Ann,E9,e9,okta\n",
    ];
    let text = |head: &str, rows: &mut dyn Iterator<Item = &&str>| {
        format!("{head}{}", rows.copied().collect::<Vec<_>>().concat())
    };
    let forward = matched(&text(USERS, &mut users.iter()), &text(LIST, &mut list.iter()));
    let backward = matched(&text(USERS, &mut users.iter().rev()), &text(LIST, &mut list.iter().rev()));
    assert_eq!(forward, backward);
    assert_eq!(forward.len(), 5);
}
