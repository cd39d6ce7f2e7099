package dev.runbook.event;

import java.util.List;

/** Hears events, one at a time, in the order in which they happened. */
@FunctionalInterface
public interface EventSink {
    void accept(Event event);

    /** To several, in order. */
    static EventSink all(List<EventSink> sinks) {
        List<EventSink> copy = List.copyOf(sinks);
        return event -> copy.forEach(sink -> sink.accept(event));
    }
}
