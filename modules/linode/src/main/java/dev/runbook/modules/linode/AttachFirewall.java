package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a Linode that exists behind a firewall. */
record AttachFirewall(Account account, String firewall, long linode, String label) implements ServiceAction {
    @Override
    public String summary() {
        return "attach the firewall " + firewall + " to the Linode " + label;
    }

    @Override
    public ActionResult perform(Services services) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Api api = account.api(services);
        Firewall found = Firewall.ByLabel.find(api, firewall);
        if (found == null) {
            throw new TaskFailedException("the firewall " + firewall + " is gone");
        }
        api.change("POST", "/networking/firewalls/" + found.id() + "/devices",
                JsonNodeFactory.instance.objectNode().put("id", linode).put("type", "linode"));
        return new ActionResult(0, "", "", Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    @SuppressWarnings("unchecked") // the answer to this question is a firewall
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        if (query.equals(new Firewall.ByLabel(account, firewall)) && before instanceof Answer.Known<?>(Firewall now)) {
            List<Long> linodes = new ArrayList<>(now.linodes());
            linodes.add(linode);
            return (Answer<T>) Answer.of(new Firewall(now.id(), now.label(), now.inboundPolicy(), now.outboundPolicy(),
                    now.inbound(), now.outbound(), now.tags(), List.copyOf(linodes)));
        }
        return before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof Firewall.ByLabel;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Irreversible("taking the firewall away again would leave the Linode open");
    }
}
