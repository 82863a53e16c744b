//! One shape for the decisions of a subject: its command, its kinds, and the trait each decision implements.

/// Declares the decisions of a subject: first the subject, what decisions stand on, the events, and the names of the enums of
/// commands and of kinds; then, for each, its module, command, kind, the event it records, and its name in both languages.
macro_rules! decisions {
    (of $subject:ty, on $ground:ty, recording $events:ident, as $(#[$commands_are:meta])* $commands:ident and $kinds:ident:
     $($module:ident :: $command:ident = $kind:literal => $event:ident, $zh:literal, $en:literal;)+) => {
        $(pub mod $module;)+

        /// One thing that can be decided.
        pub trait Decision {
            /// Whether it can be recorded now, whatever its details.
            ///
            /// # Errors
            /// Why not.
            fn may(subject: &$subject) -> Result<(), $crate::refusal::Refusal>;

            /// The event to record, or why not. `subject` is as it stood when this occurred; the guard was asked already.
            ///
            /// # Errors
            /// What is wrong with the details.
            fn decide(self, subject: &$subject, ground: &$ground) -> Result<$events, $crate::refusal::Refusal>;
        }

        /// Everything a person can ask to record.
        #[derive(Clone, Debug, PartialEq, Eq)]
        $(#[$commands_are])*
        pub enum $commands {
            $(#[doc = $en] $command($module::$command),)+
        }

        /// The decisions by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kinds {
            $(#[doc = $en] $command,)+
        }

        impl $kinds {
            /// Every decision, in the order pages show them.
            pub const ALL: &'static [Self] = &[$(Self::$command),+];

            /// Its name in addresses and commands; also the stem of its files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$command => $kind,)+ }
            }

            /// Its name for people.
            #[must_use]
            pub fn say(self) -> $crate::text::Say {
                match self { $(Self::$command => $crate::text::Say::new($zh, $en),)+ }
            }

            /// Whether it can be recorded now.
            ///
            /// # Errors
            /// Why not.
            pub fn may(self, subject: &$subject) -> Result<(), $crate::refusal::Refusal> {
                match self { $(Self::$command => <$module::$command as Decision>::may(subject),)+ }
            }

            /// The decision that records this event.
            #[must_use]
            pub fn of(event: &$events) -> Self {
                match event { $($events::$event(_) => Self::$command,)+ }
            }
        }

        impl $commands {
            /// Which decision this is.
            #[must_use]
            pub fn kind(&self) -> $kinds {
                match self { $(Self::$command(_) => $kinds::$command,)+ }
            }

            fn decide(self, subject: &$subject, ground: &$ground) -> Result<$events, $crate::refusal::Refusal> {
                match self { $(Self::$command(command) => command.decide(subject, ground),)+ }
            }
        }

        $(impl From<$module::$command> for $commands {
            fn from(command: $module::$command) -> Self {
                Self::$command(command)
            }
        })+

        /// Everything that can be recorded now.
        #[must_use]
        pub fn next_steps(subject: &$subject) -> Vec<$kinds> {
            $kinds::ALL.iter().copied().filter(|kind| kind.may(subject).is_ok()).collect()
        }
    };
}
pub(crate) use decisions;
