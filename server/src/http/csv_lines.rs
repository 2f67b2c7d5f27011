//! Lines of a CSV file, made so that a spreadsheet shows what stands in them and reckons nothing.

use std::io;

use csv::{QuoteStyle, WriterBuilder};

/// What a spreadsheet takes for the beginning of a formula; some take the wide signs too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Where a spreadsheet of another country may split a line. Quotes do not keep it from that: it heeds them at the beginning of what
/// it takes for a cell, and where it does not split at commas, only the first cell of a line begins with one.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// Without it Excel takes UTF-8 for the letters of some country.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The beginning of a file: its encoding, and its line of heads.
pub(super) fn head<const N: usize>(heads: [&str; N]) -> io::Result<Vec<u8>> {
    let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
    head.extend(written(&[heads.map(str::to_owned).to_vec()])?);
    Ok(head)
}

/// Lines as they stand in the file.
pub(super) fn written(lines: &[Vec<String>]) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Always).from_writer(Vec::new());
    for line in lines {
        writer.write_record(line.iter().map(|cell| plain(cell))).map_err(io::Error::other)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.into_error()))
}

/// A cell that no spreadsheet takes for a formula, nor any part of it that one would split off: what begins like one has an
/// apostrophe before it.
fn plain(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len() + 1);
    let mut begins = true;
    for sign in cell.chars() {
        if begins && FORMULA.contains(&sign) {
            plain.push('\'');
        }
        // Spaces and quotes at the beginning of a cell may be left out.
        begins = SEPARATORS.contains(&sign) || (begins && matches!(sign, ' ' | '"'));
        plain.push(sign);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    // TR-10
    #[test]
    fn tr_10_no_cell_is_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 1", "'+49 1"),
            ("-x", "'-x"),
            ("@mina", "'@mina"),
            ("\tx", "'\tx"),
            ("＝1+1", "'＝1+1"),
            ("Ann;=1", "Ann;'=1"),
            ("Ann; \"=1", "Ann; \"'=1"),
            ("Ann\n@x", "Ann\n'@x"),
            (" =1", " '=1"),
            ("Mina = x; a-b", "Mina = x; a-b"),
            ("", ""),
        ] {
            assert_eq!(plain(cell), expected);
        }
    }

    // TR-10
    #[test]
    fn tr_10_every_cell_is_quoted() {
        let lines = [vec!["Okafor, Mina".to_owned(), "a \"b\"".to_owned()], vec!["=x".to_owned(), "é;1".to_owned()]];
        let file = String::from_utf8(written(&lines).unwrap()).unwrap();
        assert_eq!(file, "\"Okafor, Mina\",\"a \"\"b\"\"\"\n\"'=x\",\"é;1\"\n");
        assert_eq!(String::from_utf8(head(["Name", "State"]).unwrap()).unwrap(), "\u{feff}\"Name\",\"State\"\n");
    }
}
