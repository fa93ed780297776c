//! The characters of a text, as the parser asks for them.
//!
//! The parser makes room for a whole buffer (128 bytes in its own input) behind each plain word that it copies. Half of
//! the values in configs are shorter than that room, so here the buffer is said to be small: nothing else differs, and
//! every question is passed on.

use saphyr_parser::StrInput;
use saphyr_parser::input::SkipTabs;

/// A text whose words are copied in small steps.
pub(crate) struct Input<'t>(StrInput<'t>);

impl<'t> Input<'t> {
    /// Of a whole text.
    pub(crate) fn new(text: &'t str) -> Self {
        Input(StrInput::new(text))
    }
}

/// Passes questions on. Without this the trait would answer most of them character by character.
macro_rules! pass_on {
    ($($name:ident(&self $(, $argument:ident: $type:ty)*) -> $answer:ty;)*) => {
        $(#[inline(always)]
        fn $name(&self $(, $argument: $type)*) -> $answer {
            self.0.$name($($argument),*)
        })*
    };
    ($($name:ident(&mut self $(, $argument:ident: $type:ty)*) -> $answer:ty;)*) => {
        $(#[inline(always)]
        fn $name(&mut self $(, $argument: $type)*) -> $answer {
            self.0.$name($($argument),*)
        })*
    };
}

impl saphyr_parser::Input for Input<'_> {
    fn bufmaxlen(&self) -> usize {
        8
    }

    pass_on! {
        buflen(&self) -> usize;
        buf_is_empty(&self) -> bool;
        peek(&self) -> char;
        peek_nth(&self, n: usize) -> char;
        peek_opt(&self) -> Option<char>;
        next_char_is(&self, c: char) -> bool;
        nth_char_is(&self, n: usize, c: char) -> bool;
        next_2_are(&self, a: char, b: char) -> bool;
        next_3_are(&self, a: char, b: char, c: char) -> bool;
        next_is_document_indicator(&self) -> bool;
        next_is_document_start(&self) -> bool;
        next_is_document_end(&self) -> bool;
        next_can_be_plain_scalar(&self, in_flow: bool) -> bool;
        next_is_blank_or_break(&self) -> bool;
        next_is_blank_or_breakz(&self) -> bool;
        next_is_blank(&self) -> bool;
        next_is_break(&self) -> bool;
        next_is_breakz(&self) -> bool;
        next_is_z(&self) -> bool;
        next_is_flow(&self) -> bool;
        next_is_digit(&self) -> bool;
        next_is_alpha(&self) -> bool;
    }

    pass_on! {
        lookahead(&mut self, count: usize) -> ();
        raw_read_ch(&mut self) -> char;
        raw_read_non_breakz_ch(&mut self) -> Option<char>;
        skip(&mut self) -> ();
        skip_n(&mut self, count: usize) -> ();
        look_ch(&mut self) -> char;
        skip_ws_to_eol(&mut self, tabs: SkipTabs) -> (usize, Result<SkipTabs, &'static str>);
        skip_while_non_breakz(&mut self) -> usize;
        skip_while_blank(&mut self) -> usize;
        fetch_while_is_alpha(&mut self, out: &mut String) -> usize;
        fetch_while_is_yaml_non_space(&mut self, out: &mut String) -> usize;
    }
}
