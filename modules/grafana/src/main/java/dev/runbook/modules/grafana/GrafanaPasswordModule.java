package dev.runbook.modules.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.runbook.api.Action;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.NetworkAction;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.Query;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Reversal;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The module {@code grafana_password}. */
@Module(
        name = "grafana_password",
        summary = "Gives a user of Grafana a password in place of the one they have",
        description = {
            "The new password is tried first; only where it does not let the user in is the old one tried, once. So a second run "
                    + "costs no wrong login, and the lock that Grafana puts on a user after five of them is never reached.",
            "Grafana's own question for a new password can be skipped, which leaves admin/admin. After a change this makes sure "
                    + "that the old password no longer lets anybody in."
        },
        examples = {
            "grafana_password: {password: '@{grafana_admin_password}'}",
            "grafana_password: {user: ops, old_password: '@{former}', password: '@{ops_password}'}"
        })
public final class GrafanaPasswordModule
        implements ResourceModule<GrafanaPasswordModule.Parameters, GrafanaPasswordModule.State> {
    /** Parameters of {@code grafana_password}. */
    public record Parameters(
            @Param("The password that the user is to have.") Secret password,
            @Param(value = "The user.", defaultValue = "admin") String user,
            @Param("The password that the user may still have; admin when left out, as after the installation.")
                    @Nullable Secret oldPassword,
            @Param(value = Server.URL, defaultValue = Server.DEFAULT_URL) String url) {
        public Parameters {
            new Server(url, user, password, null);
            if (password.reveal().length() < 4) {
                throw new InvalidParameterException("password", "Grafana takes no password of fewer than 4 characters");
            }
            if (oldPassword != null && oldPassword.equals(password)) {
                throw new InvalidParameterException("old_password", "is the same as the new one");
            }
            if (password.reveal().equals("admin")) {
                throw new InvalidParameterException("password", "is what everybody tries first: choose another one");
            }
        }

        Server after() {
            return new Server(url, user, password, null);
        }

        Server before() {
            return new Server(url, user, oldPassword == null ? new Secret("admin") : oldPassword, null);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param inUse whether the password is the user's
     */
    public record State(@Observed String user, boolean inUse) {}

    @Override
    public State observe(Parameters parameters, World world) {
        if (world.ask(new Login(parameters.after()))) {
            return new State(parameters.user(), true);
        }
        if (!world.ask(new Login(parameters.before()))) {
            throw new TaskFailedException(
                    "Grafana lets " + parameters.user() + " in with neither the new nor the old password", null,
                    List.of("After five wrong passwords Grafana refuses the right one too, for five minutes.",
                            "On the host, `grafana cli admin reset-admin-password --password-from-stdin` resets that of admin."));
        }
        return new State(parameters.user(), false);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        return new State(parameters.user(), true);
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        return current.inUse() ? List.of() : List.of(new Change(parameters.before(), parameters.after()));
    }

    @Override
    public void confirm(Parameters parameters, State wanted, World world) {
        if (!world.ask(new Login(parameters.after()))) {
            throw new TaskFailedException("Grafana took the new password, and does not let " + parameters.user() + " in with it");
        }
        if (world.ask(new Login(parameters.before()))) {
            throw new TaskFailedException("Grafana still lets " + parameters.user() + " in with the old password");
        }
    }

    @Override
    public String target(Parameters parameters) {
        return "password of " + parameters.user();
    }

    private record Change(Server before, Server after) implements NetworkAction {
        @Override
        public String summary() {
            return "change the password of " + after.user();
        }

        @Override
        public HttpCall call() {
            String now = before.password() == null ? "" : before.password().reveal();
            String then = after.password() == null ? "" : after.password().reveal();
            Map<String, String> headers = new HashMap<>(before.headers());
            headers.put("Content-Type", "application/json");
            return new HttpCall(
                    "PUT", before.url() + "/api/user/password", headers,
                    Send.json(JsonNodeFactory.instance.objectNode()
                            .put("oldPassword", now).put("newPassword", then).put("confirmNew", then)),
                    true, Server.REQUEST);
        }

        @Override
        public ActionResult result(HttpAnswer answer) {
            if (answer.status() != 200) {
                throw before.refused(answer);
            }
            return new ActionResult(0, "", "", Duration.ZERO);
        }

        @Override
        @SuppressWarnings("unchecked") // the answer to this question is a truth
        public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> present) {
            return query.equals(new Login(after))
                    ? (Answer<T>) Answer.of(true)
                    : query.equals(new Login(before)) ? (Answer<T>) Answer.of(false) : present;
        }

        @Override
        public boolean touches(Query<?> query) {
            return query instanceof Login || query instanceof Read;
        }

        @Override
        public Reversal reversal() {
            return new Reversal.Reversible(List.of(new Change(after, before)));
        }
    }
}
