package dev.runbook.modules.aws;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.Services;
import dev.runbook.modules.aws.sdk.StorageCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetches objects to where the engine runs; they are sent on by the actions after it.
 *
 * @param parcel where they are put
 * @param former what has been sent by now, and is thrown away; null for nothing
 */
record FetchObjects(Account account, String bucket, List<StoredObject> objects, Parcel parcel, @Nullable Parcel former)
        implements ServiceAction {
    FetchObjects {
        objects = List.copyOf(objects);
    }

    @Override
    public String summary() {
        return objects.size() == 1
                ? "fetch s3://" + bucket + "/" + objects.getFirst().key()
                : "fetch " + objects.size() + " objects from s3://" + bucket;
    }

    @Override
    public ActionResult perform(Services services) throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (former != null) {
            former.empty();
        }
        Spool spool = services.client(Spool.class, Spool.class, Spool::open);
        int done = 0;
        for (StoredObject object : objects) {
            services.progress("fetching " + object.key() + " (" + ++done + " of " + objects.size() + ")");
            Path file = spool.file();
            StorageCalls.download(services, account, bucket, object, file);
            parcel.put(object, file);
        }
        return new ActionResult(0, "", "", Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return false;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of());
    }
}
