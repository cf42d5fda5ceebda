//! What typst finds outside the template: our two fonts, those that are given, and nothing else. No file, no package, no clock.

use std::collections::BTreeSet;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The template.
const TEMPLATE: &str = include_str!("template/report.typ");
/// The fonts that charts are measured with.
const FONTS: [&[u8]; 2] =
    [include_bytes!("../../fonts/DejaVuSans.ttf"), include_bytes!("../../fonts/DejaVuSans-Bold.ttf")];

/// The world of one report.
pub(crate) struct ReportWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
}

/// Fonts for scripts that ours do not have, in the order in which they are asked.
#[derive(Debug, Clone, Default)]
pub struct Fonts(Vec<Font>);

impl Fonts {
    /// Adds the fonts of a file (TTF, OTF, TTC, OTC); `false` = it holds none.
    pub fn add(&mut self, file: Vec<u8>) -> bool {
        let before = self.0.len();
        self.0.extend(Font::iter(Bytes::new(file)));
        self.0.len() > before
    }
}

impl ReportWorld {
    /// A world in which `sys.inputs` holds the report.
    pub(crate) fn new(inputs: Dict, more: &Fonts) -> Self {
        let own = FONTS.into_iter().filter_map(|font| Font::new(Bytes::new(font), 0));
        let fonts: Vec<Font> = own.chain(more.0.iter().cloned()).collect();
        Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(template_id(), TEMPLATE.to_owned()),
        }
    }

    /// Letters of the report that none of the fonts has.
    pub(crate) fn without_glyph(&self, inputs: &Dict) -> BTreeSet<char> {
        let mut letters = BTreeSet::new();
        inputs.iter().for_each(|(_, value)| letters_of(value, &mut letters));
        let has = |letter: char| self.fonts.iter().any(|font| font.info().coverage.contains(letter.into()));
        letters.into_iter().filter(|letter| !is_invisible(*letter) && !has(*letter)).collect()
    }
}

fn letters_of(value: &Value, letters: &mut BTreeSet<char>) {
    match value {
        Value::Str(text) => letters.extend(text.chars()),
        Value::Array(all) => all.iter().for_each(|one| letters_of(one, letters)),
        Value::Dict(all) => all.iter().for_each(|(_, one)| letters_of(one, letters)),
        _ => {}
    }
}

/// Controls and joiners, which no font has to draw.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn template_id() -> FileId {
    let Ok(path) = VirtualPath::new("/report.typ") else { unreachable!("the path is in the project") };
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(outside(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Err(outside(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn outside(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}
