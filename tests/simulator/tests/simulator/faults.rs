//! What goes wrong on purpose goes wrong in the same way each time, and not for ever.

use std::time::Duration;

use seatwise_simulator::{Faults, Settings};
use serde_json::json;

use crate::client::{Client, Reply};
use crate::sample::{self, OCTOBER};

async fn replies(profile: &str, count: usize) -> Vec<Reply> {
    let running = sample::running(|settings| {
        settings.faults = Faults::profile(profile).expect("a profile");
        settings.faults.silence = Duration::from_millis(5);
        settings.faults.attempts = u32::MAX;
    })
    .await;
    let mut client = Client::new(&running).await;
    let mut replies = Vec::new();
    for _ in 0..count {
        replies.push(client.get("/api/v2/organizations/me").await);
        if replies.last().is_some_and(|reply| reply.status == 401) {
            client = Client::new(&running).await;
        }
    }
    replies
}

#[tokio::test]
async fn every_profile_does_what_its_name_says() {
    let broken = |reply: &Reply| serde_json::from_str::<serde_json::Value>(&reply.text).is_err();
    assert!(replies("none", 40).await.iter().all(|reply| reply.status == 200 && reply.whole()));
    assert!(replies("server-errors", 60).await.iter().any(|reply| reply.status >= 500));
    assert!(replies("time-outs", 200).await.iter().any(|reply| !reply.whole()));
    assert!(replies("cut-bodies", 60).await.iter().any(|reply| !reply.whole()));
    assert!(replies("malformed", 60).await.iter().any(|reply| reply.status == 200 && reply.whole() && broken(reply)));
    assert!(replies("unauthorized", 100).await.iter().any(|reply| reply.status == 401));
    let limited = replies("rate-limited", 100).await;
    assert!(limited.iter().any(|reply| reply.status == 429 && reply.headers.contains_key("retry-after")));
    let bare = replies("rate-limited-bare", 100).await;
    assert!(bare.iter().any(|reply| reply.status == 429));
    assert!(bare.iter().all(|reply| !reply.headers.contains_key("retry-after")));
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults() {
    let statuses = |replies: Vec<Reply>| replies.iter().map(|reply| (reply.status, reply.whole())).collect::<Vec<_>>();
    let (first, second) = (replies("everything", 80).await, replies("everything", 80).await);
    assert_eq!(statuses(first), statuses(second));
    assert!(Faults::NAMES.iter().all(|name| Faults::profile(name).is_some()));
    assert!(Faults::profile("unknown").is_none());
}

#[tokio::test]
async fn one_request_fails_only_so_often() {
    let running = sample::running(|settings| settings.faults = Faults { server_errors: 1_000, ..Faults::none() }).await;
    let client = Client::new(&running).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(client.get("/api/v2/date").await.status);
    }
    assert!(statuses[..2].iter().all(|status| *status >= 500), "{statuses:?}");
    assert_eq!(statuses[2..], [200, 200]);
}

#[tokio::test]
async fn a_person_vanishes_between_pages_and_comes_back() {
    let running = sample::running(|settings| settings.faults = Faults::profile("drift").expect("a profile")).await;
    let client = Client::new(&running).await;
    let total = || async { client.get("/api/v2/users?pageSize=10").await.json()["total"].as_u64() };
    assert_eq!([total().await, total().await, total().await, total().await], [Some(22), Some(21), Some(21), Some(22)]);
}

#[tokio::test]
async fn the_second_page_is_the_first_one_once() {
    let running =
        sample::running(|settings| settings.faults = Faults::profile("duplicated-pages").expect("a profile")).await;
    let client = Client::new(&running).await;
    let page = |number: u64| {
        let path = format!("/api/v2/license/users?pageSize=5&pageNumber={number}");
        let client = &client;
        async move { client.get(&path).await.json() }
    };
    let (first, second, again) = (page(1).await, page(2).await, page(2).await);
    assert_eq!(first["entities"], second["entities"]);
    assert_eq!(second["pageNumber"], 2);
    assert_eq!(again["entities"][0]["id"], "u05");
}

#[tokio::test]
async fn jobs_are_slow_or_fail_or_expire() {
    let running = sample::running(|settings| {
        settings.faults = Faults::profile("expiring-jobs").expect("a profile");
        settings.jobs.page_size = 5;
    })
    .await;
    let client = Client::new(&running).await;
    let jobs = "/api/v2/analytics/users/details/jobs";
    let mut ends = Vec::new();
    for _ in 0..4 {
        let job = client.post(jobs, json!({"interval": OCTOBER})).await.json()["jobId"].as_str().unwrap().to_owned();
        let mut polls = 0;
        let state = loop {
            polls += 1;
            let state = client.get(&format!("{jobs}/{job}")).await.json()["state"].as_str().unwrap().to_owned();
            if state != "QUEUED" && state != "PENDING" {
                break state;
            }
        };
        let pages = [0, 5].map(|cursor| format!("{jobs}/{job}/results?cursor={cursor}"));
        let read = [client.get(&pages[0]).await.status, client.get(&pages[1]).await.status];
        ends.push((state, polls > 5, read));
    }
    let end = |state: &str, slow, read| (state.to_owned(), slow, read);
    let expected = [
        end("FULFILLED", true, [200, 200]),
        end("FAILED", false, [400, 400]),
        end("FULFILLED", false, [200, 404]),
        end("FULFILLED", false, [200, 200]),
    ];
    let first = expected.iter().position(|end| *end == ends[0]).expect("an end that is expected");
    let around: Vec<_> = expected.iter().cycle().skip(first).take(4).cloned().collect();
    assert_eq!(ends, around);
    running.set_settings(Settings { faults: Faults::none(), ..running.settings() });
}

/// Jobs of others that are submitted in between once gave a question nothing but lost jobs, and a pull its end.
#[tokio::test]
async fn a_job_is_not_lost_more_than_twice_whatever_is_submitted_beside_it() {
    let running = sample::running(|settings| {
        settings.faults = Faults::profile("expiring-jobs").expect("a profile");
        settings.jobs.polls = 0;
    })
    .await;
    let client = Client::new(&running).await;
    let jobs = "/api/v2/analytics/users/details/jobs";
    let submit = async |interval: &str| {
        client.post(jobs, json!({"interval": interval})).await.json()["jobId"].as_str().unwrap().to_owned()
    };
    let mut lost_in_a_row = 0;
    for number in 0..12 {
        for _ in 0..(number % 4) {
            submit("2026-09-01T00:00:00.000Z/2026-10-01T00:00:00.000Z").await;
        }
        let job = submit(OCTOBER).await;
        let state = client.get(&format!("{jobs}/{job}")).await.json()["state"].as_str().unwrap().to_owned();
        lost_in_a_row = if state == "FAILED" { lost_in_a_row + 1 } else { 0 };
        assert!(lost_in_a_row < 2, "the job of the same question is lost {lost_in_a_row} times in a row");
    }
}
