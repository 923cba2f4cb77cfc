//! What was typed, put into parameters.

use super::arguments::Asked;
use crate::runtime::{Binary, Error, Object, Slot, Value, json};
use std::io::Read;

/// Puts every value into its parameter.
pub(super) fn params(params: &mut dyn Object, asked: &Asked<'_>) -> Result<(), Error> {
    let fields = params.table().fields();
    for (index, (values, field)) in asked.values.iter().zip(fields).enumerate() {
        if !values.is_empty() {
            put(params.field_mut(index), values)
                .map_err(|message| Error::argument(field.name.to_owned(), message))?;
        }
    }
    Ok(())
}

fn put(value: &mut dyn Value, texts: &[String]) -> Result<(), String> {
    let [text] = texts else { return put_list(value, texts) };
    let bytes = bytes_of(text)?;
    match value.slot() {
        Slot::Binary(binary) => {
            *binary = Binary::from(bytes);
            return Ok(());
        }
        Slot::List(_) if !bytes.trim_ascii_start().starts_with(b"[") => {
            return put_list(value, texts);
        }
        Slot::Text(slot) => {
            *slot = String::from_utf8(bytes).map_err(|error| error.to_string())?;
            return Ok(());
        }
        _ => {}
    }
    put_json(value, &bytes)
}

/// Each text as an item.
fn put_list(value: &mut dyn Value, texts: &[String]) -> Result<(), String> {
    let Slot::List(list) = value.slot() else {
        return Err("takes one value only".to_owned());
    };
    for text in texts {
        let item = list.add().ok_or("takes no more values")?;
        put(item, std::slice::from_ref(text))?;
    }
    Ok(())
}

/// As JSON, or where it is none, as a text.
fn put_json(value: &mut dyn Value, bytes: &[u8]) -> Result<(), String> {
    let Err(fault) = json::decode(bytes, value) else { return Ok(()) };
    let text = String::from_utf8_lossy(bytes);
    let is_json = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
    let quoted = serde_json::to_vec(&text).unwrap_or_default();
    if !is_json && json::decode(&quoted, value).is_ok() {
        return Ok(());
    }
    Err(format!("{} ({})", fault.message, fault.path))
}

/// The text itself, what is in a file (`@path`), or what is piped in (`-`).
fn bytes_of(text: &str) -> Result<Vec<u8>, String> {
    if text == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes);
        return read.map(|_| bytes).map_err(|error| error.to_string());
    }
    match text.strip_prefix('@') {
        Some(path) => {
            std::fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))
        }
        None => Ok(text.as_bytes().to_vec()),
    }
}
