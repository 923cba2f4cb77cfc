//! `host`, `basePath` and `schemes` to `servers`.

use serde_json::{Map, Value, json};

/// Where the API is.
pub(super) struct Address {
    host: Option<String>,
    base_path: String,
}

impl Address {
    /// Takes `host` and `basePath` from the root.
    pub(super) fn take(root: &mut Map<String, Value>) -> Self {
        let mut text = |key: &str| match root.shift_remove(key) {
            Some(Value::String(text)) => text.trim().trim_end_matches('/').to_owned(),
            _ => String::new(),
        };
        let host = Some(text("host")).filter(|host| !host.is_empty());
        let mut base_path = text("basePath");
        if !base_path.is_empty()
            && !base_path.starts_with('/')
            && !base_path.contains("://")
        {
            base_path.insert(0, '/');
        }
        Self { host, base_path }
    }

    fn url(&self, scheme: &str) -> String {
        match &self.host {
            // Some put the scheme into `host`, some the whole address into `basePath`.
            _ if self.base_path.contains("://") => self.base_path.clone(),
            Some(host) if host.contains("://") => format!("{host}{}", self.base_path),
            Some(host) => format!("{scheme}://{host}{}", self.base_path),
            None => self.base_path.clone(),
        }
    }
}

/// The servers, `https` before all else; `None` where nothing is said.
pub(super) fn servers(address: &Address, schemes: &[String]) -> Option<Value> {
    let mut schemes: Vec<String> =
        schemes.iter().map(|scheme| scheme.to_ascii_lowercase()).collect();
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    schemes.sort_by_key(|scheme| scheme != "https");
    let mut urls: Vec<String> = Vec::new();
    for scheme in &schemes {
        let url = address.url(scheme);
        if !urls.contains(&url) {
            urls.push(url);
        }
    }
    urls.retain(|url| !url.is_empty());
    let servers: Vec<Value> =
        urls.into_iter().map(|url| json!({ "url": url })).collect();
    (!servers.is_empty()).then_some(Value::Array(servers))
}
