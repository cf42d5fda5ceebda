//! Killed at any moment, the same command goes on, and asks nothing again that is closed.

use std::{
    collections::BTreeSet,
    fs,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use seatwise_simulator::{LoggedRequest, Settings};

use super::world::{ID, SECRET, World, unlimited};

const FROM: &str = "2026-06-01";

fn start(world: &World, store: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_seatwise"))
        .args(["pull", "--api-url", world.running.api_url(), "--login-url", world.running.login_url()])
        .args(["--from", FROM, "--rate-window-ms", "600", "--store"])
        .arg(world.store_path(store))
        .env_clear()
        .envs([("HOME", world.dir.path().as_os_str())])
        .envs([("GENESYSCLOUD_OAUTHCLIENT_ID", ID), ("GENESYSCLOUD_OAUTHCLIENT_SECRET", SECRET)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Names of pieces that are closed in the work folder.
fn closed(world: &World, store: &str) -> BTreeSet<String> {
    let Ok(pulls) = fs::read_dir(world.store_path(store).join("pulls")) else { return BTreeSet::new() };
    let folders = pulls.flatten().map(|entry| entry.path().join("pieces"));
    let names = folders.filter_map(|pieces| fs::read_dir(pieces).ok()).flat_map(|entries| entries.flatten());
    names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// The piece that a request belongs to, for those that name it.
fn piece(request: &LoggedRequest) -> Option<String> {
    let of = |what: &str| {
        let interval = request.body.as_ref()?["interval"].as_str()?;
        Some(format!("{what}-{}", &interval[..10]))
    };
    match (request.method.as_str(), request.operation.as_str()) {
        ("POST", "/api/v2/analytics/users/details/jobs") => of("presence"),
        ("POST", "/api/v2/analytics/transcripts/aggregates/query") => of("transcripts"),
        ("POST", "/api/v2/analytics/agentcopilots/aggregates/query") => of("copilots"),
        ("POST", "/api/v2/audits/query") => of("audits"),
        ("POST", "/api/v2/analytics/conversations/aggregates/jobs") => {
            let dimensions = request.body.as_ref()?["groupBy"].as_array()?.len();
            of(if dimensions > 1 { "conversations" } else { "outbound" })
        }
        // People whom other tables name are asked for by id, at the end.
        ("GET", "/api/v2/users") if request.path_and_query.contains("id=") => None,
        ("GET", "/api/v2/users") => Some("users".to_owned()),
        ("GET", "/api/v2/license/users") => Some("licenses".to_owned()),
        ("GET", "/api/v2/license/definitions") => Some("definitions".to_owned()),
        ("GET", "/api/v2/authorization/roles") => Some("roles".to_owned()),
        ("GET", "/api/v2/groups") => Some("groups".to_owned()),
        ("GET", "/api/v2/routing/queues") => Some("queues".to_owned()),
        _ => None,
    }
}

#[test]
fn a_pull_that_is_killed_goes_on_where_it_was() {
    let settings = Settings { latency: Duration::from_millis(4), check_answers: false, ..unlimited() };
    let world = World::new(60, 3, settings);
    let mut dice = fastrand::Rng::with_seed(7);
    let mut kills = 0;
    let mut known = BTreeSet::new();
    while kills < 20 {
        world.running.forget();
        let mut child = start(&world, "killed");
        std::thread::sleep(Duration::from_millis(dice.u64(60..160)));
        let is_done = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!is_done, "the pull is over before kill {kills}: it is too fast for this test");
        assert_nothing_again(&world, &known);
        known = closed(&world, "killed");
        kills += 1;
    }
    world.running.forget();
    let output = start(&world, "killed").wait_with_output().unwrap();
    assert!(output.status.success());
    assert_nothing_again(&world, &known);
    let through = start(&world, "through").wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), String::from_utf8(through.stdout).unwrap());
    let files = |store: &str| world.store(store).get("latest").unwrap().manifest().files.clone();
    assert_eq!(files("killed"), files("through"));
    assert_eq!(closed(&world, "killed"), BTreeSet::new(), "the work folder is gone");
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_clean_state_and_the_same_command_goes_on() {
    let settings = Settings { latency: Duration::from_millis(15), check_answers: false, ..unlimited() };
    let world = World::new(60, 3, settings);
    let child = start(&world, "interrupted");
    let began = Instant::now();
    while closed(&world, "interrupted").len() < 5 {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is closed");
        std::thread::sleep(Duration::from_millis(5));
    }
    let interrupt = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("stopping; the same command goes on from here"), "{said}");
    assert!(said.contains("stopped; the same command continues where this one was"), "{said}");
    assert!(world.store("interrupted").list().unwrap().is_empty(), "no snapshot of a part");
    let known = closed(&world, "interrupted");
    world.running.forget();
    assert!(start(&world, "interrupted").wait_with_output().unwrap().status.success());
    assert_nothing_again(&world, &known);
    assert_eq!(world.store("interrupted").list().unwrap().len(), 1);
}

fn assert_nothing_again(world: &World, closed: &BTreeSet<String>) {
    for request in world.running.requests() {
        let again = piece(&request).filter(|piece| closed.contains(piece));
        assert!(again.is_none(), "{again:?} was closed, and is asked again: {}", request.path_and_query);
    }
}
