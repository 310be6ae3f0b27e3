/**
 * The keys of AWS files whose names may be shown: those of the AWS CLI, of the
 * AWS SDKs and of other common tools. Any other text before a `=` may be a part of
 * a secret. Whether a value may be shown is another matter.
 */
const KNOWN: ReadonlySet<string> = new Set([
  // Credentials.
  ...["aws_access_key_id", "aws_secret_access_key", "aws_session_token"],
  ...["aws_security_token", "aws_account_id", "aws_credential_expiration"],
  ...["credential_process", "credential_source", "login_session"],
  // Roles.
  ...["role_arn", "source_profile", "role_session_name", "external_id"],
  ...["mfa_serial", "duration_seconds", "web_identity_token_file"],
  // IAM Identity Center.
  ...["sso_session", "sso_start_url", "sso_region", "sso_account_id"],
  ...["sso_role_name", "sso_registration_scopes"],
  // Requests.
  ...["region", "output", "ca_bundle", "services", "endpoint_url"],
  ...["ignore_configured_endpoint_urls", "use_dualstack_endpoint"],
  ...["use_fips_endpoint", "sts_regional_endpoints", "retry_mode"],
  ...["max_attempts", "defaults_mode", "tcp_keepalive", "sdk_ua_app_id"],
  ...["account_id_endpoint_mode", "sigv4a_signing_region_set"],
  ...["auth_scheme_preference", "disable_host_prefix_injection"],
  ...["request_checksum_calculation", "response_checksum_validation"],
  ...["disable_request_compression", "request_min_compression_size_bytes"],
  ...["endpoint_discovery_enabled", "parameter_validation", "api_versions"],
  ...["data_path", "http_proxy", "https_proxy", "no_proxy"],
  ...["proxy_ca_bundle", "proxy_client_cert", "proxy_use_forwarding_for_https"],
  ...["csm_enabled", "csm_host", "csm_port", "csm_client_id"],
  // The metadata service of EC2.
  ...["metadata_service_timeout", "metadata_service_num_attempts"],
  ...["ec2_metadata_service_endpoint", "ec2_metadata_service_endpoint_mode"],
  ...["ec2_metadata_v1_disabled", "imds_use_ipv6"],
  ...["disable_ec2_metadata_v1"],
  // Services.
  ...["s3", "s3api", "sts", "emr", "s3_use_arn_region"],
  ...["s3_us_east_1_regional_endpoint", "s3_disable_express_session_auth"],
  ...["s3_disable_multiregion_access_points"],
  ...["addressing_style", "use_accelerate_endpoint", "use_arn_region"],
  ...["payload_signing_enabled", "us_east_1_regional_endpoint"],
  ...["signature_version", "max_concurrent_requests", "max_queue_size"],
  ...["multipart_threshold", "multipart_chunksize", "max_bandwidth"],
  ...["preferred_transfer_client", "target_bandwidth", "io_chunksize"],
  // The AWS CLI.
  ...["cli_pager", "cli_auto_prompt", "cli_binary_format", "cli_history"],
  ...["cli_timestamp_format", "cli_follow_urlparam", "cli_help_output"],
  ...["cli_legacy_plugin_path", "cli_error_format"],
  // The Python updsts and this one.
  ...["mfa_device_arn", "totp_secret_name", "expiration_datetime"],
  ...["assumed_role_arn", "assumed_role_scope"],
  // aws-mfa and awsume.
  ...["aws_mfa_device", "assumed_role", "expiration", "autoawsume", "manager"],
  // aws-vault.
  ...["mfa_process", "include_profile", "parent_profile", "session_tags"],
  ...["transitive_session_tags", "source_identity"],
  ...["web_identity_token_process"],
  // saml2aws and aws-okta.
  ...["x_principal_arn", "x_security_token_expires", "aws_saml_url"],
  ...["assume_role_ttl", "session_ttl"],
  // aws-azure-login.
  ...["azure_tenant_id", "azure_app_id_uri", "azure_default_username"],
  ...["azure_default_role_arn", "azure_default_duration_hours"],
  ...["azure_default_remember_me"],
  // granted.
  ...["granted_sso_start_url", "granted_sso_region", "granted_sso_account_id"],
  ...["granted_sso_role_name", "granted_sso_registration_scopes"],
]);

/** Whether a key, in lower case, is one of an AWS tool. */
export function isKnownSetting(key: string): boolean {
  return KNOWN.has(key);
}
