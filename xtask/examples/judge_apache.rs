//! HTTP digest against Apache httpd: `cargo xtask judges apache` runs it.

mod judging;

use atlas_sdk::{Client, Error, auth::DigestKey};
use judging::{Verdict, at_once, call, in_a_row, told, variable, verdict};
use std::time::Duration;

#[tokio::main]
async fn main() -> Result<(), String> {
    verdict("First: a call", in_a_row(&client("public", "private")?, "First", 1).await);
    let row = client("public", "private")?;
    verdict("Row: ten calls with one nonce", in_a_row(&row, "Row", 10).await);
    let counted = client("public", "private")?;
    let ten = in_a_row(&counted, "Counted", 10).await;
    verdict("Counted: ten calls, the server checks the count", ten);
    let many = client("public", "private")?;
    verdict("fifty calls at once", at_once(&many, "Once", 50).await);
    verdict("Stale: a call when the nonce is stale", stale().await);
    let quoted = client("qu\"o\\te", "private")?;
    verdict("Quoted: signs that must be quoted", in_a_row(&quoted, "Quoted", 1).await);
    verdict("WrongKey: a wrong key", refused(&client("public", "x")?, "WrongKey").await);
    verdict("a wrong name", refused(&client("nobody", "private")?, "WrongName").await);
    Ok(())
}

fn client(name: &str, password: &str) -> Result<Client, String> {
    let key = DigestKey::new(name, password.to_owned());
    let url = variable("BASE_URL")?;
    let built = Client::builder().base_url(url).auth(key).build();
    built.map_err(|error| told(&error))
}

async fn stale() -> Verdict {
    let client = client("public", "private")?;
    in_a_row(&client, "Stale", 1).await?;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    in_a_row(&client, "Stale", 1).await
}

/// A refusal is an error of the API, with its status.
async fn refused(client: &Client, case: &str) -> Verdict {
    match call(client, case).await {
        Err(error @ (Error::Api(_) | Error::Undocumented(_))) => {
            judging::same(error.status().map(|status| status.as_u16()), Some(401))
        }
        Err(error) => Err(told(&error)),
        Ok(_) => Err("it was let in".to_owned()),
    }
}
