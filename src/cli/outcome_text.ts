import { formatExpiration } from "../credentials/expiry.ts";
import type { GetSessionOutcome } from "../operations/session_types.ts";
import { quoteWords } from "../platform/quote_words.ts";
import { splitDuration } from "../util/duration.ts";

/** Describes the session in the file, and its expiry. */
export function describeOutcome(
  { result, isNew }: Pick<GetSessionOutcome, "result" | "isNew">,
  now: Date,
): string {
  const { updated_profile_name: name, aws_token_expiration } = result;
  const expiration = new Date(aws_token_expiration);
  const validity = `valid for ${shortDuration(expiration, now)} (until ${
    localTime(expiration, now)
  })`;
  return isNew ? `wrote [${name}], ${validity}` : `[${name}] is ${validity}`;
}

/** Describes how to use the first session of a name. */
export function describeUse({ result }: GetSessionOutcome): string {
  const profile = quoteWords([result.updated_profile_name]);
  return `use it with: aws --profile ${profile} …`;
}

/** In hours and minutes, rounded to the minute: `1 h`, `1 h 30 min`. */
function shortDuration(end: Date, now: Date): string {
  const minutes = Math.round((end.getTime() - now.getTime()) / 60_000);
  return splitDuration(minutes * 60, ["hour", "minute"])
    .map(([count, unit]) => `${count} ${unit === "hour" ? "h" : "min"}`)
    .join(" ") || "less than a minute";
}

/** The local time `15:30`, with the date if that is not today. */
function localTime(end: Date, now: Date): string {
  const day = (date: Date) => formatExpiration(date).slice(0, 10);
  const time = formatExpiration(end).slice(11, 16);
  return day(end) === day(now) ? time : `${day(end)} ${time}`;
}
