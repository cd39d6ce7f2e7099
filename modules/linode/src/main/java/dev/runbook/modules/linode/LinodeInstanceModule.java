package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runbook.api.Action;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ProvidesInventory;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Unknown;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The module {@code linode_instance}. */
@Module(
        name = "linode_instance",
        controllerOnly = true,
        summary = "Manages a Linode, and adds it to the running inventory",
        description = {
            "The label says which Linode it is. Region, type and image are looked up in Linode's own lists before anything is "
                    + "made. What a Linode only takes when it is made, its keys, root password and user data, is not compared.",
            "Tags, backups and the firewall are changed in place. Another type means a resize and another image a rebuild, "
                    + "which destroys its disks: both are refused unless `allow` names them. A Linode cannot change its region here.",
            "The host is added to the inventory by its label, in `add_to_groups`, so that later plays find it. In check mode a "
                    + "Linode that does not exist yet is previewed as a bare host of its image."
        },
        examples = {
            """
            linode_instance:
              label: web1
              region: us-sea
              type: g6-standard-1
              image: linode/debian12
              authorized_keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample me@example.org"]
              firewall: web
              add_to_groups: [web]
            """,
            "linode_instance: {label: web1, state: stopped}",
            "linode_instance: {label: web1, state: absent}"
        })
public final class LinodeInstanceModule
        implements ResourceModule<LinodeInstanceModule.Parameters, LinodeInstanceModule.State> {
    /** What is to become of it. */
    public enum Presence {
        RUNNING,
        STOPPED,
        PRESENT,
        ABSENT
    }

    /** How its network is set up when it is made. */
    public enum Interfaces {
        LEGACY,
        LINODE
    }

    /** What is only done where it is asked for. */
    public enum Upheaval {
        RESIZE,
        REBUILD
    }

    /** Parameters of {@code linode_instance}. */
    public record Parameters(
            @Param("Its label, which no other Linode of the account has; also its name in the inventory.") String label,
            @Param("The region it is made in, such as us-sea.") @Nullable String region,
            @Param("Its type, such as g6-standard-1.") @Nullable String type,
            @Param("The image it is made from, such as linode/debian12.") @Nullable String image,
            @Param("Public keys that may log in as root; used when it is made.") List<String> authorizedKeys,
            @Param("Users of Linode's Cloud Manager whose keys may log in as root; used when it is made.")
                    List<String> authorizedUsers,
            @Param("The password of root; used when it is made, and not needed where there are keys.") @Nullable Secret rootPass,
            @Param("Label of the firewall that protects it. Left out, none is attached, and none is removed.")
                    @Nullable String firewall,
            @Param("Its tags; left out, they stay as they are.") @Nullable List<String> tags,
            @Param("Whether Linode makes backups of it; left out, that stays.") @Nullable Boolean backups,
            @Param("User data for cloud-init; used when it is made.") @Nullable String userData,
            @Param(value = "Whether it gets a private address too; used when it is made.", defaultValue = "false")
                    boolean privateIp,
            @Param(value = "Its network: as Linodes had it until 2025, or with the interfaces of Linode's VPC; used when it is made.",
                    defaultValue = "legacy")
                    Interfaces interfaces,
            @Param("What may be done to it: `resize` where its type is another one, `rebuild` where its image is.")
                    List<Upheaval> allow,
            @Param(value = "Whether it should be there, and run. A new one that is `present` runs.", defaultValue = "running")
                    Presence state,
            @Param(value = "Whether to wait until a new or started one accepts SSH.", defaultValue = "true") boolean waitForSsh,
            @Param(value = "How long making or starting it may take.", defaultValue = "10m") Duration timeout,
            @Param("Groups of the inventory that it is added to.") List<String> addToGroups,
            @Param(value = "The user that runbooks log in as.", defaultValue = "root") String ansibleUser,
            @Param(Account.TOKEN) @Nullable Secret token,
            @Param(value = Account.URL, defaultValue = Account.DEFAULT_URL) String apiUrl) {
        private static final int USER_DATA = 65_535 / 4 * 3;

        public Parameters {
            new Account(token, apiUrl);
            Labels.check("label", label, 64);
            authorizedKeys = authorizedKeys.stream().map(String::strip).filter(key -> !key.isEmpty()).toList();
            for (String key : authorizedKeys) {
                if (!key.matches("(ssh|ecdsa|sk)-\\S+ \\S+.*")) {
                    throw new InvalidParameterException(
                            "authorized_keys", "this is no public key: expected a line such as `ssh-ed25519 AAAA… name`",
                            key.contains("PRIVATE KEY") ? "This is a private key; give what is in the file that ends in .pub."
                                    : "`@{file('~/.ssh/id_ed25519.pub')}` reads one from a file.");
                }
            }
            if (rootPass != null && (rootPass.reveal().length() < 7 || rootPass.reveal().length() > 128)) {
                throw new InvalidParameterException("root_pass", "needs 7 to 128 characters");
            }
            if (userData != null && userData.getBytes(StandardCharsets.UTF_8).length > USER_DATA) {
                throw new InvalidParameterException("user_data", "is longer than the " + USER_DATA + " bytes that Linode takes");
            }
            if (timeout.isNegative() || timeout.isZero()) {
                throw new InvalidParameterException("timeout", "must be positive");
            }
        }

        Account account() {
            return new Account(token, apiUrl);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param label null where there is none
     * @param firewall the one asked for, where it is attached
     * @param status {@code running} or {@code offline}
     * @param ipv4 the public address first
     */
    public record State(
            @Nullable String label,
            @Nullable String region,
            @Nullable String type,
            @Nullable String image,
            List<String> tags,
            @Nullable Boolean backups,
            @Nullable String firewall,
            @Nullable String status,
            @Observed Value<Long> id,
            @Observed Value<List<String>> ipv4,
            @Observed Value<String> ipv6,
            @Observed(internal = true) Seen seen)
            implements ProvidesInventory {
        @Override
        public List<Addition> additions() {
            if (label == null || seen.user() == null) {
                return List.of();
            }
            Map<String, @Nullable Object> variables = new LinkedHashMap<>();
            boolean there = ipv4 instanceof Value.Of<List<String>>(List<String> known) && known != null && !known.isEmpty();
            variables.put("ansible_host", ipv4 instanceof Value.Of<List<String>>(List<String> known) && known != null && !known.isEmpty()
                    ? known.getFirst()
                    : new Unknown("the address that Linode gives " + label, ""));
            variables.put("ansible_user", seen.user());
            String system = image == null ? "" : image.replaceFirst("^linode/", "");
            return List.of(new Addition(label, seen.groups(), List.of(), variables, there ? null : system));
        }
    }

    record Seen(@Nullable Instance instance, boolean protectedAlready, List<String> groups, @Nullable String user) {}

    @Override
    public State observe(Parameters parameters, World world) {
        Account account = parameters.account();
        world.prefetch(parameters.firewall() == null
                ? List.of(new Instance.ByLabel(account, parameters.label()))
                : List.of(new Instance.ByLabel(account, parameters.label()),
                        new Firewall.ByLabel(account, parameters.firewall())));
        Instance instance = world.ask(new Instance.ByLabel(account, parameters.label()));
        boolean guarded = false;
        if (parameters.firewall() != null && parameters.state() != Presence.ABSENT) {
            Firewall firewall = world.ask(new Firewall.ByLabel(account, parameters.firewall()));
            if (firewall == null) {
                throw new TaskFailedException(
                        "there is no firewall " + parameters.firewall(), null,
                        List.of("Make it in an earlier task: `linode_firewall: {label: " + parameters.firewall() + ", …}`."));
            }
            guarded = instance != null && (instance.id() == Firewall.NOT_YET || firewall.linodes().contains(instance.id()));
        }
        if (instance == null && parameters.state() != Presence.ABSENT) {
            Requirements.ofNew(parameters, account, world);
        } else if (instance != null && parameters.state() != Presence.ABSENT) {
            Requirements.ofPresent(parameters, instance, account, world);
        }
        return state(parameters, instance, new Seen(instance, guarded, parameters.addToGroups(), parameters.ansibleUser()));
    }

    private static State state(Parameters parameters, @Nullable Instance instance, Seen seen) {
        if (instance == null) {
            return new State(null, null, null, null, List.of(), null, null, null, Value.of(null), Value.of(List.of()),
                    Value.of(null), seen);
        }
        boolean made = instance.id() != Firewall.NOT_YET;
        String later = "Linode gives it";
        return new State(
                instance.label(), instance.region(), instance.type(), instance.image(), instance.tags(), instance.backups(),
                seen.protectedAlready() ? parameters.firewall() : null, instance.status(),
                made ? Value.of(instance.id()) : Value.later(later),
                made ? Value.of(instance.ipv4()) : Value.later(later),
                made ? Value.of(instance.ipv6()) : Value.later(later),
                seen);
    }

    /** What it will be; null for gone. */
    private static @Nullable Instance becomes(Parameters parameters, @Nullable Instance now) {
        if (parameters.state() == Presence.ABSENT) {
            return null;
        }
        String status = switch (parameters.state()) {
            case STOPPED -> "offline";
            case PRESENT -> now == null ? "running" : now.status();
            default -> "running";
        };
        List<String> tags = parameters.tags() != null
                ? parameters.tags().stream().sorted().distinct().toList()
                : now == null ? List.of() : now.tags();
        boolean backups = parameters.backups() != null ? parameters.backups() : now != null && now.backups();
        return new Instance(
                now == null ? Firewall.NOT_YET : now.id(),
                parameters.label(),
                parameters.region() != null ? parameters.region() : now == null ? "" : now.region(),
                parameters.type() != null ? parameters.type() : now == null ? "" : now.type(),
                parameters.image() != null ? parameters.image() : now == null ? null : now.image(),
                status,
                now == null ? List.of() : now.ipv4(),
                now == null ? null : now.ipv6(),
                tags,
                backups);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        Seen seen = current.seen();
        Instance becomes = becomes(parameters, seen.instance());
        return state(parameters, becomes,
                new Seen(seen.instance(), parameters.firewall() != null, seen.groups(), becomes == null ? null : seen.user()));
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        Account account = parameters.account();
        Instance now = current.seen().instance();
        Instance becomes = becomes(parameters, now);
        Instance.ByLabel about = new Instance.ByLabel(account, parameters.label());
        String name = "the Linode " + parameters.label();
        if (becomes == null) {
            return now == null
                    ? List.of()
                    : List.of(new Call(account, "remove " + name, "DELETE", "/linode/instances/" + now.id(), null, about, null,
                            null));
        }
        boolean runs = becomes.status().equals("running");
        Settle settle = new Settle(account, becomes, runs && parameters.waitForSsh(), parameters.timeout());
        if (now == null) {
            return List.of(
                    new CreateInstance(account, becomes, runs, parameters.authorizedKeys(), parameters.authorizedUsers(),
                            parameters.rootPass(), parameters.firewall(), parameters.interfaces(), parameters.userData(),
                            parameters.privateIp()),
                    settle);
        }
        List<Action> actions = new ArrayList<>(changes(parameters, account, now, becomes, about, name));
        if (parameters.firewall() != null && !current.seen().protectedAlready()) {
            actions.add(new AttachFirewall(account, parameters.firewall(), now.id(), parameters.label()));
        }
        if (now.moving() || !actions.isEmpty() || !now.status().equals(becomes.status())) {
            if (!now.moving() && !now.status().equals(becomes.status())) {
                String verb = runs ? "boot" : "shutdown";
                actions.add(new Call(account, (runs ? "start " : "stop ") + name, "POST",
                        "/linode/instances/" + now.id() + "/" + verb, JsonNodeFactory.instance.objectNode(), about, becomes, null));
            }
            if (now.moving() || !now.status().equals(becomes.status()) || !now.type().equals(becomes.type())
                    || !Objects.equals(now.image(), becomes.image())) {
                actions.add(settle);
            }
        }
        return current.equals(wanted) ? List.of() : actions;
    }

    private static List<Action> changes(
            Parameters parameters, Account account, Instance now, Instance becomes, Instance.ByLabel about, String name) {
        List<Action> actions = new ArrayList<>();
        String path = "/linode/instances/" + now.id();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!now.tags().equals(becomes.tags())) {
            becomes.tags().forEach(body.putArray("tags")::add);
            actions.add(new Call(account, "tag " + name, "PUT", path, body, about, becomes, null));
        }
        if (now.backups() != becomes.backups()) {
            String verb = becomes.backups() ? "enable" : "cancel";
            actions.add(new Call(account, verb + " backups of " + name, "POST", path + "/backups/" + verb, null, about, becomes,
                    null));
        }
        if (!now.type().equals(becomes.type())) {
            ObjectNode resize = JsonNodeFactory.instance.objectNode().put("type", becomes.type());
            actions.add(new Call(account, "resize " + name, "POST", path + "/resize", resize, about, becomes, null));
        }
        if (!Objects.equals(now.image(), becomes.image())) {
            ObjectNode rebuild = JsonNodeFactory.instance.objectNode().put("image", becomes.image());
            parameters.authorizedKeys().forEach(rebuild.withArray("authorized_keys")::add);
            parameters.authorizedUsers().forEach(rebuild.withArray("authorized_users")::add);
            if (parameters.rootPass() != null) {
                rebuild.put("root_pass", parameters.rootPass().reveal());
            }
            actions.add(new Call(account, "rebuild " + name, "POST", path + "/rebuild", rebuild, about, becomes, null));
        }
        return actions;
    }

    @Override
    public String target(Parameters parameters) {
        return "Linode " + parameters.label();
    }

    @Override
    public boolean exists(State state) {
        return state.label() != null;
    }
}
