import { STATUS_CODES } from "node:http";
import type { Behaviour } from "./sts_behaviour.ts";
import { type Refusal, refusals } from "./sts_refusals.ts";
import { refusalXml, successXml, type XmlElements } from "./sts_xml.ts";

/** An answer as HTTP carries it. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
  headers?: Record<string, string>;
  /** The error code, if it is a refusal. */
  code?: string;
}

/** Path of the captive portal's page. */
export const portalPath = "/captive-portal";

/** The captive portal's page. */
export const portalPage: Answer = {
  status: 200,
  contentType: "text/html; charset=utf-8",
  body: "<!DOCTYPE html>\n<html><head><title>Welcome</title></head>" +
    "<body><p>Please accept our terms of use.<br></body></html>\n",
};

/** The answer to a request that was performed. */
export function successAnswer(
  action: string,
  result: XmlElements,
  requestId: string,
): Answer {
  return {
    status: 200,
    contentType: "text/xml",
    body: successXml(action, result, requestId),
  };
}

/** The answer to a request that was refused. */
export function refusalAnswer(refusal: Refusal, requestId: string): Answer {
  return {
    status: refusal.status,
    contentType: "text/xml",
    body: refusalXml(refusal, requestId),
    code: refusal.code,
  };
}

/** The answer of the behaviours that do not look at the request; undefined for the others. */
export function answerUnseen(
  behaviour: Behaviour,
  requestId: string,
): Answer | undefined {
  switch (behaviour.kind) {
    case "refuse":
      return refusalAnswer(refusals[behaviour.refusal], requestId);
    case "server error":
      return behaviour.moment === "before"
        ? serverError(behaviour.status)
        : undefined;
    case "web page":
      return portalPage;
    case "redirect":
      return {
        ...portalPage,
        status: behaviour.status ?? 302,
        headers: { Location: behaviour.location ?? portalPath },
      };
    case "raw":
      return behaviour;
    default:
      return undefined;
  }
}

/** What the behaviour makes of an answer that was right. */
export function spoil(answer: Answer, behaviour: Behaviour): Answer {
  switch (behaviour.kind) {
    case "server error":
      return serverError(behaviour.status);
    case "truncated XML":
      return { ...answer, body: halves(answer.body)[0] };
    case "unknown elements":
      return {
        ...answer,
        body: answer.body.replaceAll(
          /<(\w+Result|Credentials|Error)>/g,
          '<$1 novelty="1"><Novelty><Inner>&#x2603;</Inner></Novelty><Empty/>',
        ),
      };
    default:
      return answer;
  }
}

/** The result of an action with elements of its Credentials left out or replaced. */
export function alter(
  result: XmlElements,
  { without = [], replaced = {} }: Behaviour & { kind: "altered" },
): XmlElements {
  const credentials = result["Credentials"];
  if (typeof credentials !== "object") return result;
  const kept = Object.entries(credentials).filter(([name]) =>
    !without.some((left) => left === name)
  );
  return {
    ...result,
    Credentials: { ...Object.fromEntries(kept), ...replaced },
  };
}

/** The text in two parts. */
export function halves(text: string): [string, string] {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

/** The XML, grown by an element of so many bytes before its end, piece by piece. */
export function* grown(xml: string, bytes: number): Generator<string> {
  const piece = "x".repeat(64 * 1024);
  const end = xml.lastIndexOf("</");
  yield `${xml.slice(0, end)}<Padding>`;
  for (let left = bytes; left > 0; left -= piece.length) {
    yield left < piece.length ? piece.slice(0, left) : piece;
  }
  yield `</Padding>${xml.slice(end)}`;
}

function serverError(status: 500 | 503): Answer {
  return {
    status,
    contentType: "text/html",
    body: `<html><body><b>Http/1.1 ${STATUS_CODES[status]}</b></body></html>`,
  };
}
