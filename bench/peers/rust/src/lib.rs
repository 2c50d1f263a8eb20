//! The contract that bench/peers/README.md describes: words and messages in, an answer a message out.

use std::borrow::Cow;
use std::fs::{read_to_string, File};
use std::io::{BufRead, BufReader, BufWriter, Result, Write};
use std::time::Instant;

use serde::Deserialize;

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// User and system time of this process, in seconds.
fn cpu_seconds() -> f64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is valid, and the clock exists on every Linux.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// `text` in lower case, or as it is where it is folded already.
fn view(text: Cow<'_, str>, is_folded: bool) -> Cow<'_, str> {
    if is_folded {
        text
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// Screens as the command line says: builds a matcher of the words with `build`, asks it of each
/// message whether it holds one.
pub fn run<Build, Holds>(build: Build) -> Result<()>
where
    Build: FnOnce(Vec<String>) -> Holds,
    Holds: Fn(&str) -> bool,
{
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("WORDS MESSAGES ANSWERS [--folded]");
    let (words, messages, answers) = (next(), next(), next());
    let is_folded = arguments.next().is_some_and(|argument| argument == "--folded");
    let words = read_to_string(words)?;
    let words = words.lines().map(|word| view(Cow::Borrowed(word), is_folded).into_owned());
    let holds_word = build(words.collect());

    let (cpu, wall) = (cpu_seconds(), Instant::now());
    let mut input = BufReader::with_capacity(1 << 16, File::open(messages)?);
    let mut output = BufWriter::with_capacity(1 << 16, File::create(answers)?);
    let (mut count, mut flagged) = (0u64, 0u64);
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? != 0 {
        let message: Message = serde_json::from_slice(&line)?;
        let is_flagged = holds_word(&view(message.text, is_folded));
        count += 1;
        flagged += u64::from(is_flagged);
        output.write_all(b"{\"id\":")?;
        serde_json::to_writer(&mut output, &message.id)?;
        output.write_all(if is_flagged { b",\"flagged\":true}\n" } else { b",\"flagged\":false}\n" })?;
        line.clear();
    }
    output.flush()?;
    println!(
        "{{\"messages\":{count},\"flagged\":{flagged},\"cpu_seconds\":{},\"wall_seconds\":{}}}",
        cpu_seconds() - cpu,
        wall.elapsed().as_secs_f64()
    );
    Ok(())
}
