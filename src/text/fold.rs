//! Texts without case and accents, for comparing what people type with what people wrote; each place in the folded text
//! leads back to its place in the original.

/// A text folded for comparison.
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the byte of the original at which its character starts; `None` where both are the same.
    starts: Option<Vec<u32>>,
    /// Length of the original.
    length: usize,
}

impl Folded {
    /// Folds a text: lower case, accents gone (`é` → `e`), ligatures in letters (`ß` → `ss`).
    pub fn new(text: &str) -> Folded {
        if text.is_ascii() {
            return Folded {
                text: text.to_ascii_lowercase(),
                starts: None,
                length: text.len(),
            };
        }
        let mut folded = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            fold_char(c, &mut folded);
            starts.resize(folded.len(), u32::try_from(at).unwrap_or(u32::MAX));
        }
        Folded {
            text: folded,
            starts: Some(starts),
            length: text.len(),
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that a range of the folded text comes from.
    pub fn original(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let Some(starts) = &self.starts else { return range };
        let start = |at: usize| starts.get(at).map_or(self.length, |&start| start as usize);
        let first = start(range.start);
        // A letter may fold into two: the end is where the next other letter starts.
        let last = range.end.checked_sub(1).map_or(0, start);
        let next = starts[range.end.min(starts.len())..]
            .iter()
            .find(|&&next| next as usize > last);
        first..next.map_or(self.length, |&next| next as usize).max(first)
    }
}

/// A text folded, where its places do not matter.
pub fn fold(text: &str) -> String {
    Folded::new(text).text
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'A'..='Z' | '\0'..='\u{7f}' => out.push(c.to_ascii_lowercase()),
        // Combining marks.
        '\u{300}'..='\u{36f}' => {}
        c => {
            for lower in c.to_lowercase() {
                match plain(lower) {
                    Some(letters) => out.push_str(letters),
                    None if ('\u{300}'..='\u{36f}').contains(&lower) => {}
                    None => out.push(lower),
                }
            }
        }
    }
}

/// Latin letters with marks, by the letters that people type for them.
const PLAIN: [(&str, &str); 32] = [
    ("a", "àáâãåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
    ("a", "ä"),
    ("ae", "æǣǽ"),
    ("b", "ḃḅḇ"),
    ("c", "çćĉċčḉ"),
    ("d", "ďđðḋḍḏḑḓ"),
    ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
    ("f", "ḟ"),
    ("g", "ĝğġģǧǵḡ"),
    ("h", "ĥħȟḣḥḧḩḫẖ"),
    ("i", "ìíîïĩīĭįıǐȉȋḭḯỉị"),
    ("ij", "ĳ"),
    ("j", "ĵǰ"),
    ("k", "ķĸǩḱḳḵ"),
    ("l", "ĺļľŀłḷḹḻḽ"),
    ("m", "ḿṁṃ"),
    ("n", "ñńņňŉŋǹṅṇṉṋ"),
    ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
    ("oe", "œ"),
    ("p", "ṕṗ"),
    ("r", "ŕŗřȑȓṙṛṝṟ"),
    ("s", "śŝşšșſṡṣṥṧṩ"),
    ("ss", "ß"),
    ("t", "ţťŧțṫṭṯṱẗ"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
    ("v", "ṽṿ"),
    ("w", "ŵẁẃẅẇẉẘ"),
    ("x", "ẋẍ"),
    ("y", "ýÿŷȳẏẙỳỵỷỹ"),
    ("z", "źżžẑẓẕ"),
    ("'", "‘’ʼ"),
];

fn plain(c: char) -> Option<&'static str> {
    // Most other letters are of other scripts.
    if !matches!(c, '\u{c0}'..='\u{24f}' | '\u{2bc}' | '\u{1e00}'..='\u{1eff}' | '\u{2018}' | '\u{2019}') {
        return None;
    }
    let row = PLAIN.iter().find(|(_, marked)| marked.contains(c));
    row.map(|(letters, _)| *letters)
}

#[cfg(test)]
mod tests {
    use super::{Folded, fold};

    #[test]
    fn case_and_accents_do_not_count() {
        for (text, folded) in [
            ("Über", "uber"),
            ("CAFÉ", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("Đặng", "dang"),
            ("Ελλάς", "ελλάς"),
            ("決定 ✅", "決定 ✅"),
            ("don’t", "don't"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn places_lead_back() {
        for (text, needle, original) in [
            ("plain Text", "text", "Text"),
            ("die Straße hier", "strasse", "Straße"),
            ("die Straße hier", "stras", "Straß"),
            ("ein Café da", "cafe", "Café"),
            ("ein cafe\u{301} da", "cafe", "cafe\u{301}"),
            ("x é", "e", "é"),
        ] {
            let folded = Folded::new(text);
            let at = folded.text().find(needle).unwrap();
            let back = folded.original(at..at + needle.len());
            assert_eq!(&text[back], original);
        }
    }
}
