package dev.runbook.expression;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * What expressions see of the machine they run on, and what they may use up.
 *
 * @param base where relative paths of {@code file(path)} and {@code !file} start
 * @param decryptor reads {@code !secret} scalars
 * @param environment what {@code env(name)} sees
 * @param clock what {@code now()} tells
 * @param timeLimit of one expression; a template file has five times as long
 * @param stepLimit of one expression or template
 */
public record ExpressionOptions(
        Path base,
        SecretDecryptor decryptor,
        Map<String, String> environment,
        InstantSource clock,
        Duration timeLimit,
        long stepLimit) {
    public ExpressionOptions {
        environment = Map.copyOf(environment);
    }

    /** The process's own environment and clock, no decryptor, 2 seconds and 10 million steps. */
    public static ExpressionOptions standard(Path base) {
        return new ExpressionOptions(
                base, SecretDecryptor.none(), System.getenv(), InstantSource.system(), Duration.ofSeconds(2), 10_000_000);
    }

    public ExpressionOptions withDecryptor(SecretDecryptor other) {
        return new ExpressionOptions(base, other, environment, clock, timeLimit, stepLimit);
    }

    public ExpressionOptions withEnvironment(Map<String, String> other) {
        return new ExpressionOptions(base, decryptor, other, clock, timeLimit, stepLimit);
    }

    public ExpressionOptions withClock(InstantSource other) {
        return new ExpressionOptions(base, decryptor, environment, other, timeLimit, stepLimit);
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "expressions in " + base;
    }

    Budget budget() {
        return new Budget(stepLimit, timeLimit.toMillis());
    }

    Budget templateBudget() {
        return new Budget(stepLimit, timeLimit.toMillis() * 5);
    }
}
