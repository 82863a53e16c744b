//! What can be typed.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use heyi_core::ids::{OfficeId, Position};
use heyi_core::text::Language;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// 合意 heyi: special collective negotiations on women workers' rights, from offer to agreement and performance.
#[derive(Debug, Parser)]
#[command(name = "heyi", version, about, max_term_width = 100)]
pub(crate) struct Args {
    /// Write the program's own log as JSON, one object a line, on standard error.
    #[arg(long, global = true, env = "HEYI_LOG_JSON")]
    pub(crate) log_json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Top,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Top {
    /// Make a store with published cases and a made-up example, and serve it. For trying out.
    Demo(DemoArgs),
    /// Serve the pages and the API.
    Serve(ServeArgs),
    /// Check log, vault and files from the first byte to the last, without changing anything. Works beside a running server.
    Verify(Reading),
    /// Copy the store into a directory: what is there already is not copied again. Works beside a running server.
    Backup(BackupArgs),
    /// Restore a whole store from a backup into an empty directory, or mend exactly what is damaged in one.
    Restore(RestoreArgs),
    /// Make a log from an export, with equal positions, leaves and chain, in a new data directory. Texts and files are not in an export.
    ImportLog(ImportLogArgs),
    #[command(flatten)]
    Desk(Box<Desk>),
}

/// Commands that ask or change a store: answered by the running server if there is one, else by this process.
#[derive(Clone, Debug, Subcommand, Serialize, Deserialize)]
pub(crate) enum Desk {
    /// Print every fact of a case with both times, and the state after each.
    Replay(ReplayArgs),
    /// Say who is covered on a day, as known at a position or an instant.
    Coverage(CoverageArgs),
    /// Count a deadline of law for a place and a day, with every step, by the law as adopted.
    Deadline(DeadlineArgs),
    /// The rules of law: what other rules would move, and adopting them.
    #[command(subcommand)]
    Rules(RulesCommand),
    /// The working calendar: what other years would move, and adding them.
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Write the whole log as NDJSON, one event a line. No name and no secret is in it.
    Export(Reading),
    /// Say where the log ends: how a backup asks the server.
    #[command(hide = true)]
    Head(Reading),
    /// Keep accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// Keep the API tokens of an account.
    #[command(subcommand)]
    Token(TokenCommand),
}

/// Where the store is, and in which language to answer.
#[derive(Clone, Debug, clap::Args, Serialize, Deserialize)]
pub(crate) struct Store {
    /// The data directory.
    #[arg(long, default_value = "heyi-data", env = "HEYI_DATA")]
    pub(crate) data: PathBuf,
    /// Language of the answer.
    #[arg(long, value_enum, default_value_t = Lang::Zh, env = "HEYI_LANG")]
    pub(crate) lang: Lang,
}

/// Where the store is, and how to answer.
#[derive(Clone, Debug, clap::Args, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// The data directory.
    #[arg(long, default_value = "heyi-data", env = "HEYI_DATA")]
    pub(crate) data: PathBuf,
    /// How to answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Language of the answer.
    #[arg(long, value_enum, default_value_t = Lang::Zh, env = "HEYI_LANG")]
    pub(crate) lang: Lang,
}

/// Form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Language of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum Lang {
    /// 中文.
    Zh,
    /// English.
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::En,
        }
    }
}

/// `heyi demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// The data directory; made if it is not there, served as it is if it is.
    #[arg(long, default_value = "heyi-data", env = "HEYI_DATA")]
    pub(crate) data: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080", env = "HEYI_LISTEN")]
    pub(crate) listen: SocketAddr,
    /// Makes up a country besides: so many employers and ten years of their negotiations, the same each time; 3,000,000 are as many as
    /// there are, and take 12 GB.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3_000_000))]
    pub(crate) employers: Option<u32>,
}

/// `heyi serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArgs {
    /// The data directory.
    #[arg(long, env = "HEYI_DATA")]
    pub(crate) data: PathBuf,
    /// Where to listen; else as `heyi.toml` in the data directory says, else 127.0.0.1:8080.
    #[arg(long, env = "HEYI_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
}

/// `heyi backup`.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArgs {
    /// The directory of the backup: an empty one, or that of an earlier backup of this store.
    pub(crate) dir: PathBuf,
    /// Encrypt to this age recipient (age1…); may be given several times.
    #[arg(long = "recipient", value_name = "AGE1…", conflicts_with_all = ["passphrase", "passphrase_file", "plain"])]
    pub(crate) recipients: Vec<String>,
    /// Encrypt to the age recipients in this file, one a line.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["passphrase", "passphrase_file", "plain"])]
    pub(crate) recipients_file: Option<PathBuf>,
    /// Encrypt to a passphrase, asked for on the terminal.
    #[arg(long, conflicts_with_all = ["passphrase_file", "plain"])]
    pub(crate) passphrase: bool,
    /// Encrypt to the passphrase in the first line of this file.
    #[arg(long, value_name = "FILE", conflicts_with = "plain")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Do not encrypt: names, texts and hashes of passwords can then be read by whoever has the backup.
    #[arg(long)]
    pub(crate) plain: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// `heyi restore`.
#[derive(Debug, clap::Args)]
pub(crate) struct RestoreArgs {
    /// The directory of the backup.
    #[arg(long, value_name = "BACKUP")]
    pub(crate) from: PathBuf,
    /// A file with the age identity that opens the backup.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    pub(crate) identity: Option<PathBuf>,
    /// Open the backup with the passphrase in the first line of this file; without it, the passphrase is asked for.
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Only say what would be done; change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// `heyi import-log`.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportLogArgs {
    /// The file that `heyi export` wrote; `-` reads standard input.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// `heyi replay`.
#[derive(Clone, Debug, clap::Args, Serialize, Deserialize)]
pub(crate) struct ReplayArgs {
    /// The case: its id, or its number such as 〔2026〕12.
    pub(crate) case: String,
    /// Only what had been recorded up to this position of the log.
    #[arg(long)]
    pub(crate) known: Option<u64>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

impl ReplayArgs {
    pub(crate) fn known(&self) -> Option<Position> {
        self.known.map(Position)
    }
}

/// `heyi deadline`.
#[derive(Clone, Debug, clap::Args, Serialize, Deserialize)]
pub(crate) struct DeadlineArgs {
    /// Where: a code such as CN-ZJ, or a division code of six digits.
    #[arg(long)]
    pub(crate) place: String,
    /// Which rule, such as offer.reply; a name that is none is answered with all there are.
    #[arg(long)]
    pub(crate) rule: String,
    /// The day of the event it counts from, itself not counted.
    #[arg(long)]
    pub(crate) from: Date,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// `heyi coverage`.
#[derive(Clone, Debug, clap::Args, Serialize, Deserialize)]
pub(crate) struct CoverageArgs {
    /// What is counted, such as women-covered; a name that is none is answered with all there are. A workbook takes several,
    /// or `all`.
    #[arg(long, default_value = "women-covered")]
    pub(crate) measure: Vec<String>,
    /// Of measures of a span: its first day; else 1 January.
    #[arg(long)]
    pub(crate) from: Option<String>,
    /// The day asked about, or the last of the span; else today.
    #[arg(long)]
    pub(crate) on: Option<String>,
    /// As known at this position of the log, at this instant such as 2026-07-05T00:00:00Z, or at the end of this day; else now.
    #[arg(long)]
    pub(crate) known: Option<String>,
    /// Break down by this: one or two dimensions.
    #[arg(long)]
    pub(crate) by: Vec<String>,
    /// Only what has this value, such as division:27; may be repeated.
    #[arg(long)]
    pub(crate) filter: Vec<String>,
    /// Period by period: month or quarter.
    #[arg(long)]
    pub(crate) trend: Option<String>,
    /// Only this place, by its division code.
    #[arg(long, default_value = "100000")]
    pub(crate) place: String,
    /// Compute the table with this id again, and nothing else. A workbook takes several.
    #[arg(long, conflicts_with_all = ["from", "on", "known", "by", "filter", "trend"])]
    pub(crate) basis: Vec<String>,
    /// How to answer.
    #[arg(long, value_enum, default_value_t = FiguresFormat::Text)]
    pub(crate) format: FiguresFormat,
    /// Write the answer into this file, in place of what is there; a workbook needs one, or a pipe.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Show the figures of the publication with this id, and whether they are computed again alike.
    #[arg(long, conflicts_with_all = ["from", "on", "known", "by", "filter", "trend", "basis"])]
    pub(crate) published: Option<String>,
    #[command(flatten)]
    pub(crate) store: Store,
}

/// Form of an answer that holds figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(crate) enum FiguresFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// Comma-separated values.
    Csv,
    /// JSON-stat 2.0, for statistical packages.
    JsonStat,
    /// A workbook: a sheet for each question, and one that says what they mean and rest on.
    Xlsx,
}

/// `heyi rules`.
#[derive(Clone, Debug, Subcommand, Serialize, Deserialize)]
pub(crate) enum RulesCommand {
    /// Say which deadlines of open cases other rules would move; change nothing.
    Preview(LawArgs),
    /// Say it, and adopt the rules: they hold from now on, and no earlier answer changes.
    Adopt(LawArgs),
}

/// `heyi calendar`.
#[derive(Clone, Debug, Subcommand, Serialize, Deserialize)]
pub(crate) enum CalendarCommand {
    /// Say which deadlines of open cases other years would move; change nothing.
    Preview(LawArgs),
    /// Say it, and adopt the years: provisional deadlines that needed one are counted again.
    Add(LawArgs),
}

/// Which law.
#[derive(Clone, Debug, clap::Args, Serialize, Deserialize)]
pub(crate) struct LawArgs {
    /// A TOML file with `rule` rows (rules) or `year` rows (calendar), which take the place of rows of the same id or
    /// year; without it, what this program ships.
    #[arg(value_parser = law_file)]
    pub(crate) file: Option<LawFile>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// A file of law as it was read: the server that carries the command out may not see the same directory.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LawFile {
    pub(crate) text: String,
}

/// The longest file of law taken, in bytes: about five times all the rules shipped.
const LONGEST_LAW: u64 = 1 << 20;

/// Reads a file of law.
fn law_file(path: &str) -> Result<LawFile, String> {
    let file = std::fs::File::open(path).map_err(|error| format!("cannot be read: {error} / 无法读取"))?;
    let mut text = String::new();
    std::io::Read::read_to_string(&mut std::io::Read::take(file, LONGEST_LAW + 1), &mut text)
        .map_err(|error| format!("is no text: {error} / 不是 UTF-8 文本文件"))?;
    if text.len() as u64 > LONGEST_LAW {
        return Err("is longer than 1 MiB / 超过 1 MiB".to_owned());
    }
    Ok(LawFile { text })
}

/// `heyi user`.
#[derive(Clone, Debug, Subcommand, Serialize, Deserialize)]
pub(crate) enum UserCommand {
    /// List the accounts.
    List(Reading),
    /// Open an account and print its first password once.
    Add {
        /// Log-in name.
        login: String,
        /// The person's name; it goes to the vault.
        #[arg(long)]
        name: String,
        /// Office, such as js-nanjing.
        #[arg(long)]
        office: OfficeId,
        /// A role and where it holds, such as caseworker@320100; may be given several times.
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        #[command(flatten)]
        reading: Reading,
    },
    /// Grant a role in a region.
    Grant {
        /// Log-in name.
        login: String,
        /// Such as reviewer@320000.
        role: String,
        #[command(flatten)]
        reading: Reading,
    },
    /// Set a new password and print it once.
    Password {
        /// Log-in name.
        login: String,
        #[command(flatten)]
        reading: Reading,
    },
    /// Disable an account for good.
    Disable {
        /// Log-in name.
        login: String,
        /// Why.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        reading: Reading,
    },
}

/// `heyi token`.
#[derive(Clone, Debug, Subcommand, Serialize, Deserialize)]
pub(crate) enum TokenCommand {
    /// List the tokens of an account.
    List {
        /// Log-in name.
        login: String,
        #[command(flatten)]
        reading: Reading,
    },
    /// Issue a token and print it once.
    Issue {
        /// Log-in name.
        login: String,
        /// What it is for.
        #[arg(long)]
        label: String,
        #[command(flatten)]
        reading: Reading,
    },
    /// Revoke a token.
    Revoke {
        /// Log-in name.
        login: String,
        /// The token's id.
        token: uuid::Uuid,
        #[command(flatten)]
        reading: Reading,
    },
}

impl Desk {
    /// Where the store is.
    pub(crate) fn data(&self) -> &Path {
        let reading = match self {
            Self::Coverage(args) => return &args.store.data,
            Self::Replay(args) => &args.reading,
            Self::Deadline(args) => &args.reading,
            Self::Export(reading) | Self::Head(reading) => reading,
            Self::Rules(RulesCommand::Preview(args) | RulesCommand::Adopt(args))
            | Self::Calendar(CalendarCommand::Preview(args) | CalendarCommand::Add(args)) => &args.reading,
            Self::User(command) => match command {
                UserCommand::List(reading)
                | UserCommand::Add { reading, .. }
                | UserCommand::Grant { reading, .. }
                | UserCommand::Password { reading, .. }
                | UserCommand::Disable { reading, .. } => reading,
            },
            Self::Token(command) => match command {
                TokenCommand::List { reading, .. }
                | TokenCommand::Issue { reading, .. }
                | TokenCommand::Revoke { reading, .. } => reading,
            },
        };
        &reading.data
    }

    /// The file its answer goes into; `None`: standard output.
    pub(crate) fn out(&self) -> Option<&Path> {
        match self {
            Self::Coverage(args) => args.out.as_deref(),
            _ => None,
        }
    }

    /// Whether its answer is no text, and so nothing for a terminal.
    pub(crate) fn is_for_a_file(&self) -> bool {
        matches!(self, Self::Coverage(args) if args.format == FiguresFormat::Xlsx)
    }
}
