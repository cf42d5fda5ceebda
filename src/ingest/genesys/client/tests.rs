//! The client against a server of canned answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// Answers the requests in their order with these texts; requests for a token always get one.
struct Canned {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    async fn start(answers: Vec<String>) -> Canned {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        tokio::spawn(async move {
            let mut answers = answers.into_iter();
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut buffer = vec![0; 1 << 16];
                let read = stream.read(&mut buffer).await.unwrap_or(0);
                let text = String::from_utf8_lossy(&buffer[..read]).into_owned();
                let answer = if text.starts_with("POST /oauth/token") {
                    let logins = log.lock().unwrap().iter().filter(|line: &&String| line.contains("oauth")).count();
                    ok(&format!(r#"{{"access_token":"token-{logins}","token_type":"bearer","expires_in":86400}}"#))
                } else {
                    answers.next().unwrap_or_default()
                };
                log.lock().unwrap().push(text);
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Canned { url, asked }
    }

    fn client(&self) -> Client {
        let endpoint = Endpoint {
            api_url: self.url.clone(),
            login_url: self.url.clone(),
            tempo: Tempo::scaled(Duration::from_millis(60)),
            timeout: Duration::from_millis(500),
        };
        let credentials = Credentials { id: "the-id".to_owned(), secret: "the-secret".to_owned().into() };
        Client::new(&endpoint, credentials, Cancel::default()).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn ok(body: &str) -> String {
    answer("200 OK", "", body)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn date() -> Request {
    Request::get("/api/v2/date", &[])
}

const GOOD: &str = r#"{"currentDate":"2026-10-31T23:59:59.999Z"}"#;

#[tokio::test]
async fn what_is_transient_is_asked_again() {
    let cut = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\n{\"a\":".to_owned();
    let answers = vec![
        answer("503 Service Unavailable", "", "{}"),
        cut,
        ok("{\"currentDate\":"),
        answer("429 Too Many Requests", "Retry-After: 2\r\n", "{}"),
        answer("408 Request Timeout", "", "{}"),
        ok(GOOD),
    ];
    let server = Canned::start(answers).await;
    let value: Value = server.client().send(&date()).await.unwrap();
    assert_eq!(value, json!({"currentDate": "2026-10-31T23:59:59.999Z"}));
    assert_eq!(server.asked().len(), 7);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let server = Canned::start(vec![answer("401 Unauthorized", "", "{}"), ok(GOOD)]).await;
    let _: Value = server.client().send(&date()).await.unwrap();
    let asked = server.asked();
    assert!(asked[1].contains("Bearer token-0") || asked[1].to_lowercase().contains("bearer token-0"), "{}", asked[1]);
    assert!(asked[3].to_lowercase().contains("bearer token-1"), "{}", asked[3]);
}

#[tokio::test]
async fn a_client_error_is_final_and_carries_its_id() {
    let body = r#"{"message":"no","code":"missing.any.permissions","status":403}"#;
    let server = Canned::start(vec![answer("403 Forbidden", "ININ-Correlation-Id: abc-1\r\n", body)]).await;
    let error = server.client().send::<Value>(&date()).await.unwrap_err();
    assert!(error.is_forbidden());
    insta::assert_snapshot!(error, @r"
    `GET /api/v2/date` was answered with 403 (missing.any.permissions): no
      correlation id: abc-1
    ");
}

#[tokio::test]
async fn what_is_not_allowed_is_never_sent() {
    let server = Canned::start(Vec::new()).await;
    let client = server.client();
    for request in [
        Request::post("/api/v2/users", &[], json!({})),
        Request::get("/api/v2/users/{}", &["u1"]),
        Request::get("/api/v2/groups/{}/members", &[".."]),
    ] {
        let error = client.send::<Value>(&request).await.unwrap_err();
        assert!(matches!(error, ApiError::Refused { .. }), "{error}");
    }
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn no_error_tells_the_secret_or_the_token() {
    let answers = (0..9).map(|_| answer("500 Internal Server Error", "", "token-0 the-secret")).collect();
    let server = Canned::start(answers).await;
    let error = server.client().send::<Value>(&date()).await.unwrap_err();
    let text = format!("{error} {error:?}");
    assert!(!text.contains("the-secret") && !text.contains("token-0"), "{text}");
}

#[tokio::test]
async fn a_request_to_stop_ends_the_wait() {
    let server = Canned::start(vec![answer("429 Too Many Requests", "Retry-After: 100000\r\n", "{}")]).await;
    let client = server.client();
    client.cancel.raise();
    assert_eq!(client.send::<Value>(&date()).await.unwrap_err(), ApiError::Stopped);
}
