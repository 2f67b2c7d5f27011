//! What people paste, and what is read of it (IN-8).

use super::*;

/// The addresses that are found; what is none is in question marks.
fn read(pasted: &str) -> Vec<String> {
    let shown = |entry: Entry| entry.address.map_or_else(|_| format!("?{}?", entry.typed), String::from);
    addresses(pasted).into_iter().map(shown).collect()
}

#[track_caller]
fn reads(pasted: &str, wanted: &[&str]) {
    assert_eq!(read(pasted), wanted, "{pasted:?}");
}

// IN-8
#[test]
fn lists_of_any_shape_are_read() {
    let pasted = "mina@x.example, Jonas Lindqvist <JONAS@x.example>;\r\n\n leo@x.example ruth@x.example\nnobody\ntypo a@x.example\tb@x.example\nMina@X.example";
    reads(
        pasted,
        &["mina@x.example", "jonas@x.example", "leo@x.example", "ruth@x.example", "a@x.example", "b@x.example"],
    );
    reads(" ,;\n", &[]);
    reads("Anna Berg\nBo Ek", &[]);
    let many = (0..300).map(|n| format!("p{n}@x.example")).collect::<Vec<_>>().join("\n");
    assert_eq!(addresses(&many).len(), 300);
}

// IN-8
#[test]
fn what_was_meant_for_an_address_is_told_without_an_at_too() {
    for typed in [
        "peter.fine.example",
        "karl(at)fine.example",
        "karl (at) fine.example",
        "karl[at]fine[dot]example",
        "Karl {AT} fine.example",
        "karl at fine.example",
        "karl-heinz_2.fine.example",
    ] {
        let wanted = ["ok@fine.example".to_owned(), format!("?{typed}?"), "also@fine.example".to_owned()];
        for between in ["\n", ", ", ";", "\t"] {
            let pasted = format!("ok@fine.example{between}\"{typed}\"{between}also@fine.example");
            assert_eq!(read(&pasted), wanted, "{pasted:?}");
        }
    }
    reads("ok@fine.example\nfine.example", &["ok@fine.example", "?fine.example?"]);
    reads(
        "ok@fine.example peter.fine.example karl(at)fine.example",
        &["ok@fine.example", "?peter.fine.example?", "?karl(at)fine.example?"],
    );
    reads("peter.fine.example  karl(at)fine.example", &["?peter.fine.example?", "?karl(at)fine.example?"]);
    // A bar without a blank is a part of its word.
    for bar in [" | ", "\t|\t"] {
        reads(
            &["ok@fine.example", "karl(at)fine.example", "also@fine.example"].join(bar),
            &["ok@fine.example", "?karl(at)fine.example?", "also@fine.example"],
        );
    }
}

// IN-8
#[test]
fn names_headings_and_other_words_are_none() {
    for word in [
        "J.R.Smith",
        "Peter Fine",
        "E-Mail",
        "Dr. Berg",
        "Fine Corp.",
        "Fine & Co.KG",
        "Co.KG",
        "Invited on 28.11.2026",
        "28.11.2026",
        "1.5",
        "karl.fine",
        "www.fine.example",
        "https://fine.example/team",
        "Meet us at the pier.",
        "See you all at fine.example",
        "See you (at) the pier",
        "See docs.fine.example for more",
        "...",
        "at",
        "(at)",
    ] {
        reads(word, &[]);
        reads(&format!("{word}\na@fine.example"), &["a@fine.example"]);
    }
    reads("Acme,fine.example,a@fine.example", &["a@fine.example"]);
}

// IN-8
#[test]
fn lines_without_an_address_are_told() {
    let told = |pasted| {
        let left = |entry: &Entry| entry.address == Err(EntryProblem::NoAddress);
        addresses_and_lines(pasted).into_iter().filter(left).map(|entry| entry.typed).collect::<Vec<_>>()
    };
    let pasted =
        "ok@fine.example\nPeter Fine\n\n Meet us at the pier. \n---\nAnna Berg <anna@fine.example>\nPeter Fine";
    assert_eq!(told(pasted), ["Peter Fine", "Meet us at the pier."]);
    let typed: Vec<_> = addresses_and_lines(pasted).into_iter().map(|entry| entry.typed).collect();
    assert_eq!(typed, ["ok@fine.example", "Peter Fine", "Meet us at the pier.", "Anna Berg <anna@fine.example>"]);
    assert_eq!(told("ok@fine.example, Peter Fine; also@fine.example,"), ["Peter Fine"]);
    assert_eq!(told("Berg, Anna <anna@fine.example>; fine; Ek, Bo <bo@fine.example>"), ["fine"]);
    assert!(told("{anna,bo}@fine.example, ok@fine.example").is_empty());
    // Bars divide several addresses; in a row of a table they divide what is said of one.
    assert_eq!(told("ok@fine.example | Peter Fine | also@fine.example"), ["Peter Fine"]);
    assert!(told("Peter Fine | ok@fine.example | Sales").is_empty());
    assert!(told("{anna|bo}@fine.example ok@fine.example").is_empty());
    // Names, and the other cells of a row, are beside their address.
    for pasted in [
        "Berg, Anna <anna@fine.example>",
        "Anna;anna@fine.example;042\nBo;bo@fine.example;043",
        "Peter Fine ok@fine.example",
        "karl(at)fine.example\nok@fine.example",
        "nobody@\nok@fine.example",
        // Where no address stands at all, that is what is said.
        "Peter Fine\nAnna Berg",
    ] {
        assert!(told(pasted).is_empty(), "{pasted:?}");
    }
}

#[test]
fn field_11_names_with_commas_are_no_entries() {
    let both = ["anna.berg@example.org", "bo.ek@example.org"];
    reads("Berg, Anna <anna.berg@example.org>; Ek, Bo <bo.ek@example.org>", &both);
    reads("\"Berg, Anna\" <anna.berg@example.org>, \"Ek, Bo\" <bo.ek@example.org>", &both);
    reads("'Berg, Anna' <anna.berg@example.org>; 'bo.ek@example.org'", &both);
    reads("\"Berg, Anna @ Work\" <anna.berg@example.org>, Bo @ Ek <bo.ek@example.org>", &both);
    reads("\"anna@home\" <anna.berg@example.org>\n\"bo.ek@example.org\" <bo.ek@example.org>", &both);
    reads("=?utf-8?Q?Berg=2C_Anna?= <anna.berg@example.org>, =?UTF-8?B?Qm8=?=<bo.ek@example.org>", &both);
}

#[test]
fn field_12_every_address_is_an_entry() {
    let both = ["a@example.org", "b@example.org"];
    for pasted in [
        "Anna Berg <a@example.org> Bo Ek <b@example.org>",
        "Anna<a@example.org>Bo<b@example.org>",
        "<a@example.org><b@example.org>",
        "mailto:a@example.org,b@example.org?subject=Hi",
        "mailto:a@example.org?cc=b@example.org",
        "mailto:a@example.org%2Cb@example.org",
        "[Anna](mailto:a@example.org) [Bo](mailto:b@example.org)",
        "[a@example.org](mailto:a@example.org)[b@example.org](mailto:b@example.org)",
        "Anna (a@example.org), Bo (b@example.org).",
        "\u{feff}Name;E-mail\r\nAnna;a@example.org\r\nBo;b@example.org\r\n",
        "\"Name\",\"E-mail\"\n\"Berg, Anna\",\"a@example.org\"\n\"Ek, Bo\",\"b@example.org\"",
        "- a@example.org\n- b@example.org",
        "* a@example.org\n•b@example.org",
        "-a@example.org\n-b@example.org",
        "1. a@example.org\n2) b@example.org",
        "**a@example.org** _b@example.org_ `b@example.org`",
        "a@example.org. b@example.org!",
        "a@example.org/b@example.org",
        "a@example.org|b@example.org",
        "a@example.org & b@example.org",
        "a@example.org+b@example.org",
        "a@example.org\u{a0}b@example.org",
        "a@example.org\u{200b}b@example.org",
        "a@example.org\u{2028}b@example.org\u{85}",
        "a@example.org，b@example.org；",
        "a＠example.org、B@EXAMPLE.ORG",
        "smtp:a@example.org;SMTP:b@example.org",
        "[\"a@example.org\",\"b@example.org\"]",
        "{a@example.org} {b@example.org}",
        "&lt;a@example.org&gt; &lt;b@example.org&gt;",
        "<td>a@example.org</td><td>b@example.org</td>",
        "To: Anna <a@example.org>\nCc: Team: b@example.org;",
        "“a@example.org” „b@example.org“ «b@example.org»",
        "a@example.org—b@example.org…",
        "a@example.org: Anna's, b@example.org's",
        "a@example.org~b@example.org",
        "a@example.org·b@example.org",
        "a@example.org–b@example.org",
        "a@example.org#b@example.org",
        "a@example.org->b@example.org",
        "email=a@example.org&email=b@example.org",
        "{\"email\":\"a@example.org\"},{\"email\":\"b@example.org\"}",
        "1;Anna;a@example.org;042\n2;Bo;b@example.org;043",
        "a@example.org&#44;b@example.org<br>",
    ] {
        reads(pasted, &both);
    }
}

#[test]
fn what_holds_an_at_and_is_no_address_is_told_as_typed() {
    reads("mina@, @leo; ruth", &["?mina@?", "?@leo?"]);
    reads("mina @ x.example", &["?mina @ x.example?"]);
    reads("mina@ x.example", &["?mina@ x.example?"]);
    reads("a@b@c.example", &["?a@b@c.example?"]);
    reads("a@x.exampleb@y.example", &["?a@x.exampleb@y.example?"]);
    reads("a@my_host.example", &["?a@my_host.example?"]);
    reads("a@b^c.example a@1.2.3.4", &["?a@b^c.example?", "?a@1.2.3.4?"]);
    reads("o’brien@x.example", &["?o’brien@x.example?"]);
    reads("anna‑berg@x.example", &["?anna‑berg@x.example?"]);
    reads("\"a b\"@x.example", &["?\"a b\"@x.example?"]);
    reads("HOST\\anna@x.example", &["?HOST\\anna@x.example?"]);
    reads("mi\u{200b}na@x.example", &["?mi\u{200b}na@x.example?"]);
    reads("anna@localhost, bo@x.example", &["?anna@localhost?", "bo@x.example"]);
    reads("foo@bar/bo@x.example", &["?foo@bar/?", "bo@x.example"]);
    reads("a..b@x.example a@[127.0.0.1]", &["?a..b@x.example?", "?a@[127.0.0.1]?"]);
    reads("mina@ mina@", &["?mina@?"]);
}

#[test]
fn the_name_stays_beside_its_address() {
    let typed = |pasted| addresses(pasted).into_iter().map(|entry| entry.typed).collect::<Vec<_>>();
    assert_eq!(typed("Anna Berg <a@x.example> Bo <b@x.example>"), ["Anna Berg <a@x.example>", "Bo <b@x.example>"]);
    assert_eq!(typed("c@x.example; \"Berg, Anna\" <a@x.example>"), ["c@x.example", "\"Berg, Anna\" <a@x.example>"]);
    assert_eq!(typed("<a@x.example>\n (b@x.example)"), ["<a@x.example>", "b@x.example"]);
}

#[test]
fn addresses_beyond_ascii_are_one_entry() {
    reads("Zoë <zoë@bücher.example>, ZOË@xn--bcher-kva.example", &["zoë@bücher.example"]);
    reads("anna＋tag@x.example", &["anna+tag@x.example"]);
    reads("o'brien@x.example 'pat@x.example'", &["o'brien@x.example", "pat@x.example"]);
}

#[test]
fn what_is_in_braces_is_no_address_and_not_lost() {
    reads("{anna,bo}@uni.example", &["?{anna,bo}@uni.example?"]);
    reads(
        "c@x.example {anna, bo, cy}@x.example d@x.example",
        &["c@x.example", "?{anna, bo, cy}@x.example?", "d@x.example"],
    );
    reads("{cy}@x.example", &["?{cy}@x.example?"]);
    reads("{anna|bo}@x.example", &["?{anna|bo}@x.example?"]);
    reads("[anna, bo]@x.example (cy|di)@x.example", &["?[anna, bo]@x.example?", "?(cy|di)@x.example?"]);
    reads("{color:red}cy@x.example", &["?{color:red}cy@x.example?"]);
    reads("\\texttt{ni@x.example}", &["ni@x.example"]);
}

#[test]
fn words_glued_to_an_address_are_no_part_of_it() {
    for (pasted, wanted) in [
        ("cy@u2.com으로 보내세요", "cy@u2.com"),
        ("bo@f7.com입니다", "bo@f7.com"),
        ("di@u3.comまで。よろしく", "di@u3.com"),
        ("di@u3.com。よろしく", "di@u3.com"),
        ("anna@f10.com是邮箱", "anna@f10.com"),
        ("anna@f10.example」と", "anna@f10.example"),
        ("邮箱te@u17.com", "?邮箱te@u17.com?"),
        ("อีเมลanna@f12.com", "?อีเมลanna@f12.com?"),
        ("почтаbo@f11.com", "?почтаbo@f11.com?"),
        // No top-level domain: nobody can tell where it ends.
        ("bo@f7.intern입니다", "?bo@f7.intern입니다?"),
        ("anna@x.example♥", "anna@x.example"),
        ("иван@почта.рф", "иван@почта.рф"),
        ("a@東京タワーtokyo.example", "a@東京タワーtokyo.example"),
        ("a@x.中国", "a@x.中国"),
        ("a@corp.intranet", "a@corp.intranet"),
    ] {
        reads(pasted, &[wanted]);
    }
    reads("anna@f13.com وbo@f13.com", &["anna@f13.com", "?وbo@f13.com?"]);
}

#[test]
fn wide_signs_and_counting_numbers_divide_as_others_do() {
    let both = ["a@x.example", "b@x.example"];
    for pasted in [
        "a@x.example／b@x.example",
        "a@x.example｜b@x.example",
        "＊a@x.example ＊b@x.example",
        "｛a@x.example｝ ｛b@x.example｝",
        "＇a@x.example＇ ＇b@x.example＇",
        "メール：a@x.example、Ｅ-ｍａｉｌ：ｂ@x.example",
        "a@x.example¹ b@x.example²",
        "①a@x.example②b@x.example",
        "⑴ a@x.example ⑵b@x.example",
        "a@x.example・b@x.example",
        "・a@x.example\n・b@x.example",
        "a@x.example﹐b@x.example",
    ] {
        reads(pasted, &both);
    }
    reads("メール＝pa@u13.example", &["?メール=pa@u13.example?"]);
    for c in "！＃＄％＆＇＊＋／＝？＾｀｛｜｝～".chars() {
        reads(&format!("a@x.example{c}b@x.example"), &both);
    }
}

/// Whatever stands between two addresses, no third one comes of it.
#[test]
fn no_sign_between_two_addresses_makes_a_third() {
    for c in ('\u{1}'..='\u{33ff}').chain('\u{fb00}'..='\u{ffff}').filter(|c| crate::unicode::is_text(*c)) {
        for address in read(&format!("ed@u4.example{c}fi@u4.example")) {
            let unclear = address.starts_with('?');
            // Letters, hyphens and dots make longer words.
            assert!(
                unclear || ["ed@u4.example", "fi@u4.example"].contains(&&*address),
                "{c:?} {}",
                address.escape_unicode()
            );
        }
    }
}

#[test]
fn what_sign_up_takes_is_taken_whole() {
    for typed in [
        "zed@col·legi.example",
        "zed@paral·lel.example",
        "zed@フー・バー.example",
        "zed@צה״ל.example",
        "zed@ג׳ירפה.example",
        "zed@ཨ་ཨ.example",
        "zed@λ͵α.example",
        "a@😀.h.example",
        "a@♥.example",
        "x№1@h.example",
        "-a@h.example",
        "$a@h.example",
        "#a@h.example",
        "*a@h.example",
        "'a@h.example",
    ] {
        let address: EmailAddress = typed.parse().unwrap();
        reads(typed, &[address.as_str()]);
        reads(&format!(" {typed}\n"), &[address.as_str()]);
        reads(&format!("Zed <{typed}>; anna@x.example"), &[address.as_str(), "anna@x.example"]);
    }
    reads("zed@col·legi.example/b@x.example", &["zed@col·legi.example", "b@x.example"]);
    for typed in ["a€b@h.example", "a・b@h.example", "€b@h.example", "a”b”@h.example"] {
        assert!(typed.parse::<EmailAddress>().is_err());
        reads(typed, &[&format!("?{typed}?")]);
        reads(&format!("c@x.example {typed}"), &["c@x.example", &format!("?{typed}?")]);
    }
}

#[test]
fn what_stands_before_an_address_is_no_part_of_it() {
    for (pasted, wanted) in [
        ("https://x.example/unsubscribe?email=hi@u6.example", "hi@u6.example"),
        ("https://x.example/users/anna@f21.example/edit", "?https://x.example/users/anna@f21.example/edit?"),
        ("Gi|gi@u5.example", "?Gi|gi@u5.example?"),
        ("|Anna|anna@x.example|", "anna@x.example"),
        ("Anna|Berg|anna@x.example|Sales", "anna@x.example"),
        ("user=jo@u8.example", "?user=jo@u8.example?"),
        ("UserPrincipalName=jo@u8.example", "?UserPrincipalName=jo@u8.example?"),
        ("--to=jo@u8.example", "jo@u8.example"),
        ("Ann#we@u20.example", "?Ann#we@u20.example?"),
        ("Cy^vi@u19.example", "?Cy^vi@u19.example?"),
        ("Bo~bo@x.example", "?Bo~bo@x.example?"),
        ("Di`di@x.example", "?Di`di@x.example?"),
        ("<mail to='ka@u9.example'/>", "ka@u9.example"),
        ("x='um@u18.example'", "um@u18.example"),
        ("'o'brien@x.example'", "o'brien@x.example"),
        ("a=b@h.example", "?a=b@h.example?"),
        ("<a=b@h.example>", "a=b@h.example"),
    ] {
        reads(pasted, &[wanted]);
    }
    reads("Anna|anna@x.example\nBo|bo@x.example", &["anna@x.example", "bo@x.example"]);
    reads("|Name|Mail|\n|---|---|\n|Anna|anna@x.example|\n|Bo|bo@x.example|", &["anna@x.example", "bo@x.example"]);
    reads("Anna, -a@h.example; b@h.example", &["?-a@h.example?", "b@h.example"]);
    reads("1)a@x.example 2)b@x.example", &["a@x.example", "b@x.example"]);
}

#[test]
fn what_is_escaped_is_read_or_told() {
    reads("mailto:ij%2Btag@u7.example", &["ij+tag@u7.example"]);
    reads("li@ok.example, mailto:mo%40u10.example", &["li@ok.example", "mo@u10.example"]);
    reads("li@ok.example MAILTO:z%C3%B6@x.example?subject=Hi%20you", &["li@ok.example", "zö@x.example"]);
    reads("li@ok.example anna&#64;x.example bo&#x40;x.example", &["li@ok.example", "anna@x.example", "bo@x.example"]);
    reads("li@ok.example, anna=40x.example", &["li@ok.example", "?anna=40x.example?"]);
    reads("li@ok.example, mo%40x.example", &["li@ok.example", "?mo%40x.example?"]);
    reads("ij%2Btag@u7.example", &["?ij%2Btag@u7.example?"]);
}

#[test]
fn field_7_what_is_not_seen_is_told() {
    let problem = |pasted| addresses(pasted).into_iter().map(|entry| entry.address.err()).collect::<Vec<_>>();
    assert_eq!(problem("an\u{200b}na@u1.example"), [Some(EntryProblem::Invisible)]);
    assert_eq!(problem("b@u1.example, anna@u\u{ad}1.example"), [None, Some(EntryProblem::Invisible)]);
    assert_eq!(problem("anna@u1.ex\u{200b}ample\u{200b}"), [Some(EntryProblem::Invisible)]);
    assert_eq!(problem("anna@u1"), [Some(EntryProblem::Shape)]);
    assert_eq!(problem("Gi|gi@u5.example"), [Some(EntryProblem::Unclear)]);
}

#[test]
fn what_a_line_break_tears_is_no_address() {
    reads("<anna.\nberg@x.example>", &["?berg@x.example?"]);
    reads("<anna@mail.com.\nexample>", &["?anna@mail.com.?"]);
    reads("anna.(x)berg@x.example", &["?anna.(x)berg@x.example?"]);
    reads("<a@x.example and b@x.example>", &["a@x.example", "b@x.example"]);
    reads("<a href=\"mailto:a@x.example\">Anna</a>", &["a@x.example"]);
    reads("(Anna)a@x.example", &["a@x.example"]);
}
