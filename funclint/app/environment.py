"""Variables of the environment that are there without anybody's settings."""

from __future__ import annotations

_NAMES = frozenset(
    {
        "APPDATA", "CI", "COMPUTERNAME", "DEBUG", "HOME", "HOMEDRIVE", "HOMEPATH", "HOST", "HOSTNAME", "LANG",
        "LANGUAGE", "LOCALAPPDATA", "LOGNAME", "NAME", "OS", "PATH", "PORT", "PROGRAMDATA", "PWD", "REGION_NAME",
        "SHELL", "SYSTEMROOT", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "USER", "USERDOMAIN", "USERNAME",
        "USERPROFILE", "VIRTUAL_ENV", "WINDIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
        "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE",
    }
)  # fmt: skip
_PREFIXES = (
    "APPSETTING_", "ASPNETCORE_", "AZUREWEBJOBSSCRIPT", "AZURE_FUNCTIONS_", "CONDA_", "CONTAINER_", "DOTNET_",
    "FUNCTIONS_", "GITHUB_", "IDENTITY_", "KUBERNETES_", "LC_", "LD_", "MSI_", "PYTHON", "SCM_", "SSH_", "WEBSITE_",
    "XDG_", "_",
)  # fmt: skip


def is_provided(name: str) -> bool:
    """Whether the system, the platform or the tools around it set a variable; its name in any case."""
    upper = name.upper()
    return upper in _NAMES or upper.startswith(_PREFIXES)
