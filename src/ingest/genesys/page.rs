//! Lists that come in pages: by number, by the server's `nextUri`, by cursor.
//!
//! A short page ends nothing: the server's page count, `nextUri` or cursor does. A list that changed while it was read
//! (another total, an entry twice, another number than the total) is read again, until it is sound or the same twice.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_64;

use super::client::{ApiError, Client, Request};

/// How often a list is read before its changes are an error.
const READS: u32 = 8;

/// A page of any list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    #[serde(default = "Option::default")]
    entities: Option<Vec<T>>,
    total: Option<u64>,
    page_number: Option<u64>,
    page_count: Option<u64>,
    page_size: Option<u32>,
    next_uri: Option<String>,
    cursor: Option<String>,
}

/// Names an entry of a list.
type Key<T> = fn(&T) -> String;

/// How the pages of a list hang together.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// By number; given up where there are more entries than `cap`.
    Numbered { cap: u64 },
    /// By cursor.
    Cursored,
}

/// A list as it was read once.
struct Read<T> {
    entries: Vec<T>,
    /// What does not agree; `None` = sound.
    doubt: Option<String>,
    fingerprint: u64,
}

/// Reads a whole list with page numbers, or one that links its pages by `nextUri`. `key` names an entry.
///
/// # Errors
/// Those of the client, and [`ApiError::Drift`].
pub async fn numbered<T: DeserializeOwned>(
    client: &Client,
    list: &Request,
    widest: u32,
    key: Key<T>,
) -> Result<Vec<T>, ApiError> {
    let most = numbered_below(client, list, widest, u64::MAX, key).await?;
    Ok(most.expect("no list has that many entries"))
}

/// The same, but given up after the first page where the list has more than `cap` entries: `None`.
///
/// # Errors
/// Those of [`numbered`].
pub async fn numbered_below<T: DeserializeOwned>(
    client: &Client,
    list: &Request,
    widest: u32,
    cap: u64,
    key: Key<T>,
) -> Result<Option<Vec<T>>, ApiError> {
    until_sound(client, list, widest, Kind::Numbered { cap }, key).await
}

/// Reads a whole list with a cursor.
///
/// # Errors
/// Those of [`numbered`].
pub async fn cursored<T: DeserializeOwned>(
    client: &Client,
    list: &Request,
    widest: u32,
    key: Key<T>,
) -> Result<Vec<T>, ApiError> {
    let all = until_sound(client, list, widest, Kind::Cursored, key).await?;
    Ok(all.expect("a list with a cursor has no cap"))
}

/// The server's total of a list, by its shortest page.
///
/// # Errors
/// Those of the client.
pub async fn total(client: &Client, list: &Request) -> Result<Option<u64>, ApiError> {
    let page: Page<serde_json::Value> = client.send(&list.clone().with("pageSize", 1)).await?;
    Ok(page.total.or(page.entities.map(|entities| entities.len() as u64)))
}

async fn until_sound<T: DeserializeOwned>(
    client: &Client,
    list: &Request,
    widest: u32,
    kind: Kind,
    key: Key<T>,
) -> Result<Option<Vec<T>>, ApiError> {
    let (mut last, mut cause) = (None, String::new());
    for number in 0..READS {
        let read = match kind {
            Kind::Numbered { cap } => read_numbered(client, list, widest, cap, key).await?,
            Kind::Cursored => Some(read_cursored(client, list, widest, key).await?),
        };
        let Some(read) = read else { return Ok(None) };
        match read.doubt {
            None => return Ok(Some(read.entries)),
            Some(_) if last == Some(read.fingerprint) => return Ok(Some(read.entries)),
            Some(doubt) => {
                tracing::warn!(list = %list, doubt, "read again");
                cause = doubt;
            }
        }
        last = Some(read.fingerprint);
        client.wait(f64::from(number)).await?;
    }
    Err(ApiError::Drift { request: list.to_string(), cause })
}

async fn read_numbered<T: DeserializeOwned>(
    client: &Client,
    list: &Request,
    widest: u32,
    cap: u64,
    key: Key<T>,
) -> Result<Option<Read<T>>, ApiError> {
    let mut first: Page<T> = sized(client, list, widest).await?;
    if first.total.is_some_and(|total| total > cap) {
        return Ok(None);
    }
    let size = first.page_size.unwrap_or(widest).min(client.page_size(list, widest)).max(1);
    let mut reading = Reading::new(first.total);
    reading.take(&mut first, Some(1), key);
    let (pages, mut next) = (first.page_count, first.next_uri);
    match pages {
        Some(pages) => {
            for number in 2..=pages {
                let mut page: Page<T> =
                    client.send(&list.clone().with("pageSize", size).with("pageNumber", number)).await?;
                reading.take(&mut page, Some(number), key);
            }
        }
        None => {
            while let Some(uri) = next {
                let request = Request::next(&uri).ok_or_else(|| elsewhere(list, &uri))?;
                let mut page: Page<T> = client.send(&request).await?;
                reading.take(&mut page, None, key);
                next = page.next_uri.filter(|next| *next != uri);
            }
        }
    }
    Ok(Some(reading.end()))
}

async fn read_cursored<T: DeserializeOwned>(
    client: &Client,
    list: &Request,
    widest: u32,
    key: Key<T>,
) -> Result<Read<T>, ApiError> {
    let mut page: Page<T> = sized(client, list, widest).await?;
    let size = client.page_size(list, widest);
    let mut reading = Reading::new(None);
    loop {
        reading.take(&mut page, None, key);
        let Some(cursor) = page.cursor.filter(|cursor| !cursor.is_empty()) else { return Ok(reading.end()) };
        page = client.send(&list.clone().with("pageSize", size).with("cursor", cursor)).await?;
    }
}

/// The first page, as wide as the server allows.
async fn sized<T: DeserializeOwned>(client: &Client, list: &Request, widest: u32) -> Result<Page<T>, ApiError> {
    loop {
        let size = client.page_size(list, widest);
        match client.send(&list.clone().with("pageSize", size)).await {
            Err(error) => match narrower(&error, size) {
                Some(narrower) => client.settle_page_size(list, narrower),
                None => return Err(error),
            },
            page => return page,
        }
    }
}

/// The page size that a refusal names, else 100, else 25; `None` = refused for something else.
fn narrower(error: &ApiError, asked: u32) -> Option<u32> {
    let error = error.status().filter(|error| error.status == 400)?;
    let text = format!("{} {}", error.code, error.message).to_ascii_lowercase();
    if !["pagesize", "page size", "page.size"].iter().any(|name| text.contains(name)) {
        return None;
    }
    let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    let named = numbers.filter(|number| (1..asked).contains(number)).max();
    named.or_else(|| [100, 25].into_iter().find(|size| *size < asked))
}

fn elsewhere(list: &Request, uri: &str) -> ApiError {
    let cause = format!("its next page is `{uri}`, which is not a path of the API");
    ApiError::Malformed { request: list.to_string(), cause, correlation: None }
}

/// A list while it is read.
struct Reading<T> {
    entries: Vec<T>,
    seen: HashSet<u64>,
    total: Option<u64>,
    doubt: Option<String>,
    fingerprint: u64,
}

impl<T> Reading<T> {
    fn new(total: Option<u64>) -> Reading<T> {
        Reading { entries: Vec::new(), seen: HashSet::new(), total, doubt: None, fingerprint: 0 }
    }

    fn take(&mut self, page: &mut Page<T>, asked: Option<u64>, key: Key<T>) {
        if let (Some(asked), Some(given)) = (asked, page.page_number)
            && asked != given
        {
            self.doubt = Some(format!("page {given} came in place of page {asked}"));
        }
        if self.total != page.total {
            self.doubt = Some("its total changes between pages".to_owned());
        }
        for entry in page.entities.take().unwrap_or_default() {
            let hash = xxh3_64(key(&entry).as_bytes());
            if self.seen.insert(hash) {
                self.fingerprint = self.fingerprint.wrapping_add(hash);
                self.entries.push(entry);
            } else {
                self.doubt = Some("an entry stands twice".to_owned());
            }
        }
    }

    fn end(mut self) -> Read<T> {
        let count = self.entries.len() as u64;
        if let Some(total) = self.total.filter(|total| *total != count) {
            self.doubt.get_or_insert_with(|| format!("it has {count} entries, its total says {total}"));
        }
        Read { entries: self.entries, doubt: self.doubt, fingerprint: self.fingerprint }
    }
}

#[cfg(test)]
mod tests {
    use super::super::client::StatusError;
    use super::*;

    fn refusal(message: &str) -> ApiError {
        ApiError::Status(Box::new(StatusError {
            request: String::new(),
            status: 400,
            code: "bad.request".to_owned(),
            message: message.to_owned(),
            correlation: None,
        }))
    }

    #[test]
    fn a_refused_page_size_names_the_next() {
        assert_eq!(narrower(&refusal("pageSize must be at most 200"), 500), Some(200));
        assert_eq!(narrower(&refusal("The page size is too large"), 500), Some(100));
        assert_eq!(narrower(&refusal("page size"), 100), Some(25));
        assert_eq!(narrower(&refusal("unknown state"), 500), None);
    }

    fn page(entities: &[&str], total: u64, number: u64) -> Page<String> {
        let entities = entities.iter().map(|id| (*id).to_owned()).collect();
        Page {
            entities: Some(entities),
            total: Some(total),
            page_number: Some(number),
            page_count: None,
            page_size: None,
            next_uri: None,
            cursor: None,
        }
    }

    fn doubt(pages: Vec<Page<String>>) -> Option<String> {
        let mut reading = Reading::new(pages[0].total);
        for (number, mut page) in (1..).zip(pages) {
            reading.take(&mut page, Some(number), |id: &String| id.clone());
        }
        reading.end().doubt
    }

    #[test]
    fn changes_between_pages_are_seen() {
        assert_eq!(doubt(vec![page(&["a", "b"], 3, 1), page(&["c"], 3, 2)]), None);
        assert!(doubt(vec![page(&["a", "b"], 3, 1), page(&["b"], 3, 2)]).is_some(), "twice");
        assert!(doubt(vec![page(&["a", "b"], 3, 1), page(&["c"], 4, 2)]).is_some(), "another total");
        assert!(doubt(vec![page(&["a", "b"], 4, 1), page(&["c"], 4, 2)]).is_some(), "one is missing");
        assert!(doubt(vec![page(&["a", "b"], 3, 1), page(&["c"], 3, 1)]).is_some(), "another page");
    }
}
