package dev.runbook.expression;

import java.util.EnumSet;
import java.util.Set;

/** What a parameter of a function takes, or what it gives. */
enum Type {
    ANY("anything", EnumSet.of(Kind.NULL, Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN, Kind.LIST, Kind.MAP)),
    TEXT("text", EnumSet.of(Kind.TEXT)),
    INTEGER("a whole number", EnumSet.of(Kind.INTEGER)),
    NUMBER("a number", EnumSet.of(Kind.INTEGER, Kind.DECIMAL)),
    BOOLEAN("true or false", EnumSet.of(Kind.BOOLEAN)),
    LIST("a list", EnumSet.of(Kind.LIST)),
    MAP("a map", EnumSet.of(Kind.MAP)),
    SIZED("text, a list or a map", EnumSet.of(Kind.TEXT, Kind.LIST, Kind.MAP)),
    SEQUENCE("text or a list", EnumSet.of(Kind.TEXT, Kind.LIST)),
    SCALAR("text, a number or a boolean", EnumSet.of(Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN)),
    DATE("text or a number", EnumSet.of(Kind.TEXT, Kind.INTEGER, Kind.DECIMAL)),
    WORDS("text, a number, a boolean or a list",
            EnumSet.of(Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN, Kind.LIST));

    private final String label;
    private final Set<Kind> kinds;

    Type(String label, Set<Kind> kinds) {
        this.label = label;
        this.kinds = kinds;
    }

    /** With its article, for messages. */
    String label() {
        return label;
    }

    /** For signatures. */
    String word() {
        return switch (this) {
            case ANY -> "any";
            case INTEGER -> "int";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case LIST -> "list";
            case MAP -> "map";
            case TEXT -> "text";
            case SIZED -> "text|list|map";
            case SEQUENCE -> "text|list";
            case SCALAR -> "scalar";
            case DATE -> "text|number";
            case WORDS -> "scalar|list";
        };
    }

    boolean accepts(Kind kind) {
        return kind == Kind.ANY || kinds.contains(kind);
    }

    /** The kind of a result of this type, where there is only one. */
    Kind kind() {
        return kinds.size() == 1 ? kinds.iterator().next() : Kind.ANY;
    }
}
