/** The attempts in the place of a package that `get` loads. */
import "./hostile_stub.ts";

export * from "@aws-sdk/client-sts";
