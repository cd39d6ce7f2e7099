package dev.runbook.modules.linode;

import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.Secret;
import dev.runbook.api.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The module {@code linode_catalog}. */
@Module(
        name = "linode_catalog",
        controllerOnly = true,
        summary = "Lists the images, regions or types that Linode offers",
        description = "`items` has them as data, `table` as text for `debug`. Images that are deprecated are left out.",
        examples = {
            "linode_catalog: {list: types, matching: g6-standard}",
            "linode_catalog: {list: regions, matching: us-}"
        })
public final class LinodeCatalogModule implements QueryModule<LinodeCatalogModule.Parameters, LinodeCatalogModule.Result> {
    /** What is listed. */
    public enum Listing {
        IMAGES,
        REGIONS,
        TYPES
    }

    /** Parameters of {@code linode_catalog}. */
    public record Parameters(
            @Param("What to list.") Listing list,
            @Param("Only those whose id or label contains this, upper or lower case.") @Nullable String matching,
            @Param(Account.TOKEN) @Nullable Secret token,
            @Param(value = Account.URL, defaultValue = Account.DEFAULT_URL) String apiUrl) {
        public Parameters {
            new Account(token, apiUrl);
        }
    }

    /**
     * What {@code register} sees.
     *
     * @param items each with {@code id}, {@code label} and what else there is to know
     * @param table the same to be read
     */
    public record Result(List<Map<String, Object>> items, String table) {}

    @Override
    public Result query(Parameters parameters, World world) {
        Catalog.Kind kind = Catalog.Kind.valueOf(parameters.list().name());
        String wanted = parameters.matching() == null ? "" : parameters.matching().toLowerCase(Locale.ROOT);
        List<Map<String, Object>> items = new ArrayList<>();
        for (Catalog.Offer offer : world.ask(new Catalog.All(new Account(parameters.token(), parameters.apiUrl()), kind))) {
            boolean matches = (offer.id() + " " + offer.label()).toLowerCase(Locale.ROOT).contains(wanted);
            if (matches && !Boolean.TRUE.equals(offer.details().get("deprecated"))) {
                Map<String, Object> item = new LinkedHashMap<>();
                item.put("id", offer.id());
                item.put("label", offer.label());
                new java.util.TreeMap<>(offer.details()).forEach(item::put);
                items.add(item);
            }
        }
        items.sort(Comparator.comparing(item -> String.valueOf(item.get("id"))));
        return new Result(items, table(parameters.list(), items));
    }

    private static String table(Listing listing, List<Map<String, Object>> items) {
        List<String> columns = switch (listing) {
            case IMAGES -> List.of("id", "label", "size_mb");
            case REGIONS -> List.of("id", "label", "country", "status");
            case TYPES -> List.of("id", "label", "memory_mb", "vcpus", "disk_mb", "monthly_usd");
        };
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (String column : columns) {
            int widest = items.stream().mapToInt(item -> String.valueOf(item.get(column)).length()).max().orElse(0);
            widths.put(column, Math.max(widest, column.length()));
        }
        StringBuilder table = new StringBuilder();
        line(table, widths, Map.of(), true);
        items.forEach(item -> line(table, widths, item, false));
        return table.toString();
    }

    private static void line(StringBuilder table, Map<String, Integer> widths, Map<String, Object> item, boolean head) {
        StringBuilder line = new StringBuilder();
        widths.forEach((column, width) -> {
            String text = head ? column : String.valueOf(item.get(column));
            boolean number = item.get(column) instanceof Number;
            line.append(number ? " ".repeat(width - text.length()) + text : text + " ".repeat(width - text.length())).append("  ");
        });
        table.append(line.toString().stripTrailing()).append('\n');
    }
}
