//! Views to pages.

use super::Site;
use super::view::{Group, Link, ModelPage, OperationPage, StartPage};
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
    /// The groups without their operations, and those of each group alone.
    groups: Value,
    titles: Vec<String>,
    about: Value,
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
        let titles = (0..site.named.api.groups.len()).map(|one| site.group_title(one));
        Ok(Self {
            environment,
            groups: value(groups),
            titles: titles.collect(),
            about: context! {
                title => info.title.as_str(),
                version => info.version.as_str(),
                package => site.about.package.as_str(),
                command => site.about.command.as_str(),
            },
        })
    }

    fn page(
        &self,
        template: &str,
        path: &str,
        title: &str,
        group: &str,
        page: Value,
    ) -> Result<SourceFile, Error> {
        let root = if path.contains('/') { "../" } else { "" };
        let text = self.environment.get_template(template)?.render(context! {
            about => self.about.clone(),
            groups => self.groups.clone(),
            root, path, title, group, page,
        })?;
        Ok(SourceFile { path: path.to_owned(), text: without_tricks(text) })
    }

    pub(super) fn start(&self, page: &StartPage) -> Result<SourceFile, Error> {
        self.page("start", "index.html", "", "", value(page))
    }

    pub(super) fn operations(&self, groups: &[Group]) -> Result<SourceFile, Error> {
        let page = context! { groups => value(groups) };
        self.page("operations", "operations.html", "All operations", "", page)
    }

    pub(super) fn models(&self, models: &[Link]) -> Result<SourceFile, Error> {
        let page = context! { models => value(models) };
        self.page("models", "models.html", "Models", "", page)
    }

    pub(super) fn operation(
        &self,
        page: &OperationPage,
        group: usize,
    ) -> Result<SourceFile, Error> {
        let group = self.titles.get(group).map_or("", String::as_str);
        let (path, title) = (&page.entry.href, &page.entry.title);
        self.page("operation", path, title, group, value(page))
    }

    pub(super) fn model(&self, page: &ModelPage) -> Result<SourceFile, Error> {
        let link = page.path.as_str();
        self.page("model", link, &page.title, "", value(page))
    }
}
