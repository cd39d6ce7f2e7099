package dev.runbook.api.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts about processors, memory, disks and mounts. */
final class HardwareFacts {
    /** File systems that hold no files of anybody's. */
    private static final Set<String> PSEUDO = Set.of(
            "proc", "sysfs", "devpts", "cgroup", "cgroup2", "mqueue", "securityfs", "debugfs", "tracefs", "pstore",
            "bpf", "configfs", "fusectl", "hugetlbfs", "autofs", "binfmt_misc", "rpc_pipefs", "nsfs", "devtmpfs");

    private HardwareFacts() {}

    static void add(Map<String, String> sections, Map<String, Object> facts) {
        facts.put("cpu", cpu(sections));
        facts.put("memory", memory(sections));
        String[] load = sections.getOrDefault("load", "").split(" ");
        if (load.length > 2) {
            Map<String, Object> average = new LinkedHashMap<>();
            average.put("1m", Double.valueOf(load[0]));
            average.put("5m", Double.valueOf(load[1]));
            average.put("15m", Double.valueOf(load[2]));
            facts.put("load_average", average);
        }
        facts.put("mounts", mounts(sections));
        facts.put("disks", disks(sections));
    }

    private static Map<String, Object> cpu(Map<String, String> sections) {
        int processors = 0;
        String model = "";
        Set<String> sockets = new HashSet<>();
        long cores = 0;
        for (String line : FactsParser.lines(sections, "cpu")) {
            String[] pair = line.split("\\s*:\\s*", 2);
            String value = pair.length > 1 ? pair[1].strip() : "";
            switch (pair[0].strip()) {
                case "processor" -> processors++;
                case "model name", "Model", "Hardware" -> model = model.isEmpty() ? value : model;
                case "physical id" -> sockets.add(value);
                case "cpu cores" -> cores = FactsParser.number(value);
                default -> {}
            }
        }
        long usable = FactsParser.number(sections.getOrDefault("nproc", ""));
        Map<String, Object> cpu = new LinkedHashMap<>();
        cpu.put("count", usable > 0 ? usable : Math.max(processors, 1));
        cpu.put("model", model);
        cpu.put("sockets", (long) Math.max(sockets.size(), 1));
        cpu.put("cores_per_socket", cores > 0 ? cores : Math.max(processors, 1));
        return cpu;
    }

    private static Map<String, Object> memory(Map<String, String> sections) {
        Map<String, Long> kilobytes = new HashMap<>();
        for (String line : FactsParser.lines(sections, "memory")) {
            String[] parts = line.split("[:\\s]+");
            if (parts.length > 1) {
                kilobytes.put(parts[0], FactsParser.number(parts[1]));
            }
        }
        Map<String, Object> memory = new LinkedHashMap<>();
        List<String> names = List.of(
                "total_mb=MemTotal",
                "free_mb=MemFree",
                "available_mb=MemAvailable",
                "swap_total_mb=SwapTotal",
                "swap_free_mb=SwapFree");
        for (String name : names) {
            String[] pair = name.split("=");
            Long value = kilobytes.get(pair[1]);
            if (value != null) {
                memory.put(pair[0], value / 1024);
            }
        }
        return memory;
    }

    private static List<Object> mounts(Map<String, String> sections) {
        Map<String, String[]> sizes = new HashMap<>();
        for (String line : FactsParser.lines(sections, "df")) {
            String[] columns = line.split("\\s+", 6);
            if (columns.length == 6 && columns[1].matches("[0-9]+")) {
                sizes.put(columns[5], columns);
            }
        }
        List<Object> mounts = new ArrayList<>();
        for (String line : FactsParser.lines(sections, "mounts")) {
            String[] columns = line.split(" ");
            if (columns.length < 4 || PSEUDO.contains(columns[2])) {
                continue;
            }
            Map<String, Object> mount = new LinkedHashMap<>();
            String path = unescape(columns[1]);
            mount.put("mount", path);
            mount.put("device", unescape(columns[0]));
            mount.put("type", columns[2]);
            mount.put("options", List.of(columns[3].split(",")));
            String[] size = sizes.get(path);
            if (size != null) {
                mount.put("size_bytes", FactsParser.number(size[1]) * 1024);
                mount.put("used_bytes", FactsParser.number(size[2]) * 1024);
                mount.put("available_bytes", FactsParser.number(size[3]) * 1024);
            }
            mounts.add(mount);
        }
        return mounts;
    }

    /** The kernel writes a blank in a path as {@code \040}. */
    private static String unescape(String text) {
        return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    private static List<Object> disks(Map<String, String> sections) {
        List<Object> disks = new ArrayList<>();
        for (String line : FactsParser.lines(sections, "disks")) {
            String[] columns = line.split("\\|", 5);
            if (columns.length < 5) {
                continue;
            }
            Map<String, Object> disk = new LinkedHashMap<>();
            disk.put("name", columns[0]);
            disk.put("size_bytes", FactsParser.number(columns[1]) * 512);
            disk.put("rotational", columns[2].equals("1"));
            disk.put("removable", columns[3].equals("1"));
            disk.put("model", columns[4].strip());
            disks.add(disk);
        }
        return disks;
    }
}
