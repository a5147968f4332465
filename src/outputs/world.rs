//! Typst's view of the world: a project in memory with its fonts, the embedded fonts, nothing else.
//!
//! No package, no system font, no clock and no disk: what is built depends on the project alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

use crate::fonts;
use crate::outputs::Files;
use crate::outputs::project::MAIN;

/// A project in memory.
pub struct ProjectWorld {
    library: LazyHash<Library>,
    fonts: FontStore,
    files: FileStore<Loader>,
    main: FileId,
}

/// The embedded fonts, read once for all projects: what the widest of them covers takes a while to find out.
static EMBEDDED: LazyLock<Option<Vec<(Font, FontInfo)>>> =
    LazyLock::new(|| fonts::PDF.iter().map(|(_, data)| loaded_font(Bytes::new(*data))).collect());

struct Loader(HashMap<FileId, Bytes>);

impl FileLoader for Loader {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        self.0.get(&id).cloned().ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }
}

impl ProjectWorld {
    /// Takes a project. Nothing when a path cannot be one of a project, which `pictures` has made sure of.
    pub fn new(project: Files) -> Option<Self> {
        let mut loaded = HashMap::new();
        let mut store = FontStore::new();
        Option::clone(&EMBEDDED)?.into_iter().for_each(|font| store.push(font));
        for (path, bytes) in project {
            let bytes = Bytes::new(bytes);
            if path.starts_with(fonts::FOLDER) {
                store.push(loaded_font(bytes.clone())?);
            }
            loaded.insert(file_id(&path)?, bytes);
        }
        // Row heads in PDF tables are behind this flag in Typst 0.15.
        let features: Features = [Feature::A11yExtras].into_iter().collect();
        Some(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            fonts: store,
            files: FileStore::new(Loader(loaded)),
            main: file_id(MAIN)?,
        })
    }
}

fn loaded_font(data: Bytes) -> Option<(Font, FontInfo)> {
    let info = FontInfo::new(&data, 0)?;
    Some((Font::new(data, 0)?, info))
}

fn file_id(path: &str) -> Option<FileId> {
    Some(FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?)))
}

impl World for ProjectWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // The date is an input of the document and never the clock's.
        None
    }
}
