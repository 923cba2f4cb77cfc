//! Visiting every use of a type.

use super::{
    Api, Kind, MediaBody, Operation, Output, OutputShape, Pagination, Rest, TypeId,
    TypeRef, Webhook,
};

impl Kind {
    /// Calls `visit` with every type that this one is made of.
    pub fn each_type(&self, visit: &mut impl FnMut(TypeRef)) {
        let plain = |id: TypeId| TypeRef { id, nullable: false };
        match self {
            Self::Struct(object) => {
                object.fields.iter().for_each(|field| visit(field.ty));
                if let Rest::Typed(rest) = object.rest {
                    visit(rest);
                }
            }
            Self::Union(union) => {
                union.variants.iter().for_each(|variant| visit(plain(variant.ty)));
            }
            Self::Map(inner) | Self::List(inner) | Self::Alias(inner) => visit(*inner),
            Self::StringEnum(_)
            | Self::IntegerEnum(_)
            | Self::Scalar(_)
            | Self::Any
            | Self::Never => {}
        }
    }

    /// Calls `visit` with every type that this one is made of, to change it.
    pub fn each_type_mut(&mut self, visit: &mut impl FnMut(&mut TypeRef)) {
        match self {
            Self::Struct(object) => {
                object.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                if let Rest::Typed(rest) = &mut object.rest {
                    visit(rest);
                }
            }
            Self::Union(union) => {
                for variant in &mut union.variants {
                    let mut ty = TypeRef { id: variant.ty, nullable: false };
                    visit(&mut ty);
                    variant.ty = ty.id;
                }
            }
            Self::Map(inner) | Self::List(inner) | Self::Alias(inner) => visit(inner),
            Self::StringEnum(_)
            | Self::IntegerEnum(_)
            | Self::Scalar(_)
            | Self::Any
            | Self::Never => {}
        }
    }
}

impl Api {
    /// Calls `visit` with every type that operations and webhooks use, to change it.
    pub fn each_root_mut(&mut self, visit: &mut impl FnMut(&mut TypeRef)) {
        for operation in &mut self.operations {
            operation.parameters.iter_mut().for_each(|one| visit(&mut one.ty));
            if let Some(body) = &mut operation.body {
                each_content(&mut body.contents, visit);
            }
            for response in &mut operation.responses {
                each_content(&mut response.contents, visit);
                response.headers.iter_mut().for_each(|header| visit(&mut header.ty));
            }
            each_output(&mut operation.output, visit);
            if let Some(Pagination { item, .. }) = &mut operation.pagination {
                visit(item);
            }
        }
        for webhook in &mut self.webhooks {
            if let Some(body) = &mut webhook.body {
                each_content(&mut body.contents, visit);
            }
        }
    }
}

impl Api {
    /// Calls `visit` with every body of an operation, and whether it is sent, to change it.
    pub fn each_body_mut(&mut self, visit: &mut impl FnMut(&mut MediaBody, bool)) {
        for operation in &mut self.operations {
            let sent = operation.body.iter_mut().flat_map(|body| &mut body.contents);
            sent.for_each(|content| visit(content, true));
            let responses = operation.responses.iter_mut();
            let got = responses.flat_map(|response| &mut response.contents);
            got.for_each(|content| visit(content, false));
        }
    }
}

impl Operation {
    /// Calls `visit` with every type that the operation uses.
    pub fn each_type(&self, visit: &mut impl FnMut(TypeRef)) {
        self.parameters.iter().for_each(|one| visit(one.ty));
        let responses = self.responses.iter().flat_map(|response| &response.contents);
        let contents = self.body.iter().flat_map(|body| &body.contents).chain(responses);
        contents.filter_map(|content| content.ty).for_each(&mut *visit);
        let headers = self.responses.iter().flat_map(|response| &response.headers);
        headers.for_each(|header| visit(header.ty));
        let mut shape = |shape: OutputShape| match shape {
            OutputShape::Typed(ty)
            | OutputShape::JsonLines(ty)
            | OutputShape::Events(ty) => visit(ty),
            OutputShape::Nothing | OutputShape::Text | OutputShape::Bytes => {}
        };
        match &self.output {
            Output::One(one) => shape(*one),
            Output::Many(cases) => cases.iter().for_each(|case| shape(case.shape)),
        }
        if let Some(pagination) = &self.pagination {
            visit(pagination.item);
        }
    }
}

impl Webhook {
    /// Calls `visit` with every type that the webhook carries.
    pub fn each_type(&self, visit: &mut impl FnMut(TypeRef)) {
        let contents = self.body.iter().flat_map(|body| &body.contents);
        contents.filter_map(|content| content.ty).for_each(visit);
    }
}

fn each_content(contents: &mut [MediaBody], visit: &mut impl FnMut(&mut TypeRef)) {
    contents.iter_mut().filter_map(|content| content.ty.as_mut()).for_each(visit);
}

fn each_output(output: &mut Output, visit: &mut impl FnMut(&mut TypeRef)) {
    let mut shape = |shape: &mut OutputShape| match shape {
        OutputShape::Typed(ty)
        | OutputShape::JsonLines(ty)
        | OutputShape::Events(ty) => {
            visit(ty);
        }
        OutputShape::Nothing | OutputShape::Text | OutputShape::Bytes => {}
    };
    match output {
        Output::One(one) => shape(one),
        Output::Many(cases) => cases.iter_mut().for_each(|case| shape(&mut case.shape)),
    }
}
