//! What the benchmarks share: the machine they ran on, the events they write, and how rounds are told.

pub mod corpus;
pub mod load;
pub mod machine;
pub mod rounds;
