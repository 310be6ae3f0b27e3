import type { Profile, Profiles } from "./profiles.ts";
import type { FileSections, Section } from "./document.ts";
import { settingOf } from "./read_setting.ts";

/** The section that has the access keys of a profile, in one of the two files. */
export interface KeySection {
  /** The file that it is in. */
  readonly document: FileSections;
  /** With the name of the profile. */
  readonly section: Section;
  readonly isInConfig: boolean;
}

/**
 * Finds the access keys of a profile as the AWS CLI does: the file that has
 * `aws_access_key_id` also has the secret and the token, and the credentials file
 * takes precedence. Keys of the two files are never mixed.
 *
 * @returns Nothing where neither file has an access key.
 */
export function findKeySection(
  { credentials, config }: Profiles,
  { name, section, configSection }: Profile,
): KeySection | undefined {
  const files = [
    { document: credentials, section, isInConfig: false },
    { document: config, section: configSection, isInConfig: true },
  ];
  for (const { document, section, isInConfig } of files) {
    if (section && settingOf(document, section, "aws_access_key_id")) {
      return { document, section: { ...section, name }, isInConfig };
    }
  }
  return undefined;
}
