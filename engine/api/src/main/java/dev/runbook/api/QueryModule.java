package dev.runbook.api;

/**
 * Only reads, and so runs in every mode: facts, {@code stat}, {@code assert}.
 *
 * @param <P> the parameters
 * @param <R> the result that {@code register} sees; see also {@link ProvidesVariables}
 */
public non-sealed interface QueryModule<P extends Record, R extends Record> extends TaskModule {
    /**
     * Reads and answers.
     *
     * @throws TaskFailedException where what was read counts as a failure
     */
    R query(P parameters, World world);
}
