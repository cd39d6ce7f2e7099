package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.Action;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The module {@code linode_firewall}. */
@Module(
        name = "linode_firewall",
        controllerOnly = true,
        summary = "Manages a Cloud Firewall of Linode",
        description = {
            "A Linode without one is open to the world. Make the firewall first, and name it in `linode_instance`: it is "
                    + "then in place before the Linode starts.",
            "The rules are the whole list, in order: the first that matches decides, and what none matches is up to the "
                    + "policy. A firewall has at most 25."
        },
        examples = {
            """
            linode_firewall:
              label: web
              inbound_policy: drop
              inbound:
                - {label: ssh, ports: "22", addresses: {ipv4: [192.0.2.0/24]}}
                - {label: web, ports: "80, 443", addresses: {ipv4: [0.0.0.0/0], ipv6: ["::/0"]}}
            """,
            "linode_firewall: {label: web, state: absent}"
        })
public final class LinodeFirewallModule
        implements ResourceModule<LinodeFirewallModule.Parameters, LinodeFirewallModule.State> {
    private static final int MOST_RULES = 25;

    /** Whether it is there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** Parameters of {@code linode_firewall}. */
    public record Parameters(
            @Param("Its label, which no other firewall of the account has.") String label,
            @Param(value = "What becomes of packets to a Linode that no rule matches.", defaultValue = "drop")
                    Rule.Verdict inboundPolicy,
            @Param(value = "What becomes of packets from a Linode that no rule matches.", defaultValue = "accept")
                    Rule.Verdict outboundPolicy,
            @Param("Rules for packets to a Linode.") List<Rule> inbound,
            @Param("Rules for packets from a Linode.") List<Rule> outbound,
            @Param("Its tags; left out, they stay as they are.") @Nullable List<String> tags,
            @Param(value = "Whether it should be there.", defaultValue = "present") Presence state,
            @Param(Account.TOKEN) @Nullable Secret token,
            @Param(value = Account.URL, defaultValue = Account.DEFAULT_URL) String apiUrl) {
        public Parameters {
            new Account(token, apiUrl);
            Labels.check("label", label, 32);
            if (inbound.size() + outbound.size() > MOST_RULES) {
                throw new InvalidParameterException(
                        "inbound", "a firewall has at most " + MOST_RULES + " rules, here are "
                                + (inbound.size() + outbound.size()));
            }
        }

        Account account() {
            return new Account(token, apiUrl);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param inbound a line for each rule
     * @param linodes the ids of the Linodes it is attached to
     */
    public record State(
            @Nullable String label,
            @Nullable String inboundPolicy,
            @Nullable String outboundPolicy,
            List<String> inbound,
            List<String> outbound,
            List<String> tags,
            @Observed Value<Long> id,
            @Observed List<Long> linodes,
            @Observed(internal = true) Seen seen) {}

    record Seen(@Nullable Firewall firewall) {}

    @Override
    public State observe(Parameters parameters, World world) {
        return state(world.ask(new Firewall.ByLabel(parameters.account(), parameters.label())));
    }

    private static State state(@Nullable Firewall firewall) {
        return firewall == null
                ? new State(null, null, null, List.of(), List.of(), List.of(), Value.of(null), List.of(), new Seen(null))
                : new State(
                        firewall.label(),
                        firewall.inboundPolicy().toLowerCase(Locale.ROOT),
                        firewall.outboundPolicy().toLowerCase(Locale.ROOT),
                        firewall.inbound(),
                        firewall.outbound(),
                        firewall.tags(),
                        firewall.id() == Firewall.NOT_YET ? Value.later("Linode gives it") : Value.of(firewall.id()),
                        firewall.linodes(),
                        new Seen(firewall));
    }

    private static @Nullable Firewall becomes(Parameters parameters, @Nullable Firewall present) {
        if (parameters.state() == Presence.ABSENT) {
            return null;
        }
        List<String> tags = parameters.tags() != null
                ? parameters.tags().stream().sorted().toList()
                : present == null ? List.of() : present.tags();
        return new Firewall(
                present == null ? Firewall.NOT_YET : present.id(),
                parameters.label(),
                parameters.inboundPolicy().name(),
                parameters.outboundPolicy().name(),
                parameters.inbound().stream().map(rule -> Rule.line(rule.json(), true)).toList(),
                parameters.outbound().stream().map(rule -> Rule.line(rule.json(), false)).toList(),
                tags,
                present == null ? List.of() : present.linodes());
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        State wanted = state(becomes(parameters, current.seen().firewall()));
        return new State(wanted.label(), wanted.inboundPolicy(), wanted.outboundPolicy(), wanted.inbound(), wanted.outbound(),
                wanted.tags(), wanted.id(), wanted.linodes(), current.seen());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        Account account = parameters.account();
        Firewall present = current.seen().firewall();
        Firewall becomes = becomes(parameters, present);
        Firewall.ByLabel about = new Firewall.ByLabel(account, parameters.label());
        String name = "firewall " + parameters.label();
        if (becomes == null) {
            return present == null ? List.of() : List.of(remove(account, name, present, about));
        }
        List<Action> actions = new ArrayList<>();
        if (present == null) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("label", parameters.label());
            body.set("rules", rules(parameters));
            if (parameters.tags() != null) {
                becomes.tags().forEach(body.putArray("tags")::add);
            }
            return List.of(new Call(account, "create " + name, "POST", "/networking/firewalls", body, about, becomes, null));
        }
        String path = "/networking/firewalls/" + present.id();
        boolean sameRules = present.inbound().equals(becomes.inbound()) && present.outbound().equals(becomes.outbound())
                && present.inboundPolicy().equals(becomes.inboundPolicy())
                && present.outboundPolicy().equals(becomes.outboundPolicy());
        if (!sameRules) {
            actions.add(new Call(account, "set the rules of " + name, "PUT", path + "/rules", rules(parameters), about, becomes,
                    null));
        }
        if (!present.tags().equals(becomes.tags())) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            becomes.tags().forEach(body.putArray("tags")::add);
            actions.add(new Call(account, "tag " + name, "PUT", path, body, about, becomes, null));
        }
        return actions;
    }

    private static Action remove(Account account, String name, Firewall present, Firewall.ByLabel about) {
        if (!present.linodes().isEmpty()) {
            throw new TaskFailedException(
                    name + " still protects " + present.linodes().size() + " Linode"
                            + (present.linodes().size() == 1 ? "" : "s") + ", and removing it would leave them open",
                    null,
                    List.of("Remove or protect them otherwise first: their ids are " + present.linodes() + "."));
        }
        return new Call(account, "remove " + name, "DELETE", "/networking/firewalls/" + present.id(), null, about, null, null);
    }

    private static ObjectNode rules(Parameters parameters) {
        ObjectNode rules = JsonNodeFactory.instance.objectNode()
                .put("inbound_policy", parameters.inboundPolicy().name())
                .put("outbound_policy", parameters.outboundPolicy().name());
        var inbound = rules.putArray("inbound");
        parameters.inbound().forEach(rule -> inbound.add(rule.json()));
        var outbound = rules.putArray("outbound");
        parameters.outbound().forEach(rule -> outbound.add(rule.json()));
        return rules;
    }

    @Override
    public String target(Parameters parameters) {
        return "firewall " + parameters.label();
    }

    @Override
    public boolean exists(State state) {
        return state.label() != null;
    }
}
