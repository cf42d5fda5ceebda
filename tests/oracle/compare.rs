//! Where two documents differ, path by path.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::findings::FIXED;

/// Every path at which the oracle says something else than the program; what only the program says is not compared.
pub fn differences(oracle: &Value, program: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut program = program.clone();
    keep_fixed_findings(&mut program);
    walk("$", oracle, &program, &mut found);
    found
}

/// Only what the rules fix of the findings: code and subject, of these codes.
fn keep_fixed_findings(program: &mut Value) {
    let Some(rows) = program.get_mut("findings").and_then(Value::as_array_mut) else { return };
    rows.retain(|row| FIXED.iter().any(|code| row["code"] == *code));
    rows.iter_mut().for_each(|row| *row = json!({"code": row["code"], "subject": row["subject"]}));
    rows.sort_by_key(Value::to_string);
}

fn walk(path: &str, oracle: &Value, program: &Value, found: &mut Vec<String>) {
    match (oracle, program) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                match right.get(key) {
                    Some(other) => walk(&format!("{path}.{key}"), value, other, found),
                    None => found.push(format!("{path}.{key}: oracle {value}, program nothing")),
                }
            }
        }
        (Value::Array(left), Value::Array(right)) => lists(path, left, right, found),
        _ if oracle == program => {}
        _ => found.push(format!("{path}: oracle {oracle}, program {program}")),
    }
}

/// Rows are matched by their name, so that one that is missing does not shift all that follow; then the order.
fn lists(path: &str, left: &[Value], right: &[Value], found: &mut Vec<String>) {
    let (named_left, named_right) = (by_name(left), by_name(right));
    for (name, value) in &named_left {
        match named_right.get(name) {
            Some(other) => walk(&format!("{path}[{name}]"), value, other, found),
            None => found.push(format!("{path}[{name}]: oracle {value}, program nothing")),
        }
    }
    if path.ends_with(".evidence") {
        return;
    }
    for (name, value) in named_right.iter().filter(|(name, _)| !named_left.contains_key(*name)) {
        found.push(format!("{path}[{name}]: oracle nothing, program {value}"));
    }
    let names = |rows: &[Value]| rows.iter().map(name).collect::<Vec<_>>();
    if named_left.keys().eq(named_right.keys()) && names(left) != names(right) {
        found.push(format!("{path}: order, oracle {:?}, program {:?}", names(left), names(right)));
    }
}

fn by_name(rows: &[Value]) -> BTreeMap<String, &Value> {
    let mut named = BTreeMap::new();
    for row in rows {
        let mut key = name(row);
        while named.contains_key(&key) {
            key.push('+');
        }
        named.insert(key, row);
    }
    named
}

fn name(row: &Value) -> String {
    let keys = ["product", "user_id", "feature"];
    let of_row = keys.iter().find_map(|key| row.get(key)).and_then(Value::as_str);
    of_row.map_or_else(|| row.to_string(), str::to_owned)
}
