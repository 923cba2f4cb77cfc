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

const RUNTIME: (&str, &str) = ("runtime", "templates/runtime/src/runtime");

/// The file of the runtime that the generator compiles too.
const SHARED: &str = "secret_names.rs";

fn main() -> io::Result<()> {
    // Asked for now, not when this program was compiled: a copied target directory would
    // bring another checkout's path along.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_default();
    let top = package.join("..");
    let is_checkout = top.join(RUNTIME.1).is_dir();
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
    let runtime_root = place(RUNTIME.0, RUNTIME.1);
    code.push_str(&runtime(&runtime_root)?);
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("templates.rs"), code)?;
    let path = runtime_root.join(SHARED).display().to_string();
    let shared = format!("#[path = {path:?}]\nmod rule;\n");
    fs::write(out.join("secret_names.rs"), shared)
}

/// The list of the runtime's files.
fn runtime(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let mut list = String::from(
        "/// The files below `templates/runtime/src/runtime`, by path.\n\
         pub(crate) const RUNTIME: &[(&str, &str)] = &[\n",
    );
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        let name =
            name.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let path = file.display().to_string();
        let _ = writeln!(list, "    ({name:?}, include_str!({path:?})),");
    }
    list.push_str("];\n");
    Ok(list)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
