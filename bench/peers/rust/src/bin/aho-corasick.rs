//! The aho-corasick crate with its fastest automaton, a DFA.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input};

fn main() -> std::io::Result<()> {
    peers::run(|words| {
        let matcher = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(&words)
            .expect("the words make an automaton");
        move |text| matcher.is_match(Input::new(text).earliest(true))
    })
}
