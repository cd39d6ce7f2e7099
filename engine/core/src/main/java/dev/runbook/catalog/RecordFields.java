package dev.runbook.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of records, looked up once for every class: reflection copies them at every call. */
public final class RecordFields {
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            if (components == null) {
                throw new IllegalArgumentException(type + " is no record");
            }
            return Arrays.stream(components).map(Field::of).toList();
        }
    };

    private RecordFields() {}

    /** In the order of the record's header. */
    public static List<Field> of(Record value) {
        return FIELDS.get(value.getClass());
    }

    /** One component, and how it is read. */
    public record Field(RecordComponent component, Method accessor) {
        private static Field of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Field(component, accessor);
        }

        /** The component's value in one record. */
        public @Nullable Object in(Record value) {
            try {
                return accessor.invoke(value);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("reading " + component + " failed", e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(component + " cannot be read", e);
            }
        }
    }
}
