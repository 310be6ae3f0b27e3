/** The attempts, in place of a package that `mcp --mcp-server` loads. */
import "./compromised_stub.ts";

export * from "@modelcontextprotocol/server/stdio";
