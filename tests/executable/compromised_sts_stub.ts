/** The attempts, in place of a package that `get` loads. */
import "./compromised_stub.ts";

export * from "@aws-sdk/client-sts";
