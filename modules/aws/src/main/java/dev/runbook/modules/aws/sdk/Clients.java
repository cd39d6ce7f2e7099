package dev.runbook.modules.aws.sdk;

import dev.runbook.api.Secret;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import dev.runbook.modules.aws.Account;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients, each kept for the run. */
final class Clients {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int TRIES = 4;
    /** What a rehearsal signs with where the task gives no key: the one in AWS's own examples. */
    private static final AwsBasicCredentials EXAMPLE =
            AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private Clients() {}

    private record Key(String service, Account account) {}

    /** @param address where it is called; null for where AWS itself has it */
    private record Place(String region, @Nullable URI address, boolean rehearsed) {}

    static CloudWatchLogsClient logs(Services services, Account account) {
        Place place = place("logs", services, account);
        return services.client(new Key("logs", account), CloudWatchLogsClient.class,
                () -> prepare(CloudWatchLogsClient.builder(), account, place, TRIES).build());
    }

    /** For what must not be done twice: nothing is tried again. */
    static CloudWatchLogsClient logsOnce(Services services, Account account) {
        Place place = place("logs", services, account);
        return services.client(new Key("logs once", account), CloudWatchLogsClient.class,
                () -> prepare(CloudWatchLogsClient.builder(), account, place, 1).build());
    }

    static CloudWatchClient metrics(Services services, Account account) {
        Place place = place("monitoring", services, account);
        return services.client(new Key("monitoring", account), CloudWatchClient.class,
                () -> prepare(CloudWatchClient.builder(), account, place, TRIES).build());
    }

    static StsClient sts(Services services, Account account) {
        Place place = place("sts", services, account);
        return services.client(new Key("sts", account), StsClient.class,
                () -> prepare(StsClient.builder(), account, place, TRIES).build());
    }

    static S3Client s3(Services services, Account account) {
        Place place = place("s3", services, account);
        return services.client(new Key("s3", account), S3Client.class,
                () -> prepare(S3Client.builder(), account, place, TRIES)
                        .forcePathStyle(place.address() != null)
                        // Compatible stores do not know the newer checksums.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .build());
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B prepare(
            B builder, Account account, Place place, int tries) {
        RetryStrategy retries = tries == 1
                ? AwsRetryStrategy.doNotRetry()
                : AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(tries).build();
        builder.region(Region.of(place.region()))
                .credentialsProvider(credentials(account, place))
                .httpClient(UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE).build())
                .overrideConfiguration(configuration -> configuration.retryStrategy(retries));
        return place.address() == null ? builder : builder.endpointOverride(place.address());
    }

    private static Place place(String service, Services services, Account account) {
        String real = account.endpoint();
        String region = region(services, account);
        if (real == null) {
            real = address(service, region);
        }
        String called = services.endpoint(real);
        boolean rehearsed = !called.equals(real);
        return new Place(region, rehearsed || account.endpoint() != null ? URI.create(called) : null, rehearsed);
    }

    private static String address(String service, String region) {
        return "https://" + service + "." + region + "." + (region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
    }

    private static AwsCredentialsProvider credentials(Account account, Place place) {
        Secret key = account.accessKey();
        Secret secret = account.secretKey();
        Secret token = account.sessionToken();
        if (key != null && secret != null) {
            return StaticCredentialsProvider.create(token == null
                    ? AwsBasicCredentials.create(key.reveal(), secret.reveal())
                    : AwsSessionCredentials.create(key.reveal(), secret.reveal(), token.reveal()));
        }
        if (place.rehearsed()) {
            return StaticCredentialsProvider.create(EXAMPLE);
        }
        return account.profile() != null
                ? ProfileCredentialsProvider.create(account.profile())
                : DefaultCredentialsProvider.builder().build();
    }

    /** The region that is called. */
    static String region(Services services, Account account) {
        if (account.region() != null) {
            return account.region();
        }
        return services.client(new Key("region", account), String.class, () -> {
            try {
                Region found = account.profile() == null
                        ? DefaultAwsRegionProviderChain.builder().build().getRegion()
                        : new AwsProfileRegionProvider(null, account.profile()).getRegion();
                if (found != null) {
                    return found.id();
                }
            } catch (SdkClientException none) {
                // said below
            }
            throw new TaskFailedException("no AWS region is given", null, List.of(
                    "Give the parameter region, set AWS_REGION, or set region for the profile in "
                            + ProfileFileSystemSetting.AWS_CONFIG_FILE.getStringValue().orElse("~/.aws/config") + "."));
        });
    }
}
