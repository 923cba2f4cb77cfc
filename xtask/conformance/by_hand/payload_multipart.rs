//! Multipart bodies: texts, files with and without names, JSON, lists of each.

use crate::{asset, done, tell};
use sdk_payload_multipart as sdk;
use sdk::Client;
use sdk::operations::general as calls;
use sdk::runtime::Binary;
use sdk::types::*;

fn jpg() -> Binary {
    Binary::from(asset("image.jpg"))
}

fn hello() -> Binary {
    jpg().file_name("hello.jpg")
}

fn png() -> Binary {
    Binary::from(asset("image.png"))
}

fn city(name: &str) -> Address {
    Address::new(name)
}

pub(crate) async fn run(origin: &str) {
    let client = Client::builder().origin(origin).build().expect("the client can be built");
    let calls = client.general();
    let form = MultiPartRequest::new("123", jpg());
    tell("Payload_MultiPart_FormData_basic", done(calls.form_data_basic(form).await));
    let form = MultiPartRequestWithWireName::new("123", jpg());
    let sent = calls.form_data_with_wire_name(form).await;
    tell("Payload_MultiPart_FormData_withWireName", done(sent));
    for (id, image) in [(true, false), (false, true), (true, true)] {
        let mut form = MultiPartOptionalRequest::default();
        form.id = id.then(|| "123".to_owned());
        form.profile_image = image.then(jpg);
        let sent = calls.form_data_optional_parts(form).await;
        tell("Payload_MultiPart_FormData_optionalParts", done(sent));
    }
    let form = ComplexPartsRequest::new("123", city("X"), jpg(), vec![png(), png()]);
    let sent = calls.form_data_file_array_and_basic(form).await;
    tell("Payload_MultiPart_FormData_fileArrayAndBasic", done(sent));
    let form = JsonPartRequest::new(city("X"), jpg());
    tell("Payload_MultiPart_FormData_jsonPart", done(calls.form_data_json_part(form).await));
    let form = BinaryArrayPartsRequest::new("123", vec![png(), png()]);
    let sent = calls.form_data_binary_array_parts(form).await;
    tell("Payload_MultiPart_FormData_binaryArrayParts", done(sent));
    for picture in [None, Some(png())] {
        let mut form = MultiBinaryPartsRequest::new(jpg());
        form.picture = picture;
        let sent = calls.form_data_multi_binary_parts(form).await;
        tell("Payload_MultiPart_FormData_multiBinaryParts", done(sent));
    }
    let form = MultiPartRequest::new("123", hello().content_type("image/jpg"));
    let sent = calls.form_data_check_file_name_and_content_type(form).await;
    tell("Payload_MultiPart_FormData_checkFileNameAndContentType", done(sent));
    http_parts(&client).await;
}

async fn http_parts(client: &Client) {
    let general = client.general();
    let form = calls::form_data_anonymous_model::FormDataAnonymousModelRequest::new(jpg());
    let sent = general.form_data_anonymous_model(form).await;
    tell("Payload_MultiPart_FormData_anonymousModel", done(sent));
    // Its media type is the only one that the description names.
    let form = FileWithHttpPartSpecificContentTypeRequest::new(hello());
    let sent = general.content_type_image_jpeg_content_type(form).await;
    tell("Payload_MultiPart_FormData_HttpParts_ContentType_imageJpegContentType", done(sent));
    let form = FileWithHttpPartRequiredContentTypeRequest::new(jpg());
    let sent = general.content_type_required_content_type(form).await;
    tell("Payload_MultiPart_FormData_HttpParts_ContentType_requiredContentType", done(sent));
    let form = FileWithHttpPartOptionalContentTypeRequest::new(jpg());
    let sent = general.content_type_optional_content_type(form).await;
    tell("Payload_MultiPart_FormData_HttpParts_ContentType_optionalContentType", done(sent));
    let pictures = vec![png(), png()];
    let previous = vec![city("Y"), city("Z")];
    let form = ComplexHttpPartsModelRequest::new("123", city("X"), jpg(), previous, pictures);
    let sent = general.http_parts_json_array_and_file_array(form).await;
    tell("Payload_MultiPart_FormData_HttpParts_jsonArrayAndFileArray", done(sent));
    let form = calls::non_string_float::NonStringFloatRequest::new(0.5);
    let sent = general.non_string_float(form).await;
    tell("Payload_MultiPart_FormData_HttpParts_NonString_float", done(sent));
    let file = png().file_name("image.png");
    let form = calls::file_upload_file_specific_content_type::FileUploadFileSpecificContentTypeRequest::new(file.clone());
    let sent = general.file_upload_file_specific_content_type(form).await;
    tell("Payload_MultiPart_FormData_File_uploadFileSpecificContentType", done(sent));
    let form = calls::file_upload_file_required_filename::FileUploadFileRequiredFilenameRequest::new(file.clone());
    let sent = general.file_upload_file_required_filename(form).await;
    tell("Payload_MultiPart_FormData_File_uploadFileRequiredFilename", done(sent));
    let form = calls::file_upload_file_array::FileUploadFileArrayRequest::new(vec![file.clone(), file]);
    let sent = general.file_upload_file_array(form).await;
    tell("Payload_MultiPart_FormData_File_uploadFileArray", done(sent));
}
