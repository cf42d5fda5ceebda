//! Text, HTML and JSON tell the same.

use serde_json::Value;

use super::*;
use crate::analysis::small::analyzed;

/// An organization with somebody for every verdict.
fn organization() -> Analysis {
    let users = "user_id,email,name,state,created_at,last_login_at,manager_email\n\
                 ann,ann@x.example,Ann <b>,active,2025-01-01T00:00:00Z,2026-10-20T00:00:00Z,boss@x.example\n\
                 ben,ben@x.example,Ben,active,2026-10-20T00:00:00Z,2026-10-21T00:00:00Z,\n\
                 cyd,cyd@x.example,,inactive,2025-01-01T00:00:00Z,,\n\
                 dee,dee@x.example,\"=Dee, D.\",active,2025-01-01T00:00:00Z,2026-05-01T00:00:00Z,\n\
                 eve,eve@x.example,Eve,active,2025-01-01T00:00:00Z,2026-10-30T00:00:00Z,\n\
                 fox,fox@x.example,Fox,active,2025-01-01T00:00:00Z,2026-10-30T00:00:00Z,\n";
    let licenses = "user_id,license_id,assigned_from,assigned_to\nann,cloudCX3,,\nben,cloudCX3,,\ncyd,cloudCX2,,\n\
                    dee,cloudCX1,,\neve,cloudCX1,,\nfox,cloudCX4,,\n";
    let roles = "role_id,name,permission\nr1,Planner & Co,wfm:shortTermForecast:edit\n";
    let grants = "user_id,role_id,division_id,via_group_id\nann,r1,,g1\n";
    let definitions = "license_id,permission\ncloudCX3,wfm:shortTermForecast:edit\n";
    let row =
        |user: &str, feature: &str| format!("{user},2026-10-20T00:00:00Z,2026-10-21T00:00:00Z,{feature},1234,60000\n");
    let activity = "user_id,interval_start,interval_end,feature,events,duration_ms\n".to_owned()
        + &row("ann", "voice")
        + &row("ben", "chat")
        + &row("eve", "wfm_planning")
        + &row("fox", "copilot");
    let tables = [
        ("users.csv", users),
        ("licenses.csv", licenses),
        ("roles.csv", roles),
        ("role_grants.csv", grants),
        ("license_definitions.csv", definitions),
        ("activity.csv", &activity),
        ("presence.csv", "user_id,start_at,end_at\nann,2026-08-01T08:00:00Z,2026-10-31T16:00:00Z\n"),
        ("memberships.csv", "user_id,feature,via\nann,sms,Unit <7>\n"),
    ];
    let settings = "[[exception]]\nuser = \"dee\"\nreason = \"leave\"\nkind = \"leave\"\n";
    analyzed(&tables, "", settings, "2026-10-31T23:59:59Z")
}

/// Words of the body, without tags and what stands above the title.
fn words_of_page(document: &str) -> Vec<String> {
    let body = document.split_once("<h1>").expect("a title").1;
    let mut text = String::new();
    let (mut is_tag, mut is_word) = (false, false);
    let mut rest = body.chars();
    while let Some(sign) = rest.next() {
        match sign {
            '<' => {
                is_tag = true;
                is_word = rest.as_str().starts_with("code") || rest.as_str().starts_with("/code");
            }
            '>' if is_tag => {
                is_tag = false;
                text.push_str(if is_word { "" } else { " " });
            }
            sign if !is_tag => text.push(sign),
            _ => {}
        }
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    plain.split_whitespace().map(str::to_owned).collect()
}

/// Does a run of words stand somewhere in the text?
fn tells(words: &[String], run: &[String]) -> bool {
    words.windows(run.len()).any(|window| window == run)
}

#[test]
fn the_same_person_is_told_the_same_by_text_page_and_document() {
    let analysis = organization();
    let mut verdicts = std::collections::BTreeSet::new();
    for user_ix in 0..analysis.people.len() {
        let case = PersonCase::new(&analysis, user_ix);
        verdicts.insert(case.verdict.as_str());
        let page = explain::page(&case);
        // A page sets between tags what a terminal sets between backticks.
        let plain = page::text(&page, 80).replace('`', "");
        let text: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
        assert_eq!(text, words_of_page(&html::small::document(&page)), "text and HTML");
        let document: Value = serde_json::from_str(&document::render(&case).unwrap()).unwrap();
        let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
        let day = |value: &Value| value.as_str().map_or_else(|| "never".to_owned(), |at| at[..10].to_owned());
        for row in list(&document, "features") {
            let figures = [&row["events"], &row["days"]].map(ToString::to_string);
            let feature = row["feature"].as_str().unwrap().to_owned();
            let run =
                [feature, figures[0].clone(), figures[1].clone(), day(&row["last"]), row["covered_days"].to_string()];
            assert!(tells(&text, &run), "{run:?} of {text:?}");
        }
        let money = |value: &Value| value.as_str().unwrap_or("unknown").to_owned();
        for row in list(&document, "held") {
            let list_price = format!("{},", money(&row["list_monthly"]));
            let run = ["list".to_owned(), list_price, "contracted".to_owned(), money(&row["contracted_monthly"])];
            assert!(tells(&text, &run), "{run:?} of {text:?}");
        }
        for row in list(&document, "sources") {
            let name = row["source"].as_str().unwrap().to_owned();
            let latest = row["latest"].as_str().map_or_else(|| "none".to_owned(), |at| at[..10].to_owned());
            let ago = row["days_ago"].as_i64().map_or_else(|| "–".to_owned(), |days| days.to_string());
            assert!(tells(&text, &[name, latest, ago]), "{row} of {text:?}");
        }
        if let Some(change) = document["recommendation"].as_object() {
            // What costs more is said in words.
            let spoken = |value: &Value| match money(value).strip_prefix('-') {
                Some(more) => format!("{more} more to pay"),
                None => money(value),
            };
            let (list, contracted) = (&change["list_delta_monthly"], &change["contracted_delta_monthly"]);
            let worth = format!("worth {} a month at list, {} at contracted prices,", spoken(list), spoken(contracted));
            let worth: Vec<String> = worth.split(' ').map(str::to_owned).collect();
            assert!(tells(&text, &worth), "{worth:?} of {text:?}");
            let level = change["confidence"].as_str().unwrap();
            let is_told = |end: &str| tells(&text, &["confidence".to_owned(), format!("{level}{end}")]);
            assert!(is_told(";") || is_told(""), "{level} of {text:?}");
        }
        for row in list(&document, "forgone").iter().chain([&document["kept"]]).filter(|row| row.is_object()) {
            assert!(text.contains(&money(&row["contracted_delta_monthly"])), "{row} of {text:?}");
        }
    }
    assert_eq!(verdicts.into_iter().collect::<Vec<_>>(), ["change", "kept", "unknown"]);
}
