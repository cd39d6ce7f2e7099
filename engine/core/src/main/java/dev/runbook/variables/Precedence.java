package dev.runbook.variables;

import java.util.Locale;

/** Where a variable can come from, lowest first: what comes later in this list wins. */
public enum Precedence {
    ROLE_DEFAULTS,
    INVENTORY_GROUP,
    INVENTORY_HOST,
    FACTS,
    PLAY_VARS,
    VARS_PROMPT,
    VARS_FILES,
    ROLE_VARS,
    BLOCK_VARS,
    TASK_VARS,
    INCLUDE_VARS,
    /** {@code set_fact} and {@code register}. */
    SET_FACT,
    /** Of roles and includes. */
    PARAMETERS,
    /** {@code -e}. */
    EXTRA,
    /** The item and index of a loop, for as long as it runs. */
    LOOP,
    /** What the engine itself defines: {@code inventory_hostname}, {@code groups}. */
    MAGIC;

    /** For messages: {@code play vars}, {@code -e}. */
    public String title() {
        return switch (this) {
            case SET_FACT -> "set_fact and register";
            case VARS_FILES -> "vars_files";
            case VARS_PROMPT -> "vars_prompt";
            case INCLUDE_VARS -> "include_vars";
            case PARAMETERS -> "role and include parameters";
            case EXTRA -> "-e";
            case MAGIC -> "built in";
            case ROLE_DEFAULTS, INVENTORY_GROUP, INVENTORY_HOST, FACTS, PLAY_VARS, ROLE_VARS, BLOCK_VARS, TASK_VARS,
                    LOOP -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
