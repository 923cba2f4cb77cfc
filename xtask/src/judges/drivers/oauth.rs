//! OAuth 2 client credentials against a mock of an issuer. Lines are `ok CASE` and
//! `failed CASE: WHY`.

use sdk::Client;
use sdk::auth::ServiceAccount;

const GROUP: &str = "32b6e34b3d91647abb20e7b8";

fn client(account: ServiceAccount) -> Client {
    let url = std::env::var("BASE_URL").expect("BASE_URL is set");
    Client::builder().base_url(url).auth(account).build().expect("the client can be built")
}

fn account() -> ServiceAccount {
    let url = std::env::var("TOKEN_URL").expect("TOKEN_URL is set");
    ServiceAccount::new("id", "a secret/with: signs").token_url(url)
}

async fn call(client: &Client) -> Result<(), String> {
    let request = client.legacy_backup().list_group_cluster_backup_checkpoints(GROUP, "Cluster0");
    let answer = request.send().await.map_err(|error| error.to_string().replace('\n', " "))?;
    if answer.results.len() == 1 { Ok(()) } else { Err("the example did not come".to_owned()) }
}

fn verdict(case: &str, result: Result<(), String>) {
    match result {
        Ok(()) => println!("ok {case}"),
        Err(why) => println!("failed {case}: {why}"),
    }
}

async fn at_once() -> Result<(), String> {
    let client = client(account());
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client).await })
        })
        .collect();
    for one in calls {
        one.await.map_err(|error| error.to_string())??;
    }
    Ok(())
}

#[tokio::main]
async fn main() {
    let first = client(account());
    verdict("a token by HTTP basic", call(&first).await);
    verdict("the token is used again", call(&first).await);
    verdict("a token by form fields", call(&client(account().secret_in_body())).await);
    verdict("fifty calls at once", at_once().await);
    let elsewhere = account().token_url("http://127.0.0.1:9/token");
    let refused = match call(&client(elsewhere)).await {
        Ok(()) => Err("it had a token from nowhere".to_owned()),
        Err(_) => Ok(()),
    };
    verdict("no issuer is an error", refused);
}
