//! Views to pages.

use super::Site;
use super::view::{Group, Link, ModelPage, OperationPage, Scheme, StartPage};
use super::words::without_tricks;
use crate::emit::SourceFile;
use crate::templates::SITE;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, Value, context};
use serde::Serialize;

/// The files that are the same for every description.
pub(super) fn assets() -> Vec<SourceFile> {
    let assets = SITE.iter().filter(|(path, _)| path.starts_with("assets/"));
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    assets.map(file).collect()
}

fn value(view: impl Serialize) -> Value {
    Value::from(Serde(view))
}

/// Fills the templates.
pub(super) struct Renderer {
    environment: Environment<'static>,
    /// Names and addresses of the groups.
    groups: Value,
    /// The operations of each group.
    entries: Vec<Value>,
    about: Value,
}

/// Where a page stands.
struct At<'a> {
    template: &'a str,
    path: &'a str,
    title: &'a str,
    /// The place of its group in the list of groups.
    group: Option<usize>,
}

impl Renderer {
    pub(super) fn new(site: &Site<'_>, groups: &[Group]) -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let mut syntax = SyntaxConfig::builder();
        environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).build()?);
        for (path, text) in SITE {
            if let Some(name) = path.strip_suffix(".html.j2") {
                environment.add_template(name, text)?;
            }
        }
        let info = &site.named.api.info;
        let names = groups
            .iter()
            .map(|group| Link { text: group.title.clone(), href: group.href.clone() });
        Ok(Self {
            environment,
            groups: value(names.collect::<Vec<_>>()),
            entries: groups.iter().map(|group| value(&group.operations)).collect(),
            about: context! {
                title => info.title.as_str(),
                version => info.version.as_str(),
                package => site.about.package.as_str(),
                command => site.about.command.as_str(),
                has_schemes => !site.named.api.security_schemes.is_empty(),
            },
        })
    }

    fn page(&self, at: &At<'_>, page: Value) -> Result<SourceFile, Error> {
        let root = if at.path.contains('/') { "../" } else { "" };
        let text = self.environment.get_template(at.template)?.render(context! {
            about => self.about.clone(),
            groups => self.groups.clone(),
            group => at.group,
            entries => at.group.and_then(|group| self.entries.get(group)).cloned(),
            root,
            template => at.template,
            path => at.path,
            title => at.title,
            page,
        })?;
        Ok(SourceFile { path: at.path.to_owned(), text: without_tricks(text) })
    }

    pub(super) fn start(&self, page: &StartPage) -> Result<SourceFile, Error> {
        let at = At { template: "start", path: "index.html", title: "", group: None };
        self.page(&at, value(page))
    }

    pub(super) fn authentication(
        &self,
        schemes: &[Scheme],
    ) -> Result<SourceFile, Error> {
        let (template, title) = ("authentication", "Authentication");
        let at = At { template, path: "authentication.html", title, group: None };
        self.page(&at, context! { schemes => value(schemes) })
    }

    pub(super) fn operations(&self, groups: &[Group]) -> Result<SourceFile, Error> {
        let (template, title) = ("operations", "All operations");
        let at = At { template, path: "operations.html", title, group: None };
        self.page(&at, context! { groups => value(groups) })
    }

    pub(super) fn models(&self, models: &[Link]) -> Result<SourceFile, Error> {
        let at =
            At { template: "models", path: "models.html", title: "Models", group: None };
        self.page(&at, context! { models => value(models) })
    }

    pub(super) fn operation(&self, page: &OperationPage) -> Result<SourceFile, Error> {
        let (path, title) = (page.entry.href.as_str(), page.entry.title.as_str());
        let at = At { template: "operation", path, title, group: Some(page.place) };
        self.page(&at, value(page))
    }

    pub(super) fn model(&self, page: &ModelPage) -> Result<SourceFile, Error> {
        let (path, title) = (page.path.as_str(), page.title.as_str());
        self.page(&At { template: "model", path, title, group: None }, value(page))
    }
}
