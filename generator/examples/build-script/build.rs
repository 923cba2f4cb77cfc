//! Generates the SDK for `openapi/pets.yaml` whenever it, or a file that it refers to, changes.

fn main() -> Result<(), oasmith::Error> {
    let made = oasmith::Builder::new("openapi/pets.yaml")
        .package("pets-sdk")
        .exclude_tag("Internal")
        .generate()?;
    for one in made.diagnostics.all() {
        println!("cargo::warning={}: {}", one.code.name(), one.message);
    }
    Ok(())
}
