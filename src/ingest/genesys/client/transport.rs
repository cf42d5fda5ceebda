//! The HTTP client and what its answers and failures say.

use std::error::Error as _;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderMap;

use super::super::pace::Limit;
use crate::error::Failure;

/// An HTTP client that follows no redirect (a token goes to one host only) and speaks TLS by ring.
pub(super) fn client(timeout: Duration, is_loopback: bool) -> Result<reqwest::Client, Failure> {
    // Somebody else's provider serves as well; ours is only the one that is built in.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("seatwise/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(timeout.min(Duration::from_secs(20)))
        .timeout(timeout);
    if is_loopback {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| Failure::internal(format!("the HTTP client can't be made: {}", cause(&error))))
}

/// Checks an origin: HTTPS, or HTTP to this machine; nothing but scheme, host and port.
///
/// # Errors
/// Usage: another scheme, a path, a user.
pub fn origin(option: &str, text: &str) -> Result<Url, Failure> {
    let wrong = |why: &str| {
        Failure::usage(format!("{option} `{text}` {why}\nhint: expected an origin such as https://api.mypurecloud.de"))
    };
    let url = Url::parse(text).map_err(|_| wrong("is not a URL"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("holds a user or password"));
    }
    if !url.path().trim_matches('/').is_empty() || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("has a path or query"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(wrong("is not encrypted; plain http is for this machine only")),
        _ => Err(wrong("is neither https nor http")),
    }
}

/// Does the URL name this machine?
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The innermost reason of a failed request, without its URL.
pub(super) fn cause(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "time-out".to_owned();
    }
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    match (error.source(), error.is_connect()) {
        (None, _) => "the request failed".to_owned(),
        (Some(_), true) => format!("no connection: {inner}"),
        (Some(_), false) => inner.to_string(),
    }
}

/// Seconds of `Retry-After`, if it is a number.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<f64> {
    let seconds: f64 = headers.get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    seconds.is_finite().then_some(seconds)
}

/// What the headers say of the rate limit.
pub(super) fn limit(headers: &HeaderMap) -> Limit {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
    Limit { allowed: number("inin-ratelimit-allowed"), count: number("inin-ratelimit-count") }
}

/// The correlation id, if it is there and of a harmless form.
pub(super) fn correlation(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("inin-correlation-id")?.to_str().ok()?;
    let is_harmless = id.len() <= 100 && id.chars().all(|letter| letter.is_ascii_graphic());
    is_harmless.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_to_this_machine_only() {
        for good in ["https://api.mypurecloud.de", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9/"] {
            assert!(origin("--api-url", good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.mypurecloud.de",
            "http://127.0.0.1.evil.example",
            "https://u:p@api.mypurecloud.de",
            "https://api.mypurecloud.de/api/v2",
            "ftp://127.0.0.1",
            "api.mypurecloud.de",
        ] {
            assert!(origin("--api-url", bad).is_err(), "{bad}");
        }
    }
}
