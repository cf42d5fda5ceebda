//! `POST /oauth/token`: client credentials, as HTTP Basic or in the form.

use serde_json::json;

use super::Server;
use super::answer::Answer;
use crate::contract::Query;

/// The answer, good or bad: the errors of OAuth have a form of their own.
pub(super) fn token(server: &Server, authorization: Option<&str>, form: &str) -> (Answer, Option<String>) {
    let form = Query::read(form);
    if form.get("grant_type") != Some("client_credentials") {
        return (refused(400, "unsupported_grant_type", "grant_type must be client_credentials"), None);
    }
    let basic = authorization.and_then(|value| value.strip_prefix("Basic ")).and_then(from_base64);
    let pair = basic.as_deref().and_then(|pair| pair.split_once(':'));
    let (id, secret) = pair.or(form.get("client_id").zip(form.get("client_secret"))).unwrap_or_default();
    let settings = server.settings();
    match server.tokens().issue(&settings, id, secret) {
        Some(token) => {
            let body = json!({"access_token": token, "token_type": "bearer", "expires_in": settings.token.seconds});
            (Answer::ok(&body), Some(id.to_owned()))
        }
        None => (refused(settings.wrong_credentials, "invalid_client", "client not found or secret is wrong"), None),
    }
}

fn refused(status: u16, error: &str, description: &str) -> Answer {
    Answer::with(status, &json!({"error": error, "description": description}))
}

/// Text of RFC 4648 base64; none where it is not.
fn from_base64(text: &str) -> Option<String> {
    let digit = |byte: u8| {
        Some(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        })
    };
    let (mut bits, mut held, mut out) = (0_u32, 0_u32, Vec::new());
    for byte in text.trim_end_matches('=').bytes() {
        bits = (bits << 6 | u32::from(digit(byte)?)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::from_base64;

    #[test]
    fn base64_is_read_with_and_without_padding() {
        assert_eq!(from_base64("QWxhZGRpbjpvcGVuIHNlc2FtZQ==").as_deref(), Some("Aladdin:open sesame"));
        assert_eq!(from_base64("YTpi").as_deref(), Some("a:b"));
        assert_eq!(from_base64("a b"), None);
    }
}
