//! A list of SCIM users as JSON → records, as if it were CSV: <https://www.rfc-editor.org/rfc/rfc7643>.

use csv::ByteRecord;
use serde_json::{Map, Value};

use super::file::whole;
use crate::ingest::problem::Problem;

/// The columns, as `aliases.toml` knows them.
const HEADER: [&str; 7] = ["userName", "active", "externalId", "id", "displayName", "email", "employeeNumber"];
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// What the schemas of Genesys Cloud's own users have in their names.
const GENESYS: &str = "genesys:purecloud";

/// What such a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) header: Vec<String>,
    /// Line at which each person begins, and the cells.
    pub(super) rows: Vec<(u64, ByteRecord)>,
    /// People of the whole list, of which a file may be one page; `None` = not told.
    pub(super) total: Option<u64>,
}

/// Reads a file that begins as JSON does.
///
/// # Errors
/// Everything that keeps it from being such a list.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<List, Problem> {
    let expected = "the answer of SCIM `/Users`: an object with `Resources`";
    let fault = |line: Option<u64>, what: String, remedy: &str| Problem { line, ..whole(name, what, expected, remedy) };
    let text = std::str::from_utf8(bytes)
        .map_err(|_| fault(None, "the file is not UTF-8".to_owned(), "save it as UTF-8, as SCIM's answers are"))?;
    let document: Value = serde_json::from_str(text).map_err(|error| {
        let remedy = "fetch it again; a file that was cut off ends in the middle";
        fault(Some(error.line() as u64), format!("the file is no JSON: {error}"), remedy)
    })?;
    let resources = document.get("Resources").and_then(Value::as_array).ok_or_else(|| {
        let remedy = "fetch SCIM `/Users`; of other lists of an identity provider, CSV is read";
        fault(None, "the file is JSON without a list `Resources`".to_owned(), remedy)
    })?;
    let lines = lines_of_resources(text);
    let mut rows = Vec::with_capacity(resources.len());
    for (at, resource) in resources.iter().enumerate() {
        let line = lines.get(at).copied();
        let Value::Object(resource) = resource else {
            return Err(fault(None, format!("entry {} of `Resources` is no object", at + 1), "fetch the list again"));
        };
        if is_of_genesys(resource) {
            let what = "the list is of Genesys Cloud itself: its people have Genesys' schema".to_owned();
            return Err(fault(
                line,
                what,
                "fetch it from the identity provider: what is asked is where the two differ",
            ));
        }
        rows.push((line.unwrap_or_default(), record(resource)));
    }
    let total = document.get("totalResults").and_then(Value::as_u64);
    Ok(List { header: HEADER.map(str::to_owned).to_vec(), rows, total })
}

fn is_of_genesys(resource: &Map<String, Value>) -> bool {
    let schemas = resource.get("schemas").and_then(Value::as_array);
    schemas.into_iter().flatten().filter_map(Value::as_str).any(|schema| schema.contains(GENESYS))
}

fn record(resource: &Map<String, Value>) -> ByteRecord {
    let text = |key: &str| resource.get(key).map(plain).unwrap_or_default();
    let formatted = || resource.get("name").and_then(|name| name.get("formatted")).map(plain);
    let name = Some(text("displayName")).filter(|name| !name.is_empty()).or_else(formatted).or_else(|| full(resource));
    let employee = resource.get(ENTERPRISE).and_then(|user| user.get("employeeNumber")).map(plain);
    ByteRecord::from(vec![
        text("userName"),
        text("active"),
        text("externalId"),
        text("id"),
        name.unwrap_or_default(),
        email(resource),
        employee.unwrap_or_default(),
    ])
}

/// Given and family name, where both are there.
fn full(resource: &Map<String, Value>) -> Option<String> {
    let name = resource.get("name")?;
    Some(format!("{} {}", name.get("givenName")?.as_str()?, name.get("familyName")?.as_str()?))
}

/// The primary e-mail, else the one for work, else the first.
fn email(resource: &Map<String, Value>) -> String {
    let emails = resource.get("emails").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let is = |key: &str, value: Value| emails.iter().find(move |email| email.get(key) == Some(&value));
    let best = is("primary", Value::Bool(true)).or_else(|| is("type", "work".into())).or_else(|| emails.first());
    best.and_then(|email| email.get("value")).map(plain).unwrap_or_default()
}

/// Text as it is, null as nothing, the rest as JSON writes it.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The line at which each object of `Resources` begins. The text is JSON that was read already.
fn lines_of_resources(text: &str) -> Vec<u64> {
    let (mut lines, mut line, mut depth) = (Vec::new(), 1, 0);
    // The text that was read last, and where one begins that is being read.
    let (mut last, mut begun, mut escaped) = ("", None, false);
    let mut inside = false;
    for (at, letter) in text.bytes().enumerate() {
        line += u64::from(letter == b'\n');
        if let Some(from) = begun {
            match letter {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => (last, begun) = (&text[from..at], None),
                _ => {}
            }
            continue;
        }
        match letter {
            b'"' => begun = Some(at + 1),
            b'[' if depth == 1 && last == "Resources" => (inside, depth) = (true, 2),
            b'[' | b'{' => {
                if inside && depth == 2 {
                    lines.push(line);
                }
                depth += 1;
            }
            b']' | b'}' => {
                depth -= 1;
                inside &= depth > 1;
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(list: &List) -> Vec<Vec<String>> {
        let texts =
            |record: &ByteRecord| record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        list.rows.iter().map(|(_, record)| texts(record)).collect()
    }

    #[test]
    fn a_person_is_read_whatever_form_the_list_has() {
        let text = r#"{"totalResults": 7, "Resources": [
            {"id": "1", "userName": "ann@x.example", "active": true, "displayName": "Ann",
             "emails": [{"value": "home@x.example", "type": "home"}, {"value": "ann.ash@x.example", "type": "work"}]},
            {"userName": "bo", "active": "False", "name": {"givenName": "Bo", "familyName": "Birch"}, "externalId": "e2",
             "emails": [{"value": "bo@x.example"}, {"value": "b@x.example", "primary": true}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": 17}},
            {"userName": "cy@x.example", "name": {"formatted": "Cy \"C\" Cedar"}, "active": null}
        ], "startIndex": 1}"#;
        let list = read("list.json", text.as_bytes()).expect("a list");
        assert_eq!(list.total, Some(7));
        assert_eq!(list.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4, 7]);
        let expected: [[&str; 7]; 3] = [
            ["ann@x.example", "true", "", "1", "Ann", "ann.ash@x.example", ""],
            ["bo", "False", "e2", "", "Bo Birch", "b@x.example", "17"],
            ["cy@x.example", "", "", "", "Cy \"C\" Cedar", "", ""],
        ];
        assert_eq!(cells(&list), expected.map(|row| row.map(str::to_owned).to_vec()));
    }

    #[test]
    fn lines_count_objects_of_the_list_alone() {
        let text = "{\"a\": [{\"Resources\": [{}]}],\n\"b\": \"Resources\", \"c\": [\n{}],\n\"Resources\": [{\"x\": [{}]},\n\n{}],\n\"d\": [{}]}";
        assert_eq!(lines_of_resources(text), [4, 6]);
    }
}
