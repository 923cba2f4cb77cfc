//! Path templates: text and variables, as people really write them.

/// A path taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// Text and variables in turn.
    pub(super) parts: Vec<Part>,
    /// Fixed pairs of the query.
    pub(super) query: Vec<(String, String)>,
    /// Pairs of the query whose value is a variable: the key and the variable.
    pub(super) query_variables: Vec<(String, String)>,
    /// What follows a `#`.
    pub(super) fragment: Option<String>,
    /// Whether the path was not as it should be, apart from query and fragment.
    pub(super) broken: bool,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text as it is.
    Text(String),
    /// A variable.
    Variable {
        /// Its name.
        name: String,
        /// Whether its value may hold slashes (`{+name}`, `{name+}`, `{name*}`).
        reserved: bool,
    },
}

impl Template {
    /// Takes a path apart. `declared` are the names of its path parameters.
    pub(super) fn parse(path: &str, declared: &[String]) -> Self {
        let mut template = Self::default();
        let path = template.without_origin(path.trim());
        let path = template.split_fragment(&path);
        let path = template.split_query(&path, declared);
        template.read_parts(&path, declared);
        template.read_colons(declared);
        let starts = match template.parts.first() {
            Some(Part::Text(text)) => text.starts_with('/'),
            _ => false,
        };
        if !starts {
            template.broken = true;
            template.parts.insert(0, Part::Text("/".to_owned()));
        }
        template
    }

    /// The path as it should be written.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Variable { name, .. } => {
                    path.push('{');
                    path.push_str(name);
                    path.push('}');
                }
            }
        }
        path
    }

    /// The names of the variables, each once.
    pub(super) fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for part in &self.parts {
            if let Part::Variable { name, .. } = part
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        names
    }

    /// `https://host/path` → `/path`.
    fn without_origin(&mut self, path: &str) -> String {
        let Some((scheme, rest)) = path.split_once("://") else {
            return path.to_owned();
        };
        if scheme.is_empty() || !scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return path.to_owned();
        }
        self.broken = true;
        rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/").to_owned()
    }

    fn split_fragment(&mut self, path: &str) -> String {
        match find_outside(path, '#') {
            Some((path, fragment)) => {
                self.fragment = Some(fragment);
                path
            }
            None => path.to_owned(),
        }
    }

    /// Splits off `?a=b&c={d}` and `{?e,f}`.
    fn split_query(&mut self, path: &str, declared: &[String]) -> String {
        let mut path = path.to_owned();
        for open in ["{?", "{&"] {
            while let Some(start) = path.find(open) {
                let rest = path.get(start + 2..).unwrap_or_default();
                let (names, after) = match rest.split_once('}') {
                    Some((names, after)) => (names.to_owned(), after.to_owned()),
                    None => (rest.to_owned(), String::new()),
                };
                for name in names.split(',') {
                    let name = name.trim().trim_end_matches('*').to_owned();
                    if !name.is_empty() {
                        self.query_variables.push((name.clone(), name));
                    }
                }
                path = format!("{}{after}", path.get(..start).unwrap_or_default());
            }
        }
        let Some((path, query)) = find_outside(&path, '?') else { return path };
        for pair in query.split(['&', '?']).filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let variable =
                value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
            match variable {
                Some(name) => {
                    self.query_variables.push((key.to_owned(), name.to_owned()))
                }
                None if key.starts_with('{') => {
                    let name = key.trim_matches(['{', '}']).to_owned();
                    self.query_variables.push((name.clone(), name));
                }
                // `?id=` or `?id` with a parameter of that name is that parameter's place.
                None if value.is_empty() && declared.iter().any(|name| name == key) => {
                    self.query_variables.push((key.to_owned(), key.to_owned()));
                }
                None => self.query.push((key.to_owned(), value.to_owned())),
            }
        }
        path
    }

    fn read_parts(&mut self, path: &str, declared: &[String]) {
        let mut text = String::new();
        let mut rest = path;
        while let Some(start) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(start);
            text.push_str(before);
            if after.starts_with('}') {
                // A closing brace that nothing opened. The segment may be a variable.
                self.broken = true;
                let name = text.rsplit('/').next().unwrap_or_default().to_owned();
                if declared.contains(&name) {
                    text.truncate(text.len() - name.len());
                    self.push_text(&mut text);
                    self.parts.push(Part::Variable { name, reserved: false });
                }
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            let (inner, left) = self.inside(after.get(1..).unwrap_or_default());
            rest = left;
            let (name, reserved) = self.name(inner, declared);
            if name.is_empty() {
                self.broken = true;
                continue;
            }
            self.push_text(&mut text);
            self.parts.push(Part::Variable { name, reserved });
        }
        text.push_str(rest);
        self.push_text(&mut text);
    }

    /// `/:id` is `/{id}` where a parameter of that name is declared.
    fn read_colons(&mut self, declared: &[String]) {
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in std::mem::take(&mut self.parts) {
            let Part::Text(text) = part else {
                parts.push(part);
                continue;
            };
            let mut plain = String::new();
            for segment in text.split_inclusive('/') {
                let name = segment.trim_end_matches('/');
                let name = name.strip_prefix(':').filter(|_| plain.ends_with('/'));
                match name.filter(|name| declared.iter().any(|one| one == name)) {
                    Some(name) => {
                        self.broken = true;
                        parts.push(Part::Text(std::mem::take(&mut plain)));
                        let name = name.to_owned();
                        parts.push(Part::Variable { name, reserved: false });
                        plain.extend(segment.ends_with('/').then_some('/'));
                    }
                    None => plain.push_str(segment),
                }
            }
            if !plain.is_empty() {
                parts.push(Part::Text(plain));
            }
        }
        self.parts = parts;
    }

    fn push_text(&mut self, text: &mut String) {
        if !text.is_empty() {
            self.parts.push(Part::Text(std::mem::take(text)));
        }
    }

    /// What stands between an opening brace and its closing one, and what follows.
    fn inside<'p>(&mut self, after: &'p str) -> (&'p str, &'p str) {
        let mut depth = 1_usize;
        for (index, letter) in after.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let inner = after.get(..index).unwrap_or_default();
                return (inner, after.get(index + 1..).unwrap_or_default());
            }
        }
        // Nothing closes it: it ends with its segment.
        self.broken = true;
        let end = after.find(['/', '}']).unwrap_or(after.len());
        let left = after.get(end..).unwrap_or_default();
        (after.get(..end).unwrap_or_default(), left.strip_prefix('}').unwrap_or(left))
    }

    /// The name of a variable, and whether its value may hold slashes.
    fn name(&mut self, inner: &str, declared: &[String]) -> (String, bool) {
        if declared.iter().any(|name| name == inner) {
            return (inner.to_owned(), false);
        }
        let mut name = inner.trim().trim_matches(['{', '}']).trim();
        // `{id:[0-9]+}`, `{id:.*}` and `{name=projects/*}`.
        let mut reserved = false;
        if let Some((before, pattern)) = name.split_once([':', '<', '='])
            && !before.is_empty()
        {
            let wide = [".*", ".+", "**", "/"];
            reserved = wide.iter().any(|wide| pattern.contains(wide));
            name = before.trim();
        }
        let plain =
            name.trim_start_matches(['+', '#', '*']).trim_end_matches(['+', '*', '?']);
        let operator = name.len() > plain.len() && !name.ends_with('?');
        if plain != inner {
            self.broken = true;
        }
        (plain.trim().to_owned(), reserved || operator)
    }
}

/// Splits at the first such letter that is not between braces.
fn find_outside(text: &str, wanted: char) -> Option<(String, String)> {
    let mut depth = 0_usize;
    for (index, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if letter == wanted && depth == 0 => {
                let after = text.get(index + letter.len_utf8()..).unwrap_or_default();
                return Some((
                    text.get(..index).unwrap_or_default().to_owned(),
                    after.to_owned(),
                ));
            }
            _ => {}
        }
    }
    // Where braces do not match, any such letter counts.
    let (before, after) = (depth > 0).then(|| text.split_once(wanted)).flatten()?;
    (!before.contains('{') || before.contains('}'))
        .then(|| (before.to_owned(), after.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[track_caller]
    fn check(path: &str, declared: &[&str], wanted: &str, broken: bool) -> Template {
        let declared: Vec<String> =
            declared.iter().map(|name| (*name).to_owned()).collect();
        let template = Template::parse(path, &declared);
        assert_eq!(template.path(), wanted, "{path}");
        assert_eq!(template.broken, broken, "{path}");
        template
    }

    #[test]
    fn paths() {
        check("/a/{b}.{c}", &[], "/a/{b}.{c}", false);
        check("/{a}{b}", &[], "/{a}{b}", false);
        check("/a/{date.year}/@{x}", &[], "/a/{date.year}/@{x}", false);
        check("/q(id={id})", &[], "/q(id={id})", false);
        check("a/b", &[], "/a/b", true);
        check("https://h.example/a/b", &[], "/a/b", true);
        check("/a/{id:[0-9]{2,3}}/b", &[], "/a/{id}/b", true);
        check("/a/{{id}}", &[], "/a/{id}", true);
        check("/a/{id/b", &[], "/a/{id}/b", true);
        check("/a/id}", &["id"], "/a/{id}", true);
        check("/a/id}", &[], "/a/id", true);
        check("/a/{}/b", &[], "/a//b", true);
        check("/a/{+name}", &["name"], "/a/{name}", true);
        check("/a/{proxy+}", &["proxy+"], "/a/{proxy+}", false);
        check("/v1/{name=a/*/b/*}:run", &["name"], "/v1/{name}:run", true);
        check("/a/:id/b/:no", &["id"], "/a/{id}/b/:no", true);
        check("/a:id/:id", &["id"], "/a:id/{id}", true);
        check("", &[], "/", true);
        check("/a b ", &[], "/a b", false);
    }

    #[test]
    fn queries() {
        let template = check("/a?b=c&d={e}&f", &[], "/a", false);
        assert_eq!(
            template.query,
            [("b".into(), "c".into()), ("f".into(), String::new())]
        );
        assert_eq!(template.query_variables, [("d".into(), "e".into())]);
        let template = check("/a{?b,c*}", &[], "/a", false);
        assert_eq!(
            template.query_variables,
            [("b".into(), "b".into()), ("c".into(), "c".into())]
        );
        let template = check("/a#b?c", &[], "/a", false);
        assert_eq!(template.fragment.as_deref(), Some("b?c"));
    }
}
