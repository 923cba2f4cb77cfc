//! The declared parameters of a path item or an operation.

use crate::diagnostic::Code;
use crate::dialect::{Report, is_reference};
use crate::document::Pointer;
use crate::mend::operations::of_item;
use crate::mend::template::Template;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// `components/parameters`, to look references up.
pub(super) struct Components {
    parameters: BTreeMap<String, Value>,
}

impl Components {
    /// Those of this document.
    pub(super) fn of(root: &Value) -> Self {
        let map = root.pointer("/components/parameters").and_then(Value::as_object);
        let parameters = map.into_iter().flatten();
        Self {
            parameters: parameters
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        }
    }

    /// The parameter itself.
    fn resolve<'p>(&'p self, parameter: &'p Value) -> &'p Value {
        let name = parameter
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix("#/components/parameters/"))
            .map(|name| name.replace("~1", "/").replace("~0", "~"));
        name.and_then(|name| self.parameters.get(&name)).unwrap_or(parameter)
    }
}

/// The names of all path parameters that an item and its operations declare.
pub(super) fn names(
    item: &mut Map<String, Value>,
    components: &Components,
) -> Vec<String> {
    let mut names = Vec::new();
    let mut collect = |owner: &Map<String, Value>| {
        let list = owner.get("parameters").and_then(Value::as_array);
        for parameter in list.into_iter().flatten() {
            let parameter = components.resolve(parameter);
            if text(parameter, "in") == "path" {
                names.push(text(parameter, "name").to_owned());
            }
        }
    };
    collect(item);
    of_item(item).into_iter().for_each(|(_, operation)| collect(operation));
    names
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Lets the value of a path parameter of an operation hold slashes.
pub(super) fn allow_reserved(
    operation: &mut Map<String, Value>,
    name: &str,
    components: &Components,
) {
    let Some(Value::Array(list)) = operation.get_mut("parameters") else { return };
    for parameter in list {
        let target = components.resolve(parameter);
        if text(target, "in") == "path" && text(target, "name") == name {
            let mut own = target.clone();
            if let Value::Object(map) = &mut own {
                map.insert("x-oasmith-allow-reserved".to_owned(), json!(true));
            }
            *parameter = own;
        }
    }
}

/// A list of parameters that is being put in order.
pub(super) struct Declared<'c> {
    components: &'c Components,
    at: Pointer,
    list: Vec<One>,
}

/// One parameter: as it stands, and what it comes to.
struct One {
    value: Value,
    name: String,
    place: String,
    from: Pointer,
}

impl<'c> Declared<'c> {
    /// Takes the parameters of an owner; those without a name and those declared twice are
    /// left out.
    pub(super) fn take(
        owner: &mut Map<String, Value>,
        components: &'c Components,
        at: &Pointer,
        report: &mut Report<'_>,
    ) -> Self {
        let at = at.child("parameters");
        let mut declared = Self { components, at, list: Vec::new() };
        let Some(Value::Array(list)) = owner.shift_remove("parameters") else {
            return declared;
        };
        let mut seen = BTreeSet::new();
        for (index, value) in list.into_iter().enumerate() {
            let from = declared.at.item(index);
            let target = components.resolve(&value);
            let name = text(target, "name").to_owned();
            let place = text(target, "in").to_owned();
            if name.is_empty() {
                let message = "a parameter without a name was left out";
                report.add(Code::BrokenParameter, &from, message);
                continue;
            }
            let known = match place.as_str() {
                "header" => (place.clone(), name.to_ascii_lowercase()),
                _ => (place.clone(), name.clone()),
            };
            if !seen.insert(known) {
                let message =
                    format!("the {place} parameter `{name}` is declared twice");
                report.add(Code::DuplicateParameter, &from, message);
                continue;
            }
            declared.list.push(One { value, name, place, from });
        }
        declared
    }

    /// Puts the parameters back into their owner.
    pub(super) fn put_back(self, owner: &mut Map<String, Value>) {
        if self.list.is_empty() {
            return;
        }
        let list = self.list.into_iter().map(|one| one.value).collect();
        owner.insert("parameters".to_owned(), Value::Array(list));
    }

    /// The names of the path parameters.
    pub(super) fn names_in_path(&self) -> Vec<String> {
        self.in_path().map(|one| one.name.clone()).collect()
    }

    fn in_path(&self) -> impl Iterator<Item = &One> {
        self.list.iter().filter(|one| one.place == "path")
    }

    fn open_variables(&self, template: &Template, shared: &[String]) -> Vec<String> {
        let open = template.variables().into_iter().filter(|variable| {
            !self.in_path().any(|one| one.name == *variable)
                && !shared.iter().any(|name| name == variable)
        });
        open.map(str::to_owned).collect()
    }

    /// Gives path parameters that differ from a variable in spelling only the variable's
    /// name; likewise one of that name in another place, that place.
    pub(super) fn match_spelling(
        &mut self,
        template: &Template,
        shared: &[String],
        report: &mut Report<'_>,
    ) {
        let variables = template.variables();
        for open in self.open_variables(template, shared) {
            let alike = self.list.iter().position(|one| {
                one.place == "path"
                    && !variables.contains(&one.name.as_str())
                    && plain(&one.name) == plain(&open)
            });
            let alike = alike.or_else(|| {
                self.list.iter().position(|one| one.name == open && one.place == "query")
            });
            if let Some(index) = alike {
                self.rename(index, &open, report);
            }
        }
    }

    /// Where one variable and one path parameter are left over, they belong together.
    pub(super) fn match_last(
        &mut self,
        template: &Template,
        shared: &[String],
        report: &mut Report<'_>,
    ) {
        let variables = template.variables();
        let open = self.open_variables(template, shared);
        let mut left = self.list.iter().enumerate().filter(|(_, one)| {
            one.place == "path" && !variables.contains(&one.name.as_str())
        });
        if let ([open], Some((index, _)), None) =
            (open.as_slice(), left.next(), left.next())
        {
            self.rename(index, open, report);
        }
    }

    fn rename(&mut self, index: usize, name: &str, report: &mut Report<'_>) {
        let components = self.components;
        let Some(one) = self.list.get_mut(index) else { return };
        let message = format!(
            "the path has a variable `{name}`, the parameter is `{}` in {}",
            one.name, one.place
        );
        report.add(Code::MisspelledPathParameter, &one.from, message);
        one.own(components);
        one.set("name", name);
        one.set("in", "path");
        if let Value::Object(map) = &mut one.value {
            map.insert("required".to_owned(), json!(true));
            for key in ["style", "allowEmptyValue", "allowReserved"] {
                map.shift_remove(key);
            }
        }
        one.name = name.to_owned();
        one.place = "path".to_owned();
    }

    /// Path parameters whose variable stands in the query of the path belong there.
    pub(super) fn move_to_query(&mut self, template: &Template) {
        let components = self.components;
        for (key, variable) in &template.query_variables {
            let taken =
                self.list.iter().any(|one| one.place == "query" && one.name == *key);
            let Some(one) = self
                .list
                .iter_mut()
                .find(|one| one.place == "path" && one.name == *variable)
            else {
                continue;
            };
            if taken || template.variables().contains(&variable.as_str()) {
                continue;
            }
            one.own(components);
            one.set("name", key);
            one.set("in", "query");
            one.name.clone_from(key);
            one.place = "query".to_owned();
        }
    }

    /// Declares what the query of the path names and nobody declares.
    pub(super) fn declare_query(&mut self, template: &Template, of_item: &Self) {
        for (key, _) in &template.query_variables {
            let known =
                self.list.iter().chain(&of_item.list).any(|one| one.name == *key);
            if !known {
                self.add(key, "query", false);
            }
        }
    }

    /// Declares a variable that nobody declares.
    pub(super) fn declare(&mut self, name: &str, report: &mut Report<'_>) {
        let message = format!("no parameter declares the path's variable `{name}`");
        let mut owner = self.at.clone();
        owner.pop();
        report.add(Code::UndeclaredPathParameter, &owner, message);
        self.add(name, "path", true);
    }

    fn add(&mut self, name: &str, place: &str, required: bool) {
        let value = json!({
            "name": name,
            "in": place,
            "required": required,
            "schema": { "type": "string" },
        });
        self.list.push(One {
            value,
            name: name.to_owned(),
            place: place.to_owned(),
            from: self.at.clone(),
        });
    }

    /// Leaves out path parameters that the path has no variable for.
    pub(super) fn drop_unused(&mut self, template: &Template, report: &mut Report<'_>) {
        let variables = template.variables();
        let at = &self.at;
        let mut kept = 0;
        self.list.retain(|one| {
            let used = one.place != "path" || variables.contains(&one.name.as_str());
            if used {
                let now = at.item(kept);
                if now != one.from && one.from != *at {
                    report.moved(&one.from, now);
                }
                kept += 1;
            } else {
                let message =
                    format!("the path has no variable for the parameter `{}`", one.name);
                report.add(Code::UnusedPathParameter, &one.from, message);
            }
            used
        });
    }

    /// Lets the value of a path parameter hold slashes.
    pub(super) fn allow_reserved(&mut self, name: &str) {
        let components = self.components;
        for one in &mut self.list {
            if one.place == "path" && one.name == name {
                one.own(components);
                if let Value::Object(map) = &mut one.value {
                    map.insert("x-oasmith-allow-reserved".to_owned(), json!(true));
                }
            }
        }
    }
}

impl One {
    /// Makes a reference the parameter itself, to change it here only.
    fn own(&mut self, components: &Components) {
        if is_reference(&self.value) {
            self.value = components.resolve(&self.value).clone();
        }
    }

    fn set(&mut self, key: &str, value: &str) {
        if let Value::Object(map) = &mut self.value {
            map.insert(key.to_owned(), json!(value));
        }
    }
}

/// A name without what spellings differ in.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
