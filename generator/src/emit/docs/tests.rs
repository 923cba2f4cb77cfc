use super::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

fn lines(markdown: &str) -> String {
    let docs = Docs { description: markdown.to_owned(), ..Docs::NONE };
    Comment::new().words(&docs, "Nothing.").lines.join("\n")
}

/// What is read, as plain words, so that writing anew can be seen to lose nothing.
fn words(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let texts = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.into_string()),
        Event::SoftBreak
        | Event::HardBreak
        | Event::Start(Tag::List(_) | Tag::CodeBlock(_))
        | Event::End(_) => Some(" ".to_owned()),
        _ => None,
    });
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn markup_that_rustdoc_takes_amiss_is_escaped() {
    assert_eq!(lines("See [scope] and <id>, a*b."), r"See \[scope\] and \<id\>, a\*b.");
    assert_eq!(
        lines("Visit https://example.com/a_b."),
        "Visit <https://example.com/a_b>."
    );
    assert_eq!(
        lines("[a](https://example.com) [b](#c)"),
        "[a](<https://example.com>) b"
    );
    assert_eq!(lines("one<br/>two<b>three</b>"), "one\\\ntwothree");
    assert_eq!(lines("<https://example.com>"), "<https://example.com>");
}

#[test]
fn characters_that_no_comment_holds_are_gone() {
    let text = lines("a\rb\u{202e}c\u{0}d\u{feff} */ #![x]");
    assert!(!text.contains(['\r', '\u{202e}', '\u{0}', '\u{feff}']), "{text}");
}

#[test]
fn code_is_never_compiled() {
    assert_eq!(lines("```\nfn main() {}\n```"), "```text\nfn main() {}\n```");
    assert_eq!(lines("```rust,ignore\nx\n```"), "```text\nx\n```");
    assert_eq!(lines("```json\n{}\n```"), "```json\n{}\n```");
    assert_eq!(lines("a\n\n    let x;\n"), "a\n\n```text\nlet x;\n```");
}

#[test]
fn lists_are_indented_as_they_belong() {
    assert_eq!(lines("- one\ntwo\n- three\n   - four"), "- one two\n- three\n  - four");
    assert_eq!(lines("1. one\n\n   two\n2. three"), "1. one\n\n   two\n2. three");
    assert_eq!(lines("-\n- a"), "-\n- a");
}

#[test]
fn tables_and_headings_stay() {
    assert_eq!(
        lines("# A #\n\n|a|b|\n|-|-|\n|`x`|y|"),
        "# A\n\n| a | b |\n| --- | --- |\n| `x` | y |"
    );
}

#[test]
fn a_wrapped_line_never_begins_a_block() {
    let long = format!("{} - 1. # + > =", "word ".repeat(40));
    let text = lines(&long.replace(" - ", &format!(" {} - ", "x".repeat(60))));
    assert_eq!(
        words(&text),
        words(&long.replace(" - ", &format!(" {} - ", "x".repeat(60))))
    );
    let starts =
        Parser::new(&text).filter(|event| matches!(event, Event::Start(Tag::List(_))));
    assert_eq!(starts.count(), 0);
}

#[test]
fn writing_anew_keeps_every_word() {
    let sources = [
        "A *b* **c** `d e` ~~f~~\n\n> quote\n> more\n\n* x\n* y\n\n  z",
        "1. a\n   - b\n     ```\n     code\n     ```\n2. c",
        "| a | b |\n|---|:-:|\n| 1 \\| 2 | `x` |",
        "Title\n=====\n\ntext with snake_case and _emphasis_ & entity &amp;lt; 5 \\* 3",
    ];
    for source in sources {
        assert_eq!(
            words(&lines(source)),
            words(source),
            "{source}\n---\n{}",
            lines(source)
        );
    }
}

#[test]
fn what_was_written_anew_stays_as_it_is() {
    let source = "- a\n- b\n  1. c\n\n     d\n\ntext [x](https://a.example) <k> \\[y\\]\n\n| a |\n|--|\n| b |";
    let once = lines(source);
    assert_eq!(lines(&once), once);
}

#[test]
fn depth_costs_no_stack_and_little_width() {
    let deep = format!("{}x", "> ".repeat(5000));
    assert!(lines(&deep).len() < 5000);
}

#[test]
fn limits_are_one_sentence_each() {
    let rules =
        Rules { minimum: Some(1.into()), maximum: Some(500.into()), ..Rules::default() };
    let text = limits(&rules, false, Some(&100.into()), None);
    assert_eq!(
        text.as_deref(),
        Some("Must be: at least 1; at most 500. Default: `100`.")
    );
    let rules = Rules { max_items: Some(3), max_length: Some(1), ..Rules::default() };
    let text = limits(&rules, true, None, None);
    assert_eq!(
        text.as_deref(),
        Some("Must be: each at most 1 character; at most 3 items.")
    );
}

#[test]
fn a_sentence_is_whole_over_the_ends_of_lines() {
    assert_eq!(
        sentence("One `word` to\nanother. And more.\n\nBeyond."),
        "One \\`word\\` to another. And more."
    );
    let long =
        format!("It tells {}what there is. Nobody reads this.", "at length ".repeat(9));
    assert!(sentence(&long).ends_with("what there is."));
}

#[test]
fn an_origin_is_spelled_as_in_the_description() {
    let origin = ["x-oasmith-webhooks", "x", "x-oasmith-prefix-items"];
    let origin = origin.iter().fold(Pointer::default(), |at, token| at.child(*token));
    assert_eq!(Comment::new().origin(&origin).markdown(), "`#/webhooks/x/prefixItems`");
}
