package dev.runbook.modules.aws;

/** What the parameters mean that all modules for AWS have. */
final class AccountTexts {
    static final String REGION =
            "The region, such as `us-west-2`. Left out, AWS's own places decide: `AWS_REGION`, the profile, the machine.";
    static final String PROFILE = "A profile of `~/.aws/config` and `~/.aws/credentials`.";
    static final String ACCESS_KEY =
            "The id of an access key. Left out, AWS's own places are used: the environment, the profile, the machine's role.";
    static final String SECRET_KEY = "The secret of the access key.";
    static final String SESSION_TOKEN = "The session token of a temporary access key.";
    static final String ENDPOINT = "The address of a compatible service to call instead of AWS: `http://127.0.0.1:5000`.";

    private AccountTexts() {}
}
