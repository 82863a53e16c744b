//! `heyi replay`: every fact of a case with both times, and the state after each.

use anyhow::Context as _;
use heyi_core::case::{Case, Line, Mark, Standing};
use heyi_core::decisions::DecisionKind;
use heyi_core::erasable::Erasable;
use heyi_core::event::{CaseEvent, PayloadVisitor};
use heyi_core::ids::{AccountId, CaseId};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::text::{Language, Say};
use heyi_store::accounts::Accounts;
use heyi_store::vault::{Revealed, Vault};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{Format, ReplayArgs};
use crate::office::Office;
use crate::output::{Answer, FOUND_WRONG, mistake};

pub(crate) async fn run(args: &ReplayArgs, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let language = args.reading.lang.into();
    let id = find(office, &args.case, language)?;
    let Some(case) = office.store.cases.load(id, args.known()).await? else {
        let say =
            Say::new(format!("当时还没有案件 {id} 的记录。"), format!("Nothing was recorded of case {id} by then."));
        answer.line(say.to(language))?;
        return Ok(FOUND_WRONG);
    };
    let teller = Teller { vault: &office.store.vault, accounts: &office.store.accounts, language };
    match args.reading.format {
        Format::Json => answer.json(&teller.json(&case)?)?,
        Format::Text => teller.text(&case, answer)?,
    }
    Ok(0)
}

/// A case by its id, or by its number when only one office has it.
fn find(office: &Office, text: &str, language: Language) -> anyhow::Result<CaseId> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let page = office.read.cases(&Place::nation(), text, None, 10);
    let numbered: Vec<_> = page.items.iter().filter(|card| card.number == text).collect();
    match numbered.as_slice() {
        [one] => Ok(one.case),
        [] => {
            let say = Say::new(
                format!("没有编号或标识为“{text}”的案件。"),
                format!("There is no case with the number or id {text}."),
            );
            Err(mistake(&say, language))
        }
        several => {
            let ids: Vec<_> =
                several.iter().map(|card| format!("{} {} {}", card.case, card.office, card.employer_name)).collect();
            let say = Say::new(
                format!("多个机构有编号“{text}”的案件，请用标识：\n{}", ids.join("\n")),
                format!("Several offices have a case {text}; name it by its id:\n{}", ids.join("\n")),
            );
            Err(mistake(&say, language))
        }
    }
}

/// Tells a case in one language, with the texts the vault still has.
struct Teller<'a> {
    vault: &'a Vault,
    accounts: &'a Accounts,
    language: Language,
}

impl Teller<'_> {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        Say::new(zh, en).to(self.language).to_owned()
    }

    fn text(&self, case: &Case, answer: &mut Answer<'_>) -> anyhow::Result<()> {
        if let Some(opening) = &case.opening {
            answer.line(format!("{} {} ({})", opening.number, opening.title(), case.id))?;
            if opening.made_up {
                answer.line(self.say("示例：本案系虚构。", "An example: this case is made up."))?;
            }
        }
        for line in &case.lines {
            answer.line("")?;
            self.entry(line, answer)?;
        }
        answer.line("")?;
        answer.line(format!("{}{}", self.say("现状：", "now: "), case.stage.say().to(self.language)))?;
        Ok(())
    }

    fn entry(&self, line: &Line, answer: &mut Answer<'_>) -> anyhow::Result<()> {
        let recorded = &line.recorded;
        let name = DecisionKind::of(&recorded.event).say();
        answer.line(format!("#{} {} [{}]", recorded.version, name.to(self.language), recorded.event.kind()))?;
        answer.line(format!("  {}{}", self.say("发生于 ", "occurred "), self.occurred(&recorded.occurred)))?;
        answer.line(format!(
            "  {}{} {}{}, {}{}",
            self.say("记录于 ", "recorded "),
            recorded.recorded_at,
            self.say("位置 ", "position "),
            recorded.position,
            self.say("由 ", "by "),
            self.who(recorded.by)
        ))?;
        for fact in flatten(&self.payload(&recorded.event)?) {
            answer.line(format!("  {fact}"))?;
        }
        if let Some(note) = &recorded.note {
            answer.line(format!("  {}{}", self.say("备注：", "note: "), self.reveal(note)))?;
        }
        for file in &recorded.evidence {
            answer.line(format!(
                "  {}{} sha256 {}",
                self.say("材料：", "paper: "),
                self.reveal(&file.name),
                file.sha256
            ))?;
        }
        if let Some((event, occurred)) = line.corrected.as_deref() {
            answer.line(format!("  {}", self.say("现更正为：", "stands corrected:")))?;
            answer.line(format!("    {}{}", self.say("发生于 ", "occurred "), self.occurred(occurred)))?;
            for fact in flatten(&self.payload(event)?) {
                answer.line(format!("    {fact}"))?;
            }
        }
        for remark in self.remarks(line) {
            answer.line(format!("  ! {remark}"))?;
        }
        answer.line(format!("  → {}", line.stage.say().to(self.language)))?;
        Ok(())
    }

    /// The log-in name of an account; its id when the log knows no such account.
    fn who(&self, account: AccountId) -> String {
        self.accounts.by_id(account).map_or_else(|| account.to_string(), |account| account.login)
    }

    fn remarks(&self, line: &Line) -> Vec<String> {
        let standing = match line.standing {
            Standing::Stands => None,
            Standing::Corrected(by) => Some(self.say(format!("由 #{by} 更正"), format!("corrected by #{by}"))),
            Standing::Withdrawn(by) => Some(self.say(format!("由 #{by} 撤回"), format!("withdrawn by #{by}"))),
            Standing::AwaitsApproval => Some(self.say("等待他人批准", "waits for another person's approval")),
        };
        standing.into_iter().chain(line.marks.iter().map(|mark| self.mark(mark))).collect()
    }

    fn mark(&self, mark: &Mark) -> String {
        match mark {
            Mark::WithoutGround(refusal) => {
                self.say(format!("失去依据：{}", refusal.say.zh), format!("without ground: {}", refusal.say.en))
            }
            Mark::NotCheckable(step) => {
                let step = step.say();
                self.say(format!("无法核对（接管前）：{}", step.zh), format!("not checkable: taken over ({})", step.en))
            }
            Mark::Irregular(say, cite) => {
                let cite = cite.as_ref().map(|cite| format!(" {}", cite.say().to(self.language))).unwrap_or_default();
                format!("{}{cite}", say.to(self.language))
            }
        }
    }

    fn occurred(&self, occurred: &Occurred) -> String {
        let day = match (occurred.earliest, occurred.latest) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => self.say(format!("{from} 至 {to} 之间"), format!("between {from} and {to}")),
            (Some(from), None) => self.say(format!("{from} 或之后"), format!("on or after {from}")),
            (None, Some(to)) => self.say(format!("{to} 或之前"), format!("on or before {to}")),
            (None, None) => self.say("日期不明", "on an unknown day"),
        };
        if occurred.words.is_empty() { day } else { format!("{day} ({})", occurred.words) }
    }

    fn reveal(&self, reference: &Erasable) -> String {
        match self.vault.reveal(reference) {
            Revealed::Text(text) => text,
            Revealed::Erased => self.say("（已删除）", "(erased)"),
            Revealed::Damaged => self.say("（保险库中缺失或损坏）", "(missing or damaged in the vault)"),
        }
    }

    fn payload(&self, event: &CaseEvent) -> anyhow::Result<Value> {
        let mut value = event.visit(ToValue).context("an event cannot be shown")?;
        self.reveal_all(&mut value);
        Ok(value)
    }

    /// Puts the texts of the vault in the place of references to them.
    fn reveal_all(&self, value: &mut Value) {
        if let Ok(reference) = serde_json::from_value::<Erasable>(value.clone()) {
            *value = Value::String(self.reveal(&reference));
            return;
        }
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.reveal_all(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.reveal_all(member)),
            _ => {}
        }
    }

    fn json(&self, case: &Case) -> anyhow::Result<Value> {
        let entries = case.lines.iter().map(|line| {
            let recorded = &line.recorded;
            let corrected = match line.corrected.as_deref() {
                Some((event, occurred)) => json!({"event": self.payload(event)?, "occurred": occurred}),
                None => Value::Null,
            };
            Ok(json!({
                "version": recorded.version,
                "position": recorded.position,
                "kind": recorded.event.kind(),
                "occurred": recorded.occurred,
                "recorded_at": recorded.recorded_at,
                "by": recorded.by,
                "login": self.who(recorded.by),
                "event": self.payload(&recorded.event)?,
                "note": recorded.note.as_ref().map(|note| self.reveal(note)),
                "corrected": corrected,
                "remarks": self.remarks(line),
                "stage": line.stage,
            }))
        });
        let entries = entries.collect::<anyhow::Result<Vec<_>>>()?;
        let opening = case.opening.as_ref();
        Ok(json!({
            "case": case.id,
            "number": opening.map(|opening| &opening.number),
            "employer": opening.map(heyi_core::case::Opening::title),
            "version": case.version,
            "stage": case.stage,
            "entries": entries,
        }))
    }
}

struct ToValue;

impl PayloadVisitor for ToValue {
    type Out = serde_json::Result<Value>;

    fn visit<T: Serialize>(self, payload: &T) -> Self::Out {
        serde_json::to_value(payload)
    }
}

/// `name: value` for every leaf that says something.
fn flatten(value: &Value) -> Vec<String> {
    fn walk(name: &str, value: &Value, facts: &mut Vec<String>) {
        match value {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(&format!("{name}[{index}]"), item, facts);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                    walk(&name, member, facts);
                }
            }
            Value::String(text) => facts.push(format!("{name}: {text}")),
            other => facts.push(format!("{name}: {other}")),
        }
    }
    let mut facts = Vec::new();
    walk("", value, &mut facts);
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_something_is_told() {
        let value = json!({"a": null, "b": "", "c": [{"d": 1}, "x"], "e": {"f": true}});
        assert_eq!(flatten(&value), ["c[0].d: 1", "c[1]: x", "e.f: true"]);
    }
}
