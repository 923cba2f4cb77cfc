//! The caller says which of several media types is asked for.

use crate::{asset, told, tell};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sdk_payload_content_negotiation as sdk;
use sdk::Client;
use sdk::operations::general::different_body_get_avatar_as_get_avatar_as_json_x01462839::DifferentBodyGetAvatarAsGetAvatarAsJsonX01462839Output as Different;
use sdk::runtime::RequestOptions;

pub(crate) async fn run(origin: &str) {
    let client = Client::builder().origin(origin).build().expect("the client can be built");
    let accept = |media_type: &str| RequestOptions::new().accept(media_type);
    for (media_type, file) in [("image/png", "image.png"), ("image/jpeg", "image.jpg")] {
        let call = client.general().same_body_get_avatar_as_png_same_body_get_avatar_as_jpeg();
        let outcome = match call.options(accept(media_type)).await {
            Ok(output) => match output.into_inner().collect(1 << 24).await {
                Ok((bytes, _)) => told("the picture", bytes == asset(file)),
                Err(error) => Err(error.to_string()),
            },
            Err(error) => Err(error.to_string()),
        };
        tell("Payload_ContentNegotiation_SameBody", outcome);
    }
    for media_type in ["image/png", "application/json"] {
        let call = client.general().different_body_get_avatar_as_get_avatar_as_json_x01462839();
        let outcome = match call.options(accept(media_type)).await.map(|output| output.into_inner()) {
            Ok(Different::OkImagePng(picture)) => match picture.collect(1 << 24).await {
                Ok((bytes, _)) => told("the picture", bytes == asset("image.png")),
                Err(error) => Err(error.to_string()),
            },
            Ok(Different::Ok(json)) => {
                let expected = STANDARD.encode(asset("image.png"));
                told("the picture", serde_json::to_value(&json).unwrap_or_default()["content"] == expected)
            }
            Ok(_) => Err("another kind of answer".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        tell("Payload_ContentNegotiation_DifferentBody", outcome);
    }
}
