//! What is known of a case that was taken over: shared by a case of one employer and one of many.

use heyi_core::event::opening::TakenOverOutcome;
use heyi_core::stage::{Stage, Step};
use jiff::civil::Date;

use super::choices::{OUTCOME_FORMS, STEPS, TAKEN_OVER_STAGES};
use super::{Field, Filler, Reader, Widget, sentences};

/// The fields, before those of the opening.
pub const FIELDS: &[Field] = &[
    Field::required("source", Widget::Line, "资料来源", "Source")
        .hint("标题、报刊和日期，或台账名称和页码。", "Title, paper and date, or the ledger and its page."),
    Field::required("stage", Widget::Choice(TAKEN_OVER_STAGES.choices), "已到阶段", "How far it had come"),
    Field::required("as_of", Widget::Day, "截至日期", "As of").hint("上述阶段所指的日期。", "The day that is said of."),
    Field::optional("unknown", Widget::Choices(STEPS.choices), "情况不明的步骤", "Steps nothing is known of").hint(
        "应当发生过但没有资料的步骤；不要编造。",
        "Steps that must have happened, or may have. They are never made up.",
    ),
    Field::optional("outcome_form", Widget::Choice(OUTCOME_FORMS.choices), "成果形式", "Form of the outcome")
        .hint("台账载有成果的填写以下各项。", "When the ledger names one."),
    Field::optional("outcome_title", Widget::Line, "成果名称", "Title of the outcome"),
    Field::optional("effective_on", Widget::Day, "生效日期", "Day of effect"),
    Field::optional("expires_on", Widget::Day, "期满日期", "Last day"),
];

/// What was typed.
pub struct TakenOver {
    /// Where it is known from.
    pub source: String,
    /// How far the case had come.
    pub stage: Stage,
    /// The day that is said of.
    pub as_of: Date,
    /// Steps nothing is known of.
    pub unknown: Vec<Step>,
    /// The outcome, when the ledger names one.
    pub outcome: Option<TakenOverOutcome>,
}

/// Reads what is known.
pub fn read(form: &mut Reader<'_>) -> Option<TakenOver> {
    let source = form.text("source");
    let stage = form.choice("stage", &TAKEN_OVER_STAGES);
    let as_of = form.day("as_of");
    let unknown = form.choices("unknown", &STEPS);
    let outcome = read_outcome(form);
    Some(TakenOver { source, stage: stage?, as_of: as_of?, unknown, outcome })
}

fn read_outcome(form: &mut Reader<'_>) -> Option<TakenOverOutcome> {
    let outcome_form = form.choice("outcome_form", &OUTCOME_FORMS);
    let title = form.text("outcome_title");
    let effective_on = form.day("effective_on");
    let expires_on = form.day("expires_on");
    if outcome_form.is_none() && !(title.is_empty() && effective_on.is_none() && expires_on.is_none()) {
        form.refuse("outcome_form", sentences::choose());
    }
    Some(TakenOverOutcome { form: outcome_form?, title, effective_on, expires_on })
}

/// Fills in what was recorded.
pub fn fill(
    source: &str,
    stage: Stage,
    as_of: Date,
    unknown: &[Step],
    outcome: Option<&TakenOverOutcome>,
    form: &mut Filler<'_>,
) {
    form.text("source", source);
    form.choice("stage", &TAKEN_OVER_STAGES, stage);
    form.day("as_of", Some(as_of));
    form.choices("unknown", &STEPS, unknown);
    if let Some(outcome) = outcome {
        form.choice("outcome_form", &OUTCOME_FORMS, outcome.form);
        form.text("outcome_title", &outcome.title);
        form.day("effective_on", outcome.effective_on);
        form.day("expires_on", outcome.expires_on);
    }
}
