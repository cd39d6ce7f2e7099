package dev.runbook.modules.prometheus;

import dev.runbook.api.TaskFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The text of a {@code prometheus.yml}, edited in place: everything but the job in question stays as it is written,
 * comments and order included.
 */
final class ScrapeConfig {
    private static final LoadSettings LOAD = LoadSettings.builder().setParseComments(false).build();

    private final String path;
    private final String text;
    private final Map<String, Object> data;
    private final @Nullable MappingNode root;

    /** @throws TaskFailedException where the text is not one that can be edited */
    ScrapeConfig(String path, String text) {
        this.path = path;
        this.text = text;
        try {
            Node node = new Compose(LOAD).composeString(text).orElse(null);
            Object loaded = new Load(LOAD).loadFromString(text);
            if ((node != null && !(node instanceof MappingNode)) || (loaded != null && !(loaded instanceof Map))) {
                throw new TaskFailedException(path + " is not a configuration of Prometheus: expected a mapping");
            }
            this.root = (MappingNode) node;
            this.data = loaded == null ? Map.of() : mapping(loaded);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new TaskFailedException(path + place + ": not YAML that can be edited: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new TaskFailedException(path + ": not YAML that can be edited: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // keys of YAML's mappings in a configuration are text; others match nothing
    private static Map<String, Object> mapping(Object value) {
        return (Map<String, Object>) value;
    }

    /** The job of this name as data; null where there is none. */
    @Nullable Map<String, Object> job(String name) {
        return data.get("scrape_configs") instanceof List<?> jobs
                ? jobs.stream().filter(job -> job instanceof Map<?, ?> map && name.equals(map.get("job_name")))
                        .findFirst().map(ScrapeConfig::mapping).orElse(null)
                : null;
    }

    /**
     * The text with this job. Where it is there already only those of its keys change that are given and differ.
     *
     * @param keys null values are left as they are
     */
    String with(String name, Map<String, Object> keys) {
        Map<String, Object> present = job(name);
        Map<String, Object> differing = new LinkedHashMap<>();
        keys.forEach((key, value) -> {
            if (present == null || !Objects.equals(present.get(key), value)) {
                differing.put(key, value);
            }
        });
        if (differing.isEmpty()) {
            return text;
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("job_name", name);
        if (present != null) {
            whole.putAll(present);
        }
        whole.putAll(keys);
        String edited = present == null ? added(whole) : changed(name, differing);
        return verified(edited, name, whole);
    }

    /** The text without this job. */
    String without(String name) {
        Node item = item(name).orElse(null);
        if (item == null) {
            return text;
        }
        int from = lineStart(dash(item));
        int to = lineEnd(end(item));
        return verified(text.substring(0, from) + text.substring(to), name, null);
    }

    private String added(Map<String, Object> job) {
        NodeTuple tuple = root == null ? null : tuple(root, "scrape_configs");
        if (tuple == null) {
            String start = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
            return start + (start.isBlank() ? "" : "\n") + "scrape_configs:\n" + rendered(List.of(job), 2);
        }
        if (tuple.getValueNode() instanceof SequenceNode jobs && !jobs.getValue().isEmpty()) {
            requireBlock(jobs);
            int indent = column(dash(jobs.getValue().getFirst()));
            int at = lineEnd(end(jobs.getValue().getLast()));
            return inserted(at, rendered(List.of(job), indent));
        }
        int key = lineEnd(end(tuple.getKeyNode()));
        int from = tuple.getKeyNode().getEndMark().orElseThrow().getIndex();
        String rest = text.substring(codeUnits(from), key);
        if (!rest.strip().matches(":\\s*(\\[\\s*\\]|null|~)?\\s*(#.*)?")) {
            throw notEditable("the value of scrape_configs is written in a way");
        }
        String line = rest.replaceFirst("(:)\\s*(\\[\\s*\\]|null|~)", "$1");
        String head = text.substring(0, codeUnits(from)) + line;
        return head + (head.endsWith("\n") ? "" : "\n") + rendered(List.of(job), 2) + text.substring(key);
    }

    private String changed(String name, Map<String, Object> differing) {
        String edited = text;
        MappingNode job = (MappingNode) item(name).orElseThrow();
        requireBlock(job);
        int indent = column(start(job));
        // From the last to the first, so that places of those before stay right.
        List<Map.Entry<String, Object>> added = new ArrayList<>();
        List<NodeTuple> tuples = job.getValue();
        int behind = lineEnd(end(job));
        for (Map.Entry<String, Object> entry : differing.entrySet()) {
            if (tuple(job, entry.getKey()) == null) {
                added.add(entry);
            }
        }
        for (Map.Entry<String, Object> entry : added) {
            edited = edited.substring(0, behind) + (edited.startsWith("\n", behind - 1) ? "" : "\n")
                    + indented(dumped(Map.of(entry.getKey(), entry.getValue())), indent) + edited.substring(behind);
        }
        for (NodeTuple tuple : tuples.reversed()) {
            String key = ((ScalarNode) tuple.getKeyNode()).getValue();
            if (differing.containsKey(key)) {
                int from = codeUnits(start(tuple.getKeyNode()));
                int to = lineEnd(end(tuple.getValueNode()));
                String fresh = indented(dumped(Map.of(key, differing.get(key))), indent).stripLeading();
                edited = edited.substring(0, from) + fresh + edited.substring(to);
            }
        }
        return edited;
    }

    private String inserted(int at, String lines) {
        String head = text.substring(0, at);
        return head + (head.endsWith("\n") ? "" : "\n") + lines + text.substring(at);
    }

    /** What an edit must never do is change something else. */
    private String verified(String edited, String name, @Nullable Map<String, Object> job) {
        Map<String, Object> expected = new LinkedHashMap<>(data);
        List<Object> jobs = new ArrayList<>();
        boolean placed = false;
        if (data.get("scrape_configs") instanceof List<?> present) {
            for (Object one : present) {
                boolean same = one instanceof Map<?, ?> map && name.equals(map.get("job_name"));
                if (!same) {
                    jobs.add(one);
                } else if (job != null && !placed) {
                    jobs.add(job);
                    placed = true;
                }
            }
        }
        if (job != null && !placed) {
            jobs.add(job);
        }
        expected.put("scrape_configs", jobs.isEmpty() ? null : jobs);
        try {
            Object reached = new Load(LOAD).loadFromString(edited);
            if (expected.equals(reached)) {
                return edited;
            }
        } catch (YamlEngineException e) {
            // said below
        }
        throw notEditable("it is written in a way");
    }

    private TaskFailedException notEditable(String what) {
        return new TaskFailedException(
                path + ": " + what + " that cannot be edited in place",
                null,
                List.of("Write jobs as a list with one key a line, or use `method: file_sd`, which leaves this file alone."));
    }

    private void requireBlock(Node node) {
        boolean flow = node instanceof SequenceNode sequence && sequence.getFlowStyle() == FlowStyle.FLOW
                || node instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.FLOW;
        if (flow) {
            throw notEditable("scrape_configs is written in brackets,");
        }
    }

    private Optional<Node> item(String name) {
        NodeTuple tuple = root == null ? null : tuple(root, "scrape_configs");
        if (tuple == null || !(tuple.getValueNode() instanceof SequenceNode jobs)) {
            return Optional.empty();
        }
        requireBlock(jobs);
        return jobs.getValue().stream()
                .filter(MappingNode.class::isInstance)
                .filter(job -> {
                    NodeTuple key = tuple((MappingNode) job, "job_name");
                    return key != null && key.getValueNode() instanceof ScalarNode scalar && scalar.getValue().equals(name);
                })
                .findFirst();
    }

    private static @Nullable NodeTuple tuple(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static int start(Node node) {
        return node.getStartMark().orElseThrow().getIndex();
    }

    /** Where the last thing in it ends: a block's own end mark stands behind comments and blank lines that follow. */
    private static int end(Node node) {
        return switch (node) {
            case SequenceNode sequence when sequence.getFlowStyle() != FlowStyle.FLOW && !sequence.getValue().isEmpty() ->
                end(sequence.getValue().getLast());
            case MappingNode mapping when mapping.getFlowStyle() != FlowStyle.FLOW && !mapping.getValue().isEmpty() ->
                end(mapping.getValue().getLast().getValueNode());
            default -> node.getEndMark().orElseThrow().getIndex();
        };
    }

    /** The dash before an item, in code points. */
    private int dash(Node item) {
        int at = codeUnits(start(item));
        while (at > 0 && text.charAt(at) != '-') {
            at--;
        }
        return text.codePointCount(0, at);
    }

    /** Marks count code points. */
    private int codeUnits(int codePoints) {
        return text.offsetByCodePoints(0, codePoints);
    }

    private int lineStart(int codePoints) {
        return text.lastIndexOf('\n', codeUnits(codePoints) - 1) + 1;
    }

    private int lineEnd(int codePoints) {
        int at = codeUnits(codePoints);
        // The end of a scalar over several lines stands behind its line already.
        if (at > 0 && text.charAt(at - 1) == '\n') {
            return at;
        }
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    private int column(int codePoints) {
        return codeUnits(codePoints) - lineStart(codePoints);
    }

    private static String rendered(List<Map<String, Object>> jobs, int indent) {
        return indented(dumped(jobs), indent);
    }

    static String dumped(Object value) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndent(2)
                .setIndicatorIndent(0)
                .setWidth(100)
                .build();
        return new Dump(settings).dumpToString(value);
    }

    private static String indented(String lines, int indent) {
        return lines.indent(indent);
    }
}
