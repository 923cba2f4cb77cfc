//! Files as whole bodies.

use crate::{asset, done, tell, told};
use sdk_type_file as sdk;
use sdk::Client;
use sdk::operations::general::body_upload_file_multiple_content_types::BodyUploadFileMultipleContentTypesBody as Body;
use sdk::runtime::{Binary, RequestOptions};
use serde_json::json;

fn png() -> Binary {
    Binary::from(asset("image.png"))
}

pub(crate) async fn run(origin: &str) {
    let client = Client::builder().origin(origin).build().expect("the client can be built");
    let calls = client.general();
    let sent = calls.body_upload_file_specific_content_type(png()).await;
    tell("Type_File_Body_uploadFileSpecificContentType", done(sent));
    let sent = calls.body_upload_file_json_content_type(json!({ "message": "test file content" })).await;
    tell("Type_File_Body_uploadFileJsonContentType", done(sent));
    let sent = calls.body_upload_file_multiple_content_types(Body::ImagePng(png())).await;
    tell("Type_File_Body_uploadFileMultipleContentTypes", done(sent));
    let sent = calls.body_upload_file_default_content_type(png().content_type("image/png")).await;
    tell("Type_File_Body_uploadFileDefaultContentType", done(sent));
    let outcome = match calls.body_download_file_json_content_type().await {
        Ok(found) => told("the answer", found.into_inner() == json!({ "message": "test file content" })),
        Err(error) => Err(error.to_string()),
    };
    tell("Type_File_Body_downloadFileJsonContentType", outcome);
    let accept = RequestOptions::new().accept("image/png");
    let all = [
        ("SpecificContentType", calls.body_download_file_specific_content_type().await),
        ("MultipleContentTypes", calls.body_download_file_multiple_content_types().options(accept).await),
        ("DefaultContentType", calls.body_download_file_default_content_type().await),
    ];
    for (name, answer) in all {
        let outcome = match answer {
            Ok(bytes) => match bytes.into_inner().collect(1 << 24).await {
                Ok((bytes, _)) => told("the picture", bytes == asset("image.png")),
                Err(error) => Err(error.to_string()),
            },
            Err(error) => Err(error.to_string()),
        };
        tell(&format!("Type_File_Body_downloadFile{name}"), outcome);
    }
}

/// The names above that are put together, for who looks for them.
#[allow(dead_code)]
const NAMES: [&str; 3] = [
    "Type_File_Body_downloadFileSpecificContentType",
    "Type_File_Body_downloadFileMultipleContentTypes",
    "Type_File_Body_downloadFileDefaultContentType",
];
