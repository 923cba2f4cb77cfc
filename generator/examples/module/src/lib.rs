//! A crate with an SDK as one of its modules, made by its build script.

/// The API of the pet shop.
pub mod pets {
    include!(concat!(env!("OUT_DIR"), "/sdk/mod.rs"));
}

/// The name of a pet.
///
/// # Errors
///
/// As any call.
pub async fn name_of(client: &pets::Client, id: &str) -> Result<String, pets::Error> {
    let pet = client.pets().get_pet(id).await?;
    Ok(pet.into_inner().name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;
    use pets::runtime::testing::Mock;
    use pets::types::Pet;

    #[tokio::test]
    async fn the_module_calls() {
        let mock = Mock::new();
        let builder = pets::Client::builder().origin("http://pets.test");
        let client = mock.client(builder).unwrap();
        let expected = mock.expect::<pets::operations::pets::GetPetParams>();
        expected.answer(&Pet::new("Rex")).unwrap();
        assert_eq!(name_of(&client, "1").await.unwrap(), "Rex");
        mock.verify().unwrap();
    }

    /// Whoever copies the lines of `dependencies.toml` has all that the module needs.
    #[test]
    fn the_manifest_holds_what_the_module_says() {
        let own = include_str!("../Cargo.toml");
        let said = include_str!(concat!(env!("OUT_DIR"), "/sdk/dependencies.toml"));
        for line in said.lines().filter(|line| line.contains("version")) {
            let (name, _) = line.split_once(" = ").unwrap();
            assert!(own.contains(&format!("\n{name} = ")), "{name}");
        }
    }
}
