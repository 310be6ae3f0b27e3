import assert from "node:assert/strict";
import type { BlockEdit } from "../../src/credentials/document.ts";
import { editBlock } from "../../src/credentials/edit_block.ts";
import { parse } from "../../src/credentials/parse.ts";
import { UpdstsError } from "../../src/errors.ts";
import { NEW_SECRET, NEW_TOKEN, OLD_SECRET, OLD_TOKEN } from "./samples.ts";
import { hintOf } from "../support/hint_of.ts";

/** What `editBlock` throws; no value of the file or the edit may be in it. */
export function refusal(text: string, edit: BlockEdit): UpdstsError {
  try {
    editBlock(parse(text), edit);
  } catch (error) {
    assert.ok(error instanceof UpdstsError, String(error));
    const words = `${error.message} ${hintOf(error)}`.toLowerCase();
    for (const value of [OLD_SECRET, OLD_TOKEN, NEW_SECRET, NEW_TOKEN]) {
      assert.ok(!words.includes(value.toLowerCase()), words);
    }
    return error;
  }
  assert.fail("it was not refused");
}
