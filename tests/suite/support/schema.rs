//! JSON Schema, as much of it as the program's own schemas and SARIF's use. A keyword that is not known here fails the test, so
//! that nothing is taken for valid because nobody looked.

use serde_json::{Map, Value};

/// What is wrong with a value, each with its path; nothing when it is valid.
pub(crate) fn errors(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "$", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else {
        assert_eq!(schema, &Value::Bool(true), "a schema is an object or true: {schema}");
        return;
    };
    for (keyword, rule) in schema {
        match keyword.as_str() {
            "$schema" | "$defs" | "definitions" | "id" | "title" | "description" | "format" | "default" => {}
            "$ref" => {
                let pointer = rule.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference within");
                check(root, root.pointer(pointer).expect("the reference leads somewhere"), value, path, found);
            }
            "type" => {
                if !types(rule).iter().any(|name| is_type(name, value)) {
                    found.push(format!("{path}: {value} is no {rule}"));
                }
            }
            "const" => {
                if value != rule {
                    found.push(format!("{path}: {value} is not {rule}"));
                }
            }
            "enum" => {
                if !rule.as_array().is_some_and(|all| all.contains(value)) {
                    found.push(format!("{path}: {value} is none of {rule}"));
                }
            }
            "minimum" | "maximum" => {
                let outside = |(value, bound)| if keyword == "minimum" { value < bound } else { value > bound };
                if value.as_i64().zip(rule.as_i64()).is_some_and(outside) {
                    found.push(format!("{path}: {value} is beyond the {keyword} {rule}"));
                }
            }
            "minItems" => {
                if value.as_array().zip(rule.as_u64()).is_some_and(|(all, least)| (all.len() as u64) < least) {
                    found.push(format!("{path}: fewer than {rule}"));
                }
            }
            "uniqueItems" => {
                let all = value.as_array().map_or(&[][..], Vec::as_slice);
                if all.iter().enumerate().any(|(at, item)| all[..at].contains(item)) {
                    found.push(format!("{path}: the same twice"));
                }
            }
            "pattern" => {
                // SARIF's pattern of a language; a test without regular expressions cannot judge others.
                let language = rule.as_str().is_some_and(|pattern| pattern.starts_with("^[a-zA-Z]{2}|"));
                if let Some(text) = value.as_str() {
                    assert!(language, "{path}: a pattern, which is not known here: {rule}");
                    if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                        found.push(format!("{path}: {text} is no language"));
                    }
                }
            }
            "additionalProperties" => additional(root, schema, rule, value, path, found),
            "oneOf" | "anyOf" => {
                let fits = |schema: &&Value| {
                    let mut own = Vec::new();
                    check(root, schema, value, path, &mut own);
                    own.is_empty()
                };
                let fitting = rule.as_array().expect("schemas").iter().filter(fits).count();
                if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                    found.push(format!("{path}: {value} fits {fitting} of {keyword}"));
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{path}[{at}]"), found);
                }
            }
            "properties" => properties(root, rule, value, path, found),
            "required" => {
                for name in rule.as_array().expect("names").iter().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|object| !object.contains_key(name)) {
                        found.push(format!("{path}: {name} is missing"));
                    }
                }
            }
            other => panic!("the schema has the keyword {other}, which is not known here"),
        }
    }
}

/// Every property that is described is as described.
fn properties(root: &Value, rule: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    let known = rule.as_object().expect("properties by name");
    for (name, own) in value.as_object().into_iter().flatten() {
        if let Some(schema) = known.get(name) {
            check(root, schema, own, &format!("{path}.{name}"), found);
        }
    }
}

/// What is not described is refused, or fits the schema of all others.
fn additional(
    root: &Value,
    schema: &Map<String, Value>,
    rule: &Value,
    value: &Value,
    path: &str,
    found: &mut Vec<String>,
) {
    let known = schema.get("properties").and_then(Value::as_object);
    for (name, own) in value.as_object().into_iter().flatten() {
        if known.is_some_and(|known| known.contains_key(name)) {
            continue;
        }
        if rule == &Value::Bool(false) {
            found.push(format!("{path}: {name} is not described"));
        } else {
            check(root, rule, own, &format!("{path}.{name}"), found);
        }
    }
}

fn types(rule: &Value) -> Vec<&str> {
    match rule {
        Value::String(one) => vec![one],
        several => several.as_array().expect("types").iter().filter_map(Value::as_str).collect(),
    }
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("the schema has the type {other}"),
    }
}
