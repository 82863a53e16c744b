//! For tests of forms: typed pairs in, a command or the errors out.

use std::cell::RefCell;
use std::collections::HashMap;

use heyi_core::command::Request;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::digest::Digest;
use heyi_core::erasable::Erasable;
use heyi_core::event::CaseEvent;
use uuid::Uuid;

use super::{FieldError, Input, Names, values_of};

/// A vault that remembers which text it handed out for which reference.
#[derive(Default)]
pub(crate) struct Texts(RefCell<HashMap<String, Erasable>>);

impl Texts {
    /// A text for that reference.
    pub(crate) fn reveal(&self, reference: &Erasable) -> String {
        let text = format!("姓名 {}", reference.key);
        self.0.borrow_mut().insert(text.clone(), reference.clone());
        text
    }
}

impl Names for Texts {
    fn name(&mut self, text: &str) -> Erasable {
        let reference = || Erasable { key: Uuid::from_u128(0), commitment: Digest::of(&[text.as_bytes()]) };
        self.0.borrow_mut().entry(text.to_owned()).or_insert_with(reference).clone()
    }
}

/// The reference that [`Texts`] hands out for a text it has not seen.
pub(crate) fn named(text: &str) -> Erasable {
    Texts::default().name(text)
}

/// What a form was typed like.
pub(crate) fn typed(pairs: &[(&str, &str)]) -> Input {
    Input::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).unwrap()
}

/// Reads a form on its own: on a day, where it asks for one.
pub(crate) fn read(kind: DecisionKind, pairs: &[(&str, &str)]) -> Result<Request, Vec<FieldError>> {
    let mut input = typed(pairs);
    if super::spec(kind).dated {
        input.or("occurred", "2026-02-10");
    }
    super::parse(kind, &input, &mut Texts::default())
}

/// The command of a form that is filled in well.
pub(crate) fn command(kind: DecisionKind, pairs: &[(&str, &str)]) -> Command {
    read(kind, pairs).unwrap().command
}

/// Everything that is wrong with a form: `field code`, in order. Each is said in both languages.
pub(crate) fn wrong(kind: DecisionKind, pairs: &[(&str, &str)]) -> Vec<String> {
    let errors = read(kind, pairs).unwrap_err();
    for FieldError { say, .. } in &errors {
        // What was typed is quoted as it is; the sentence around it is in the reader's language.
        assert!(!say.zh.is_ascii() && say.en.split('"').step_by(2).all(str::is_ascii), "{say:?}");
    }
    errors.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect()
}

/// The command that the form of a recorded event gives when it is sent again unchanged.
pub(crate) fn again(event: &CaseEvent) -> Command {
    let mut texts = Texts::default();
    let mut input = values_of(event, &|reference| texts.reveal(reference));
    input.or("occurred", "2026-02-10");
    super::parse(DecisionKind::of(event), &input, &mut texts).unwrap().command
}
