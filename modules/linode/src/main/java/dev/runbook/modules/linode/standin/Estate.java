package dev.runbook.modules.linode.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an account has. */
final class Estate {
    private static final List<String> BIRTH = List.of("provisioning", "booting", "running");

    final Map<Long, ObjectNode> instances = new LinkedHashMap<>();
    final Map<Long, ObjectNode> firewalls = new LinkedHashMap<>();
    /** Linodes by the firewall that they are attached to. */
    final Map<Long, List<Long>> devices = new LinkedHashMap<>();

    private final Map<Long, List<String>> ahead = new LinkedHashMap<>();
    private long last = 1000;

    long id() {
        return ++last;
    }

    ObjectNode one(long instance) {
        return Objects.requireNonNull(instances.get(instance));
    }

    List<Long> attached(long firewall) {
        return Objects.requireNonNull(devices.get(firewall));
    }

    /** What becomes of its status, one a look. */
    void moves(long instance, List<String> statuses) {
        ahead.put(instance, new ArrayList<>(statuses.subList(1, statuses.size())));
        one(instance).put("status", statuses.getFirst());
    }

    void born(long instance, boolean booted) {
        moves(instance, booted ? BIRTH : List.of("provisioning", "offline"));
    }

    /** Somebody looks. */
    List<ObjectNode> looked() {
        List<ObjectNode> seen = instances.values().stream().map(ObjectNode::deepCopy).toList();
        ahead.forEach((id, statuses) -> {
            ObjectNode instance = instances.get(id);
            if (instance != null && !statuses.isEmpty()) {
                instance.put("status", statuses.removeFirst());
            }
        });
        return seen;
    }
}
