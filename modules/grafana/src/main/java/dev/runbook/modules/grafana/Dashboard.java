package dev.runbook.modules.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A dashboard's model, without what Grafana itself puts in. */
final class Dashboard {
    private static final List<String> NOISE = List.of("id", "uid", "version", "iteration", "panels", "title");

    private final JsonNode model;

    Dashboard(JsonNode model) {
        this.model = model;
    }

    String title() {
        return model.path("title").asText();
    }

    /**
     * Its panels by their titles; those of a collapsed row among them. What the other does not say about a panel that both
     * have is left out.
     */
    Map<String, @Nullable Object> panels(JsonNode asked) {
        Map<String, JsonNode> others = byTitle(asked);
        Map<String, @Nullable Object> panels = new LinkedHashMap<>();
        byTitle(model).forEach((title, panel) -> {
            JsonNode other = others.get(title);
            ObjectNode bare = (ObjectNode) (other == null ? panel : Data.like(panel, other)).deepCopy();
            bare.remove("id");
            bare.remove("pluginVersion");
            panels.put(title, Data.plain(bare));
        });
        return panels;
    }

    /** Everything else, as far as the other says something about it. */
    Map<String, @Nullable Object> settings(JsonNode asked) {
        ObjectNode bare = (ObjectNode) Data.like(model, asked).deepCopy();
        bare.remove(NOISE);
        Map<String, @Nullable Object> settings = new TreeMap<>();
        bare.properties().forEach(entry -> settings.put(entry.getKey(), Data.plain(entry.getValue())));
        return settings;
    }

    private static Map<String, JsonNode> byTitle(JsonNode model) {
        Map<String, JsonNode> panels = new LinkedHashMap<>();
        collect(model.path("panels"), panels);
        return panels;
    }

    private static void collect(JsonNode list, Map<String, JsonNode> panels) {
        for (JsonNode panel : list) {
            String title = panel.path("title").asText("");
            String name = title.isEmpty() ? panel.path("type").asText("panel") + " without a title" : title;
            String key = name;
            for (int i = 2; panels.containsKey(key); i++) {
                key = name + " (" + i + ")";
            }
            ObjectNode own = panel.isObject() ? ((ObjectNode) panel).deepCopy() : JsonNodeFactory.instance.objectNode();
            JsonNode within = own.remove("panels");
            panels.put(key, own);
            if (within != null) {
                collect(within, panels);
            }
        }
    }
}
