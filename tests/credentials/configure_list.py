"""Runs `aws configure list` on files, in one process.

Reads from standard input a list of [config, credentials, [profile or null]],
and writes a list of lists with the exit status of each run.
"""

import argparse
import io
import json
import os
import sys
import tempfile

import botocore.credentials
import botocore.session
from awscli import EnvironmentVariables
from awscli.customizations.configure.list import ConfigureListCommand
from awscli.customizations.scalarparse import add_scalar_parsers


def answered(fetcher):
    """As if STS and IAM Identity Center answered."""
    return {
        "Credentials": {
            "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "SecretAccessKey": "secret",
            "SessionToken": "token",
            "Expiration": "2099-01-01T00:00:00Z",
        }
    }


for each in (
    "AssumeRoleCredentialFetcher",
    "AssumeRoleWithWebIdentityCredentialFetcher",
    "SSOCredentialFetcher",
):
    setattr(getattr(botocore.credentials, each), "_get_credentials", answered)


botocore.credentials.ProcessProvider._retrieve_credentials_using = (
    lambda *_: {
        "access_key": "ASIAIOSFODNN7EXAMPLE",
        "secret_key": "secret",
        "token": "token",
        "expiry_time": None,
        "account_id": None,
    }
)

# They take most of the time, and read no file.
botocore.session.Session._register_builtin_handlers = lambda *_: None


def configure_list(profile):
    """The parts of `aws` that read the files: its start, and the command."""
    try:
        session = botocore.session.Session(EnvironmentVariables)
        session.full_config
        if profile is not None:
            session.set_config_variable("profile", profile)
        parsed = argparse.Namespace(command="configure", profile=profile, v2_debug=False)
        add_scalar_parsers(session, parsed)
        return ConfigureListCommand(session, io.StringIO())._run_main([], parsed)
    except Exception as error:
        if "-v" in sys.argv:
            print(type(error).__name__, error, file=sys.stderr)
        return 255


def main():
    statuses = []
    with tempfile.TemporaryDirectory() as directory:
        config = os.path.join(directory, "config")
        credentials = os.path.join(directory, "credentials")
        for name in list(os.environ):
            if name.startswith("AWS_"):
                del os.environ[name]
        os.environ.update(
            HOME=directory,
            AWS_CONFIG_FILE=config,
            AWS_SHARED_CREDENTIALS_FILE=credentials,
            AWS_EC2_METADATA_DISABLED="true",
        )
        for config_text, credentials_text, profiles in json.load(sys.stdin):
            for path, text in (
                (config, config_text),
                (credentials, credentials_text),
            ):
                with open(path, "wb") as file:
                    file.write(text.encode("latin-1"))
            statuses.append([configure_list(profile) for profile in profiles])
    json.dump(statuses, sys.stdout)


main()
