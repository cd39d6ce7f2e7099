package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.ExitStatus;
import dev.runbook.expression.MvelExpressions;
import dev.runbook.inventory.HostPattern;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.inventory.InventoryLoader;
import dev.runbook.inventory.InventoryRequest;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.Suggestions;
import dev.runbook.language.YamlReader;
import dev.runbook.variables.ExtraVariables;
import dev.runbook.variables.InventoryView;
import dev.runbook.variables.Variables;
import java.util.ArrayList;
import java.util.List;

/** {@code runbook inventory}: which hosts there are, and what is known of one. */
final class InventoryCommand implements Command {
    private static final List<String> VERBS = List.of("list", "graph", "show");

    @Override
    public String name() {
        return "inventory";
    }

    @Override
    public String summary() {
        return "Shows hosts, groups and variables, and where each value comes from";
    }

    @Override
    public String usage() {
        return "list [PATTERN]|graph|show HOST [VARIABLE] [options]";
    }

    @Override
    public List<Option> options() {
        return List.of(
                RunFlags.INVENTORY,
                RunFlags.EXTRA,
                Option.flag("", "why", "with show: which source of each variable won, and which lost"),
                Option.flag("", "json", "list and show: as JSON, in the form of Ansible's dynamic inventories"),
                Option.value("", "output", "text|json", "the same as --json, or for people"));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook inventory list -i inventory/hosts.yml",
                "runbook inventory graph -i inventory/hosts.yml",
                "runbook inventory show web1 -i inventory/hosts.yml --why",
                "runbook inventory show web1 --why http_port -i inventory/hosts.yml   # one variable",
                "runbook inventory list --json -i inventory/                          # for other tools");
    }

    @Override
    public int run(Parsed parsed, Console console) {
        List<String> arguments = parsed.arguments();
        if (arguments.isEmpty()) {
            throw new UsageException("list, graph or show?", "runbook inventory -h has examples");
        }
        String verb = arguments.getFirst();
        if (!VERBS.contains(verb)) {
            List<String> near = Suggestions.nearest(verb, VERBS);
            throw new UsageException(
                    "runbook inventory cannot \"" + verb + "\"",
                    near.isEmpty() ? "it can list, graph and show HOST" : "did you mean " + near.getFirst() + "?");
        }
        boolean json = json(parsed);
        if (json && verb.equals("graph")) {
            throw new UsageException("runbook inventory graph is for people", "list --json has the groups as well");
        }
        Diagnostics diagnostics = new Diagnostics();
        Inventory inventory = load(parsed, console, diagnostics);
        Variables variables = Variables.of(
                inventory,
                ExtraVariables.parse(parsed.values("extra-vars"), console.directory(), diagnostics),
                new MvelExpressions(console.directory()),
                console.directory(),
                false);
        variables.check(diagnostics);
        Setup.show(diagnostics.all(), false, console);
        if (diagnostics.hasErrors()) {
            return ExitStatus.INVALID;
        }
        InventoryView view = new InventoryView(inventory, variables);
        console.out().print(switch (verb) {
            case "list" -> list(view, hosts(inventory, arguments, diagnostics), json);
            case "graph" -> view.graph(Inventory.ALL);
            default -> show(view, inventory, arguments, parsed.has("why"), json);
        });
        Setup.show(diagnostics.all(), false, console);
        return diagnostics.hasErrors() ? ExitStatus.INVALID : ExitStatus.DONE;
    }

    private static Inventory load(Parsed parsed, Console console, Diagnostics diagnostics) {
        var request = new InventoryRequest(parsed.values("inventory"), console.directory(), console.directory());
        try (ModuleCatalog modules = Setup.modules(console)) {
            return new InventoryLoader(
                            new YamlReader(),
                            new SourceLoader(),
                            modules.inventorySources().plugins(MvelExpressions::new))
                    .load(request, diagnostics);
        }
    }

    private static boolean json(Parsed parsed) {
        return parsed.has("json") || switch (parsed.value("output").orElse("text")) {
            case "text" -> false;
            case "json" -> true;
            case String other -> throw new UsageException("--output is text or json, not \"" + other + "\"");
        };
    }

    private static List<InventoryHost> hosts(Inventory inventory, List<String> arguments, Diagnostics diagnostics) {
        String pattern = arguments.size() > 1 ? String.join(",", arguments.subList(1, arguments.size())) : "all";
        Source typed = new Source("<command line>", null, pattern);
        return HostPattern.of(pattern, typed.span(0, pattern.length()), diagnostics).select(inventory, diagnostics);
    }

    private static String list(InventoryView view, List<InventoryHost> hosts, boolean json) {
        return json ? view.listJson(hosts) : view.list(hosts);
    }

    private static String show(
            InventoryView view, Inventory inventory, List<String> arguments, boolean why, boolean json) {
        if (arguments.size() < 2) {
            throw new UsageException("show which host?", "runbook inventory show HOST -i INV");
        }
        String host = arguments.get(1);
        if (inventory.host(host).isEmpty()) {
            List<String> near = Suggestions.nearest(host, new ArrayList<>(inventory.hosts().keySet()));
            throw new UsageException(
                    "there is no host " + host + " in the inventory",
                    near.isEmpty() ? "runbook inventory list shows the hosts" : "did you mean " + near.getFirst() + "?");
        }
        String only = arguments.size() > 2 ? arguments.get(2) : null;
        if (only != null && !view.names(host).contains(only)) {
            List<String> near = Suggestions.nearest(only, view.names(host));
            throw new UsageException(
                    "host " + host + " has no variable " + only,
                    near.isEmpty()
                            ? "runbook inventory show " + host + " shows those it has"
                            : "did you mean " + near.getFirst() + "?");
        }
        if (why || only != null) {
            return json ? view.whyJson(host, only) : view.why(host, only);
        }
        return json ? view.showJson(host) : view.show(host);
    }
}
