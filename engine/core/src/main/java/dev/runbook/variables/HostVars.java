package dev.runbook.variables;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code hostvars} of expressions: a host's variables by its name, evaluated when they are looked at. */
final class HostVars extends AbstractMap<String, Object> {
    static final String NAME = "hostvars";

    private final Variables run;
    private final HostScope from;

    HostVars(Variables run, HostScope from) {
        this.run = run;
        this.from = from;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return name instanceof String text && run.inventory().host(text).isPresent()
                ? new OfOne(from.of(run.host(text)))
                : null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && run.inventory().host(text).isPresent();
    }

    @Override
    public Set<String> keySet() {
        return run.inventory().hosts().keySet();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new Entries(keySet(), this);
    }

    /** The variables of one host. */
    static final class OfOne extends AbstractMap<String, Object> {
        private final HostScope scope;

        OfOne(HostScope scope) {
            this.scope = scope;
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            return name instanceof String text && scope.defines(text) ? scope.lookup(text) : null;
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return name instanceof String text && scope.defines(text);
        }

        @Override
        public Set<String> keySet() {
            Set<String> names = new java.util.TreeSet<>(scope.names());
            // Would lead from every host to every other without end.
            names.remove(NAME);
            return names;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return new Entries(keySet(), this);
        }
    }

    /** Entries whose values are computed one by one. */
    private static final class Entries extends AbstractSet<Map.Entry<String, Object>> {
        private final Set<String> keys;
        private final Map<String, Object> map;

        Entries(Set<String> keys, Map<String, Object> map) {
            this.keys = keys;
            this.map = map;
        }

        @Override
        public Iterator<Map.Entry<String, Object>> iterator() {
            Iterator<String> names = keys.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return names.hasNext();
                }

                @Override
                public Map.Entry<String, Object> next() {
                    return new LazyEntry(names.next(), map);
                }
            };
        }

        @Override
        public int size() {
            return keys.size();
        }
    }

    private static final class LazyEntry implements Map.Entry<String, Object> {
        private final String key;
        private final Map<String, Object> map;

        LazyEntry(String key, Map<String, Object> map) {
            this.key = key;
            this.map = map;
        }

        @Override
        public String getKey() {
            return key;
        }

        @Override
        @SuppressWarnings("NullAway") // null is a value here
        public Object getValue() {
            return map.get(key);
        }

        @Override
        public Object setValue(Object value) {
            throw new UnsupportedOperationException("hostvars is read-only");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && key.equals(entry.getKey())
                    && java.util.Objects.equals(getValue(), entry.getValue());
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }
}
