//! `cargo xtask secrets DIR…`: which names are hidden where values are shown, and which are
//! near to being. For people to read.

use crate::corpus::discover::descriptions;
use anyhow::Result;
use oasmith::config::Config;
use oasmith::diagnostic::Diagnostics;
use oasmith::ir::{Api, Kind, Types};
use oasmith::secret_names::is_secret_name;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// List the names whose values are hidden, and those that are near.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  cargo xtask secrets ../shared/corpus")]
pub(crate) struct Arguments {
    /// Descriptions, or folders of them.
    #[arg(required = true, value_name = "DIR")]
    paths: Vec<PathBuf>,
}

/// What a name has in it that is about secrets, though it may be none.
const NEAR: &[&str] = &[
    "auth",
    "bearer",
    "cookie",
    "cred",
    "jwt",
    "key",
    "otp",
    "pass",
    "pin",
    "private",
    "pwd",
    "secret",
    "session",
    "signature",
    "token",
];

/// Why a name is listed; the order is that of the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// By its name.
    Named,
    /// By its format.
    Said,
    /// Shown where it is described, because its type is none of a secret.
    Typed,
    /// Shown, although it sounds a little like one.
    Near,
}

/// How often each name has each standing, and in which types.
type Found = BTreeMap<(Standing, String), BTreeMap<String, usize>>;

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut found = Found::new();
    let mut read = 0_usize;
    for description in descriptions(&arguments.paths)? {
        let mut diagnostics = Diagnostics::default();
        let config = Config { skip_invalid: true, ..Config::default() };
        let path = &description.path;
        let Ok(described) = oasmith::describe(path, &config, &mut diagnostics) else {
            continue;
        };
        read = read.saturating_add(1);
        collect(&described.api, &mut found);
    }
    let mut last = None;
    for ((standing, name), kinds) in &found {
        if last != Some(*standing) {
            println!("\n{}", title(*standing));
            last = Some(*standing);
        }
        let kinds: Vec<String> =
            kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        println!("  {name}: {}", kinds.join(", "));
    }
    let count =
        |wanted| found.keys().filter(|(standing, _)| *standing == wanted).count();
    println!(
        "\n{read} descriptions: {} names hidden, {} by their format, {} near",
        count(Standing::Named),
        count(Standing::Said),
        count(Standing::Near).saturating_add(count(Standing::Typed)),
    );
    Ok(ExitCode::SUCCESS)
}

fn title(standing: Standing) -> &'static str {
    match standing {
        Standing::Named => "Hidden",
        Standing::Said => "Hidden by the format",
        Standing::Typed => "Shown because of the type",
        Standing::Near => "Shown",
    }
}

fn collect(api: &Api, found: &mut Found) {
    let mut add = |name: &str, is_secret: bool, kind: String| {
        if let Some(standing) = standing(name, is_secret) {
            let kinds = found.entry((standing, name.to_owned())).or_default();
            let count = kinds.entry(kind).or_default();
            *count = count.saturating_add(1);
        }
    };
    for (_, ty) in api.types.iter() {
        let Kind::Struct(object) = &ty.kind else { continue };
        for field in &object.fields {
            add(&field.wire_name, field.secret, kind(&api.types, field.ty.id));
        }
    }
    for operation in &api.operations {
        for parameter in &operation.parameters {
            let kind = kind(&api.types, parameter.ty.id);
            let kind = format!("{:?} {kind}", parameter.place).to_lowercase();
            add(&parameter.wire_name, parameter.secret, kind);
        }
    }
}

fn standing(name: &str, is_secret: bool) -> Option<Standing> {
    let plain = name.to_lowercase();
    match (is_secret, is_secret_name(name)) {
        (true, true) => Some(Standing::Named),
        (true, false) => Some(Standing::Said),
        (false, true) => Some(Standing::Typed),
        (false, false) => {
            NEAR.iter().any(|near| plain.contains(near)).then_some(Standing::Near)
        }
    }
}

/// A type in a word.
fn kind(types: &Types, id: oasmith::ir::TypeId) -> String {
    match &types.get(id).kind {
        Kind::Scalar(scalar) => format!("{scalar:?}"),
        Kind::List(of) => format!("list of {}", kind(types, of.id)),
        Kind::Map(_) => "map".to_owned(),
        Kind::Struct(_) => "object".to_owned(),
        Kind::Alias(of) => kind(types, of.id),
        _ => "choice".to_owned(),
    }
}
