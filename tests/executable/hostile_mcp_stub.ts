/** The same attempts, in the place of a package that the MCP server loads. */
import "./hostile_stub.ts";

export * from "@modelcontextprotocol/server/stdio";
