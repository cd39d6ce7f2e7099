package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request that changes something.
 *
 * @param body null for none
 * @param about what it changes the answer to
 * @param becomes that answer afterwards
 * @param undo how to take it back, or null where that cannot be told
 */
record Call(
        Account account,
        String summary,
        String method,
        String path,
        @Nullable JsonNode body,
        ServiceQuery<?> about,
        @Nullable Object becomes,
        @Nullable Call undo)
        implements ServiceAction {
    @Override
    public ActionResult perform(Services services) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Api api = account.api(services);
        Api.Answer answer = api.send(method, path, body);
        // What is to be removed may be gone already.
        if (!(method.equals("DELETE") && answer.status() == 404)) {
            api.require(answer, method, path);
        }
        return new ActionResult(0, "", "", Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    @SuppressWarnings("unchecked") // becomes is an answer to the question it is about
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query.equals(about) ? (Answer<T>) Answer.<@Nullable Object>of(becomes) : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof Instance.ByLabel || query instanceof Firewall.ByLabel;
    }

    @Override
    public Reversal reversal() {
        return undo == null
                ? new Reversal.Irreversible(summary + " cannot be taken back")
                : new Reversal.Reversible(java.util.List.of(undo));
    }
}
