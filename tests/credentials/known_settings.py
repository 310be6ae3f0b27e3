"""Prints the keys of AWS files that the installed botocore and AWS CLI read."""

import inspect
import json
import re

import awscli
import awscli.customizations.configure.configure as configure
import botocore.configprovider as provider
import botocore.credentials
import botocore.session
import botocore.tokens

keys = set()


def add(name):
    """A name is one key, a nested one, or a list of them."""
    if isinstance(name, str):
        keys.add(name)
    elif name is not None:
        for each in name:
            add(each)


for table in (
    provider.BOTOCORE_DEFAUT_SESSION_VARIABLES,
    provider.DEFAULT_S3_CONFIG_VARS,
    provider.DEFAULT_PROXIES_CONFIG_VARS,
    awscli.EnvironmentVariables,
):
    for name, *_ in table.values():
        add(name)

# A table of S3 gives each name by itself too.
for names in provider.DEFAULT_S3_CONFIG_VARS.values():
    add(names[0])

add(name for name, _ in configure.ConfigureCommand.VALUES_TO_PROMPT)

# The rest are literals: `profile.get("role_arn")`, `ROLE_CONFIG_VAR = "role_arn"`.
READS = re.compile(
    r"""(?:profile|profile_config|role_config|sso_config|scoped_config|_get_config)
        (?:\.get\(|\[|\()\s*['"]([a-z0-9_]+)['"]""",
    re.VERBOSE,
)
for module in (botocore.credentials, botocore.tokens, botocore.session, provider):
    keys.update(READS.findall(inspect.getsource(module)))
    for _, cls in inspect.getmembers(module, inspect.isclass):
        for name, value in vars(cls).items():
            if re.search(r"_CONFIG_VARS?$|_FILE_VAR$|^(ACCESS|SECRET)_KEY$", name):
                add(value)
            if name == "TOKENS":
                add(value)

# Names of variables, and keys of botocore's own dictionaries.
keys = {key for key in keys if key == key.lower()}
keys -= {"start_url", "role_name", "account_id", "session_name"}
print(json.dumps(sorted(keys)))
