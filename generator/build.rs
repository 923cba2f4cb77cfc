//! Makes the templates and the runtime's source part of the program.
//!
//! They stand in `templates/` at the top of the repository. The folder `templates` of this
//! package leads to them by links, in whose place cargo packs the files themselves; a
//! checkout without links, as on Windows, is read at its top.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The name of a constant, its file in the package, and the same at the top of the repository.
const TEXTS: [(&str, &str, &str); 7] = [
    ("CARGO", "Cargo.toml.j2", "templates/Cargo.toml.j2"),
    ("README", "README.md.j2", "templates/README.md.j2"),
    ("PAGE", "reference.md.j2", "templates/reference.md.j2"),
    ("INDEX", "reference_index.md.j2", "templates/reference_index.md.j2"),
    ("SETTINGS", "settings.toml", "templates/settings.toml"),
    ("RUNTIME_MANIFEST", "runtime.toml", "templates/runtime/Cargo.toml"),
    ("ATTRIBUTES", "attributes.rs.j2", "templates/attributes.rs.j2"),
];

const RUNTIME: Folder = Folder {
    name: "RUNTIME",
    packed: "runtime",
    original: "templates/runtime/src/runtime",
    ends: &["rs"],
};

const SITE: Folder = Folder {
    name: "SITE",
    packed: "site",
    original: "templates/site",
    ends: &["j2", "css", "js", "svg"],
};

/// A folder all of whose files with these ends become one constant.
struct Folder {
    name: &'static str,
    packed: &'static str,
    original: &'static str,
    ends: &'static [&'static str],
}

/// The file of the runtime that the generator compiles too.
const SHARED: &str = "secret_names.rs";

fn main() -> io::Result<()> {
    // Asked for now, not when this program was compiled: a copied target directory would
    // bring another checkout's path along.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_default();
    let top = package.join("..");
    let is_checkout = top.join(RUNTIME.original).is_dir();
    let place = |packed: &str, original: &str| {
        let place = match is_checkout {
            true => top.join(original),
            false => package.join("templates").join(packed),
        };
        println!("cargo::rerun-if-changed={}", place.display());
        place
    };
    let mut code = String::new();
    for (name, packed, original) in TEXTS {
        let path = place(packed, original).display().to_string();
        let _ = writeln!(
            code,
            "/// `{original}`\npub(crate) const {name}: &str = include_str!({path:?});"
        );
    }
    for folder in [RUNTIME, SITE] {
        code.push_str(&folder.list(&place(folder.packed, folder.original))?);
    }
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("templates.rs"), code)?;
    let root = place(RUNTIME.packed, RUNTIME.original);
    let path = root.join(SHARED).display().to_string();
    let shared = format!("#[path = {path:?}]\nmod rule;\n");
    fs::write(out.join("secret_names.rs"), shared)
}

impl Folder {
    /// The list of the files.
    fn list(&self, root: &Path) -> io::Result<String> {
        let mut files = Vec::new();
        collect(root, self.ends, &mut files)?;
        files.sort();
        let mut list = format!(
            "/// The files below `{}`, by path.\n\
             pub(crate) const {}: &[(&str, &str)] = &[\n",
            self.original, self.name
        );
        for file in files {
            let name = file.strip_prefix(root).unwrap_or(&file);
            let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            let (name, path) = (parts.join("/"), file.display().to_string());
            let _ = writeln!(list, "    ({name:?}, include_str!({path:?})),");
        }
        list.push_str("];\n");
        Ok(list)
    }
}

fn collect(folder: &Path, ends: &[&str], files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let has_end =
            path.extension().is_some_and(|end| ends.iter().any(|one| end == *one));
        if path.is_dir() {
            collect(&path, ends, files)?;
        } else if has_end {
            files.push(path);
        }
    }
    Ok(())
}
