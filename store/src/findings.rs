//! What can be found wrong in a store, in Chinese. The English is the one that is found, kept and given to programs.

use std::ops::Range;

/// English and Chinese of each finding. `#` stands for a number; what ends with a colon is followed by another finding or by the words
/// of a library.
const FINDINGS: &[(&str, &str)] = &[
    ("the file is missing", "文件缺失"),
    ("not a segment of a log", "不是日志段文件"),
    ("the segment is of a later format version", "段文件由更新的版本写成"),
    ("the checksum of the segment's header is wrong", "段文件头的校验和不符"),
    ("the segment does not continue the one before it", "段文件与前一段不衔接"),
    ("the segment lacks the footer it was sealed with", "段文件缺少封存时的尾部"),
    ("the file is a segment of another place or log", "该文件属于另一位置或另一份日志"),
    ("it is a segment of another place or log", "该文件属于另一位置或另一份日志"),
    ("the footer does not agree with the frames", "段文件尾部与其内容不符"),
    ("a segment is too large, or there are too many", "段文件过大或过多"),
    ("there are other bytes where it should begin", "应为下一提交之处有别的字节"),
    ("there are zeros where a frame should begin", "应为下一提交之处为零"),
    ("no frame begins here", "此处没有提交的开头"),
    ("a frame is cut short", "提交不完整"),
    ("the length of a frame is impossible", "提交的长度不可能"),
    ("the header of a frame is impossible", "提交的头部不可能"),
    ("the checksum of a frame is wrong", "提交的校验和不符"),
    ("a frame of another place", "提交属于另一位置"),
    ("a frame is of a later format version", "提交由更新的版本写成"),
    ("a frame without a record", "提交中没有记录"),
    ("a frame holds fewer records than it says", "提交中的记录比所写的少"),
    ("the frame does not continue the one before it", "提交与前一提交不衔接"),
    ("the frames end before their position", "提交在其序号之前中断"),
    ("a record is cut short", "记录不完整"),
    ("the length of a record is impossible", "记录的长度不可能"),
    ("the checksum of a record is wrong", "记录的校验和不符"),
    ("a record is malformed, or of a later version", "记录格式不对，或由更新的版本写成"),
    ("a record is at another position", "记录的序号不符"),
    ("an idempotency key is malformed", "幂等键格式不对"),
    ("the event at position # was durable:", "第 # 号记录曾已落盘："),
    ("positions # to # are missing", "缺少第 # 号至第 # 号"),
    ("the chain does not follow from the leaves", "链值与叶散列不符"),
    ("the chain at # is not the one that was seen", "第 # 号处的链值不是曾见过的"),
    ("the chain at position # is not the one that was seen", "第 # 号处的链值不是曾见过的"),
    ("the log ends at position #, but position # was seen", "日志止于第 # 号，而曾见到第 # 号"),
    ("recorded_at decreases", "记录时间倒退"),
    ("the entry cannot be read:", "记录内容无法读取："),
    ("the leaf is not that of the entry", "叶散列与记录内容不符"),
    ("version # of the stream stands where # belongs", "流的第 # 版占了第 # 版的位置"),
    ("the mark of the clean stop is damaged", "正常停止的标记已损坏"),
    (
        "the mark of the clean stop is damaged: whether the log ends where it was closed is not known",
        "正常停止的标记已损坏：无法确知日志是否止于停止之处",
    ),
    ("a text is missing or is not the one that was kept", "文本缺失或不是当初保存的"),
    ("a text was erased, and its mark in the vault is missing", "文本已删除，但保险库中缺少删除标记"),
    (
        "a text was erased, and no event says so: erase it again to record it",
        "文本已删除而无记录：请再删除一次以作记录",
    ),
    ("a text that was erased can be read: erase it again", "已删除的文本仍可读出：请再删除一次"),
    (
        "the hash of a password or token is missing or is not the one that was kept",
        "密码或令牌的散列缺失或不是当初保存的",
    ),
    ("a text is missing or damaged", "文本缺失或损坏"),
    ("the hash of a password or token is missing or damaged", "密码或令牌的散列缺失或损坏"),
    ("an attached file is missing or damaged", "附件缺失或损坏"),
    ("the key of a file is missing", "附件的密钥缺失"),
    ("a file is missing or is not the one that was kept", "附件缺失或不是当初保存的"),
    ("it does not end with its footer", "末尾不是其尾部"),
    ("its frames end too early", "其中的提交过早结束"),
    ("what was copied ends at position # and not at #", "所复制的止于第 # 号，而不是第 # 号"),
    ("it holds no identity", "其中没有密钥"),
    ("its bytes are not those that were written", "内容不是当初写入的"),
];

/// The Chinese of a finding; the finding itself where there is none, as of the words of a library.
#[must_use]
pub fn zh(what: &str) -> String {
    let (pattern, numbers) = without_numbers(what);
    if let Some((_, zh)) = FINDINGS.iter().find(|(en, _)| *en == pattern) {
        return with_numbers(zh, what, &numbers);
    }
    // The colon at which another finding begins.
    let (first, rest) = what.split_once(": ").unwrap_or((what, ""));
    let (mut first, numbers) = without_numbers(first);
    first.push(':');
    match FINDINGS.iter().find(|(en, _)| *en == first) {
        Some((_, begin)) => format!("{}{}", with_numbers(begin, what, &numbers), zh(rest)),
        None => what.to_owned(),
    }
}

/// The text with `#` for each number, and where the numbers stood.
fn without_numbers(what: &str) -> (String, Vec<Range<usize>>) {
    let (mut pattern, mut numbers) = (String::new(), Vec::<Range<usize>>::new());
    for (at, letter) in what.char_indices() {
        match numbers.last_mut().filter(|_| letter.is_ascii_digit()) {
            Some(number) if number.end == at => number.end += 1,
            _ if letter.is_ascii_digit() => {
                numbers.push(at..at + 1);
                pattern.push('#');
            }
            _ => pattern.push(letter),
        }
    }
    (pattern, numbers)
}

fn with_numbers(zh: &str, what: &str, numbers: &[Range<usize>]) -> String {
    numbers
        .iter()
        .fold(zh.to_owned(), |text, number| text.replacen('#', what.get(number.clone()).unwrap_or_default(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_said_in_chinese_with_its_numbers() {
        assert_eq!(zh("the file is missing"), "文件缺失");
        assert_eq!(zh("the log ends at position 12, but position 345 was seen"), "日志止于第 12 号，而曾见到第 345 号");
        assert_eq!(
            zh("the event at position 7 was durable: the checksum of a frame is wrong"),
            "第 7 号记录曾已落盘：提交的校验和不符"
        );
        assert_eq!(zh("the entry cannot be read: UnexpectedEnd"), "记录内容无法读取：UnexpectedEnd");
        assert_eq!(zh("Input/output error (os error 5)"), "Input/output error (os error 5)");
    }

    /// Whatever the segments and the checks can find has a line here: their sources are read for it.
    #[test]
    fn every_finding_has_its_chinese() {
        let sources = [
            include_str!("segment/frame.rs"),
            include_str!("segment/record.rs"),
            include_str!("segment/header.rs"),
            include_str!("segment/recover.rs"),
            include_str!("segment/scan.rs"),
            include_str!("segment/tail.rs"),
            include_str!("verify.rs"),
            include_str!("verify/whole.rs"),
            include_str!("backup/log.rs"),
            include_str!("backup/run.rs"),
            include_str!("backup/check.rs"),
            include_str!("restore/segment.rs"),
            include_str!("restore/kept.rs"),
        ];
        let begins = [
            "Err(\"",
            "ok_or(\"",
            "break \"",
            "Bad(\"",
            "wrong(\"",
            "self.number, \"",
            ", \"the ",
            ", named, \"",
            "=> \"there ",
            "let what = \"",
            "format!(\"the ",
            "format!(\"what ",
        ];
        let mut seen = 0;
        for source in sources {
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for begin in begins {
                for (at, _) in code.match_indices(begin) {
                    let from = at + begin.find('"').unwrap_or_default() + 1;
                    let text = code[from..].split('"').next().unwrap_or_default();
                    // What is put in is a number or the words of another finding.
                    let text = text.replace(": {what}", ": …").split('{').enumerate().fold(
                        String::new(),
                        |whole, (n, part)| {
                            if n == 0 {
                                part.to_owned()
                            } else {
                                whole + "1" + part.split_once('}').map_or("", |(_, rest)| rest)
                            }
                        },
                    );
                    assert_ne!(zh(&text), text, "no Chinese of {text:?}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 30, "only {seen} were looked at");
    }
}
