/**
 * The options of each command, `=` where one takes a value: what the command
 * line is read by before the parser, a dependency, is loaded.
 */
const COMMON = "credential-file= verbose= json help";
const OPTIONS: Readonly<Record<string, string>> = {
  get: "profile= totp-token= sts-profile-name= duration= if-expires-within= " +
    "role-arn= role-session-name= external-id=",
  list: "",
  clean: "profile= dry-run",
  doctor: "fix",
  mcp: "mcp-server allow-form-elicitation no-page",
  whoami: "profile=",
  export: "profile= format= to-terminal",
  complete: "line=",
};

/** Do the options of a command take a value? By their long names. */
export function optionNames(command: string): Map<string, boolean> {
  const own = Object.hasOwn(OPTIONS, command)
    ? OPTIONS[command]!
    : Object.values(OPTIONS).join(" ");
  return new Map(
    `${own} ${COMMON}`.split(" ").filter((each) => each !== "")
      .map((each) => [`--${each.replace("=", "")}`, each.endsWith("=")]),
  );
}
