//! Generates a module whenever the description changes.

fn main() -> Result<(), oasmith::Error> {
    oasmith::Builder::new("../build-script/openapi/pets.yaml")
        .module()
        // No transport of its own: tests bring one. Without this line it has reqwest.
        .module_feature("mock")
        .generate()?;
    Ok(())
}
