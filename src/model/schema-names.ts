/** Names of the published shapes. Apart from the schemas, which a scan does not need to load. */
export const SNAPSHOT_SCHEMA = 'kubetrue/snapshot/v1';
export const REPORT_SCHEMA = 'kubetrue/report/v1';
export const REPORT_LINE_SCHEMA = 'kubetrue/report-line/v1';
export const MERGED_SCHEMA = 'kubetrue/merged/v1';
export const DIFF_SCHEMA = 'kubetrue/diff/v1';
export const PROFILE_SCHEMA = 'kubetrue/profile/v1';
export const WAIVERS_SCHEMA = 'kubetrue/waivers/v1';
