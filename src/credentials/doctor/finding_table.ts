import { command, getCommand, type Hint, hint } from "../../errors.ts";

/** The consequence of a kind of finding, and its fix. */
export interface Advice {
  readonly severity: "error" | "warning";
  readonly why: string;
  readonly fix: Hint | ((value: Hint) => Hint);
}

const remove = (it: Hint) =>
  hint`remove ${it} with ${command("clean")} or ${command("doctor_fix")}`;

const LEGACY_TOKEN =
  "the AWS CLI takes it instead of the aws_session_token, and the SDK for JavaScript ignores it";

function error(why: string, fix: Advice["fix"]): Advice {
  return { severity: "error", why, fix };
}

function warning(why: string, fix: Advice["fix"]): Advice {
  return { severity: "warning", why, fix };
}

function failsForProfile(fix: Advice["fix"]): Advice {
  return error("the AWS CLI fails for the profile", fix);
}

const asGiven = (fix: Hint) => fix;
const unset = (variable: Hint) => hint`unset ${variable}`;
const writeHeader = (name: Hint) => hint`write [${name}]`;

/** The advice on each kind of finding; by reason, where it depends on one. */
export const FINDING_TABLE = {
  not_utf8: {
    line: error("the AWS CLI rejects the whole file", "save the file as UTF-8"),
    utf_16: error(
      "no AWS tool can read it",
      "save the file as UTF-8; in Windows PowerShell 5 use Set-Content -Encoding Ascii",
    ),
  },
  byte_order_mark: error(
    "the AWS CLI rejects the whole file, and the SDK for Go loses a profile",
    'save it as "UTF-8", not as "UTF-8 with BOM"',
  ),
  parse_error: error("the AWS CLI rejects the whole file", asGiven),
  file_permissions: warning(
    "they can use the keys in it",
    hint`remove their access with ${command("doctor_fix")} or "chmod 600"`,
  ),
  group_lost: error(
    "updsts refuses to write a file whose group it cannot keep",
    hint`remove the group's access with ${
      command("doctor_fix")
    } or "chmod 600", or set the group to your own with "chgrp"`,
  ),
  bind_mounted: warning(
    "it cannot be replaced here, and does not change when the original is replaced",
    "mount its directory into the container instead",
  ),
  lone_cr: error(
    "the AWS SDKs for JavaScript and Go read it and the next line as one, and ignore both",
    "save the file with LF or CRLF",
  ),
  shell_line: error(
    "AWS tools do not run shell commands in this file",
    "write the name in lower case and the value as key = value, in a section",
  ),
  tags_dropped: error(
    "another tool wrote the file without its comments: updsts does not recognize the section as its own, and refuses to write it",
    hint`delete the section, and get the session again with ${getCommand()}`,
  ),
  unmatched_tag: {
    begin: error(
      "updsts cannot tell which lines belong to its block, and refuses to write",
      asGiven,
    ),
    end: error(
      "updsts does not recognize the section as its own, and refuses to write it",
      "add the begin tag before its section, or delete the end tag",
    ),
  },
  default_section: warning(
    "the AWS CLI adds its keys to every profile; other tools do not",
    "write [default] for the default profile",
  ),
  section_header: {
    indented: error(
      "below a key, some AWS tools read it as a part of that key's value",
      "remove the indentation",
    ),
    text_after: error(
      "the AWS SDK for JavaScript does not recognize the header, and adds the keys below it to the profile above",
      "move it to its own line",
    ),
  },
  section_name: {
    proto: error(
      "the AWS SDK for JavaScript reads the whole file as empty",
      "rename the profile",
    ),
    profile_prefix: error(
      'only the config has "profile" before a name: no tool finds the profile here',
      writeHeader,
    ),
    spaces: error(
      "only some AWS tools read them as a part of the name",
      writeHeader,
    ),
    characters: error(
      "some AWS SDKs skip a profile with such a name",
      "rename the profile: use letters, digits and _ . @ % / + : -",
    ),
  },
  config_header: {
    no_profile: error(
      "the AWS CLI finds no profile here",
      (name) => hint`write [profile ${name}]`,
    ),
    not_a_name: error(
      "the AWS CLI ignores the section",
      (kind) => hint`write [${kind} NAME], and "NAME" if it contains a space`,
    ),
    unused: warning(
      "AWS tools ignore the section",
      (kind) => hint`write [${kind} NAME], and "NAME" if it contains a space`,
    ),
  },
  section_ignored: error(
    "the AWS CLI ignores its settings",
    (name) => hint`move them to the section [profile ${name}]`,
  ),
  profile_twice: error(
    "the AWS CLI ignores the first of the two sections, other tools merge them",
    "merge the two sections or rename one",
  ),
  setting_syntax: {
    colon: error(
      "the AWS SDK for JavaScript ignores the line, and the one for Java rejects the file",
      "write it as key = value",
    ),
    capitals: error(
      "the AWS SDKs for JavaScript and Java don't find it",
      "write the name in lower case",
    ),
  },
  setting_value: {
    comment_character: error(
      "some AWS tools keep it, others read it as a comment",
      "move the comment to its own line, or change the value",
    ),
    comment_after: error(
      "the AWS CLI reads the comment as a part of the value",
      "move the comment to its own line",
    ),
    quotes: error(
      "most AWS tools read the quotes as a part of the value",
      "remove the quotes",
    ),
    missing: error("the profile does not work", "write it, or delete the line"),
    nested: error(
      "the AWS CLI reads a list of settings, and fails",
      "write the value on the line of its key",
    ),
    characters: error(
      "AWS, or some AWS tool, rejects it",
      "copy the complete value into the line again",
    ),
  },
  invalid_setting: {
    number: failsForProfile("write a whole number"),
    choice: failsForProfile(
      "write one of the values in the documentation of the AWS CLI",
    ),
  },
  indented_line: {
    comment: error(
      "the AWS SDK for Java reads it as a part of the value above it",
      "remove the indentation",
    ),
    key: error(
      "some AWS SDKs read an indented line as a part of the value above it",
      "remove the indentation",
    ),
    continuation: error(
      "the AWS CLI reads it as a part of the value; other tools do not",
      "remove the line's indentation, or delete it",
    ),
  },
  user_arn_as_mfa_device: error(
    "STS cannot check an MFA code with it",
    "write :mfa/ in place of :user/, with the device's name",
  ),
  unusable_mfa_device: {
    u2f: error(
      "STS cannot check an MFA code with a security key or passkey",
      "add an authenticator app in the AWS console, and write its ARN",
    ),
    list: error(
      "AWS tools send the whole list to STS, which rejects it",
      "write one ARN",
    ),
  },
  security_token: {
    overriding: error(LEGACY_TOKEN, "delete the line"),
    redundant: warning(LEGACY_TOKEN, "delete the line"),
  },
  keys_incomplete: error(
    "the AWS CLI, or AWS itself, rejects incomplete keys",
    "write the line that is missing, or delete this one",
  ),
  long_term_keys_in_block: error(
    "updsts refuses to replace them, and does not remove them",
    "move the section below the block's end tag",
  ),
  role_overrides_session: error(
    "the AWS CLI uses it instead of the keys of the session",
    "delete it, or move it to another profile",
  ),
  role_without_source: error(
    "the AWS CLI refuses the profile, its keys included",
    "set source_profile to the profile with the keys, or delete the line",
  ),
  role_source: {
    two: failsForProfile("delete one of the two lines"),
    credential_source: failsForProfile(
      "write Environment, Ec2InstanceMetadata or EcsContainer, or set source_profile instead",
    ),
    missing: failsForProfile(
      hint`name a profile that ${command("list")} shows`,
    ),
    without_credentials: failsForProfile(
      "name the profile that has the access keys",
    ),
    cycle: failsForProfile("name the profile that has the access keys"),
  },
  web_identity_without_role: failsForProfile("add the role_arn"),
  sso_session_missing: failsForProfile(
    "add the section [sso-session NAME] to the config, or write the name of one",
  ),
  sso_incomplete: {
    differing: failsForProfile("delete the line in the profile"),
    missing: failsForProfile('add what is missing, or run "aws configure sso"'),
  },
  services_missing: error(
    "AWS tools fail for the profile, or send its requests to AWS instead of the custom endpoint",
    "add the section [services NAME] to the config, or delete the line",
  ),
  invalid_region: {
    zone: error(
      "there is no AWS service at such an endpoint",
      "delete the last letter: a region is eu-west-1, an availability zone eu-west-1a",
    ),
    unknown: error(
      "there is no AWS service at such an endpoint",
      "write the name of a region, such as eu-west-1",
    ),
  },
  proxy_variable: error("no request can be sent through it", asGiven),
  invalid_ca_bundle: {
    unreadable: error(
      "AWS tools fail without it",
      "name a regular file that you can read, with certificates in PEM format and without private keys",
    ),
    no_certificates: error(
      "AWS tools fail without it",
      "name a file with BEGIN CERTIFICATE in it, and without private keys",
    ),
  },
  session_expired: {
    renewable: warning(
      "AWS rejects expired keys",
      (it) => hint`renew ${it} with ${getCommand()}, or ${remove(it)}`,
    ),
    without_source: warning("AWS rejects expired keys", remove),
    of_another_program: warning(
      "AWS rejects expired keys",
      "get new credentials from the source of these",
    ),
  },
  invalid_expiration: warning(
    "the expiry of the session is unknown",
    hint`renew the session with ${getCommand()}, or delete the line`,
  ),
  source_profile_missing: warning(
    "its session cannot be renewed",
    "delete the block, or restore the profile",
  ),
  environment_incomplete: {
    id_alone: error("the AWS CLI fails if one of the two is missing", unset),
    secret_alone: warning("it has no effect by itself", unset),
    token_alone: warning(
      "AWS tools combine it with the next access key that they find, and AWS rejects the two",
      unset,
    ),
  },
  environment_profile: error(
    "AWS tools fail if no other profile is named",
    (variable) =>
      hint`unset ${variable}, or name a profile that ${command("list")} shows`,
  ),
  home_differs: warning(
    "the AWS SDK for JavaScript looks for .aws in HOME; updsts and other AWS tools look in USERPROFILE",
    "unset HOME, or set it to the same directory",
  ),
  environment_overrides: warning(
    "AWS tools use these credentials instead of the file, unless a profile is named",
    "unset it, or name the profile with --profile",
  ),
} satisfies Record<string, Advice | Readonly<Record<string, Advice>>>;
