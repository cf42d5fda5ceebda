//! The smallest HTTP/1.1 client that shows what really comes over the socket.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use seatwise_simulator::Running;
use serde_json::Value;

/// An answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) text: String,
}

impl Reply {
    /// The body, which must be JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Is the body as long as the header says?
    pub(crate) fn whole(&self) -> bool {
        self.headers.get("content-length").is_none_or(|length| *length == self.text.len().to_string())
    }
}

/// A client with a token.
pub(crate) struct Client {
    address: String,
    pub(crate) token: String,
}

impl Client {
    /// Asks for a token with the credentials of the first client in the settings.
    pub(crate) async fn new(running: &Running) -> Client {
        let client = running.settings().clients[0].clone();
        let mut made = Client { address: running.api_url().replace("http://", ""), token: String::new() };
        let form = format!("grant_type=client_credentials&client_id={}&client_secret={}", client.id, client.secret);
        let reply = made.raw("POST", "/oauth/token", "application/x-www-form-urlencoded", &form).await;
        made.token = reply.json()["access_token"].as_str().expect("a token").to_owned();
        made
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.raw("GET", path, "application/json", "").await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send("POST", path, body).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Value) -> Reply {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.raw(method, path, "application/json", &body).await
    }

    /// All entities of a listing, page by page, and the total that the pages name.
    pub(crate) async fn pages(&self, path: &str, size: usize) -> (Vec<Value>, u64) {
        let mut all = Vec::new();
        let mut number = 1;
        loop {
            let mark = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{mark}pageSize={size}&pageNumber={number}")).await.json();
            let entities = page["entities"].as_array().unwrap_or_else(|| panic!("entities: {page}"));
            all.extend(entities.iter().cloned());
            if page["pageCount"].as_u64().unwrap_or(0) <= number {
                return (all, page["total"].as_u64().expect("a total"));
            }
            number += 1;
        }
    }

    async fn raw(&self, method: &str, path: &str, kind: &str, body: &str) -> Reply {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.token,
            body.len()
        );
        let address = self.address.clone();
        let answer = tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address)?;
            stream.write_all(request.as_bytes())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            std::io::Result::Ok(answer)
        });
        parse(&answer.await.expect("no panic").expect("the simulator listens and answers"))
    }
}

fn parse(answer: &str) -> Reply {
    let (head, text) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {answer:?}"));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Reply { status: status.expect("a status"), headers: lines.filter_map(header).collect(), text: text.to_owned() }
}
