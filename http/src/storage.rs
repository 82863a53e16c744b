//! The state of the store, for administrators of the whole place: how the log stands, how it was found, what was cut off its
//! end and who has taken note of that.

use askama::Template;
use axum::Json;
use axum::response::{IntoResponse as _, Redirect};
use heyi_core::ids::Position;
use heyi_store::append::ChainPoint;
use heyi_store::cuts::{Cut, CutError};
use heyi_store::segment_log::{Damage, IndexState};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::case_page::login;
use crate::health::{self, Reason};
use crate::problem::Problem;
use crate::text::Lang;
use crate::view::Frame;
use crate::view::line::size;

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

#[derive(Template)]
#[template(path = "storage.html")]
struct Page {
    l: Lang,
    f: Frame,
    /// What is wrong with what was sent.
    wrong: Vec<String>,
    troubles: Vec<Trouble>,
    facts: Vec<(&'static str, String)>,
    chain: String,
    cuts: Vec<CutView>,
}

/// Something that is not as it should be, and what to do.
struct Trouble {
    what: String,
    remedy: String,
    stops: bool,
}

struct CutView {
    position: u64,
    title: String,
    facts: Vec<(&'static str, String)>,
    hash: String,
    acknowledged: Option<(String, String)>,
    /// The reason as typed, when the form comes back.
    reason: String,
}

/// Shows it.
///
/// # Errors
/// When the log cannot be read.
pub async fn get(ask: Ask) -> Answer {
    if ask.api() {
        return Ok(Json(told(&ask, end(&ask).await?)).into_response());
    }
    page(&ask, None).await
}

/// Records that somebody has taken note of a cut.
///
/// # Errors
/// 404 when none is recorded there, 422 without a reason or when it was acknowledged before.
pub async fn acknowledge(ask: Ask) -> Answer {
    match record(&ask).await {
        Ok(position) if ask.api() => Ok(Json(json!({"position": position.0})).into_response()),
        Ok(_) => Ok(Redirect::to("/storage").into_response()),
        Err(problem) if !ask.api() && problem.keeps_form() => {
            let again = page(&ask, Some(&problem)).await?;
            Ok(problem.shown_on(again))
        }
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask) -> Result<Position, Problem> {
    let cut = Position(ask.param("position")?);
    let reason = ask.sent.text("reason");
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let (zh, en) = (
            "请写明查看结果，不超过 500 字，不要写人名。",
            "Say what was found, in at most 500 characters, naming nobody.",
        );
        return Err(Problem::field("reason", "required", zh, en));
    }
    match ask.app.store.cuts.acknowledge(cut, reason, ask.account()?.id).await {
        Ok(position) => Ok(position),
        Err(CutError::Unknown(_)) => Err(Problem::not_found()),
        Err(CutError::Already(_)) => {
            let (zh, en) = ("这次截断已有人确认。", "Somebody has acknowledged this cut before.");
            Err(Problem::field("position", "already-acknowledged", zh, en))
        }
        Err(CutError::Store(error)) => Err(Problem::store(&error)),
    }
}

async fn end(ask: &Ask) -> Result<ChainPoint, Problem> {
    let log = &ask.app.store.log;
    log.chain_at(log.head()).await.map_err(|error| Problem::store(&error.into()))
}

fn reasons(ask: &Ask) -> Vec<Reason> {
    health::reasons(&ask.app, ask.app.read.lag() > 0)
}

fn told(ask: &Ask, end: ChainPoint) -> Value {
    let store = &ask.app.store;
    let found = store.found.as_deref();
    let told: Vec<Value> = reasons(ask).iter().map(Reason::told).collect();
    json!({
        "head": end.position.0,
        "chain": end.chain,
        "answered": ask.app.read.position().0,
        "reasons": told,
        "clean_stop": found.map(|found| found.clean),
        "stop_mark_damaged": found.map(|found| found.mark_damaged),
        "index": found.map(|found| found.index),
        "damage": found.and_then(|found| found.damage.as_ref()),
        "free_bytes": store.disk.free(),
        "cuts": store.cuts.list(),
    })
}

async fn page(ask: &Ask, problem: Option<&Problem>) -> Answer {
    let (l, store) = (ask.l(), &ask.app.store);
    let end = end(ask).await?;
    let damage = store.found.as_deref().and_then(|found| found.damage.as_ref());
    let troubles = reasons(ask).iter().filter_map(|reason| trouble(reason, damage, l)).collect();
    let mut facts = vec![
        (l.t("已记录到", "Recorded up to"), end.position.to_string()),
        (l.t("列表和统计已算到", "Lists and figures up to"), ask.app.read.position().to_string()),
    ];
    if let Some(found) = &store.found {
        let clean = if found.clean {
            l.t("正常停止", "orderly")
        } else if found.mark_damaged {
            l.t(
                "正常停止，但停止标记已损坏：打开时已全部检查；日志末尾是否完整，请与备份或已签名的检查点核对",
                "orderly, but its mark was damaged: all was checked when it was opened; compare the end of the log with a backup or a signed checkpoint",
            )
        } else {
            l.t(
                "没有正常停止标记：首次启动、断电或被强行结束；打开时已检查",
                "no mark of an orderly stop: the first start, a power cut or a kill; checked when it was opened",
            )
        };
        facts.push((l.t("上次停止", "The stop before"), clean.to_owned()));
        facts.push((l.t("索引", "Index"), index(found.index, l)));
    }
    let free = store.disk.free().map_or_else(|| l.t("不详", "not known").to_owned(), size);
    facts.push((l.t("磁盘剩余空间", "Room left on the disk"), free));
    let cuts = store.cuts.list().into_iter().rev().map(|cut| view(ask, cut)).collect();
    let wrong = problem.map(|problem| problem.told(l)).unwrap_or_default();
    let f = Frame::of(ask, l.t("存储状态", "State of the store"));
    html(&Page { l, f, wrong, troubles, facts, chain: end.chain.to_string(), cuts })
}

fn view(ask: &Ask, cut: Cut) -> CutView {
    let l = ask.l();
    let acknowledged =
        cut.acknowledged.map(|by| (format!("{} · {}", login(ask, by.by), l.instant(by.recorded_at)), by.reason));
    let kept = cut.kept.unwrap_or_else(|| l.t("已不在", "not there any more").to_owned());
    let typed = ask.params.get("position").is_some_and(|position| *position == cut.position.to_string());
    CutView {
        position: cut.position.0,
        title: title(cut.position, &l.instant(cut.recorded_at), l),
        facts: vec![
            (l.t("截断处", "Cut at position"), cut.from.to_string()),
            (l.t("截去字节", "Bytes cut off"), cut.bytes.to_string()),
            (l.t("保留在", "Kept in"), kept),
        ],
        hash: cut.hash.to_string(),
        acknowledged,
        reason: if typed { ask.sent.text("reason").to_owned() } else { String::new() },
    }
}

fn title(position: Position, recorded: &str, l: Lang) -> String {
    match l {
        Lang::EN => format!("Recorded at position {position}, {recorded}"),
        _ => format!("第 {position} 号记录 · {recorded}"),
    }
}

/// In words, with what to do. A cut has a form of its own below.
fn trouble(reason: &Reason, damage: Option<&Damage>, l: Lang) -> Option<Trouble> {
    let (what, remedy, stops) = match reason {
        Reason::ReadOnly(say) => {
            let place = damage.map(|damage| format!("{} · {}", damage.file, damage.offset)).unwrap_or_default();
            (
                format!("{} {place}", l.say(say)),
                l.t(
                    "可以查阅，不能录入。请保持数据目录原样，运行 heyi verify 查明范围，再用 heyi restore 从备份修复。",
                    "Everything can be read, nothing recorded. Leave the data directory as it is, run heyi verify, and mend it from a backup with heyi restore.",
                ),
                true,
            )
        }
        Reason::Poisoned => (
            l.t("磁盘没有确认写入，日志已停止录入。", "The disk did not confirm a write; the log takes no entries.")
                .to_owned(),
            l.t(
                "请检查磁盘，然后重新启动；启动时会检查日志。",
                "Look at the disk, then start again: the log is checked when it opens.",
            ),
            true,
        ),
        Reason::StandStill => (
            l.t("列表和统计无法继续计算。", "Lists and figures cannot be computed further.").to_owned(),
            l.t(
                "原因见程序日志；系统会自行重试，几分钟后仍未恢复的，请重新启动。已录入的内容不受影响。",
                "The program's log says why. It tries again by itself; if that does not help within minutes, start it again. What is recorded is not touched.",
            ),
            true,
        ),
        Reason::CutsUnrecorded(_) => (
            l.t("日志末尾截去的部分还没有记入日志。", "What was cut off the end of the log is not recorded yet.")
                .to_owned(),
            l.t(
                "恢复可写后会自动记入，例如磁盘腾出空间之后。",
                "It will be, once the log takes entries again: make room on the disk.",
            ),
            false,
        ),
        Reason::Behind | Reason::CutUnacknowledged(_) => return None,
    };
    Some(Trouble { what, remedy: remedy.to_owned(), stops })
}

fn index(state: IndexState, l: Lang) -> String {
    match state {
        IndexState::Kept { taken_up } => match l {
            Lang::EN => format!("kept; {taken_up} events taken up at the start"),
            _ => format!("沿用；启动时补入 {taken_up} 条"),
        },
        IndexState::Rebuilt => l.t("启动时由日志重建", "made again from the log at the start").to_owned(),
        IndexState::Memory => l.t("仅在内存", "in memory only").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::text::Say;

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn the_page_renders_with_every_trouble_in_both_languages() {
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/storage".into() };
            let damage = Damage { file: "log/00000001.seg".into(), offset: 4096, what: "x".into() };
            let all = [
                Reason::ReadOnly(Say::new("日志已损坏", "the log is damaged")),
                Reason::Poisoned,
                Reason::StandStill,
                Reason::CutsUnrecorded(1),
                Reason::CutUnacknowledged(Position(7)),
                Reason::Behind,
            ];
            let troubles: Vec<_> = all.iter().filter_map(|reason| trouble(reason, Some(&damage), l)).collect();
            assert_eq!(troubles.len(), 4);
            let cut = CutView {
                position: 7,
                title: title(Position(7), "t", l),
                facts: Vec::new(),
                hash: "00ff".into(),
                acknowledged: None,
                reason: "typed".into(),
            };
            let (f, facts) = (Frame::bare(&reader, "t"), vec![("a", index(IndexState::Kept { taken_up: 3 }, l))]);
            let page = Page { l, f, wrong: Vec::new(), troubles, facts, chain: "aa".into(), cuts: vec![cut] };
            let text = page.render().unwrap();
            for shown in ["log/00000001.seg · 4096", "/storage/cuts/7/acknowledge", "value=\"typed\"", "00ff"] {
                assert!(text.contains(shown), "{shown}: {text}");
            }
        }
    }
}
