//! What the figures mean, in words, with an id that changes when they change.

use serde::Serialize;

/// The meaning of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Its id; another meaning has another id.
    pub id: &'static str,
    /// 中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The coverage of women, second version.
pub const DEFINITION: Definition = Definition {
    id: "women-coverage/2",
    zh: "分母：截至所述日志位置已登记入册、当日所在地属于所选地区、且当日未并入其他单位也未终止的用人单位。分子：其中在该日受至少一份有效成果（专项合同、专章、附件、\
         会议纪要、备忘录、制度办法）覆盖的单位，每单位只计一次；成果须出自女职工权益专项协商，或含有至少一项已达成一致的议题条款。\
         合同自受理之日起审查期满无异议的，自推算的生效日起计入，尚无人确认的另列“推算未确认”。接管旧案中生效日不明的成果不计入，\
         只受此类成果覆盖的单位另列。女职工人数取不晚于该日的最近一次统计；人数不明的单位另计，不按零计算。",
    en: "Denominator: employers that were in the register at the log position stated, lay in the chosen region on that day, and \
         had neither been merged into another nor ceased to exist. Numerator: those \
         among them that at least one instrument (special contract, chapter, annex, minutes, memorandum, policy) covers on \
         that day, each counted once; the instrument comes from a negotiation on women's rights or holds at least one clause \
         agreed on a topic. A contract whose period of review ended without an objection counts from its derived day of \
         effect; while nobody has confirmed it, it is shown as unconfirmed too. An instrument taken over without a day of \
         effect does not count; employers covered by nothing else are shown apart. The number of women is the latest count \
         of a day not after that day; employers without one are counted apart, never as zero.",
};
