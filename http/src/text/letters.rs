//! What an event of a supervision letter says, as pairs of label and value.

use heyi_core::event::LetterEvent;
use heyi_core::event::letter::LetterIssued;

use super::Lang;
use super::facts::{Fact, topic_name};
use super::register::{Facts, coded};

/// What `event` says. What it does not say is left out.
#[must_use]
pub fn facts(event: &LetterEvent, l: Lang) -> Vec<Fact> {
    let mut f = Facts::new(l);
    match event {
        LetterEvent::LetterIssued(e) => issued(&mut f, e, l),
        LetterEvent::LetterReceived(e) => {
            f.add("送达方式", "how it was served", &e.way).add("签收人", "taken by", &e.received_by);
        }
        LetterEvent::LetterAnswered(e) => {
            f.add("答复", "the answer", &e.answer).known("是否已经整改", "mended", e.remedied.as_ref());
        }
        LetterEvent::LetterEscalated(e) => {
            f.add("移送或升级", "taken to", &e.to).add("对象和要求", "to whom, and what was asked", &e.what);
        }
        LetterEvent::LetterClosed(e) => {
            f.add("结果", "how it ended", &e.outcome).add("说明", "in words", &e.remark);
        }
        LetterEvent::LetterEntryCorrected(e) => {
            f.add("针对记录", "entry", &format!("#{}", e.entry)).add("理由", "why", &e.reason);
            f.corrected(&e.occurred, facts(&e.event, l));
        }
        LetterEvent::LetterEntryWithdrawn(e) => {
            f.add("针对记录", "entry", &format!("#{}", e.entry)).add("理由", "why", &e.reason);
        }
    }
    f.finish()
}

fn issued(f: &mut Facts, e: &LetterIssued, l: Lang) {
    f.add("函号", "number", &e.number).add("种类", "kind", &e.kind).add("发函单位", "issued by", &e.issuer);
    f.add("收函方", "to", &e.addressee.name().to_owned()).add("所在地", "place", &coded(l, &e.place));
    let topics: Vec<String> = e.topics.iter().map(|topic| topic_name(topic, l)).collect();
    f.add("议题", "topics", &topics.join(l.t("、", ", ")));
    f.add("事实", "facts", &e.facts).add("法律规定", "the law", &e.law).add("要求", "what is asked", &e.request);
    f.known("请于何日前答复", "reply by", e.reply_by.as_ref()).add("签发人职务", "signed by, as", &e.signed_by);
}

#[cfg(test)]
mod tests {
    use heyi_core::letter::scenario::sample_of_each;

    use super::*;

    #[test]
    fn every_event_says_something_in_both_languages() {
        for event in sample_of_each() {
            for l in [Lang::ZH, Lang::EN] {
                assert!(!facts(&event, l).is_empty(), "{}", event.kind());
            }
        }
    }
}
