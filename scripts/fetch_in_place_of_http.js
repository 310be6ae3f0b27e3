/**
 * Replaces the SDK's own HTTP client, which would load those of Node:
 * the program sends its requests with `fetch`.
 */
export {
  FetchHttpHandler as NodeHttpHandler,
  streamCollector,
} from "@smithy/fetch-http-handler";
