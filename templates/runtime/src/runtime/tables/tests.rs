use super::*;
use crate::runtime::{
    Field, Format, Number, PageStyle, Parts, Place, Status, Style, Told, XmlNode, blank,
};

#[test]
fn a_line_is_a_property_with_its_rules() {
    static TEXT: TableText = TableText {
        name: "Thing",
        text: r#"
        "id" required read-only pattern "^[a-f0-9]{24}$" max-length 24
        "q\"uo\\te" secret minimum -1.5 below 340282366920938463463374607431768211
        "tag" xml (name "t" attribute)
        "tags" unique-items xml (wrapped item (name "tag"))
        "#,
        read: UNREAD,
    };
    let fields = TEXT.get().fields();
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    assert_eq!(names, ["id", "q\"uo\\te", "tag", "tags"]);
    let [id, quote, tag, tags] = fields else {
        panic!("not as many or not of this kind")
    };
    assert_eq!(id.flags, Field::REQUIRED | Field::READ_ONLY);
    let rules = id.rules.unwrap();
    assert_eq!((rules.pattern, rules.max_length), (Some("^[a-f0-9]{24}$"), Some(24)));
    let rules = quote.rules.unwrap();
    assert!(quote.is(Field::SECRET) && rules.exclusive_maximum);
    assert_eq!(rules.minimum, Some(Number::Float(-1.5)));
    let large = 340_282_366_920_938_463_463_374_607_431_768_211;
    assert_eq!(rules.maximum, Some(Number::Integer(large)));
    let xml = tag.xml.unwrap();
    assert_eq!((xml.name, xml.node), ("t", XmlNode::Attribute));
    assert!(tag.rules.is_none());
    assert_eq!(tags.xml.unwrap().item.unwrap().name, "tag");
}

#[test]
fn a_union_says_what_tells_its_variants_apart() {
    static PET: TableText = TableText {
        name: "Pet",
        text: "union 2\ntag \"petType\"\n\"cat\" 0\n\"dog\" 1\notherwise 1",
        read: UNREAD,
    };
    let Parts::Variants {
        told: Told::Discriminator { property, mapping, otherwise: Some(1) },
        count: 2,
    } = &PET.get().parts
    else {
        panic!("not as many or not of this kind")
    };
    assert_eq!((*property, *mapping), ("petType", &[("cat", 0), ("dog", 1)][..]));
    static LOOSE: TableText = TableText { name: "Loose", text: "union 3", read: UNREAD };
    assert!(matches!(LOOSE.get().told(), Told::BestMatch));
    assert_eq!(LOOSE.get().variants(), 3);
}

#[test]
fn an_operation_has_all_that_its_lines_say() {
    static TEXT: OperationText = OperationText {
        text: r#"
        operation "listThings" in "All things" deprecated
        call "POST" "/groups/{groupId}/things"
        always "v" "1"
        path "groupId"
        query "filter" style deep-object no-explode reserved
        body optional
        sends json "application/json"
        sends multipart "multipart/form-data"
        part "file" type "image/png" explode nested "|" header "X-Kind" "picture"
        accept "application/json"
        answer 200 json "application/json" into 0
        or text "text/plain" into 1
        answer 4XX
        answer default xml (name "e") "application/xml" into 1
        security 0 ("read" "write") 1
        security
        server "https://{region}.example"
        variable "region" "eu" "eu" "us"
        pages number 1 1 size 0 items "a" "b"
        "#,
        blanks: &[blank::<String>, blank::<i64>],
        read: UNREAD_OPERATION,
    };
    let all = TEXT.get();
    assert_eq!((all.id, all.group, all.deprecated), ("listThings", "All things", true));
    assert_eq!((all.method, all.template), ("POST", "/groups/{groupId}/things"));
    assert_eq!(all.query, [("v", "1")]);
    let [group, filter] = all.parameters else {
        panic!("not as many or not of this kind")
    };
    assert_eq!((group.place, group.style), (Place::Path, Style::Simple));
    assert_eq!((filter.style, filter.explode), (Style::DeepObject, false));
    assert!(filter.allow_reserved);
    let body = all.body.unwrap();
    assert!(!body.required);
    let [_, form] = body.contents else { panic!("not as many or not of this kind") };
    let [part] = form.encoding else { panic!("not as many or not of this kind") };
    assert_eq!((part.content_type, part.explode), (Some("image/png"), Some(true)));
    assert_eq!((part.nested, part.headers), (&["|"][..], &[("X-Kind", "picture")][..]));
    let [success, client, other] = all.responses else {
        panic!("not as many or not of this kind")
    };
    assert_eq!(success.contents.len(), 2);
    assert_eq!((client.status, client.contents.len()), (Status::Range(4), 0));
    let Format::Xml(root) = other.contents[0].format else {
        panic!("not as many or not of this kind")
    };
    assert_eq!((other.status, root.name), (Status::Default, "e"));
    let [both, none] = all.security else { panic!("not as many or not of this kind") };
    assert_eq!(both[0].scopes, ["read", "write"]);
    assert_eq!((both[1].scheme, none.len()), (1, 0));
    assert_eq!(all.servers[0].variables[0].values, ["eu", "us"]);
    let pages = all.pages.unwrap();
    assert_eq!(pages.items, ["a", "b"]);
    let PageStyle::PageNumber { page: 1, first: 1, size: Some(0) } = pages.style else {
        panic!("not as many or not of this kind")
    };
}
