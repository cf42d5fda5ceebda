//! What `seatwise roles` promises, held against the simulator's own inference: the proposals are carried out on the tables,
//! the changed organization is served, and everybody's roles are asked for their license.

mod rights;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
};

use seatwise_simulator::{Running, Settings, Simulator, tables};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::cli::Sandbox;
use rights::Rights;

/// The products of the license ids that a demo organization has.
const PRODUCTS: [(&str, &str); 9] = [
    ("collaborate", "collaborate"),
    ("communicate", "communicate"),
    ("cloudCX1", "cx1"),
    ("cloudCX2", "cx2"),
    ("cloudCX3", "cx3"),
    ("cloudCX4", "cx4"),
    ("gc2WEMupgrade", "cx2-wem-addon"),
    ("gcSTAupgrade", "sta-addon"),
    ("journeyManagement", "journey"),
];

/// A simulator that infers licenses of the roles in a folder of tables.
struct Inference {
    _runtime: Runtime,
    running: Running,
    token: String,
}

impl Inference {
    fn of(folder: &Path) -> Inference {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let organization = tables::read("changed", folder).unwrap().build(1_793_491_199_999_999);
        let mut settings = Settings::default();
        settings.rate.requests = None;
        let running = runtime.block_on(Simulator::start(organization, settings)).unwrap();
        let mut own = Inference { _runtime: runtime, running, token: String::new() };
        let client = own.running.settings().clients[0].clone();
        let form = format!("grant_type=client_credentials&client_id={}&client_secret={}", client.id, client.secret);
        let answer = own.post("/oauth/token", "application/x-www-form-urlencoded", &form);
        own.token = answer["access_token"].as_str().unwrap().to_owned();
        own
    }

    /// Product ids of the licenses that roles need together; license ids that are no product of ours stay as they are.
    fn products(&self, roles: &BTreeSet<String>) -> BTreeSet<String> {
        if roles.is_empty() {
            return BTreeSet::new();
        }
        let answer = self.post("/api/v2/license/infer", "application/json", &json!(roles).to_string());
        let licenses = answer.as_array().unwrap_or_else(|| panic!("{answer}")).iter().map(|id| id.as_str().unwrap());
        let product = |id: &str| PRODUCTS.iter().find(|it| it.0 == id).map_or(id, |it| it.1).to_owned();
        licenses.map(product).collect()
    }

    fn post(&self, path: &str, kind: &str, body: &str) -> Value {
        let address = self.running.api_url().replace("http://", "");
        let mut stream = TcpStream::connect(&address).unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }
}

fn texts(value: &Value) -> BTreeSet<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn everybody_is_inferred_the_license_that_the_proposals_promise() {
    let sandbox = Sandbox::new();
    let made =
        sandbox.run(&["demo", "generate", "--people", "400", "--months", "3", "--out", "demo", "--write", "tables"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let output =
        sandbox.run(&["roles", "--tables", "demo/tables", "--settings", "demo/seatwise.toml", "--format", "json"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let document: Value = serde_json::from_str(&output.stdout).unwrap();
    let proposals = document["proposals"].as_array().unwrap();
    let forms: BTreeSet<&str> = proposals
        .iter()
        .flat_map(|it| it["changes"].as_array().unwrap())
        .map(|it| it["form"].as_str().unwrap())
        .collect();
    assert!(forms.len() >= 3, "the organization has several forms to carry out: {forms:?}");

    let before = Rights::read(&sandbox.path("demo/tables"));
    let mut after = before.clone();
    proposals.iter().flat_map(|it| it["changes"].as_array().unwrap()).for_each(|change| after.carry_out(change));
    after.write(&sandbox.path("demo/tables"), &sandbox.path("changed"));
    let (now, then) = (Inference::of(&sandbox.path("demo/tables")), Inference::of(&sandbox.path("changed")));

    let mut promised: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for one in proposals.iter().flat_map(|it| it["lowered"].as_array().unwrap()) {
        let entry = promised.entry(one["user_id"].as_str().unwrap().to_owned());
        // Lowered twice: from the first, to the last.
        entry.or_insert_with(|| (texts(&one["from"]), BTreeSet::new())).1 = texts(&one["to"]);
    }
    assert!(promised.len() >= 10, "{} people hold less", promised.len());
    for person in before.people() {
        let (needed, needed_then) = (now.products(&before.roles_of(&person)), then.products(&after.roles_of(&person)));
        match promised.get(&person) {
            None => assert_eq!(needed_then, needed, "{person} is not said to change"),
            Some((from, to)) => {
                assert!(from.is_subset(&needed), "{person} holds {from:?} by roles: {needed:?}");
                assert!(to.is_subset(&needed_then), "{person} is promised {to:?}, inferred {needed_then:?}");
                let given_up: BTreeSet<_> = from.difference(to).collect();
                assert!(needed_then.iter().all(|id| !given_up.contains(id)), "{person}: {given_up:?}, {needed_then:?}");
            }
        }
    }
}
