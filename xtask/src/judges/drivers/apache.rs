//! HTTP digest against Apache httpd. Lines are `ok CASE` and `failed CASE: WHY`.

use sdk::Client;
use sdk::auth::DigestKey;
use std::time::Duration;

const GROUP: &str = "32b6e34b3d91647abb20e7b8";

fn client(password: &str) -> Client {
    let url = std::env::var("BASE_URL").expect("BASE_URL is set");
    let key = DigestKey::new("public", password.to_owned());
    Client::builder().base_url(url).auth(key).build().expect("the client can be built")
}

async fn call(client: &Client, page: i64) -> Result<(), String> {
    let request = client.legacy_backup().list_group_cluster_backup_checkpoints(GROUP, "Cluster0");
    let answer = request.page_num(page).send().await;
    answer.map(drop).map_err(|error| error.to_string().replace('\n', " "))
}

fn verdict(case: &str, result: Result<(), String>) {
    match result {
        Ok(()) => println!("ok {case}"),
        Err(why) => println!("failed {case}: {why}"),
    }
}

async fn in_a_row(client: &Client) -> Result<(), String> {
    for _ in 0..10 {
        call(client, 7).await?;
    }
    Ok(())
}

async fn at_once() -> Result<(), String> {
    let client = client("private");
    let calls: Vec<_> = (1..=50)
        .map(|page| {
            let client = client.clone();
            tokio::spawn(async move { call(&client, page).await })
        })
        .collect();
    for one in calls {
        one.await.map_err(|error| error.to_string())??;
    }
    Ok(())
}

#[tokio::main]
async fn main() {
    let good = client("private");
    verdict("the first call", call(&good, 1).await);
    verdict("ten calls in a row", in_a_row(&client("private")).await);
    verdict("fifty calls at once", at_once().await);
    tokio::time::sleep(Duration::from_millis(2500)).await;
    verdict("a call when the nonce is stale", call(&good, 2).await);
    let refused = match call(&client("wrong"), 3).await {
        Ok(()) => Err("it was let in".to_owned()),
        Err(why) if why.contains("401") => Ok(()),
        Err(why) => Err(why),
    };
    verdict("a wrong key is refused", refused);
}
