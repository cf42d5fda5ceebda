//! Which answer counts on which day, and what the store keeps.

use super::*;
use crate::snapshot::Store;

fn answer(recommendation: &str, word: Word, on: &str) -> Answer {
    Answer {
        recommendation: recommendation.to_owned(),
        user_id: "u1".to_owned(),
        answer: word,
        reason: Some("needed, in \"spring\"\nat the latest".to_owned()),
        until: None,
        proposed_on: on.parse().unwrap(),
        manager: None,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_latest_day_counts_and_of_one_day_what_came_last() {
    let (first, second) = (answer("a", Word::Keep, "2026-10-31"), answer("a", Word::Forego, "2026-11-30"));
    for order in [[&first, &second], [&second, &first]] {
        let list = order.map(Clone::clone);
        let word = |today| Known::new(&list, day(today)).to("a", "u1").map(|answer| answer.answer);
        assert_eq!(word("2026-10-30"), None, "nothing is known before the report");
        assert_eq!(word("2026-10-31"), Some(Word::Keep));
        assert_eq!(word("2026-11-29"), Some(Word::Keep));
        assert_eq!(word("2026-11-30"), Some(Word::Forego));
    }
    let corrected = [first.clone(), answer("a", Word::Forego, "2026-10-31")];
    assert_eq!(Known::new(&corrected, day("2026-12-01")).to("a", "u1").unwrap().answer, Word::Forego);
    assert!(Known::new(&corrected, day("2026-12-01")).to("b", "u1").is_none());
    assert!(Known::new(&corrected, day("2026-12-01")).to("a", "u2").is_none());
}

#[test]
fn a_keep_ends_with_its_own_last_day_or_with_the_cool_down() {
    let mut keep = answer("a", Word::Keep, "2026-10-31");
    assert_eq!(keep.last_day(180), day("2027-04-29"));
    assert_eq!(keep.last_day(1), day("2026-11-01"));
    keep.until = Some(day("2026-12-24"));
    assert_eq!(keep.last_day(180), day("2026-12-24"));
    keep = answer("a", Word::Keep, "+262142-12-31");
    assert_eq!(keep.last_day(3653), NaiveDate::MAX, "beyond the calendar");
}

#[test]
fn the_store_keeps_answers_in_order_and_none_twice() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store::read(&store).unwrap(), []);
    let (keep, forego) = (answer("a", Word::Keep, "2026-10-31"), answer("b", Word::Forego, "2026-10-31"));
    let add = |answers: &[Answer]| store::add(&store, answers).unwrap();
    assert_eq!(add(&[keep.clone(), forego.clone()]), store::Added { new: 2, known: 0 });
    assert_eq!(add(&[forego.clone(), keep.clone()]), store::Added { new: 0, known: 2 });
    let changed = Answer { answer: Word::Forego, reason: None, ..keep.clone() };
    assert_eq!(add(&[changed.clone(), forego.clone()]), store::Added { new: 1, known: 1 });
    // Back to what was said first: it is no longer the latest.
    assert_eq!(add(std::slice::from_ref(&keep)), store::Added { new: 1, known: 0 });
    assert_eq!(store::read(&store).unwrap(), [keep.clone(), forego, changed, keep]);
    let text = std::fs::read_to_string(dir.path().join(store::FILE_NAME)).unwrap();
    assert_eq!(text.lines().count(), 4, "one line each, whatever a reason has in it");
    assert_eq!(std::fs::read_dir(dir.path().join("tmp")).unwrap().count(), 0, "nothing is left beside");
}

#[test]
fn a_damaged_line_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store::add(&store, &[answer("a", Word::Keep, "2026-10-31")]).unwrap();
    let path = dir.path().join(store::FILE_NAME);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text + "{\"recommendation\":\n").unwrap();
    let error = store::read(&store).unwrap_err().to_string();
    assert!(error.contains("answers.jsonl:2") && error.contains("hint:"), "{error}");
    assert!(store::add(&store, &[]).is_err(), "nothing is written over what can't be read");
}
