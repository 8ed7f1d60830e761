//! The command line as its users see it: exit codes, streams, reports, and the files it writes.

mod cli;
