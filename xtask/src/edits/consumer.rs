//! Code that names all that a crate offers, each thing with the type that it has: if it
//! still compiles, nothing was taken away.

use oasmith::emit::SourceFile;
use quote::ToTokens;
use std::fmt::Write as _;
use syn::{
    Attribute, Fields, FnArg, ImplItem, ItemImpl, Signature, Type, UseTree, Visibility,
};

/// A module for each file of the crate, which uses what the file offers.
pub(super) fn source(files: &[SourceFile]) -> String {
    let mut source = String::new();
    for (file, index) in files.iter().zip(0_usize..) {
        let Some(module) = module(&file.path) else { continue };
        let Ok(parsed) = syn::parse_file(&file.text) else { continue };
        let mut uses = Uses::default();
        parsed.items.iter().for_each(|item| uses.item(&module, item));
        // Writing to a string never fails.
        let _ = write!(
            source,
            "pub mod used_{index} {{\n    use sdk::{{runtime, types}};\n    use sdk{module}::*;\n    use std::collections::BTreeMap;\n{}}}\n",
            uses.source
        );
    }
    source
}

/// The path of the module below the crate; nothing for what is no library.
fn module(path: &str) -> Option<String> {
    let path = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    match path {
        "lib" => Some(String::new()),
        "main" | "command_line" => None,
        // What is in it are methods of the client.
        "client" => Some("::runtime".to_owned()),
        _ if path.starts_with("runtime/") || path.starts_with("command_line/") => None,
        _ => Some(format!("::{}", path.replace('/', "::"))),
    }
}

#[derive(Default)]
struct Uses {
    source: String,
    count: usize,
}

impl Uses {
    fn function(&mut self, arguments: &str, result: &str, body: &str) {
        self.count = self.count.saturating_add(1);
        let _ = writeln!(
            self.source,
            "    pub fn use_{}({arguments}) -> {result} {{ {body} }}",
            self.count
        );
    }

    fn has(&mut self, ty: &str, implemented: &str) {
        let body = format!("fn has<T: {implemented}>() {{}} has::<{ty}>()");
        self.function("", "()", &body);
    }

    fn item(&mut self, module: &str, item: &syn::Item) {
        match item {
            syn::Item::Struct(one) if public(&one.vis) => {
                let name = one.ident.to_string();
                self.derived(&name, &one.attrs);
                self.fields(&name, &one.fields);
            }
            syn::Item::Enum(one) if public(&one.vis) => {
                let name = one.ident.to_string();
                self.derived(&name, &one.attrs);
                for variant in &one.variants {
                    self.variant(&name, &variant.ident.to_string(), &variant.fields);
                }
            }
            syn::Item::Type(one) if public(&one.vis) => {
                self.function(&format!("one: {}", one.ident), &text(&one.ty), "one");
            }
            syn::Item::Fn(one) if public(&one.vis) => {
                let name = one.sig.ident.to_string();
                self.call(&one.sig, None, &name);
            }
            syn::Item::Use(one) if public(&one.vis) && !is_gated(&one.attrs) => {
                self.imported(module, &one.tree);
            }
            // What the signatures of the file are said with.
            syn::Item::Use(one) if text(&one.tree).contains("operations") => {
                let _ = writeln!(self.source, "    {}", text(one));
            }
            syn::Item::Macro(one) => {
                let name = one.mac.path.segments.last().map(|one| one.ident.to_string());
                if matches!(name.as_deref(), Some("model" | "union")) {
                    let ty = one.mac.tokens.to_string();
                    self.has(&ty, "Clone + std::fmt::Debug + PartialEq");
                }
            }
            syn::Item::Impl(one) if !is_gated(&one.attrs) => self.implemented(one),
            _ => {}
        }
    }

    fn derived(&mut self, owner: &str, attributes: &[Attribute]) {
        for one in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            let _ = one.parse_nested_meta(|derived| {
                let name = text(&derived.path);
                let path = match name.as_str() {
                    "Debug" => "std::fmt::Debug".to_owned(),
                    "Hash" => "std::hash::Hash".to_owned(),
                    _ => name,
                };
                self.has(owner, &path);
                Ok(())
            });
        }
    }

    fn fields(&mut self, owner: &str, fields: &Fields) {
        for field in fields.iter().filter(|field| public(&field.vis)) {
            if let Some(name) = &field.ident {
                let result = format!("&{}", text(&field.ty));
                self.function(
                    &format!("one: &{owner}"),
                    &result,
                    &format!("&one.{name}"),
                );
            }
        }
    }

    fn variant(&mut self, owner: &str, name: &str, fields: &Fields) {
        let types: Vec<String> = fields.iter().map(|field| text(&field.ty)).collect();
        match types.as_slice() {
            [] => self.function("", owner, &format!("{owner}::{name}")),
            [ty] => {
                let (argument, made) =
                    (format!("one: {ty}"), format!("{owner}::{name}(one)"));
                self.function(&argument, owner, &made);
            }
            _ => {}
        }
    }

    fn implemented(&mut self, item: &ItemImpl) {
        let owner = text(&item.self_ty);
        let Some((implemented, _)) = &item.trait_ else {
            for member in &item.items {
                if let ImplItem::Fn(method) = member
                    && public(&method.vis)
                {
                    self.method(&owner, &method.sig);
                }
            }
            return;
        };
        let implemented = text(implemented);
        if !implemented.contains("StringEnum") && !implemented.contains("IntegerEnum") {
            self.has(&owner, &implemented);
        }
        for member in &item.items {
            if let ImplItem::Type(of) = member {
                let given = format!("one: <{owner} as {implemented}>::{}", of.ident);
                self.function(&given, &text(&of.ty), "one");
            }
        }
    }

    fn method(&mut self, owner: &str, signature: &Signature) {
        let name = signature.ident.to_string();
        let path = format!("<{owner}>::{name}");
        self.call(signature, Some(owner), &path);
    }

    /// A call of a function with arguments of the types that it says.
    fn call(&mut self, signature: &Signature, owner: Option<&str>, path: &str) {
        let this = owner.unwrap_or_default();
        let (mut declared, mut given) = (Vec::new(), Vec::new());
        for (argument, index) in signature.inputs.iter().zip(0_usize..) {
            let ty = match argument {
                FnArg::Receiver(receiver) if text(receiver).starts_with('&') => {
                    format!("&{this}")
                }
                FnArg::Receiver(_) => this.to_owned(),
                FnArg::Typed(argument) => plain(&argument.ty),
            };
            declared.push(format!("a{index}: {ty}"));
            given.push(format!("a{index}"));
        }
        let result = match &signature.output {
            syn::ReturnType::Default => "()".to_owned(),
            syn::ReturnType::Type(_, ty) => text(ty),
        };
        let result = result
            .split_whitespace()
            .map(|part| if part == "Self" { this.to_owned() } else { part.to_owned() });
        let result = result.collect::<Vec<_>>().join(" ");
        let body = format!("{path}({})", given.join(", "));
        self.function(&declared.join(", "), &result, &body);
    }

    /// Names that a module gives on.
    fn imported(&mut self, module: &str, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.imported(module, &path.tree),
            UseTree::Name(name) => {
                self.count = self.count.saturating_add(1);
                let _ = writeln!(
                    self.source,
                    "    pub use sdk{module}::{} as Name{};",
                    name.ident, self.count
                );
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.imported(module, tree));
            }
            UseTree::Rename(_) | UseTree::Glob(_) => {}
        }
    }
}

/// The type behind `impl Into<…>`.
fn plain(ty: &Type) -> String {
    let all = text(ty);
    let inner = all.strip_prefix("impl Into <").and_then(|rest| rest.strip_suffix('>'));
    inner.map_or(all.clone(), ToOwned::to_owned)
}

/// Tokens as they are named outside of the crate.
fn text(tokens: &impl ToTokens) -> String {
    let all = tokens.to_token_stream().to_string();
    all.replace("crate ::", "sdk ::")
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether it is there in some builds only: with digest, or outside of browsers.
fn is_gated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|one| {
        one.path().is_ident("cfg")
            && !one.to_token_stream().to_string().contains("all-groups")
            && one.to_token_stream().to_string().contains("digest")
    })
}
