package dev.runbook.modules.linode;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a Linode has a status, and one that runs until it accepts SSH. Where it comes to rest in another one, it is
 * told to start or to stop, once.
 *
 * @param becomes what it is then
 * @param ssh whether to wait for SSH
 */
record Settle(Account account, Instance becomes, boolean ssh, Duration timeout) implements ServiceAction {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    @Override
    public String summary() {
        return "wait until " + becomes.label() + " is " + becomes.status();
    }

    @Override
    public ActionResult perform(Services services) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Api api = account.api(services);
        Duration pause = FIRST_PAUSE;
        boolean told = false;
        for (;;) {
            Instance now = Instance.ByLabel.find(api, becomes.label());
            if (now == null) {
                throw new TaskFailedException("the Linode " + becomes.label() + " is gone");
            }
            String last = now.status();
            boolean settled = last.equals(becomes.status());
            boolean reached = settled && (!ssh || accepts(services, now));
            if (reached) {
                return new ActionResult(0, "", "", Duration.ofNanos(System.nanoTime() - start));
            }
            if (!now.moving() && !settled && !told) {
                // It was on its way elsewhere, and has got there.
                String verb = becomes.status().equals("running") ? "boot" : "shutdown";
                api.change("POST", "/linode/instances/" + now.id() + "/" + verb, null);
                told = true;
            } else if (!now.moving() && !settled) {
                throw new TaskFailedException(
                        "the Linode " + becomes.label() + " is " + last + " and does not become " + becomes.status(), null,
                        List.of("Linode's events say why: https://cloud.linode.com/linodes/" + now.id() + "/activity."));
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            services.progress(becomes.label() + (settled ? " runs, and does not accept SSH yet" : " is " + last) + ", "
                    + waited.toSeconds() + " s");
            if (waited.compareTo(timeout) > 0) {
                throw new TaskFailedException(
                        "the Linode " + becomes.label() + (settled
                                ? " runs, and does not accept SSH after " + timeout.toSeconds() + " s"
                                : " is still " + last + " after " + timeout.toSeconds() + " s"),
                        null,
                        List.of(settled
                                ? "See that its firewall lets this machine in to port 22, or leave `wait_for_ssh` off."
                                : "It goes on at Linode. Run this again to wait on, or give a longer `timeout`."));
            }
            Thread.sleep(pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }

    private static boolean accepts(Services services, Instance instance) throws InterruptedException {
        return !instance.ipv4().isEmpty() && services.accepts(instance.ipv4().getFirst(), 22, Duration.ofSeconds(5));
    }

    @Override
    @SuppressWarnings("unchecked") // the answer to this question is an instance
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query.equals(new Instance.ByLabel(account, becomes.label())) ? (Answer<T>) Answer.of(becomes) : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof Instance.ByLabel;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Reversible(List.of());
    }
}
