//! OAuth 2 client credentials against `oauth2-mock-server`: `cargo xtask judges oauth` runs
//! it. The id of a client is the name of its case.

mod judging;

use atlas_sdk::{Client, auth::ServiceAccount};
use judging::{Verdict, at_once, call, in_a_row, says, told, variable, verdict};
use std::time::Duration;

/// Has signs that must be encoded (RFC 6749, 2.3.1).
const SECRET: &str = "a secret/with: signs+%&=ü";

#[tokio::main]
async fn main() -> Result<(), String> {
    let basic = client(account("Basic")?)?;
    verdict("Basic: three calls with one token", in_a_row(&basic, "Basic", 3).await);
    let form = client(account("Form")?.secret_in_body())?;
    verdict("Form: the secret in the form", in_a_row(&form, "Form", 1).await);
    let scopes = client(account("Scopes")?.scopes(["one", "two"]))?;
    verdict("Scopes: scopes are asked for", in_a_row(&scopes, "Scopes", 1).await);
    let many = client(account("Once")?)?;
    verdict("Once: fifty calls with one token", at_once(&many, "Once", 50).await);
    verdict("Short: a new token before the end of the old one", short().await);
    let refused = client(account("RefusedOnce")?)?;
    let once = in_a_row(&refused, "RefusedOnce", 1).await;
    verdict("RefusedOnce: a new token when the API refuses one", once);
    verdict("WrongSecret: the issuer's words are told", wrong_secret().await);
    verdict("Revoked: a token is given back", revoked().await);
    verdict("no issuer is an error", no_issuer().await);
    Ok(())
}

fn account(id: &str) -> Result<ServiceAccount, String> {
    let issuer = variable("ISSUER_URL")?;
    Ok(ServiceAccount::new(id, SECRET.to_owned())
        .token_url(format!("{issuer}/token"))
        .revocation_url(format!("{issuer}/revoke")))
}

fn client(account: ServiceAccount) -> Result<Client, String> {
    let url = variable("BASE_URL")?;
    let built = Client::builder().base_url(url).auth(account).build();
    built.map_err(|error| told(&error))
}

async fn short() -> Verdict {
    let client = client(account("Short")?)?;
    in_a_row(&client, "Short", 1).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    in_a_row(&client, "Short", 1).await
}

async fn wrong_secret() -> Verdict {
    let issuer = variable("ISSUER_URL")?;
    let account = ServiceAccount::new("WrongSecret", "guessed".to_owned())
        .token_url(format!("{issuer}/token"));
    let words = "invalid_client, the secret is wrong";
    says(call(&client(account)?, "WrongSecret").await, words)
}

async fn revoked() -> Verdict {
    let account = account("Revoked")?;
    let client = client(account.clone())?;
    in_a_row(&client, "Revoked", 1).await?;
    account.revoke(&client).await.map_err(|error| told(&error))?;
    in_a_row(&client, "Revoked", 1).await
}

async fn no_issuer() -> Verdict {
    // Nothing listens on the port of `discard`.
    let account = account("Nobody")?.token_url("http://127.0.0.1:9/token");
    let client = client(account)?;
    says(call(&client, "Nobody").await, "the token server cannot be reached")
}
