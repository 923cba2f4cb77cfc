//! The command `oasmith`.

fn main() -> std::process::ExitCode {
    oasmith::cli::run()
}
