package dev.runbook.modules.linode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runbook.api.FoundInventory;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.InventoryPlugin;
import dev.runbook.api.InventorySource;
import dev.runbook.api.InventorySourceException;
import dev.runbook.api.Param;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code plugin: linode}. */
@InventoryPlugin(
        name = "linode",
        summary = "Lists the Linodes of an account",
        description = {
            "A host is called by its Linode's label; `ansible_host` is its public address. What is asked for by tags, regions and "
                    + "labels has to hold together: a Linode with one of the tags, in one of the regions, and with one of the labels.",
            "The variables `linode_id`, `linode_region`, `linode_type`, `linode_image`, `linode_status` and `linode_tags` say what "
                    + "Linode knows of it."
        },
        examples = {
            "plugin: linode\ntags: [monitoring]\ngroups: [monitoring]\n",
            "plugin: linode\nregions: [us-sea, us-ord]\nlabels: ['web*']\ngroup_by: [tag, region]\n"
        })
public final class LinodeInventory implements InventorySource<LinodeInventory.Parameters> {
    /** By what hosts are put into groups. */
    public enum Key {
        TAG,
        REGION,
        TYPE
    }

    /** What may stand beside {@code plugin}. */
    public record Parameters(
            @Param("Only Linodes with one of these tags.") List<String> tags,
            @Param("Only Linodes in one of these regions.") List<String> regions,
            @Param("Only Linodes with one of these labels; `*` stands for anything.") List<String> labels,
            @Param("Groups that all of them are in.") List<String> groups,
            @Param("Further groups, made of what Linode knows: `tag_web`, `region_us_sea`, `type_g6_standard_1`.")
                    List<Key> groupBy,
            @Param(value = "Only those that run.", defaultValue = "true") boolean running,
            @Param(value = "The user that runbooks log in as.", defaultValue = "root") String ansibleUser,
            @Param(Account.TOKEN) @Nullable Secret token,
            @Param(value = Account.URL, defaultValue = Account.DEFAULT_URL) String apiUrl) {
        public Parameters {
            new Account(token, apiUrl);
            for (String group : groups) {
                if (!group.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
                    throw new InvalidParameterException("groups", "\"" + group + "\" cannot be a group: expected letters, digits and _");
                }
            }
        }
    }

    @Override
    public FoundInventory find(Parameters parameters) {
        String token = parameters.token() == null ? System.getenv("LINODE_TOKEN") : parameters.token().reveal();
        if (token == null || token.isBlank()) {
            throw new InventorySourceException(
                    "there is no token for the Linode API",
                    "put one into the environment: `export LINODE_TOKEN=…`", "or give `token`, from an encrypted file of variables");
        }
        String url = new Account(null, parameters.apiUrl()).url();
        try (Api api = new Api(url, new Secret(token.strip()), url)) {
            List<FoundInventory.Host> hosts = new ArrayList<>();
            Set<String> groups = new LinkedHashSet<>(parameters.groups());
            List<Instance> found = new ArrayList<>();
            for (JsonNode node : api.list("/linode/instances", null)) {
                found.add(Instance.of(node));
            }
            found.sort(Comparator.comparing(Instance::label));
            for (Instance instance : found) {
                if (matches(parameters, instance)) {
                    hosts.add(host(parameters, instance, groups));
                }
            }
            return new FoundInventory(
                    hosts, groups.stream().map(name -> new FoundInventory.Group(name, List.of(), Map.of())).toList());
        } catch (IOException e) {
            throw new InventorySourceException(String.valueOf(e.getMessage()));
        } catch (TaskFailedException e) {
            throw new InventorySourceException(String.valueOf(e.getMessage()), e.hints().toArray(String[]::new));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InventorySourceException("interrupted while Linode was asked");
        }
    }

    private static boolean matches(Parameters parameters, Instance instance) {
        return (!parameters.running() || instance.status().equals("running"))
                && (parameters.tags().isEmpty() || instance.tags().stream().anyMatch(parameters.tags()::contains))
                && (parameters.regions().isEmpty() || parameters.regions().contains(instance.region()))
                && (parameters.labels().isEmpty()
                        || parameters.labels().stream().anyMatch(pattern -> glob(pattern).matcher(instance.label()).matches()));
    }

    private static Pattern glob(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }

    private static FoundInventory.Host host(Parameters parameters, Instance instance, Set<String> groups) {
        Set<String> own = new LinkedHashSet<>(parameters.groups());
        for (Key key : parameters.groupBy()) {
            switch (key) {
                case TAG -> instance.tags().forEach(tag -> own.add(name("tag_", tag)));
                case REGION -> own.add(name("region_", instance.region()));
                case TYPE -> own.add(name("type_", instance.type()));
            }
        }
        groups.addAll(own);
        Map<String, Object> variables = new LinkedHashMap<>();
        if (!instance.ipv4().isEmpty()) {
            variables.put("ansible_host", instance.ipv4().getFirst());
        }
        variables.put("ansible_user", parameters.ansibleUser());
        variables.put("linode_id", instance.id());
        variables.put("linode_region", instance.region());
        variables.put("linode_type", instance.type());
        if (instance.image() != null) {
            variables.put("linode_image", instance.image());
        }
        variables.put("linode_status", instance.status());
        variables.put("linode_tags", instance.tags());
        return new FoundInventory.Host(instance.label(), List.copyOf(own), variables);
    }

    private static String name(String prefix, String value) {
        return prefix + value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }
}
