package dev.runbook.api;

/**
 * A template file that a task names, already rendered for the host.
 *
 * @param name as the task wrote it
 * @param text the rendered text
 * @param secret whether a secret went into it, so that the result must be private
 */
public record Template(String name, String text, boolean secret) {}
