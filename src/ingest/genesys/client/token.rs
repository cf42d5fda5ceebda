//! The access token: fetched once, renewed once when it is not accepted any more, whoever notices first.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::super::credentials::Credentials;
use super::super::pace::Tempo;
use super::error::ApiError;
use super::retry::{self, Tries};
use super::transport;

/// Where tokens come from.
pub(super) struct Tokens {
    login_url: String,
    credentials: Credentials,
    current: Mutex<Option<Token>>,
}

/// An access token, and which one it is.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) secret: SecretString,
    pub(super) number: u64,
}

#[derive(Deserialize)]
struct Granted {
    access_token: SecretString,
}

/// The token service has an error shape of its own.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Denied {
    error: Option<String>,
    description: Option<String>,
    error_description: Option<String>,
}

impl Tokens {
    pub(super) fn new(login_url: String, credentials: Credentials) -> Tokens {
        Tokens { login_url, credentials, current: Mutex::new(None) }
    }

    /// The token in use, or a new one where there is none or where it is `stale`: the number of the one refused.
    pub(super) async fn get(
        &self,
        http: &reqwest::Client,
        tempo: &Tempo,
        stale: Option<u64>,
    ) -> Result<Token, ApiError> {
        // Held while a token is fetched: everybody else waits for that one.
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_ref().filter(|token| stale != Some(token.number)) {
            return Ok(token.clone());
        }
        let number = current.as_ref().map_or(1, |token| token.number + 1);
        let secret = self.fetch(http, tempo).await?;
        tracing::info!(number, "new access token");
        Ok(current.insert(Token { secret, number }).clone())
    }

    async fn fetch(&self, http: &reqwest::Client, tempo: &Tempo) -> Result<SecretString, ApiError> {
        let mut tries = Tries::default();
        loop {
            let (cause, retry_after) = match self.ask(http).await {
                Ok((200, _, body)) => match serde_json::from_slice::<Granted>(&body) {
                    Ok(granted) => return Ok(granted.access_token),
                    Err(_) => ("the answer holds no token".to_owned(), None),
                },
                Ok((status, retry_after, _)) if status == 429 || retry::is_transient(status) => {
                    (format!("status {status}"), retry_after)
                }
                Ok((status, _, body)) => return Err(denied(status, &body)),
                Err(cause) => (cause, None),
            };
            tracing::warn!(cause, "no access token");
            let Some(pause) = tries.after_fault(tempo, retry_after) else {
                let request = "POST /oauth/token".to_owned();
                return Err(ApiError::Unreachable { request, cause, tries: tries.count() });
            };
            tokio::time::sleep(pause).await;
        }
    }

    async fn ask(&self, http: &reqwest::Client) -> Result<(u16, Option<f64>, Vec<u8>), String> {
        let response = http
            .post(format!("{}/oauth/token", self.login_url))
            .basic_auth(&self.credentials.id, Some(self.credentials.secret.expose_secret()))
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await
            .map_err(|error| transport::cause(&error))?;
        let (status, retry_after) = (response.status().as_u16(), transport::retry_after(response.headers()));
        let body = response.bytes().await.map_err(|error| transport::cause(&error))?;
        Ok((status, retry_after, body.to_vec()))
    }
}

/// Only code and description: a body may repeat the client id.
fn denied(status: u16, body: &[u8]) -> ApiError {
    let denied: Denied = serde_json::from_slice(body).unwrap_or_default();
    let code = denied.error.unwrap_or_else(|| "no code".to_owned());
    let description = denied.description.or(denied.error_description);
    let description = description.map(|text| format!(": {text}")).unwrap_or_default();
    ApiError::Credentials(format!("the token service answered {status} ({code}{description})"))
}
