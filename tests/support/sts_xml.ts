import type { Refusal } from "./sts_refusals.ts";

/** Nested elements of an XML answer, in order. */
export interface XmlElements {
  [name: string]: string | XmlElements;
}

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

/** The XML of a successful answer. */
export function successXml(
  action: string,
  result: XmlElements,
  requestId: string,
): string {
  return document(`${action}Response`, {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: requestId },
  });
}

/** The XML of a refusal. */
export function refusalXml(refusal: Refusal, requestId: string): string {
  return document("ErrorResponse", {
    Error: {
      Type: refusal.status < 500 ? "Sender" : "Receiver",
      Code: refusal.code,
      Message: refusal.message,
    },
    RequestId: requestId,
  });
}

function document(root: string, elements: XmlElements): string {
  return `<${root} xmlns="${namespace}">\n${
    render(elements, "  ")
  }</${root}>\n`;
}

function render(elements: XmlElements, indent: string): string {
  return Object.entries(elements).map(([name, content]) => {
    const inner = typeof content === "string"
      ? escape(content)
      : `\n${render(content, indent + "  ")}${indent}`;
    return `${indent}<${name}>${inner}</${name}>\n`;
  }).join("");
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // A bare carriage return would reach the reader as a line feed.
    .replaceAll("\r", "&#xD;");
}
