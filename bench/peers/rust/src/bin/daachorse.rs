//! The daachorse crate: a double-array Aho-Corasick over bytes.

use daachorse::DoubleArrayAhoCorasick;

fn main() -> std::io::Result<()> {
    peers::run(|words| {
        let matcher = DoubleArrayAhoCorasick::<u32>::new(words).expect("the words make an automaton");
        move |text| matcher.find_iter(text).next().is_some()
    })
}
