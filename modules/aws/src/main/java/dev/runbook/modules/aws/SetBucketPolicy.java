package dev.runbook.modules.aws;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.Services;
import dev.runbook.modules.aws.sdk.StorageCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a policy on a bucket.
 *
 * @param before what it had, or null
 */
record SetBucketPolicy(Account account, String bucket, String policy, @Nullable String before) implements ServiceAction {
    @Override
    public String summary() {
        return "set the policy of the bucket " + bucket;
    }

    @Override
    public ActionResult perform(Services services) throws IOException, InterruptedException {
        long start = System.nanoTime();
        StorageCalls.putPolicy(services, account, bucket, policy);
        return new ActionResult(0, "", "", Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    @SuppressWarnings("unchecked") // a policy is asked for as text
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return touches(query) ? (Answer<T>) Answer.<@Nullable String>of(policy) : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query.equals(new StorageQueries.BucketPolicy(account, bucket));
    }

    @Override
    public Reversal reversal() {
        return before == null
                ? new Reversal.Irreversible("the bucket " + bucket + " had no policy, and none is taken away")
                : new Reversal.Reversible(List.of(new SetBucketPolicy(account, bucket, /* policy= */ before, /* before= */ policy)));
    }
}
