package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.Secret;
import dev.runbook.api.ServiceAction;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Linode. Where another run was quicker with its label, or the answer was lost on the way, the one that is there is
 * taken: a second one is never made.
 *
 * @param becomes what is there afterwards
 * @param firewall label of the firewall that it gets at once, or null for none
 */
record CreateInstance(
        Account account,
        Instance becomes,
        boolean booted,
        List<String> authorizedKeys,
        List<String> authorizedUsers,
        @Nullable Secret rootPass,
        @Nullable String firewall,
        LinodeInstanceModule.Interfaces interfaces,
        @Nullable String userData,
        boolean privateIp)
        implements ServiceAction {
    private static final String PATH = "/linode/instances";

    @Override
    public String summary() {
        return "create the Linode " + becomes.label();
    }

    @Override
    public ActionResult perform(Services services) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Api api = account.api(services);
        ObjectNode body = body(api);
        try {
            services.progress("creating " + becomes.label());
            Api.Answer answer = api.send("POST", PATH, body);
            if (!answer.good() && !adopts(api, answer)) {
                throw api.refused(answer, "POST", PATH);
            }
        } catch (IOException lost) {
            if (Instance.ByLabel.find(api, becomes.label()) == null) {
                throw lost;
            }
        }
        return new ActionResult(0, "", "", Duration.ofNanos(System.nanoTime() - start));
    }

    /** Somebody made one with this label since it was looked for. */
    private boolean adopts(Api api, Api.Answer answer) throws IOException, InterruptedException {
        for (JsonNode error : answer.body().path("errors")) {
            if (error.path("field").asText().equals("label") && error.path("reason").asText().contains("unique")) {
                return Instance.ByLabel.find(api, becomes.label()) != null;
            }
        }
        return false;
    }

    private ObjectNode body(Api api) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("label", becomes.label())
                .put("region", becomes.region())
                .put("type", becomes.type())
                .put("image", becomes.image())
                .put("booted", booted)
                .put("backups_enabled", becomes.backups())
                .put("private_ip", privateIp);
        becomes.tags().forEach(body.putArray("tags")::add);
        if (!authorizedKeys.isEmpty()) {
            authorizedKeys.forEach(body.putArray("authorized_keys")::add);
        }
        if (!authorizedUsers.isEmpty()) {
            authorizedUsers.forEach(body.putArray("authorized_users")::add);
        }
        if (rootPass != null) {
            body.put("root_pass", rootPass.reveal());
        }
        if (userData != null) {
            body.putObject("metadata").put(
                    "user_data", Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8)));
        }
        Long id = firewall == null ? null : firewallId(api, firewall);
        switch (interfaces) {
            case LEGACY -> {
                if (id != null) {
                    body.put("firewall_id", id);
                }
            }
            case LINODE -> {
                body.put("interface_generation", "linode");
                ObjectNode only = body.putArray("interfaces").addObject();
                only.put("firewall_id", id == null ? Long.valueOf(-1) : id);
                only.putObject("public");
            }
        }
        return body;
    }

    private static long firewallId(Api api, String label) throws IOException, InterruptedException {
        Firewall found = Firewall.ByLabel.find(api, label);
        if (found == null) {
            throw new TaskFailedException("the firewall " + label + " is gone");
        }
        return found.id();
    }

    @Override
    @SuppressWarnings("unchecked") // the answer to this question is an instance
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query.equals(new Instance.ByLabel(account, becomes.label())) ? (Answer<T>) Answer.of(becomes) : before;
    }

    @Override
    public boolean touches(Query<?> query) {
        return query instanceof Instance.ByLabel || query instanceof Firewall.ByLabel;
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Irreversible("a Linode that was made may be in use; remove it with `state: absent`");
    }
}
