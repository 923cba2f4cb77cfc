//! Another origin gets no secret: not by a redirect of a call, nor by one of a token request.

use super::{PROOFS, Proof, elsewhere, everything, guarded, hides, secrets};
use crate::support::{checkpoints, started};
use mock::{Decision, Fault, FaultPlan, Reply, Running, TOKEN_OPERATION, When};

/// A server that answers each call with a redirect there.
async fn redirecting(status: u16, location: String) -> Running {
    let reply = Reply::empty(status).header("location", &location);
    started(guarded().hook(move |_| Decision::Reply(reply.clone()))).await
}

#[tokio::test]
async fn a_redirect_to_another_origin_takes_no_secret_along() {
    let other = elsewhere().await;
    let mut arrived = 0;
    for proof in PROOFS {
        for status in [301, 302, 303, 307, 308] {
            let location = format!("{}/taken", other.origin());
            let server = redirecting(status, location).await;
            let outcome = checkpoints(&proof.client(&server)).await;
            // Whatever comes of it: the other server knows no such path.
            let error = outcome.expect_err("there is no page");
            arrived += 1;
            assert_eq!(other.journal().total(), arrived, "{proof:?} {status}");
            let secrets = secrets(&server);
            hides(&everything(&error), &secrets);
            let request = other.journal().last().expect("it arrived").request;
            hides(&format!("{request:?}"), &secrets);
            for name in ["authorization", "x-own", "cookie", "referer"] {
                assert_eq!(request.header(name), None, "{proof:?} {status}");
            }
            server.stop().await;
        }
    }
    other.stop().await;
}

#[tokio::test]
async fn a_name_in_the_address_of_a_redirect_does_not_hide_where_it_goes() {
    let other = elsewhere().await;
    for proof in PROOFS {
        let host = other.address();
        for location in [
            format!("//{host}/taken"),
            format!("http://127.0.0.1@{host}/taken"),
            format!("http:\\\\{host}/taken"),
            format!("\\\\{host}/taken"),
            format!("/\\{host}/taken"),
        ] {
            let server = redirecting(307, location.clone()).await;
            let _ = checkpoints(&proof.client(&server)).await;
            let secrets = secrets(&server);
            for entry in other.journal().entries() {
                hides(&format!("{entry:?}"), &secrets);
                assert_eq!(entry.request.header("authorization"), None, "{location}");
            }
            server.stop().await;
        }
    }
    other.stop().await;
}

#[tokio::test]
async fn a_redirect_on_the_same_origin_keeps_the_proof() {
    let server = redirecting(307, "/api/atlas/v2/elsewhere".to_owned()).await;
    let _ = checkpoints(&Proof::Bearer.client(&server)).await;
    let entries = server.journal().entries();
    assert_eq!(entries.len(), 2);
    let proof = entries[1].request.header("authorization");
    assert_eq!(proof.as_deref(), Some("Bearer bearertoken9a3e"));
    server.stop().await;
}

#[tokio::test]
async fn a_redirect_of_a_token_request_is_not_followed() {
    let other = elsewhere().await;
    let to = Fault::Redirect(other.origin());
    let plan = FaultPlan::none().with_for(TOKEN_OPERATION, to, When::Always);
    let server = started(guarded().faults(plan)).await;
    let client = Proof::ServiceAccount.client(&server);
    let error = checkpoints(&client).await.expect_err("there is no token");
    assert!(matches!(error, atlas_sdk::Error::Credential(_)), "{error:?}");
    hides(&everything(&error), &secrets(&server));
    assert_eq!(other.journal().total(), 0);
    server.stop().await;
    other.stop().await;
}
