/** The attempts, in place of a package that `list` loads. */
import "./compromised_stub.ts";

export { default } from "string-width";
