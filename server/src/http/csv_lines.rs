//! Lines of a CSV file.

use std::io;

/// What a spreadsheet takes for the beginning of a formula; some take the wide signs too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Lines as they stand in the file.
pub(super) fn written(lines: &[Vec<String>]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.write_record(line.iter().map(|cell| plain(cell))).map_err(io::Error::other)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.into_error()))
}

/// A cell that no spreadsheet takes for a formula: what begins like one has an apostrophe before it.
fn plain(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
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
            ("Mina = x", "Mina = x"),
            ("", ""),
        ] {
            assert_eq!(plain(cell), expected);
        }
        let lines = [vec!["Okafor, Mina".to_owned(), "a \"b\"".to_owned()], vec!["=x".to_owned(), "é".to_owned()]];
        let file = String::from_utf8(written(&lines).unwrap()).unwrap();
        assert_eq!(file, "\"Okafor, Mina\",\"a \"\"b\"\"\"\n'=x,é\n");
    }
}
