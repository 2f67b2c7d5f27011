//! What is left of a text once its addresses are read.

use super::{Entry, EntryProblem, collect, without_at::placed};

/// The lines in which no entry stands, with their places; of a text of one line the pieces between commas, or where names may
/// hold commas between semicolons, and between bars, where these divide several addresses. What holds neither letter nor number is none.
pub(super) fn without_any(text: &[char], entries: &[(usize, Entry)]) -> Vec<(usize, Entry)> {
    let ends = |c: &char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}');
    let commas = |c: &char| matches!(c, ',' | '、' | '،');
    let semicolons = |c: &char| matches!(c, ';' | '؛');
    let bars = |c: &char| *c == '|';
    let lines: Vec<_> = placed(text, 0, ends).filter(|(_, line)| line.iter().any(|c| !c.is_whitespace())).collect();
    let pieces = match lines.as_slice() {
        [(start, line)] => {
            let named = line.iter().any(|c| matches!(c, '<' | '"'));
            // One address between bars stands in a row of a table, whose other columns are about it.
            let barred = line.split(bars).filter(|piece| piece.contains(&'@')).count() > 1;
            placed(line, *start, move |c| semicolons(c) || !named && commas(c) || barred && bars(c)).collect()
        }
        _ => lines,
    };
    pieces
        .into_iter()
        .map(|(start, piece)| (start, start + piece.len(), collect(piece, 0..piece.len()).trim().to_owned()))
        .filter(|(start, end, typed)| {
            // An entry may go over several of them, as `{anna,bo}@fine.example`.
            let goes_on =
                |entry: &Entry| entry.typed.chars().any(|c| ends(&c) || commas(&c) || semicolons(&c) || bars(&c));
            let holds = |(at, entry): &(usize, Entry)| {
                (*start..*end).contains(at) || goes_on(entry) && entry.typed.contains(typed)
            };
            typed.contains(char::is_alphanumeric) && !typed.contains('@') && !entries.iter().any(holds)
        })
        .map(|(start, _, typed)| (start, Entry { typed, address: Err(EntryProblem::NoAddress) }))
        .collect()
}
