package dev.runbook.modules.aws.sdk;

import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import dev.runbook.modules.aws.Account;
import dev.runbook.modules.aws.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Calls to S3 and STS, without any type of the SDK in what others see. */
public final class StorageCalls {
    private StorageCalls() {}

    /** The region that calls go to. */
    public static String region(Services services, Account account) {
        return Clients.region(services, account);
    }

    /** The number of the account that the credentials belong to. */
    public static String account(Services services, Account account) throws IOException, InterruptedException {
        StsClient sts = Clients.sts(services, account);
        return Calls.call("sts:GetCallerIdentity", "ask whose credentials these are",
                () -> sts.getCallerIdentity().account());
    }

    /** Where a bucket is; null where there is none of this name. */
    public static @Nullable String bucketRegion(Services services, Account account, String bucket)
            throws IOException, InterruptedException {
        S3Client s3 = Clients.s3(services, account);
        return Calls.<@Nullable String>call("s3:ListBucket", "look at the bucket " + bucket, () -> {
            try {
                String region = s3.headBucket(request -> request.bucket(bucket)).bucketRegion();
                return region == null ? Clients.region(services, account) : region;
            } catch (AwsServiceException e) {
                String region = Calls.header(e, "x-amz-bucket-region");
                if (e.statusCode() == 404) {
                    return null;
                }
                if (region != null && e.statusCode() < 400) {
                    return region;
                }
                throw e;
            }
        });
    }

    /** The policy of a bucket, as JSON; null where it has none. */
    public static @Nullable String policy(Services services, Account account, String bucket)
            throws IOException, InterruptedException {
        S3Client s3 = Clients.s3(services, account);
        return Calls.<@Nullable String>call("s3:GetBucketPolicy", "read the policy of the bucket " + bucket, () -> {
            try {
                return s3.getBucketPolicy(request -> request.bucket(bucket)).policy();
            } catch (AwsServiceException e) {
                if (Calls.code(e).equals("NoSuchBucketPolicy")) {
                    return null;
                }
                throw e;
            }
        });
    }

    /** Puts a policy in the place of what the bucket has. */
    public static void putPolicy(Services services, Account account, String bucket, String policy)
            throws IOException, InterruptedException {
        S3Client s3 = Clients.s3(services, account);
        Calls.call("s3:PutBucketPolicy", "set the policy of the bucket " + bucket,
                () -> s3.putBucketPolicy(request -> request.bucket(bucket).policy(policy)));
    }

    /** All objects whose key begins with the prefix, in the order of their keys. */
    public static List<StoredObject> objects(Services services, Account account, String bucket, String prefix)
            throws IOException, InterruptedException {
        S3Client s3 = Clients.s3(services, account);
        return Calls.call("s3:ListBucket", "list s3://" + bucket + "/" + prefix, () -> {
            List<StoredObject> objects = new ArrayList<>();
            s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                    .contents()
                    .forEach(found -> objects.add(new StoredObject(
                            found.key(), found.size(), found.eTag() == null ? "" : found.eTag().replace("\"", ""))));
            return objects;
        });
    }

    /**
     * Fetches an object, as it was when it was listed, into a file that does not exist yet.
     *
     * @throws TaskFailedException where it has become another one meanwhile, or AWS refuses
     */
    public static void download(Services services, Account account, String bucket, StoredObject object, Path file)
            throws IOException, InterruptedException {
        S3Client s3 = Clients.s3(services, account);
        String what = "fetch s3://" + bucket + "/" + object.key();
        Calls.call("s3:GetObject", what, () -> {
            try {
                return s3.getObject(
                        request -> request.bucket(bucket)
                                .key(object.key())
                                .ifMatch(object.etag().isEmpty() ? null : "\"" + object.etag() + "\""),
                        ResponseTransformer.toFile(file));
            } catch (AwsServiceException e) {
                if (e.statusCode() == 412) {
                    throw new TaskFailedException("could not " + what + ": it was changed meanwhile; run it again");
                }
                throw e;
            }
        });
    }
}
