package dev.runbook.modules.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.TaskFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketPoliciesTest {
    private final BucketPolicies policies = new BucketPolicies("us-west-2", "123456789012", "b");

    @Test
    void whatIsAddedAllowsAndIsNotAddedTwice() {
        String once = policies.with(null);
        assertTrue(policies.allows(once, "p"));
        assertEquals(once, policies.with(once));
        assertFalse(policies.allows(null, "p"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Allow | logs.us-west-2.amazonaws.com | s3:*               | arn:aws:s3:::b*  | {} | true",
        "Allow | logs.us-west-2.amazonaws.com | s3:*               | arn:aws:s3:::c*  | {} | false",
        "Allow | logs.us-east-1.amazonaws.com | s3:*               | arn:aws:s3:::b*  | {} | false",
        "Allow | logs.us-west-2.amazonaws.com | s3:PutObject       | arn:aws:s3:::b/* | {} | false",
        "Deny  | logs.us-west-2.amazonaws.com | s3:*               | arn:aws:s3:::b*  | {} | false",
        "Allow | logs.us-west-2.amazonaws.com | s3:*               | arn:aws:s3:::b*"
                + " | {\"StringEquals\":{\"aws:SourceAccount\":\"999999999999\"}} | false",
        "Allow | logs.us-west-2.amazonaws.com | s3:*               | arn:aws:s3:::b*"
                + " | {\"StringEquals\":{\"aws:SourceAccount\":[\"1\",\"123456789012\"]}} | true",
    })
    void othersWordsAreUnderstood(
            String effect, String service, String action, String resource, String condition, boolean allowed) {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"" + effect + "\",\"Principal\":{\"Service\":[\""
                + service + "\"]},\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\",\"Condition\":" + condition + "}}";
        assertEquals(allowed, policies.allows(policy, "p"));
        assertTrue(policies.with(policy).contains(action));
    }

    @Test
    void aDenialIsNotOverlooked() {
        String denied = policies.with(null).replace("\"Statement\" : [", "\"Statement\" : [ {\"Effect\":\"Deny\",\"Principal\":\"*\","
                + "\"Action\":\"s3:Put*\",\"Resource\":\"arn:aws:s3:::b/*\"},");
        assertFalse(policies.allows(denied, "p"));
    }

    @Test
    void otherPartitionsHaveOtherNames() {
        String policy = new BucketPolicies("cn-north-1", "1", "b").with(null);
        assertTrue(policy.contains("arn:aws-cn:s3:::b") && policy.contains("logs.cn-north-1.amazonaws.com.cn"), policy);
    }

    @Test
    void whatIsNoJsonIsSaid() {
        assertThrows(TaskFailedException.class, () -> policies.allows("{", "p"));
    }
}
