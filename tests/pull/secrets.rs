//! Neither the secret nor a token is in any text, at any verbosity.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use seatwise_simulator::{Faults, Settings};

use super::world::{ID, SECRET, World, unlimited};

#[test]
fn no_log_holds_a_secret_or_a_token() {
    let faults = Faults::profile("unauthorized").unwrap();
    let world = World::new(60, 1, Settings { faults, check_answers: false, ..unlimited() });
    let output = Command::new(env!("CARGO_BIN_EXE_seatwise"))
        .args(["pull", "-vvv", "--api-url", world.running.api_url(), "--login-url", world.running.login_url()])
        .args(["--from", "2026-10-01", "--rate-window-ms", "600", "--keep-raw", "--store"])
        .arg(world.store_path("store"))
        .env_clear()
        .envs([("HOME", world.dir.path().as_os_str())])
        .envs([("GENESYSCLOUD_OAUTHCLIENT_ID", ID), ("GENESYSCLOUD_OAUTHCLIENT_SECRET", SECRET)])
        .output()
        .unwrap();
    let log = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{log}");
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "the log is as detailed as it can be");
    // Basic authentication of the client, as base64.
    let basic = "NWVhNzVlYTctMDAwMC00MDAwLWEwMDAtMDAwMDAwMDAwMDAxOnNpbXVsYXRlZC1zZWNyZXQ";
    for secret in [SECRET, basic, "Bearer ", "access_token"] {
        assert!(!log.contains(secret), "`{secret}` in the log:\n{log}");
    }
    for token in tokens(&world) {
        assert!(!log.contains(&token), "a token in the log");
    }
    let store = world.store_path("store");
    let files = walk(&store);
    assert!(files.len() > 20);
    assert!(files.iter().all(|file| !String::from_utf8_lossy(&std::fs::read(file).unwrap()).contains(SECRET)));
}

/// The program with a home of its own.
fn seatwise(world: &World, arguments: &[&str], secret: &str) -> (bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_seatwise"))
        .args(arguments)
        .env_clear()
        .envs([("HOME", world.dir.path().as_os_str())])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

#[test]
fn login_keeps_where_the_api_is() {
    let world = World::new(60, 1, unlimited());
    let (api, login) = (world.running.api_url(), world.running.login_url());
    let (is_good, said) = seatwise(&world, &["login", "--client-id", ID], SECRET);
    assert!(!is_good && said.contains("--api-url URL --login-url URL") && said.contains("`seatwise login`"), "{said}");
    let (is_good, said) =
        seatwise(&world, &["login", "--client-id", ID, "--api-url", api, "--login-url", login], SECRET);
    assert!(is_good && !said.contains(SECRET), "{said}");
    let store = world.store_path("store").display().to_string();
    let (is_good, said) = seatwise(&world, &["pull", "--dry-run", "--store", &store], "");
    assert!(is_good && said.contains("requests"), "{said}");
    // The client in the environment is the one of the file.
    let output = Command::new(env!("CARGO_BIN_EXE_seatwise"))
        .args(["pull", "--dry-run", "--store", &store])
        .env_clear()
        .envs([("HOME", world.dir.path().as_os_str())])
        .envs([("GENESYSCLOUD_OAUTHCLIENT_ID", ID), ("GENESYSCLOUD_OAUTHCLIENT_SECRET", SECRET)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // What is named now counts; a region that does not exist shows that it was looked at.
    let (is_good, said) = seatwise(&world, &["pull", "--dry-run", "--region", "nowhere", "--store", &store], "");
    assert!(!is_good && said.contains("there is no region `nowhere`"), "{said}");
}

/// Tokens that the simulator gives one after the other: they follow from their number, so a second server gives the same.
fn tokens(world: &World) -> Vec<String> {
    let twin = World::new(60, 1, unlimited());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let issued = world.running.requests().iter().filter(|request| request.operation.contains("oauth")).count().max(3);
    let ask = async {
        let mut tokens = Vec::new();
        for _ in 0..issued {
            let url = format!("{}/oauth/token", twin.running.login_url());
            let form = [("grant_type", "client_credentials")];
            let answer = client.post(url).basic_auth(ID, Some(SECRET)).form(&form).send().await.unwrap();
            let answer: serde_json::Value = answer.json().await.unwrap();
            tokens.push(answer["access_token"].as_str().unwrap().to_owned());
        }
        tokens
    };
    twin.runtime.block_on(ask)
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}
