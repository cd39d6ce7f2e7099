package dev.runbook.modules.aws;

import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import dev.runbook.modules.aws.sdk.StorageCalls;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of S3 and STS. */
final class StorageQueries {
    private StorageQueries() {}

    /** The region that is called. */
    record Region(Account account) implements ServiceQuery<String> {
        @Override
        public String describe() {
            return "the AWS region";
        }

        @Override
        public String fetch(Services services) {
            return StorageCalls.region(services, account);
        }
    }

    /** The number of the account. */
    record AccountNumber(Account account) implements ServiceQuery<String> {
        @Override
        public String describe() {
            return "the number of the AWS account";
        }

        @Override
        public String fetch(Services services) throws IOException, InterruptedException {
            return StorageCalls.account(services, account);
        }
    }

    /** Where a bucket is; null where there is none. */
    record BucketRegion(Account account, String bucket) implements ServiceQuery<@Nullable String> {
        @Override
        public String describe() {
            return "the region of the bucket " + bucket;
        }

        @Override
        public @Nullable String fetch(Services services) throws IOException, InterruptedException {
            return StorageCalls.bucketRegion(services, account, bucket);
        }
    }

    /** The policy of a bucket as JSON; null where it has none. */
    record BucketPolicy(Account account, String bucket) implements ServiceQuery<@Nullable String> {
        @Override
        public String describe() {
            return "the policy of the bucket " + bucket;
        }

        @Override
        public @Nullable String fetch(Services services) throws IOException, InterruptedException {
            return StorageCalls.policy(services, account, bucket);
        }
    }

    /** The objects whose key begins with a prefix. */
    record Objects(Account account, String bucket, String prefix) implements ServiceQuery<List<StoredObject>> {
        @Override
        public String describe() {
            return "the objects in s3://" + bucket + "/" + prefix;
        }

        @Override
        public List<StoredObject> fetch(Services services) throws IOException, InterruptedException {
            return List.copyOf(StorageCalls.objects(services, account, bucket, prefix));
        }
    }
}
